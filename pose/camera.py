"""EDGE cv2: recordings and webcams in, `Frame`s out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from cv2_enumerate_cameras import enumerate_cameras
from numpy.typing import NDArray

from pose.errors import CameraError, RecordingError
from pose.frame import Frame

VIDEO_SUFFIXES = (".mp4", ".avi", ".webm")
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
#: A folder of images has no time stamps; it is taken as a camera's usual rate.
FOLDER_FPS = 30.0
#: Asked of a webcam: the size all figures were measured at; more costs time and gains no angle.
WEBCAM_SIZE_PX = (640, 480)
WEBCAM_FPS = 30


@dataclass(frozen=True)
class CameraInfo:
    """A camera of this machine.

    Attributes:
        index: OpenCV's number for it, which carries the backend.
        name: the system's name for it.
        backend: OpenCV's name of the way it is reached.
    """

    index: int
    name: str
    backend: str


def list_cameras() -> tuple[CameraInfo, ...]:
    """The cameras of this machine by name, without switching any of them on; empty where there are none."""
    once = {(name, path): info for name, path, info in reversed(_every_way())}
    return tuple(reversed(once.values()))


def _every_way() -> list[tuple[str, str, CameraInfo]]:
    """(name, path, camera) for each way OpenCV can reach each camera, the best way first."""
    backends = cv2.videoio_registry.getCameraBackends()
    known = {int(backend): cv2.videoio_registry.getBackendName(backend) for backend in backends}
    try:
        found = enumerate_cameras()
    except (OSError, RuntimeError):  # a system without a camera service
        return []
    return [
        (each.name, each.path or "", CameraInfo(each.index, each.name, known[each.index // 100 * 100]))
        for each in found
        if each.index // 100 * 100 in known
    ]


class Webcam:
    """A camera of this machine, switched on. `read` blocks until the next picture."""

    def __init__(self, spec: int | str, *, mirrored: bool = False) -> None:
        """Switches the camera on.

        Args:
            spec: OpenCV's number, or the camera's name or a part of it.
            mirrored: the camera gives mirrored pictures.

        Raises:
            CameraError: there is no such camera, or it gives no picture.
        """
        self._mirrored = mirrored
        self.name, indices = _candidates(spec)
        self._capture = _switched_on(self.name, indices)

    def read(self, t_s: float) -> Frame | None:
        """The next picture, stamped with the time given; ``None`` when the camera gives none."""
        found, bgr = self._capture.read()
        return Frame(t_s, _rgb(np.asarray(bgr, np.uint8), mirrored=self._mirrored)) if found else None

    def close(self) -> None:
        """Switches the camera off."""
        self._capture.release()


def _candidates(spec: int | str) -> tuple[str, list[int]]:
    """The camera's name and the numbers to try, best first."""
    ways = [info for _, _, info in _every_way()]
    if isinstance(spec, int):
        names = [info.name for info in ways if spec in (info.index, info.index % 100)]
        return (names[0] if names else f"camera {spec}"), [spec]
    fitting = [info for info in ways if spec.casefold() in info.name.casefold()]
    if not fitting:
        there = ", ".join(info.name for info in list_cameras()) or "none"
        raise CameraError(f"There is no camera called {spec}. Cameras found: {there}.")
    return fitting[0].name, [info.index for info in fitting if info.name == fitting[0].name]


def _switched_on(name: str, indices: Sequence[int]) -> cv2.VideoCapture:
    for index in indices:
        capture = cv2.VideoCapture(index)
        # Compressed pictures first: uncompressed ones do not fit through USB 2 at full rate.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WEBCAM_SIZE_PX[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, WEBCAM_SIZE_PX[1])
        capture.set(cv2.CAP_PROP_FPS, WEBCAM_FPS)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        if capture.isOpened() and capture.read()[0]:
            return capture
        capture.release()
    raise CameraError(
        f"The {name} gives no picture. Please check that it is plugged in, that no other program is using "
        "it, and that this computer's privacy settings allow it."
    )


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
        try:
            bgr = cv2.imdecode(np.fromfile(file, dtype=np.uint8), cv2.IMREAD_COLOR)
        except (OSError, cv2.error):  # a folder, or without a byte in it
            bgr = None
        if bgr is None:
            raise RecordingError(f"{file} is not a picture that can be read.")
        yield number / FOLDER_FPS, np.asarray(bgr, dtype=np.uint8)


def _by_number(file: Path) -> list[tuple[int, str]]:
    """Sorts 2.jpg before 10.jpg."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", file.stem)]
