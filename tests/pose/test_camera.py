"""Recordings of every kind, and cameras that are not there."""

import os
from itertools import islice, pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pose.camera import Webcam, list_cameras, read_recording
from pose.errors import CameraError, RecordingError
from tests.coach.damaged import damaged

FPS = 25.0
FRAMES = 10


def one_bright_side() -> NDArray[np.uint8]:
    """A red picture, brighter on its left half, BGR."""
    bgr = np.zeros((120, 160, 3), np.uint8)
    bgr[:, :80, 2], bgr[:, 80:, 2] = 230, 90
    return bgr


def recording(path: Path, codec: str, frames: int = FRAMES) -> Path:
    """Writes a small recording and gives its path."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), FPS, (160, 120))
    assert writer.isOpened(), f"this OpenCV cannot write {codec}"
    for _ in range(frames):
        writer.write(one_bright_side())
    writer.release()
    return path


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "mp4v"), ("a.avi", "MJPG"), ("a.webm", "VP80"), ("A.AVI", "MJPG")]
)
def test_a_recording_gives_its_frames_with_its_own_times(tmp_path: Path, name: str, codec: str) -> None:
    frames = list(read_recording(recording(tmp_path / name, codec)))
    assert len(frames) == FRAMES
    assert [frame.t_s for frame in frames] == pytest.approx([i / FPS for i in range(FRAMES)], abs=0.002)
    red, green, blue = frames[0].rgb[60, 40].astype(int)
    assert red > 200, "red comes first"
    assert max(green, blue) < 60


def test_a_mirrored_recording_is_flipped_back(tmp_path: Path) -> None:
    path = recording(tmp_path / "a.avi", "MJPG")
    as_it_is, flipped = (next(read_recording(path, mirrored=mirrored)).rgb for mirrored in (False, True))
    np.testing.assert_array_equal(flipped, as_it_is[:, ::-1])


def test_a_folder_of_numbered_images_is_read_in_the_order_of_the_numbers(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        assert cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((8, 8, 3), number, np.uint8))
    (tmp_path / "notes.txt").write_text("not a picture")
    frames = list(read_recording(tmp_path))
    assert [int(frame.rgb[0, 0, 0]) for frame in frames] == [1, 2, 10]
    assert [frame.t_s for frame in frames] == pytest.approx([0, 1 / 30, 2 / 30])


def test_times_always_rise(tmp_path: Path) -> None:
    frames = list(read_recording(recording(tmp_path / "a.webm", "VP80", 30)))
    assert all(later.t_s > earlier.t_s for earlier, later in pairwise(frames))


def test_what_is_no_recording_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    (tmp_path / "broken.mp4").write_bytes(b"not a video at all")
    (tmp_path / "empty").mkdir()
    for name, words in (
        ("missing.mp4", "There is no recording"),
        ("a.txt", "wanted .mp4, .avi, .webm or a folder"),
        ("broken.mp4", "could not be opened"),
        ("empty", "no pictures"),
    ):
        with pytest.raises(RecordingError, match=words) as refused:
            next(read_recording(tmp_path / name))
        assert name in str(refused.value)


@pytest.mark.parametrize("name", ["001.jpg", "².png", "1²3.png"])
@pytest.mark.parametrize("held", [b"no picture", b"", b"\x89PNG\r\n\x1a\n" + bytes(90)])
def test_a_broken_image_in_a_folder_is_named(tmp_path: Path, name: str, held: bytes) -> None:
    (tmp_path / name).write_bytes(held)
    with pytest.raises(RecordingError, match=name):
        next(read_recording(tmp_path))


def test_a_folder_that_is_called_like_an_image_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.png").mkdir()
    with pytest.raises(RecordingError, match=r"1\.png"):
        next(read_recording(tmp_path))


def said_to(path: Path) -> str:
    """The folder that is named where a recording is refused; nothing where it is read, as far as it goes."""
    try:
        frames = list(islice(read_recording(path), 9))
    except RecordingError as refusal:
        return "f" if f"{os.sep}f{os.sep}1." in str(refusal) else str(refusal)
    return "" if all(frame.rgb.ndim == 3 for frame in frames) else "no pictures"


@pytest.mark.parametrize("how_many", [60, pytest.param(10_000, marks=pytest.mark.soak)])
def test_a_damaged_recording_is_read_or_refused_in_words(tmp_path: Path, how_many: int) -> None:
    (tmp_path / "f").mkdir()
    ends = {name: cv2.imencode(name, one_bright_side())[1].tobytes() for name in (".png", ".jpg")}
    ends[".avi"] = recording(tmp_path / "a.avi", "MJPG", 3).read_bytes()
    ends[".mp4"] = recording(tmp_path / "a.mp4", "mp4v", 3).read_bytes()
    for number in range(how_many):
        rng = np.random.default_rng(number)
        end = list(ends)[number % 4]
        path = tmp_path / "f" / f"1{end}"
        path.write_bytes(damaged(ends[end], rng))
        assert said_to(path if end in {".avi", ".mp4"} else path.parent) in {"", path.parent.name}
        path.unlink()


def test_cameras_can_be_listed_on_any_machine() -> None:
    assert all(camera.name for camera in list_cameras())


def test_a_camera_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(CameraError, match="There is no camera called Nobody"):
        Webcam("Nobody's camera")
    with pytest.raises(CameraError, match="gives no picture"):
        Webcam(97)
