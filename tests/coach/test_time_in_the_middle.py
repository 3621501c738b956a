"""Time in the middle: with closed eyes, and with a head that grows restless."""

from dataclasses import replace

import pytest

from coach import session as coach
from coach.events import Compensated, GapFound, PhaseChanged, RepFinished, Restless, SessionFinished
from coach.record import Phase
from tests.coach.builders import LIBRARY, STRAIGHT, Camera, Pose, alone, glide, hold, judge, play, task
from tests.coach.patient import Course

# Closed eyes


@pytest.mark.parametrize(
    ("pose", "words"),
    [
        (Pose(rotation=2), "That was close to your middle."),
        (Pose(rotation=9), "You were turned a little to your left."),
        (Pose(lateral_flexion=-7, rotation=3), "You were tilted a little to your right."),
        (Pose(extension=-8), "Your chin was a little low."),
    ],
)
def test_where_the_head_was_is_told_when_the_eyes_are_open(pose: Pose, words: str) -> None:
    course = Course(coach.begin(alone("find_middle_blind", reps=2), LIBRARY.cues))
    course.go(90, lambda view: pose if view.phase in (Phase.MOVE, Phase.HOLD) else STRAIGHT)

    assert course.session.over
    said = [cue.text for _, cue in course.said]
    assert [said.count(text) for text in ("Open your eyes, and rest.", words)] == [2, 2]
    assert len(course.all(GapFound)) == 2
    assert not course.all(Compensated)
    assert all(rep.rep.completed for rep in course.all(RepFinished))


def test_with_closed_eyes_the_hold_begins_when_its_time_has_come_and_not_in_a_band() -> None:
    blind = task("find_middle_blind", reps=1)

    _, events = judge(play([hold(20)]), blind)

    began = next(e.t_s for e in events if isinstance(e, PhaseChanged) and e.phase is Phase.HOLD)
    assert began == pytest.approx(8, abs=0.2)


# A head that grows restless


@pytest.mark.parametrize(
    ("camera", "start_deg", "end_deg", "times"),
    [
        (Camera(), 5, 2, 0),
        (Camera(), 5, 16, 1),
        (Camera(), 16, 20, 0),  # a quarter more
        (Camera(tremor_deg=2), 5, 5, 0),
    ],
)
def test_a_head_that_strays_is_spoken_of_once_and_nothing_is_ended(
    camera: Camera, start_deg: float, end_deg: float, times: int
) -> None:
    swing, then = task("arm_swing", sets=1), glide(Pose(rotation=end_deg), 6)

    _, events = judge(play([hold(26, Pose(rotation=start_deg)), then, hold(45)], camera), swing)

    assert len([event for event in events if isinstance(event, Restless)]) == times
    assert [event.rep.completed for event in events if isinstance(event, RepFinished)] == [True]


def test_a_tremor_that_grows_is_spoken_of() -> None:
    swing = task("arm_swing", sets=1)
    calm, shaking = (
        play([hold(20, Pose(rotation=5))], Camera(tremor_deg=0.3)),
        play([hold(45, Pose(rotation=5))], Camera(tremor_deg=4)),
    )
    after = [replace(sample, t_s=sample.t_s + 20) for sample in shaking]

    _, events = judge([*calm, *after], swing)

    assert [event for event in events if isinstance(event, Restless)]


def test_the_suggestion_is_said() -> None:
    course = Course(coach.begin(alone("arm_swing", sets=1), LIBRARY.cues))
    course.go(60, lambda view: Pose(rotation=18 if view.hold_s > 20 else 4))

    assert "restless" in [cue.key for _, cue in course.said]
    assert not course.all(SessionFinished)
