"""One sitting as a story: postures and commands in, sentences and writes out. No camera, thread or clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from coach.library import Library, load_library
from coach.measures import measures_of, session_measures
from coach.record import CheckIn, CheckOut, Ending, Quality
from coach.session import skip, stop, view
from coach.store import Store, open_store
from pose.angles import Posture, Shoulders, head_angles
from pose.geometry import rotation_matrix
from web.errors import AskedError
from web.live_brief import brief_of_open, new_brief
from web.live_feed import Said
from web.live_sitting import Brief, Sitting, Stage, Step
from web.sources import Choice, Kind
from web.who_trains import DEMO_PATIENT, demo_today

WELL = CheckIn(pain=2, tension=3, swallowing_trouble=False, dizziness=False, anything_new=False)
DIZZY = replace(WELL, dizziness=True)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FPS = 10


def posture(t_s: float, rotation_deg: float = 0.0, extension_deg: float = 0.0) -> Posture:
    """Somebody sitting before the camera, head turned and chin up by so much."""
    head = rotation_matrix(rotation_deg, extension_deg, 0.0)
    return Posture(
        t_s=t_s,
        faces=1,
        head=head,
        head_angles=head_angles(head),
        head_px=(320.0, 200.0),
        distance_m=0.8,
        shoulders=Shoulders((420.0, 380.0), (220.0, 380.0), 200.0, 0.0, (320.0, 210.0)),
        hand_near_face=False,
        confidence=1.0,
        neck_px=(320.0, 290.0),
    )


class Room:
    """A sitting with a store and an ear: everything that is said, and everything that is kept."""

    def __init__(self, brief: Brief, store: Store) -> None:
        self.store = store
        self.said: list[Said] = []
        self.saved_reps = 0
        self.t_s = 0.0
        self.sitting = Sitting(brief, self.said.append, self._keep)

    def _keep(self, job: Callable[[Store], None], *, rep: bool = False) -> None:
        job(self.store)
        self.saved_reps += rep

    def sit(self, seconds: float, rotation_deg: float = 0.0, extension_deg: float = 0.0) -> None:
        for _ in range(round(seconds * FPS)):
            self.t_s += 1 / FPS
            self.sitting.see(posture(self.t_s, rotation_deg, extension_deg))

    def measured(self) -> None:
        """The neutral, measured and accepted."""
        self.sitting.ask_neutral()
        self.sit(3.2)
        self.sitting.accept()

    def begun(self) -> None:
        self.measured()
        self.sitting.begin(self.t_s, NOON, "bench")

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.said]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def brief(store: Store, library: Library, check_in: CheckIn = WELL) -> Brief:
    choice = Choice(Kind.DEMO, "", 50.0, fov_assumed=False)
    return new_brief(demo_today(store, library, NOON), library, check_in, choice)


@pytest.fixture
def room(store: Store, library: Library) -> Room:
    return Room(brief(store, library), store)


def test_the_neutral_is_measured_only_when_asked_for_and_kept_only_when_accepted(room: Room) -> None:
    room.sit(5.0)
    assert room.sitting.neutral is None
    room.sitting.ask_neutral()
    room.sit(2.9)
    steps = [room.sitting.step]
    room.sit(0.3)
    steps.append(room.sitting.step)
    room.sitting.accept()
    steps.append(room.sitting.step)
    assert steps == [Step.MEASURING, Step.SHOWN, Step.ACCEPTED]
    assert room.keys == ["neutral", "neutral_shown", "ready"]


def test_a_session_begins_once_however_often_its_button_is_pressed(room: Room) -> None:
    room.begun()
    with pytest.raises(AskedError, match="begins when"):
        room.sitting.begin(room.t_s, NOON, "bench")


def test_a_camera_that_stands_too_low_is_said_once_when_the_middle_is_shown(room: Room) -> None:
    room.sitting.ask_neutral()
    room.sit(3.2, extension_deg=21.0)
    assert room.sitting.step is Step.SHOWN
    assert "look up at you by about 20 degrees. A stack of books" in room.said[-1].text
    assert room.said[-1].text.endswith("Press Enter to keep it.")
    room.measured()
    assert not any("camera" in one.text for one in room.said[-3:])


def test_a_head_that_moves_gives_no_neutral_and_is_asked_again(room: Room) -> None:
    room.sitting.ask_neutral()
    room.sit(1.5, rotation_deg=-15)
    room.sit(1.7, rotation_deg=15)
    steps = [room.sitting.step]
    assert "let us try again" in room.sitting.refusal
    with pytest.raises(AskedError, match="no measured middle"):
        room.sitting.accept()
    room.measured()
    steps.append(room.sitting.step)
    assert steps == [Step.REFUSED, Step.ACCEPTED]


def test_measuring_again_takes_the_old_neutral_away(room: Room) -> None:
    room.measured()
    room.sitting.ask_neutral()
    assert room.sitting.neutral is None


@pytest.mark.parametrize("name", ["begin", "accept", "check_out"])
def test_what_does_not_fit_the_moment_is_refused_in_words(room: Room, name: str) -> None:
    asked: dict[str, Callable[[], None]] = {
        "begin": lambda: room.sitting.begin(0.0, NOON, ""),
        "accept": room.sitting.accept,
        "check_out": lambda: room.sitting.check_out(CheckOut()),
    }
    with pytest.raises(AskedError):
        asked[name]()
    assert room.sitting.stage is Stage.CAMERA


def test_the_opening_is_on_disk_before_anything_is_done(room: Room) -> None:
    room.begun()
    kept = room.store.session(room.sitting.brief.session_id)
    assert kept.head.patient_id == DEMO_PATIENT.id
    assert kept.record.opening.neutral is not None
    assert np.allclose(kept.record.opening.neutral.head, np.eye(3))
    assert kept.record.opening.camera == "bench"
    assert kept.record.ending is None


def test_every_rep_is_kept_at_once_with_its_trace(room: Room) -> None:
    """The demo programme begins with slow breaths of ten seconds."""
    room.begun()
    while room.saved_reps == 0:
        room.sit(1.0)
    exercise = room.store.session(room.sitting.brief.session_id).record.exercises[0]
    assert len(exercise.reps) == 1
    assert exercise.trace is not None
    seconds = exercise.trace.column("t_s")
    assert seconds[-1] == pytest.approx(exercise.reps[0].ended_s, abs=0.01)
    assert np.diff(seconds) == pytest.approx(1 / FPS, abs=0.002)


def test_numbers_are_taken_of_what_was_stored_when_an_exercise_and_the_session_end(room: Room) -> None:
    room.begun()
    room.sit(12.0)
    room.sitting.change(skip)
    exercise = room.store.exercise(room.sitting.brief.session_id, 0)
    assert exercise.measures == measures_of(exercise) != ()

    room.sitting.change(stop)
    room.sitting.close(Quality(frames=150), NOON)

    record = room.store.session(room.sitting.brief.session_id).record
    assert record.measures == session_measures(record.exercises) != ()


def test_ending_early_counts_and_is_kept(room: Room) -> None:
    room.begun()
    room.sit(2.0)
    room.sitting.change(stop)
    assert room.sitting.stage is Stage.AFTER
    room.sitting.close(Quality(frames=20), NOON)
    room.sitting.check_out(CheckOut(pain=3, effort=5, words="It was fine."))
    kept = room.store.session(room.sitting.brief.session_id)
    assert (kept.head.ending, kept.head.pain_after, kept.head.words) == (Ending.STOPPED, 3, "It was fine.")


def test_a_red_answer_leaves_rest_and_breathing_and_needs_no_neutral(store: Store, library: Library) -> None:
    room = Room(brief(store, library, DIZZY), store)
    room.sitting.begin(room.t_s, NOON, "bench")
    room.sit(1.0)
    assert room.said[0].text.startswith("Today is a day for rest and breathing.")
    kept = store.session(room.sitting.brief.session_id).record
    assert kept.opening.resting_only
    assert kept.opening.neutral is None
    while room.sitting.stage is Stage.SESSION:
        room.sit(1.0)
    done = {kept.opening.plans[index].movement for index, _ in room.sitting.reps}
    assert done == {"presence"}


def test_a_session_that_was_cut_off_goes_on_where_it_was(room: Room, library: Library) -> None:
    room.begun()
    while room.saved_reps == 0:
        room.sit(1.0)
    head = room.store.open_sessions()[0]
    again = Room(brief_of_open(head, room.store, library), room.store)
    again.begun()
    again.sit(30.0)
    again.sitting.change(stop)
    again.sitting.close(Quality(), NOON)
    kept = room.store.session(head.id).record
    assert [len(exercise.reps) > 0 for exercise in kept.exercises[:2]] == [True, True]
    assert kept.exercises[1].reps[0].started_s > kept.exercises[0].reps[-1].ended_s
    assert kept.exercises[0].reps[0].ended_s == room.sitting.reps[0][1].ended_s
    assert room.store.open_sessions() == ()


def test_a_recording_runs_only_while_something_is_measured(room: Room) -> None:
    playing = [room.sitting.playing]
    room.sitting.ask_neutral()
    playing.append(room.sitting.playing)
    room.sit(3.2)
    room.sitting.accept()
    playing.append(room.sitting.playing)
    room.sitting.begin(room.t_s, NOON, "")
    room.sit(0.5)
    playing.append(room.sitting.playing)  # the exercise is being explained
    assert playing == [False, True, False, False]


def test_a_lost_camera_stops_the_clock_and_the_first_picture_starts_it(room: Room) -> None:
    room.begun()
    room.sit(1.0)
    room.sitting.pause("camera")
    assert room.sitting.session
    assert view(room.sitting.session).paused == "camera"
    room.t_s += 30.0
    room.sit(0.1)
    assert view(room.sitting.session).paused is None
