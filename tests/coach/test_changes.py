"""What changed between two versions, told to the patient."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coach.assessment import Assessment
from coach.changes import changes
from coach.prescription import PERSONAL, Choice, Draft, Feedback, Published, Shown
from coach.programme import Task
from coach.record import Side
from tests.coach.builders import REACH, prescribed, whole
from tests.coach.test_words import NEVER


def version(
    number: int, tasks: tuple[Task, ...], notes: dict[str, Any] | None = None, **day: Any
) -> Published:
    """A version with these tasks; ``notes`` are what the choice of an exercise holds beside its name."""
    choices = tuple(Choice(exercise=t.exercise.id, **(notes or {}).get(t.exercise.id, {})) for t in tasks)
    return Published(
        version=number,
        published_on=date(2026, 5, 4),
        author="A. Therapist",
        reason="You told me that it went well.",
        assessment=Assessment(assessed_on=date(2026, 5, 1), reach=REACH),
        draft=Draft(title="Yours", choices=choices, **day),
        prescribed=prescribed().model_copy(update={"id": PERSONAL, "version": number, "tasks": tasks}),
    )


def planned(task: Task, **plan: Any) -> Task:
    return task.model_copy(update={"plan": replace(task.plan, **plan)})


BREATH, TURNED, TILT, NOD = (whole(name) for name in ("slow_breath", "slow_turn", "tilt", "small_nod"))
TURN = planned(TURNED, name="Slow turn", sets=1, reps=8, hold_s=5.0, rest_s=6.0)
TILT_NAME, NOD_NAME = TILT.plan.name, NOD.plan.name
FIRST = version(1, (BREATH, TURN, TILT))

CASES = {
    "nothing": (version(2, (BREATH, TURN, TILT)), []),
    "one more": (version(2, (BREATH, TURN, TILT, NOD)), [f"New: {NOD_NAME}."]),
    "one less": (version(2, (BREATH, TURN)), [f"Not for now: {TILT_NAME}."]),
    "fewer": (version(2, (BREATH, planned(TURN, reps=2), TILT)), ["Slow turn: twice instead of 8 times."]),
    "longer": (
        version(2, (BREATH, planned(TURN, hold_s=7.0), TILT)),
        ["Slow turn: stay for 7 seconds instead of 5 seconds."],
    ),
    "rounds and rests": (
        version(2, (BREATH, planned(TURN, sets=3, rest_s=20.0), TILT)),
        ["Slow turn: 3 rounds instead of one round.", "Slow turn: rest for 20 seconds instead of 6 seconds."],
    ),
    "nearer": (
        version(2, (BREATH, planned(TURN, target=-20.0), TILT)),
        ["Slow turn: another place to go to, which the figure shows."],
    ),
    "the other side": (
        version(2, (BREATH, planned(TURN, side=Side.LEFT, target=30.0), TILT)),
        ["Slow turn: now to your left."],
    ),
    "a note": (
        version(2, (BREATH, TURN, TILT), {"slow_turn": {"note": "Lead with the eyes."}}),
        ["Slow turn: a new note from your therapist."],
    ),
    "seen and heard otherwise": (
        version(2, (BREATH, TURN, TILT), {"tilt": {"shown": Shown.MIRROR, "feedback": Feedback.AFTERWARDS}}),
        [f"{TILT_NAME}: you see yourself in it now.", f"{TILT_NAME}: the voice speaks at other moments."],
    ),
    "another order": (version(2, (TILT, BREATH, TURN)), ["The exercises come in another order."]),
    "the day and the week": (
        version(2, (BREATH, TURN, TILT), bouts_a_day=3, days_a_week=5),
        ["3 times a day instead of twice.", "On 5 days a week instead of 6."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_change_is_one_sentence(case: str) -> None:
    after, told = CASES[case]

    assert list(changes(FIRST, after)) == told


def test_the_sentences_keep_to_the_rules_of_words() -> None:
    told = " ".join(sentence for after, _ in CASES.values() for sentence in changes(FIRST, after))

    assert not [what for what, pattern in NEVER.items() if re.search(pattern, told, re.IGNORECASE)]
