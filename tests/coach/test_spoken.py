"""A spoken guide as the steps that a page reads out."""

import pytest

from coach.record import Side
from coach.resolved import task_of
from coach.spoken import can_be_spoken, length_s, steps
from tests.coach.builders import LIBRARY, REACH, task

GUIDES = [name for name, exercise in LIBRARY.exercises.items() if exercise.guide]


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_said_from_its_introduction_to_its_last_sentence(name: str) -> None:
    exercise = LIBRARY.exercises[name]
    found = steps(task_of(exercise, None, REACH))

    assert found[0].say == f"{exercise.position} {exercise.say.introduce}"
    assert [step.say for step in found[1:]] == [step.say for step in exercise.guide]
    assert sum(step.wait_s for step in found[1:]) == sum(step.wait_s for step in exercise.guide)


def test_a_breath_is_paced_to_the_second_however_long_its_words_are() -> None:
    breath = task("slow_breath", reps=3)
    pace = breath.exercise.pace
    assert pace
    found = steps(breath)[1:]

    assert [step.paced for step in found] == [True] * 6
    assert [step.spoken_s + step.wait_s for step in found] == pytest.approx([pace.in_s, pace.out_s] * 3)
    assert length_s(breath) == pytest.approx(30 + length_s(task("slow_breath", reps=1)) - 10)


def test_what_the_camera_scores_is_not_spoken() -> None:
    turn = LIBRARY.exercises["slow_turn"]

    assert not can_be_spoken(turn)
    assert steps(task_of(turn, Side.RIGHT, REACH)) == ()
