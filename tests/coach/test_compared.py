"""What differs between two states of an exercise, in numbers; and one press easier or harder."""

import pytest

from coach.compared import compared, differences
from coach.dosing import easier, harder
from coach.parts import Dose, Target
from coach.prescription import Choice, Feedback, Shown
from coach.programme import Task
from coach.record import Side
from tests.coach.builders import LIBRARY
from tests.coach.clinic import draft, published

PLAIN = Choice(exercise="slow_turn", dose=Dose(sets=1, reps=8, hold_s=5, rest_s=6))


def task(choice: Choice = PLAIN) -> Task:
    return published(draft(choice)).prescribed.tasks[1]


def test_the_same_is_nothing_and_one_without_the_other_is_said() -> None:
    assert compared(task(), task()) == ""
    assert compared(None, task()) == "only in the later one"
    assert compared(task(), None) == "only in the earlier one"


def test_every_number_that_changes_is_told_with_the_one_before() -> None:
    after = Choice(
        exercise="slow_turn",
        dose=Dose(sets=2, reps=6, hold_s=1, rest_s=8),
        target=Target(share_of_reach=0.5, band_deg=4),
    )
    what = tuple(differences(task(), task(after)))
    assert what[:4] == (
        "6 times in place of 8",
        "1 second each in place of 5",
        "8 seconds of rest between in place of 6",
        "2 rounds in place of 1",
    )
    assert what[4].endswith(" degrees")
    assert what[5] == "within 4 degrees in place of within 5 degrees"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"side": Side.LEFT, "against": "short to both sides"}, "to the left in place of to the right"),
        ({"feedback": Feedback.AFTERWARDS}, "spoken of after each repetition"),
        ({"shown": Shown.MIRROR}, "with the mirror picture"),
        ({"note": "As we tried it."}, "another note"),
    ],
)
def test_every_other_choice_is_told(field: dict[str, object], words: str) -> None:
    after = PLAIN.model_copy(update=field)
    assert compared(task(), task(after)).startswith(words)
    assert compared(task(after), task()) not in {"", words}


def test_a_quarter_less_and_a_quarter_more() -> None:
    turn = LIBRARY.exercises["slow_turn"].model_copy(update={"dose": PLAIN.dose})
    assert easier(turn) == Dose(sets=1, reps=6, hold_s=4, rest_s=6)
    assert harder(turn) == Dose(sets=1, reps=10, hold_s=6, rest_s=6)


def test_what_cannot_be_less_or_more_stays() -> None:
    turn = LIBRARY.exercises["slow_turn"]
    least = turn.model_copy(update={"dose": Dose(sets=1, reps=1, hold_s=1, rest_s=6)})
    most = turn.model_copy(update={"dose": Dose(sets=1, reps=30, hold_s=120, rest_s=6)})
    assert (easier(least), harder(most)) == (None, None)
    guide = next(one for one in LIBRARY.exercises.values() if one.guide)
    assert (easier(guide), harder(guide)) == (None, None)


def test_a_breath_keeps_its_length() -> None:
    breath = LIBRARY.exercises["slow_breath"]
    step = harder(breath)
    assert step is not None
    assert (step.reps > breath.dose.reps, step.hold_s) == (True, breath.dose.hold_s)
