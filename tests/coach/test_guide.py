"""Spoken guides: the camera is off, and the words come at their own time."""

from typing import Any

import pytest
from pydantic import ValidationError

from coach import session as coach
from coach.errors import CoachError
from coach.exercise import Exercise
from coach.programme import Prescribed, Task
from tests.coach.builders import LIBRARY, prescribed, task

GUIDE: dict[str, Any] = {
    "id": "quiet",
    "version": 1,
    "name": "A quiet time",
    "purpose": "Rest",
    "why": "Rest is good.",
    "source": "Judgement.",
    "position": "Lie down.",
    "camera": "nothing",
    "movement": "presence",
    "dose": {"sets": 1, "reps": 1, "hold_s": 60, "rest_s": 0},
    "guide": [{"say": "Let your shoulders be heavy.", "wait_s": 30.0}, {"say": "And rest.", "wait_s": 28.0}],
    "say": {"introduce": "I will speak now and then."},
}


def read(**changes: Any) -> Exercise:
    return Exercise.model_validate(GUIDE | changes, strict=False)


def faults(**changes: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        read(**changes)
    return [fault.field for error in refusal.value.errors() for fault in error["ctx"]["broken"]]


def test_a_guide_knows_how_long_it_takes() -> None:
    assert read().guide_s == pytest.approx(58 + 7 / 2.5)  # the quiet times, and seven words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"camera": "presence"}, "guide"),
        ({"guide": []}, "guide"),
        ({"dose": GUIDE["dose"] | {"reps": 2}}, "dose"),
        ({"dose": GUIDE["dose"] | {"hold_s": 300}}, "dose.hold_s"),
        ({"pace": {"in_s": 4.0, "out_s": 6.0}}, "pace"),
        ({"say": GUIDE["say"] | {"hold": "Stay."}}, "say"),
        ({"guide": [{"say": "Rest on your {side}.", "wait_s": 57.0}]}, "guide.0.say"),
    ],
)
def test_what_does_not_fit_a_guide_is_refused(changes: dict[str, Any], field: str) -> None:
    assert field in faults(**changes)


def test_only_a_guide_lasts_longer_than_two_minutes() -> None:
    turn = LIBRARY.exercises["slow_turn"].model_dump(mode="json")
    long = turn | {"dose": turn["dose"] | {"hold_s": 121}}

    with pytest.raises(ValidationError) as refusal:
        Exercise.model_validate(long, strict=False)

    assert "dose.hold_s" in str(refusal.value.errors()[0]["ctx"]["broken"])


def test_a_session_before_the_camera_leaves_guides_apart() -> None:
    plan = prescribed().tasks[0].plan
    quiet = Task(exercise=read(), plan=plan)
    programme = Prescribed(id="both", version=1, title="Both", tasks=(quiet, task("slow_turn")))
    guides = Prescribed(id="guides", version=1, title="Guides", tasks=(quiet,))

    assert coach.begin(programme, LIBRARY.cues).todo == (1,)
    with pytest.raises(CoachError):
        coach.begin(guides, LIBRARY.cues)
