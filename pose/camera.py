"""EDGE cv2: recordings and webcams in, `Frame`s out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pose.errors import RecordingError
from pose.frame import Frame

VIDEO_SUFFIXES = (".mp4", ".avi", ".webm")
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
#: A folder of images has no time stamps; it is taken as a camera's usual rate.
FOLDER_FPS = 30.0


@dataclass(frozen=True)
class CameraInfo:
    """A camera of this machine; `index` carries OpenCV's backend, `name` is the system's."""

    index: int
    name: str
    backend: str


def read_recording(path: Path, *, mirrored: bool = False) -> Iterator[Frame]:
    """The frames of a recording, with the recording's own time stamps, strictly rising from 0.

    Args:
        path: an .mp4, .avi or .webm file, or a folder of numbered images (taken as 30 fps).
        mirrored: the recording shows a mirror image; it is flipped before anything else sees it.

    Raises:
        RecordingError: missing, unreadable or empty; when the first frame is asked for.
    """
    pictures = _images(path) if path.is_dir() else _video(path)
    seen = False
    for t_s, bgr in pictures:
        seen = True
        yield Frame(t_s, _rgb(bgr, mirrored=mirrored))
    if not seen:
        raise RecordingError(f"{path} holds no pictures that could be read.")


def _rgb(bgr: NDArray[np.uint8], *, mirrored: bool) -> NDArray[np.uint8]:
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    return np.asarray(cv2.flip(rgb, 1) if mirrored else rgb, dtype=np.uint8)


def _video(path: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    if not path.is_file():
        raise RecordingError(f"There is no recording at {path}.")
    if path.suffix.lower() not in VIDEO_SUFFIXES:
        wanted = ", ".join(VIDEO_SUFFIXES)
        raise RecordingError(f"{path} is not a recording: wanted {wanted} or a folder of images.")
    capture = _opened(path)
    try:
        yield from _stamped(capture)
    finally:
        capture.release()


def _opened(path: Path) -> cv2.VideoCapture:
    # Every OpenCV can read motion JPEG in an .avi by itself; only some come with a general reader.
    backends = (cv2.CAP_ANY, cv2.CAP_OPENCV_MJPEG) if path.suffix.lower() == ".avi" else (cv2.CAP_ANY,)
    for backend in backends:
        capture = cv2.VideoCapture(str(path), backend)
        if capture.isOpened():
            return capture
    raise RecordingError(f"{path} could not be opened as a recording.")


def _stamped(capture: cv2.VideoCapture) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    fps = capture.get(cv2.CAP_PROP_FPS)
    step_s = 1 / fps if 0 < fps <= 1000 else 1 / FOLDER_FPS
    first_s, last_s = None, -step_s
    while True:
        found, bgr = capture.read()
        if not found:
            return
        stamp_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        first_s = stamp_s if first_s is None else first_s
        t_s = stamp_s - first_s
        # Some files stamp frames with nothing or twice the same; then the file's rate goes on counting.
        last_s = t_s if t_s > last_s else last_s + step_s
        yield last_s, np.asarray(bgr, dtype=np.uint8)


def _images(folder: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    files = [file for file in folder.iterdir() if file.suffix.lower() in IMAGE_SUFFIXES]
    for number, file in enumerate(sorted(files, key=_by_number)):
        bgr = cv2.imdecode(np.fromfile(file, dtype=np.uint8), cv2.IMREAD_COLOR)
        if bgr is None:
            raise RecordingError(f"{file} is not a picture that can be read.")
        yield number / FOLDER_FPS, np.asarray(bgr, dtype=np.uint8)


def _by_number(file: Path) -> list[tuple[int, str]]:
    """Sorts 2.jpg before 10.jpg."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", file.stem)]
