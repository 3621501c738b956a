"""Numbers as they are said."""

from datetime import UTC, datetime

import pytest

from coach import session as coach
from coach.events import RepFinished
from coach.metrics import trace
from coach.record import ExerciseRecord
from tests.coach.builders import LIBRARY, alone, whole
from tests.coach.patient import Course
from web.prescribing_words import target as asked_of
from web.therapist_trace import figure_and_chart, second_by_second
from web.therapist_words import clock, day_and_time, peak, place, seconds, target

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("movement", "value", "said"),
    [
        ("rotation", 12.4, "12° to the left"),
        ("rotation", -12.6, "13° to the right"),
        ("rotation", -0.4, "in the middle"),
        ("lateral_flexion", 8.0, "8° to the left"),
        ("extension", 7.0, "7° up"),
        ("extension", -7.0, "7° down"),
        ("deviation", 6.2, "6° from the middle"),
        ("ear_height", 0.031, "3 % taller"),
        ("ear_height", -0.04, "4 % lower"),
        ("lateral_shift", -0.06, "6 % to the right"),
        ("shoulders", 4.4, "4° left one higher"),
        ("presence", 1.0, "–"),
        ("rotation", None, "–"),
    ],
)
def test_a_side_is_a_word(movement: str, value: float | None, said: str) -> None:
    assert place(movement, value) == said


@pytest.mark.parametrize(
    ("exercise", "asked", "off"),
    [
        ("midline_hold", "within 10° of the middle", "6° from the middle"),
        ("look_to_horizon", "within 7° of the middle", "6° from the middle"),
        ("side_glide", "within 8 % of a shoulder's width of the middle", "600 % off the middle"),
        ("heavy_shoulder", "shoulders level to 3°", "6° out of level"),
        ("nose_trace", "along a path of 15° to each side, ±5°", "6° from the path"),
        ("slow_turn", "33° to the right, ±5°", "6° to the right"),
    ],
)
def test_what_is_kept_in_its_middle_is_told_by_how_far_off_it_was(
    exercise: str, asked: str, off: str
) -> None:
    plan = whole(exercise).plan
    assert target(plan) == asked
    assert peak(plan, 6.0) == off


@pytest.mark.parametrize(
    ("exercise", "asked"),
    [
        ("step_stops", "30° to the right, then 15° to the right, then in the middle"),
        ("null_to_middle", "within 15°, then within 10°, then within 5° of the middle"),
        ("nose_to_armpit", "35° to the right, ±7°, with 20° down, ±7°"),
    ],
)
def test_every_place_that_is_asked_is_told(exercise: str, asked: str) -> None:
    assert asked_of(whole(exercise)) == asked


@pytest.mark.parametrize(
    "exercise", ["side_glide", "heavy_shoulder", "nose_trace", "look_to_horizon", "step_stops"]
)
def test_a_chart_is_made_of_every_way_to_go(exercise: str) -> None:
    course = Course(coach.begin(alone(exercise, reps=2), LIBRARY.cues)).go(300)
    reps = tuple(event.rep for event in course.all(RepFinished))
    record = ExerciseRecord(whole(exercise).plan, reps, None, trace(course.rows))

    chart, table = figure_and_chart(record), list(second_by_second(record))

    assert chart["marks"]
    assert len(chart["reps"]) == 2
    assert len(chart["lines"]) == (4 if exercise in {"side_glide", "heavy_shoulder"} else 3)
    assert {len(row) for row in table} == {len(chart["lines"]) + 3}


def test_times_are_short() -> None:
    assert [seconds(s) for s in (0.4, 59.6, 119.0, 121.0, None)] == ["0 s", "60 s", "119 s", "2 min", "–"]
    assert [clock(s) for s in (0, 61.9, 3600)] == ["0:00", "1:01", "60:00"]
    assert day_and_time(NOW).startswith("Fri 20 Mar 2026, ")
