"""What works for this neck: the personal effect of each exercise, as the therapist's page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from coach.effects import Effect, effects
from coach.paired import NAMES, Kind, pairs
from web import effect_words
from web.clinic_list import every_exercise
from web.services import services

#: The drawing of an interval, in its own units: as wide, as high, and free at each end.
WIDTH, HEIGHT, FREE = 240, 24, 8
#: The drawing reaches at least so far to each side, degrees and points of tension.
LEAST_REACH = {Kind.AFTER: 6, Kind.WHILE: 6, Kind.TENSION: 3}


@dataclass(frozen=True)
class Drawn:
    """Where an interval lies in its drawing."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True)
class Line:
    """One exercise."""

    name: str
    answer: str
    words: str
    drawn: Drawn | None


@dataclass(frozen=True)
class Group:
    """Exercises that are compared in one unit; ``ends`` are what lies to the left and to the right."""

    title: str
    ends: tuple[str, str]
    lines: tuple[Line, ...]


#: What the groups are called, and their ends.
GROUPS = {
    "Away from the middle": ((Kind.AFTER, Kind.WHILE), "{}° nearer", "{}° further"),
    "Tension, 0 to 10, as the patient told it": ((Kind.TENSION,), "{} lower", "{} higher"),
}


def context(patient_id: str, now: datetime) -> dict[str, Any]:  # noqa: ARG001  every part is asked alike
    """What ``review/effects.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    store = services().store
    found = effects(pairs(store.exercise_points(patient_id, NAMES), store.guides(patient_id)))
    names = {key: one.name for key, one in every_exercise(store, services().library).items()}
    return {"effects": groups(found, names), "effect_words": effect_words, "interval": (WIDTH, HEIGHT)}


def groups(found: Sequence[Effect], names: dict[str, str]) -> list[Group]:
    """The lines in the order of the page; ``names`` by the exercise's id."""
    every = []
    for title, (kinds, nearer, further) in GROUPS.items():
        of_one = [one for one in found if one.kind in kinds]
        reach = _reach(of_one)
        lines = tuple(_line(one, names, reach) for one in of_one)
        if lines:
            every.append(Group(title, (nearer.format(reach), further.format(reach)), lines))
    return every


def _reach(found: Sequence[Effect]) -> int:
    """How far the drawings of a group reach to each side."""
    least = max((LEAST_REACH[one.kind] for one in found), default=1)
    return max([least, *(ceil(max(-(one.low or 0.0), one.high or 0.0)) for one in found)])


def _line(effect: Effect, names: dict[str, str], reach: int) -> Line:
    return Line(
        name=names.get(effect.exercise_id, effect.exercise_id.replace("_", " ")),
        answer=effect_words.ANSWERS[effect.answer],
        words=effect_words.sentence(effect),
        drawn=_drawn(effect, reach),
    )


def _drawn(effect: Effect, reach: int) -> Drawn | None:
    if effect.mean is None or effect.low is None or effect.high is None:
        return None
    middle, by = WIDTH / 2, (WIDTH / 2 - FREE) / reach
    return Drawn(*(round(middle + by * value, 1) for value in (effect.low, effect.mean, effect.high)))
