"""The live loop with the real models and a camera that does what the test says. Time is the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event

import numpy as np
import pytest

from coach.library import Library, load_library
from coach.record import CheckOut
from coach.store import Store, open_store
from pose.camera import read_recording
from pose.errors import CameraError
from pose.frame import Frame
from web.config import Config
from web.demo import starts_s
from web.errors import AskedError
from web.live import Live
from web.live_capture import LOST_AFTER_S, Slot
from web.live_listened import HEARTBEAT_S
from web.live_loop import TOO_OLD_S
from web.sources import Choice, Inbox, Source, demo_clip

WELL = {"pain": 2, "tension": 3, "swallowing_trouble": False, "dizziness": False, "anything_new": False}
SOON_S = 20.0


class Clock:
    """Time that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class TestCamera:
    """A camera under the test's hand: each picture is one that the test gave."""

    __test__ = False
    name = "Test camera"
    waits = False

    def __init__(self) -> None:
        self.pictures: Queue[Frame] = Queue()
        self.plugged_in = True
        self.opened = 0
        self.closed = Event()
        self.went_to: list[float] = []

    def open(self, _: Choice, __: Callable[[], float], ___: Inbox) -> Source:
        if not self.plugged_in:
            raise CameraError("It is not plugged in.")
        self.opened += 1
        self.closed.clear()
        return self

    def read(self) -> Frame | None:
        try:
            return self.pictures.get(timeout=0.02)
        except Empty:
            return None

    def run(self) -> None:
        pass

    def hold(self) -> None:
        pass

    def go_to(self, t_s: float, *, within_s: float = 0.0) -> None:
        assert within_s >= 0
        self.went_to.append(t_s)

    def close(self) -> None:
        self.closed.set()


class Scene:
    """One live session in a test."""

    def __init__(self, live: Live, clock: Clock, camera: TestCamera) -> None:
        self.live, self.clock, self.camera = live, clock, camera
        self.rgb = next(read_recording(demo_clip())).rgb

    def until(self, wanted: Callable[[dict], bool]) -> dict:  # type: ignore[type-arg]
        """Waits for a state that fits."""
        feed = self.live.feed
        with feed._changed:
            assert feed._changed.wait_for(lambda: wanted(feed.state), SOON_S), feed.state
            return feed.state

    def show(self, seconds: float = 0.1, *, late_s: float = 0.0) -> None:
        """A picture of the demo person so much later; measured before it returns unless it is too late."""
        self.clock.now_s += seconds
        self.live.beat()
        t_s = self.clock.now_s - 1000.0 - late_s
        slot = self.live._loop.slot if self.live._loop else Slot()
        taken = slot._taken
        self.camera.pictures.put(Frame(t_s, self.rgb))
        with slot._changed:
            assert slot._changed.wait_for(lambda: slot._taken > taken, SOON_S)
        if late_s <= TOO_OLD_S:
            self.until(lambda state: state["frame_s"] >= round(t_s, 3))

    def start(self) -> None:
        self.live.start(WELL)
        self.show()

    def begin(self) -> None:
        """Up to the session, with a neutral."""
        self.start()
        self.live.command("neutral", {})
        while self.live.feed.state["step"] == "measuring":
            self.show(0.2)
        self.live.command("accept", {})
        self.live.command("begin", {})

    @property
    def keys(self) -> list[str]:
        return [said.key for _, said in self.live.feed._said]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def scene(store: Store, library: Library, tmp_path: Path) -> Iterator[Scene]:
    clock, camera = Clock(), TestCamera()
    live = Live(Config(tmp_path, "demo"), store, library, clock, open_with=camera.open)
    yield Scene(live, clock, camera)
    live.close()
    assert camera.closed.wait(5) or camera.opened == 0


def test_a_camera_that_vanishes_stops_the_clock_and_the_session_survives(scene: Scene) -> None:
    scene.begin()
    scene.show()
    scene.camera.plugged_in = False
    scene.clock.now_s += LOST_AFTER_S
    state = scene.until(lambda state: state["camera"]["lost"])
    assert state["session"]["paused"] == "camera"
    assert scene.keys[-1] == "camera_lost"
    scene.camera.plugged_in = True
    scene.clock.now_s += 1.0
    scene.until(lambda _: scene.camera.opened == 2)
    scene.show()
    state = scene.until(lambda state: not state["camera"]["lost"])
    assert state["session"]["paused"] is None
    assert scene.keys[-1] == "camera_back"


def test_a_camera_that_is_missing_at_first_is_announced_and_greeted_when_it_comes(scene: Scene) -> None:
    scene.camera.plugged_in = False
    scene.live.start(WELL)
    state = scene.until(lambda state: state["camera"]["lost"])
    assert state["camera"]["trouble"] == "It is not plugged in."
    scene.camera.plugged_in = True
    scene.clock.now_s += 1.0
    scene.until(lambda _: scene.camera.opened == 1)
    scene.show()
    assert scene.keys == ["camera_missing", "camera_on"]


def test_who_goes_on_too_early_is_told_and_measured_as_soon_as_seen(scene: Scene) -> None:
    person, scene.rgb = scene.rgb, np.zeros_like(scene.rgb)
    scene.start()
    for _ in range(5):
        scene.show(0.5)
    scene.live.command("neutral", {})
    assert scene.live.feed.state["stage"] == "camera"
    assert scene.keys[-1] == "when_seen"
    scene.rgb = person
    for _ in range(5):
        scene.show(0.5)
    assert scene.live.feed.state["stage"] == "neutral"
    assert scene.keys[-1] == "neutral"


def test_the_patients_own_pause_outlives_a_lost_camera(scene: Scene) -> None:
    scene.begin()
    scene.show()
    scene.live.command("pause", {})
    scene.clock.now_s += LOST_AFTER_S
    scene.until(lambda state: state["camera"]["lost"])
    scene.clock.now_s += 1.0
    scene.until(lambda _: scene.camera.opened == 2)
    scene.show()
    assert scene.live.feed.state["session"]["paused"] == "patient"


def test_when_no_page_listens_the_camera_goes_off_and_the_session_is_kept(scene: Scene) -> None:
    scene.begin()
    scene.show()
    scene.clock.now_s += HEARTBEAT_S
    assert scene.camera.closed.wait(SOON_S)
    state = scene.until(lambda state: not state["camera"]["on"])
    assert (state["stage"], state["session"]["paused"]) == ("session", "camera")
    scene.live.beat()
    scene.live.command("resume", {})
    scene.show()
    state = scene.until(lambda state: state["camera"]["on"] and state["seen"])
    assert state["session"]["paused"] is None


def test_a_frame_that_waited_too_long_is_not_scored_and_is_counted(scene: Scene, store: Store) -> None:
    scene.begin()
    scene.show()
    scene.show(late_s=TOO_OLD_S + 0.1)
    scene.show(0.5)
    scene.live.command("stop", {})
    scene.live.command("check_out", {})
    (head,) = store.sessions(scene_patient(store))
    quality = store.session(head.id).record.quality
    assert quality
    assert quality.dropped == 1
    assert quality.frames == 2


def scene_patient(store: Store) -> str:
    (patient,) = store.patients()
    return patient.id


def test_a_session_that_has_begun_is_not_thrown_away_by_another_start(scene: Scene) -> None:
    scene.begin()
    with pytest.raises(AskedError, match="under way"):
        scene.live.start(WELL)


def test_not_now_lets_the_camera_go_and_keeps_nothing(scene: Scene, store: Store) -> None:
    scene.start()
    scene.live.command("leave", {})
    assert scene.camera.closed.wait(SOON_S)
    assert not scene.live.on
    assert store.open_sessions() == ()


def test_a_page_that_goes_before_the_session_leaves_nothing_behind(scene: Scene) -> None:
    scene.start()
    scene.clock.now_s += HEARTBEAT_S
    assert scene.camera.closed.wait(SOON_S)
    scene.until(lambda state: state["stage"] == "off")
    assert not scene.live.on
    with pytest.raises(AskedError, match="Nothing is under way"):
        scene.live.command("neutral", {})
    scene.start()
    assert scene.live.on


def test_a_session_is_not_left_but_ended(scene: Scene) -> None:
    scene.begin()
    with pytest.raises(AskedError, match="ended first"):
        scene.live.command("leave", {})


def test_the_end_lets_the_camera_go_before_the_questions(scene: Scene, store: Store) -> None:
    scene.begin()
    scene.show()
    scene.live.command("stop", {})
    assert scene.camera.closed.wait(SOON_S)
    assert scene.live.feed.state["camera"]["on"] is False
    assert scene.keys[-2:] == ["session_stopped", "camera_off"]
    assert scene.live._writer is not None
    assert scene.live._writer.flush(SOON_S)
    (head,) = store.sessions(scene_patient(store))
    assert head.ended_at is not None
    assert store.session(head.id).record.check_out == CheckOut()


def test_the_demo_person_goes_to_the_exercise_that_comes_after_one_left_out(scene: Scene) -> None:
    scene.begin()
    scene.show()
    assert scene.camera.went_to == [0.0, starts_s()["slow_breath"]]
    scene.live.command("skip", {})
    scene.live.command("too_hard", {})
    assert scene.camera.went_to[2:] == [starts_s()["grow_tall"], starts_s()["midline_hold"]]
