"""A slot of one, and a camera that is opened again for as long as it takes."""

from threading import Event

import numpy as np
import pytest

from pose.errors import CameraError
from pose.frame import Frame
from web.live_capture import LOST_AFTER_S, OPENING_PATIENCE_S, Camera, Capture, SittingClock, Slot
from web.sources import Source


def stopwatch() -> SittingClock:
    """A clock that stands at zero."""
    return SittingClock(lambda: 0.0)


def frame(t_s: float) -> Frame:
    return Frame(t_s, np.zeros((2, 2, 3), np.uint8))


def test_the_newest_wins_and_what_nobody_took_is_counted() -> None:
    slot = Slot()
    for t_s in (1.0, 2.0, 3.0):
        slot.put(frame(t_s))
    taken = slot.take(timeout_s=0)
    assert taken
    assert taken.t_s == 3.0
    assert slot.dropped == 2
    assert slot.take(timeout_s=0) is None


def test_looking_takes_nothing() -> None:
    slot = Slot()
    slot.put(frame(1.0))
    seen = slot.newer_than(0, timeout_s=0)
    assert seen
    assert seen[0] == 1
    assert slot.newer_than(1, timeout_s=0) is None
    assert slot.take(timeout_s=0) is not None


class Bench:
    """A camera on a bench: each opening works or not, as it is told."""

    name = "bench"
    waits = False

    def __init__(self, *openings: str) -> None:
        self.openings = list(openings)
        self.tried = 0
        self.opened = Event()
        self.closed = Event()

    def open(self) -> Source:
        self.tried += 1
        if self.openings.pop(0) == "fails":
            raise CameraError("It is not plugged in.")
        self.opened.set()
        return self

    def read(self) -> Frame | None:
        self.closed.wait(0.01)
        return None

    def run(self) -> None:
        pass

    def hold(self) -> None:
        pass

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        pass

    def close(self) -> None:
        self.closed.set()


def gone(camera: Camera, now_s: float) -> bool:
    """The camera's own thread has come to its end, if it has one; then the check."""
    if camera._capture and not camera._capture.source:
        camera._capture._thread.join()
    return camera.check(now_s)


def test_without_a_picture_for_two_seconds_it_is_lost_once() -> None:
    bench = Bench("works", "works")
    camera = Camera(bench.open, Slot(), stopwatch())
    assert bench.opened.wait(5)
    camera.saw(1.0)
    assert not camera.check(1.0 + LOST_AFTER_S - 0.1)
    assert camera.check(1.0 + LOST_AFTER_S)
    assert not camera.check(1.1 + LOST_AFTER_S)
    assert bench.closed.wait(5)
    assert (camera.lost, camera.losses) == (True, 1)
    camera.close()


def test_it_is_opened_again_after_1_2_4_and_4_seconds() -> None:
    bench = Bench("works", "fails", "fails", "fails", "fails", "works")
    camera = Camera(bench.open, Slot(), stopwatch())
    assert bench.opened.wait(5)
    camera.saw(0.0)
    now_s = LOST_AFTER_S
    camera.check(now_s)
    for tried, wait_s in enumerate((1.0, 2.0, 4.0, 4.0), start=1):
        assert not gone(camera, now_s + wait_s - 0.1)
        assert bench.tried == tried
        now_s += wait_s
        gone(camera, now_s)
        assert not gone(camera, now_s)  # the opening has failed: the next wait begins
        assert camera.trouble == "It is not plugged in."
    camera.check(now_s + 4.0)
    assert camera.saw(now_s + 5.0)
    assert (camera.lost, camera.trouble) == (False, "")
    camera.close()


def test_a_driver_that_takes_long_to_open_is_given_time() -> None:
    answers = Event()

    def opens_late() -> Source:
        answers.wait(10)
        return Bench()

    camera = Camera(opens_late, Slot(), stopwatch())
    assert not camera.check(OPENING_PATIENCE_S - 1)
    assert camera.opening
    assert camera.check(OPENING_PATIENCE_S)
    answers.set()


def test_a_camera_that_was_left_behind_puts_nothing_any_more() -> None:
    slot, release = Slot(), Event()

    class Slow(Bench):
        def read(self) -> Frame | None:
            release.wait(10)
            return frame(1.0)

    slow = Slow("works")
    camera = Camera(slow.open, slot, stopwatch())
    assert slow.opened.wait(5)
    capture = camera._capture
    assert capture
    camera.check(OPENING_PATIENCE_S)
    release.set()
    capture._thread.join()
    assert slot.take(timeout_s=0) is None
    assert slow.closed.is_set()


@pytest.mark.parametrize("on", [True, False])
def test_a_recording_is_told_to_run_or_to_wait(*, on: bool) -> None:
    told: list[str] = []

    class Clip(Bench):
        def run(self) -> None:
            told.append("run")

        def hold(self) -> None:
            told.append("hold")

    clip = Clip("works")
    camera = Camera(clip.open, Slot(), stopwatch())
    assert clip.opened.wait(5)
    while not camera.name:
        pass
    camera.play(on=on)
    assert told == (["run"] if on else ["hold"])
    camera.close()


def test_a_recording_waits_for_a_slow_computer_and_its_time_with_it() -> None:
    """Half a second late: time stands still; a little late: it catches up by itself."""
    now_s, slot = [0.0], Slot()
    clock = SittingClock(lambda: now_s[0])
    due = [1.0, 2.0]

    class Clip(Bench):
        waits = True

        def read(self) -> Frame | None:
            return frame(due.pop(0)) if due else super().read()

    now_s[0] = 1.5
    clip = Clip("works")
    capture = Capture(clip.open, slot, clock)
    first = slot.take(timeout_s=5)
    assert first
    assert (first.t_s, clock(), slot.dropped) == (1.0, 1.0, 0)
    now_s[0] += 1.03
    second = slot.take(timeout_s=5)
    assert second
    assert (second.t_s, slot.dropped) == (2.0, 0)
    assert clock() == pytest.approx(2.03)
    capture.stop(5)
