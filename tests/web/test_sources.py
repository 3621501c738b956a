"""Where pictures come from: a recording that waits, the page's own camera, the choice between them."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pytest

from pose.camera import CameraInfo, Webcam
from pose.errors import CameraError
from pose.frame import Frame
from web.config import Config
from web.lenses import LENSES, from_diagonal, lens_of
from web.recording import HELD_STEP_S, LEFT_OUT_AT_ONCE, Recording
from web.sources import DEMO_FOV_DEG, Choice, Inbox, Kind, LiveWebcam, choose

STEP_S = 0.04


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


def clip(length: int) -> Iterator[Frame]:
    """Pictures that say their own number, 25 a second."""
    for number in range(length):
        yield Frame(number * STEP_S, np.full((4, 4, 3), number, np.uint8))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recording(clock: Clock) -> Recording:
    return Recording("clip", lambda: clip(5), clock, clock.wait)


def numbers(recording: Recording, count: int) -> list[int]:
    return [int(recording.read().rgb[0, 0, 0]) for _ in range(count)]


def test_a_recording_waits_with_its_first_picture(recording: Recording) -> None:
    frames = [recording.read() for _ in range(4)]
    assert [int(frame.rgb[0, 0, 0]) for frame in frames] == [0, 0, 0, 0]
    steps = np.diff([frame.t_s for frame in frames])
    assert steps == pytest.approx(HELD_STEP_S)


def test_it_runs_at_its_own_speed_and_holds_its_last_picture(recording: Recording, clock: Clock) -> None:
    numbers(recording, 2)
    recording.run()
    frames = [recording.read() for _ in range(5)]
    assert [int(frame.rgb[0, 0, 0]) for frame in frames] == [0, 1, 2, 3, 4]
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx(STEP_S)
    assert numbers(recording, 2) == [4, 4]
    newest = recording.read()
    assert clock.now_s == pytest.approx(newest.t_s)


def test_nothing_is_missed_over_a_wait(recording: Recording) -> None:
    recording.run()
    assert numbers(recording, 2) == [0, 1]
    recording.hold()
    assert numbers(recording, 3) == [1, 1, 1]
    recording.run()
    assert numbers(recording, 3) == [2, 3, 4]


def test_measuring_again_starts_it_from_the_beginning(recording: Recording) -> None:
    recording.run()
    assert numbers(recording, 3) == [0, 1, 2]
    recording.go_to(0.0)
    assert numbers(recording, 2) == [0, 1]


def test_it_goes_to_a_moment_and_pictures_keep_coming_on_the_way(clock: Clock) -> None:
    long = Recording("clip", lambda: clip(100), clock, clock.wait)
    long.run()
    assert numbers(long, 2) == [0, 1]
    long.go_to(50 * STEP_S)
    on_the_way = numbers(long, 6)
    assert on_the_way[:4] == [1, 1, 1, 1]
    assert on_the_way[-1] >= 50
    assert LEFT_OUT_AT_ONCE * 4 < 50
    long.hold()
    long.go_to(20 * STEP_S)
    assert numbers(long, 4)[-1] == 20


def test_where_it_is_near_enough_it_goes_on_without_a_jump(recording: Recording) -> None:
    recording.run()
    assert numbers(recording, 2) == [0, 1]
    recording.go_to(4 * STEP_S, within_s=3 * STEP_S)
    assert numbers(recording, 2) == [2, 3]


def test_a_late_reader_gets_every_picture_with_the_time_it_was_due(
    recording: Recording, clock: Clock
) -> None:
    recording.run()
    first = recording.read()
    clock.wait(3 * STEP_S)
    frames = [recording.read() for _ in range(3)]
    assert [frame.t_s - first.t_s for frame in frames] == pytest.approx([STEP_S, 2 * STEP_S, 3 * STEP_S])
    assert clock.now_s == pytest.approx(first.t_s + 3 * STEP_S)


class FakeWebcam:
    """A device that gives what it is told to."""

    name = "Integrated Camera"

    def __init__(self, *values: int | None) -> None:
        self._values = list(values)

    def read(self, t_s: float) -> Frame | None:
        value = self._values.pop(0)
        return None if value is None else Frame(t_s, np.full((32, 32, 3), value, np.uint8))


def test_a_frozen_or_empty_camera_gives_no_new_picture(clock: Clock) -> None:
    webcam = LiveWebcam(cast(Webcam, FakeWebcam(1, 1, None, 2)), clock)
    assert [webcam.read() is not None for _ in range(4)] == [True, False, False, True]


def jpeg(value: int) -> bytes:
    return cv2.imencode(".jpg", np.full((48, 64, 3), value, np.uint8))[1].tobytes()


def test_of_the_pages_pictures_the_newest_wins() -> None:
    inbox = Inbox()
    inbox.put(jpeg(10), 1.0)
    inbox.put(jpeg(200), 2.0)
    frame = inbox.take(timeout_s=0)
    assert frame
    assert (frame.t_s, frame.rgb.shape) == (2.0, (48, 64, 3))
    assert frame.rgb.mean() == pytest.approx(200, abs=2)
    assert inbox.take(timeout_s=0) is None


@pytest.mark.parametrize("what", [b"", b"no picture at all"])
def test_what_is_no_picture_is_refused_in_words(what: bytes) -> None:
    with pytest.raises(CameraError, match="cannot be read"):
        Inbox().put(what, 1.0)


def test_the_choice_of_a_source(tmp_path: Path) -> None:
    recording = tmp_path / "clip.mp4"
    recording.touch()
    config = Config(tmp_path, str(recording), mirrored=True)
    assert choose(config) == Choice(Kind.RECORDING, str(recording), 45.0, fov_assumed=True, mirrored=True)
    known = Config(tmp_path, "Integrated Camera", vertical_fov_deg=52.0)
    assert choose(known) == Choice(Kind.WEBCAM, "Integrated Camera", 52.0, fov_assumed=False)
    assert choose(known, "browser").kind is Kind.BROWSER
    demo = choose(known, "demo")
    assert (demo.kind, demo.fov_deg, demo.fov_assumed) == (Kind.DEMO, DEMO_FOV_DEG, False)


def test_a_camera_that_is_known_by_its_name_brings_its_field_of_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = (
        CameraInfo(200, "Integrated Camera", "V4L2"),
        CameraInfo(202, "HD Pro Webcam C920: HD Pro Webc", "V4L2"),
    )
    monkeypatch.setattr("web.sources.list_cameras", lambda: there)
    for spec in ("2", "202", "c920", "Webcam C920"):
        choice = choose(Config(tmp_path, spec))
        assert (choice.spec, choice.fov_assumed) == (spec, False)
        assert choice.fov_deg == pytest.approx(42.2, abs=0.1)
    assert choose(Config(tmp_path)) == Choice(Kind.WEBCAM, "200", 45.0, fov_assumed=True)
    assert choose(Config(tmp_path, "2", vertical_fov_deg=50.0)).fov_deg == 50.0


def test_no_lens_is_taken_for_another() -> None:
    for lens in LENSES:
        assert lens_of(f"Webcam {lens.name} (046d:08e5)") is lens
        assert 25 < lens.vertical_fov_deg < 60
    assert lens_of("Microsoft® LifeCam HD-3000: Mi") is not None
    for unknown in ("Integrated Camera", "Logitech BRIO", "Razer Kiyo Pro", "FaceTime HD Camera", ""):
        assert lens_of(unknown) is None


def test_what_a_maker_prints_agrees_with_what_was_calibrated() -> None:
    c920 = lens_of("C920")
    assert c920
    assert from_diagonal(78) == pytest.approx(43.3, abs=0.1)
    assert c920.vertical_fov_deg == pytest.approx(from_diagonal(78), abs=1.2)
