"""The ways an exercise can go: the middle of one axis, two axes, stops, a path, a hand."""

import json
from dataclasses import replace
from typing import Any

import pytest

from coach import session as coach
from coach.drawn_path import DrawnPath
from coach.events import (
    PastTarget,
    PhaseChanged,
    RepFinished,
)
from coach.metrics import recompute, trace
from coach.parts import Shape
from coach.programme import Task
from coach.record import Phase
from coach.store.traces import pack, unpack
from tests.coach.builders import (
    LIBRARY,
    STRAIGHT,
    Pose,
    Story,
    alone,
    glide,
    hold,
    judge,
    play,
    reps,
    task,
    whole,
)
from tests.coach.patient import Course, willing

UP, TO_THE_SIDE = Pose(extension=12), Pose(rotation=-33)


def moves(story: Story, what: Task) -> list[Phase]:
    return [event.phase for event in judge(play(story), what)[1] if isinstance(event, PhaseChanged)]


# The middle of one axis


@pytest.mark.parametrize("off", [6.0, -6.0])
def test_either_side_of_the_middle_counts_alike(off: float) -> None:
    horizon = task("look_to_horizon", reps=1)

    (rep,) = reps(play([hold(3, Pose(extension=-20)), glide(Pose(extension=off), 2), hold(7)]), horizon)

    assert rep.completed
    assert rep.peak_deg == pytest.approx(6, abs=0.3)


@pytest.mark.parametrize("off", [9.0, -9.0])
def test_off_the_middle_to_either_side_nothing_is_held(off: float) -> None:
    horizon = task("look_to_horizon", reps=1)

    (rep,) = reps(play([hold(40, Pose(extension=off))]), horizon)

    assert not rep.completed
    assert rep.in_band_s == 0


def test_a_shift_and_a_slant_are_judged_in_their_own_units() -> None:
    shifted, raised = Pose(lateral_shift=0.12), Pose(elevation_left=0.08)  # a slant of 4.6 degrees

    glided = reps(
        play([hold(4, shifted), glide(Pose(lateral_shift=0.05), 2), hold(5)]), task("side_glide", reps=1)
    )
    let_go = reps(
        play([hold(4, raised), glide(Pose(elevation_left=0.04), 2), hold(13)]), task("heavy_shoulder", reps=1)
    )

    assert [rep.completed for rep in (*glided, *let_go)] == [True, True]
    assert glided[0].hold_s == pytest.approx(3, abs=0.3)
    assert let_go[0].peak_deg == pytest.approx(2.3, abs=0.3)  # on its way to 2.3
    assert not reps(play([hold(8, shifted)]), task("side_glide", reps=1))


# Two axes


def test_both_axes_have_to_be_near_at_once() -> None:
    pocket = task("nose_to_armpit", reps=1, hold_s=5)
    there = Pose(rotation=-35, extension=-20)

    (both,) = reps(play([glide(there, 3), hold(7), glide(STRAIGHT, 3), hold(1)]), pocket)
    (turned,) = reps(play([glide(Pose(rotation=-35), 3), hold(7), glide(STRAIGHT, 3), hold(1)]), pocket)

    assert both.completed
    assert both.peak_deg == pytest.approx(35, abs=0.5)
    assert not turned.completed
    assert turned.in_band_s == 0


def test_a_pull_far_past_the_second_axis_is_waited_out() -> None:
    pocket = task("nose_to_armpit", reps=1)
    pulled = Pose(rotation=-35, extension=35)

    _, events = judge(
        play([glide(Pose(rotation=-35, extension=-20), 3), glide(pulled, 0.4), hold(2)]), pocket
    )

    assert any(type(event).__name__ == "Paused" for event in events)


# Stops


def test_stops_come_one_after_the_other() -> None:
    out = task("step_stops", reps=1)
    steps = [
        glide(Pose(rotation=-30), 3),
        hold(4),
        glide(Pose(rotation=-15), 5),
        hold(4),
        glide(STRAIGHT, 2),
        hold(4),
    ]

    (rep,) = reps(play(steps), out)
    (skipped,) = reps(play([*steps[:2], glide(STRAIGHT, 3), hold(30)]), out)

    assert rep.completed
    assert moves(steps, out).count(Phase.HOLD) == 3
    assert not [event for event in judge(play(steps), out)[1] if isinstance(event, PastTarget)]
    assert not skipped.completed


def test_a_stop_on_the_way_home_is_not_called_too_far() -> None:
    course = Course(coach.begin(alone("step_stops", reps=1), LIBRARY.cues)).go(120)

    assert [cue.text for _, cue in course.said if cue.key == "move"] == [
        "Slowly turn to your right.",
        "Half way home.",
        "And home to the middle.",
    ]
    assert "past_target" not in {cue.key for _, cue in course.said}


def test_the_clock_waits_for_the_hand_and_for_its_leaving() -> None:
    touch = task("touch_and_release", reps=1)
    hand = Pose(hand=True)

    assert not reps(play([hold(15)]), touch)
    assert not reps(play([hold(4), hold(14, hand)]), touch)
    (rep,) = reps(play([hold(4), hold(7, hand), hold(7, STRAIGHT)]), touch)
    assert rep.completed
    assert rep.trick_s == pytest.approx(7, abs=0.2)


# A path


def test_how_far_the_nose_is_from_a_path() -> None:
    line, eight = DrawnPath(Shape.LINE, 15), DrawnPath(Shape.EIGHT, 15)

    assert line.distance(10, 4) == pytest.approx(4)
    assert line.distance(18, 4) == pytest.approx(5)
    assert DrawnPath(Shape.ARC, 15).distance(0, 7.5) == pytest.approx(0, abs=0.1)
    assert eight.distance(0, 0) == pytest.approx(0, abs=0.01)
    assert eight.distance(0, 7.5) > 3


def test_a_path_ends_with_its_time_and_knows_how_near_it_was() -> None:
    draw = task("nose_trace", reps=1)
    near = [glide(Pose(rotation=14, extension=2), 2), glide(Pose(rotation=-14, extension=2), 10), hold(12)]
    far = [hold(30, Pose(rotation=10, extension=-12))]

    (on,), (off,), (still,) = (reps(play(story), draw) for story in (near, far, [hold(30)]))

    assert on.completed
    assert not off.completed
    assert not still.completed  # on the path all the time, and nothing was drawn
    assert on.in_band_s == pytest.approx(20, abs=0.5)
    assert on.peak_deg == pytest.approx(2, abs=0.2)
    assert off.in_band_s == 0
    assert off.peak_deg == pytest.approx(12, abs=0.2)


def test_the_shapes_come_in_turn() -> None:
    course = Course(coach.begin(alone("nose_trace"), LIBRARY.cues))
    shapes = []
    while not course.session.over:
        course.frame(lambda _: STRAIGHT)
        shapes.append(coach.view(course.session).path)

    assert list(dict.fromkeys(shapes)) == ["line", "arc", "eight"]
    assert [cue.text for _, cue in course.said if cue.key == "move"] == [
        "Draw a line from side to side.",
        "Draw an arc, like a rainbow.",
        "Draw a lying eight.",
    ]


# What was kept before


@pytest.mark.parametrize(
    "exercise",
    [
        "touch_and_release",
        "null_to_middle",
        "blade_slide",
        "release_control",
        "nose_to_armpit",
        "nose_trace",
        "find_middle_blind",
        "side_glide",
    ],
)
def test_a_trace_judged_again_gives_the_same_repetitions(exercise: str) -> None:
    course = Course(coach.begin(alone(exercise, reps=2), LIBRARY.cues))
    course.go(300, lambda view: replace(willing(view), lateral_shift=0.03137))

    again = recompute(task(exercise, reps=2), unpack(pack(trace(course.rows))))

    assert again.reps == tuple(event.rep for event in course.all(RepFinished))


def test_an_older_exercise_without_the_newer_fields_still_reads() -> None:
    newer = {"camera", "patterns", "needs", "not_with", "progression", "easier", "reference", "stops", "path"}
    newer |= {"eyes_closed", "rise", "baseline_s", "guide", "asks", "picture"}
    text = whole("slow_turn").model_dump(mode="json")
    old: dict[str, Any] = {
        "exercise": {k: v for k, v in text["exercise"].items() if k not in newer},
        "plan": text["plan"],
    }
    old["exercise"]["target"] = {k: v for k, v in text["exercise"]["target"].items() if k != "also"}

    task_then = Task.model_validate_json(json.dumps(old))

    assert reps(play([glide(TO_THE_SIDE, 3), hold(6), glide(STRAIGHT, 3), hold(1)]), task_then)[0].completed
