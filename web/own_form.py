"""The form of an exercise of the clinic's own: plain fields, and the rest in the schema of all, as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from coach.errors import Fault, ProgrammeError
from coach.exercise import Exercise
from coach.library import read_exercise
from coach.refusal import RefusalList

#: Fields of the form: their label, and whether each line of it is one entry.
PLAIN = {
    "name": "Name, as the patient reads it",
    "reference": "Number in another exercise bank",
    "purpose": "What it is for, in a word or two",
    "why": "Why, as the patient reads it",
    "source": "Where it comes from",
    "position": "How to sit, stand or lie",
    "cautions": "Cautions, one a line",
    "easier": "The easier version",
    "progression": "How it goes further",
}
LINES = ("cautions",)
LONG = ("why", "source", "position", "cautions", "easier", "progression")
NEEDED = ("name", "purpose", "why", "source", "position")

#: What stands in the rest of a new exercise that is made from scratch.
SCRATCH = """\
# Every field is explained in programmes/EXERCISES.md.
camera: angle
patterns: [rotation]
movement: rotation
direction: corrective
target: {share_of_reach: 0.6, band_deg: 5}
dose: {sets: 1, reps: 6, hold_s: 3, rest_s: 6}
keep_still:
  - {movement: lateral_flexion, within_deg: 10}
say:
  introduce: You will turn your head slowly to your {side}, stay, and come slowly back.
  move: Slowly turn to your {side}.
  hold: Stay here.
  back: And slowly back to the middle.
"""


@dataclass(frozen=True)
class Answered:
    """A form as it was sent: the exercise, or why there is none, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exercise: Exercise | None = None


def filled(exercise: Exercise) -> dict[str, str]:
    """The form as an exercise has it."""
    data = exercise.model_dump(mode="json", exclude_defaults=True)
    typed = {name: _shown(data.pop(name, None)) for name in PLAIN}
    rest = {name: value for name, value in data.items() if name not in {"id", "version"}}
    dumped = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True, width=100)
    return typed | {"rest": dumped}


def _shown(value: object) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def scratch() -> dict[str, str]:
    """The form of an exercise that is made from nothing."""
    return dict.fromkeys(PLAIN, "") | {"rest": SCRATCH}


def read(typed: Mapping[str, str], exercise_id: str, version: int, refusals: RefusalList) -> Answered:
    """What a sent form says, with every fault at once."""
    plain = dict(_plain(typed)) | {"id": exercise_id, "version": version}
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in plain.items())
    text = "\n".join((typed.get("rest", "").replace("\r\n", "\n"), *lines))
    try:
        return Answered(typed, exercise=read_exercise("exercise", text, refusals))
    except ProgrammeError as error:
        return Answered(typed, _by_field(error.faults))


def _plain(typed: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    for name in PLAIN:
        value = " ".join(typed.get(name, "").split()) if name not in LINES else typed.get(name, "")
        entries = [line.strip() for line in value.splitlines() if line.strip()]
        if name in LINES and entries:
            yield name, entries
        elif name not in LINES and value:
            yield name, value


def _by_field(faults: tuple[Fault, ...]) -> dict[str, tuple[str, ...]]:
    """Faults where the form has their fields; those of the rest name theirs."""
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        head = fault.field.partition(".")[0]
        place = "name" if head == "id" else head if head in PLAIN else "rest"
        found[place] = (*found.get(place, ()), _told(fault, "" if place == head else f"{fault.field}: "))
    return found


def _told(fault: Fault, where: str) -> str:
    """In words; what a rule refuses is told by the rule's own sentences."""
    if fault.got.endswith("."):
        return f"{where}{'refused' if where else 'Refused'}. {fault.got}"
    return f"{where}{'wanted' if where else 'Wanted'} {fault.wanted}, got {fault.got}."


def id_of(name: str) -> str:
    """An id from a name, such as ``own_slow_turn``."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return f"own_{'_'.join(words)}"[:60].rstrip("_") if words else "own_exercise"
