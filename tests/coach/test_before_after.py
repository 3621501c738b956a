"""Where the head was before an exercise and after it, taken from the trace of a whole exercise."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from coach.before_after import before_after
from coach.record import ExerciseRecord, Phase, Value
from coach.session import SessionView
from tests.coach.builders import Pose
from tests.coach.patient import willing
from tests.coach.test_particular import done


def told(exercise: ExerciseRecord) -> dict[str, Value]:
    return {one.name: one.value for one in before_after(exercise)}


def settled(rotation: float, do: Callable[[SessionView], Pose]) -> Callable[[SessionView], Pose]:
    """Listens far off the middle, settles nearer with a glance at the keys, and then does it."""

    def wants(view: SessionView) -> Pose:
        if view.phase is not Phase.PREPARE:
            return do(view)
        listens, glances = view.prepare_left_s > 10, 4 < view.prepare_left_s < 6
        return Pose(rotation=30 if listens else -40 if glances else rotation)

    return wants


def test_before_it_the_last_seconds_of_preparing_count_and_a_glance_aside_does_not() -> None:
    _, turned = done("slow_turn", settled(9, willing), reps=2)
    assert told(turned)["before_deviation"].value == pytest.approx(9, abs=0.2)


def test_what_has_no_time_after_its_last_repetition_says_so() -> None:
    _, turned = done("slow_turn", settled(9, willing), reps=2)
    assert told(turned)["after_deviation"].reason == "too_little_seen"


def test_breathing_has_its_own_last_seconds_as_those_after_it() -> None:
    def calmer(view: SessionView) -> Pose:
        return Pose(rotation=12 if view.rep_number < 3 else 5)

    _, breathed = done("slow_breath", settled(12, calmer), reps=5)
    numbers = told(breathed)
    assert numbers["before_deviation"].value == pytest.approx(12, abs=0.2)
    assert numbers["after_deviation"].value == pytest.approx(5, abs=0.2)


def test_an_exercise_that_was_left_out_has_neither() -> None:
    _, turned = done("slow_turn", reps=1)
    assert before_after(turned)
    assert before_after(replace(turned, reps=())) == before_after(replace(turned, trace=None)) == ()
