"""The form of an exercise of the clinic's own: plain fields, and the rest in the schema of all, as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from coach.errors import Fault, ProgrammeError
from coach.exercise import Exercise
from coach.faults import in_words
from coach.library import read_exercise
from coach.refusal import RefusalList
from coach.written import as_json

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
#: Tables of an exercise whose usual entries have a field each; what else is in them stays in the rest.
TABLES = {
    "dose": {"sets": "Sets", "reps": "Times", "hold_s": "Hold, seconds", "rest_s": "Rest between, seconds"},
    "target": {
        "at_deg": "How far, degrees",
        "share_of_reach": "Or as a share of their reach, 0.1 to 1",
        "band_deg": "Near enough, ± degrees",
        "at_widths": "How far, shoulder widths",
        "band_widths": "Near enough, ± shoulder widths",
    },
    "say": {
        "introduce": "To begin with",
        "move": "To go there",
        "hold": "To stay",
        "back": "To come back",
        "breathe_in": "To breathe in",
        "breathe_out": "To breathe out",
    },
}
TITLES = {"dose": "Dose", "target": "Where to go, and how near counts", "say": "What the voice says"}
FIELDS = tuple(f"{table}.{name}" for table, names in TABLES.items() for name in names)
LINES = ("cautions",)
LONG = ("why", "source", "position", "cautions", "easier", "progression")
NEEDED = ("name", "purpose", "why", "source", "position")

#: What a new exercise that is made from scratch begins with.
SCRATCH = {
    "dose.sets": "1",
    "dose.reps": "6",
    "dose.hold_s": "3",
    "dose.rest_s": "6",
    "target.share_of_reach": "0.6",
    "target.band_deg": "5",
    "say.introduce": "You will turn your head slowly to your {side}, stay, and come slowly back.",
    "say.move": "Slowly turn to your {side}.",
    "say.hold": "Stay here.",
    "say.back": "And slowly back to the middle.",
    "rest": """\
# Every field is explained in programmes/EXERCISES.md.
camera: angle
patterns: [rotation]
movement: rotation
direction: corrective
keep_still:
  - {movement: lateral_flexion, within_deg: 10}
""",
}
NUMBER = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?")


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
    for table, names in TABLES.items():
        entries = data.pop(table, {})
        typed |= {f"{table}.{name}": _shown(entries.pop(name, None)) for name in names}
        data |= {table: entries} if entries else {}
    rest = {name: value for name, value in data.items() if name not in {"id", "version"}}
    dumped = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True, width=100)
    return typed | {"rest": dumped}


def _shown(value: object) -> str:
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def scratch() -> dict[str, str]:
    """The form of an exercise that is made from nothing."""
    return dict.fromkeys((*PLAIN, *FIELDS), "") | SCRATCH


def read(typed: Mapping[str, str], exercise_id: str, version: int, refusals: RefusalList) -> Answered:
    """What a sent form says, with every fault at once."""
    found: list[Fault] = []
    try:
        rest, doubled = _rest(typed.get("rest", "").replace("\r\n", "\n"))
        found += doubled
        found += _into(rest, dict(_plain(typed)) | {"id": exercise_id, "version": version}, "")
        found += [fault for name, said in _tables(typed).items() for fault in _into_table(rest, name, said)]
        exercise = read_exercise("exercise", json.dumps(rest, ensure_ascii=False), refusals)
    except ProgrammeError as error:
        return Answered(typed, _by_field((*found, *error.faults)))
    return Answered(typed, _by_field(tuple(found)), None if found else exercise)


def _rest(text: str) -> tuple[dict[str, object], list[Fault]]:
    data, doubled = as_json("exercise", text)
    rest = json.loads(data)
    if rest is not None and not isinstance(rest, dict):
        raise ProgrammeError((Fault("exercise", "rest", "fields with their values", in_words(rest)),))
    return rest or {}, list(doubled)


def _into(rest: dict[str, object], entries: Mapping[str, object], where: str) -> list[Fault]:
    """Puts what the fields say into a table of the rest; what is in both is told."""
    twice = [
        Fault("exercise", f"{where}{name}", TWICE, "it in the rest too") for name in entries if name in rest
    ]
    rest |= entries
    return twice


TWICE = "each field once"


def _into_table(rest: dict[str, object], name: str, entries: Mapping[str, object]) -> list[Fault]:
    inside = rest.get(name, {})
    if not entries or not isinstance(inside, dict):
        return [Fault("exercise", name, TWICE, "it in the rest too")] if entries else []
    rest[name] = inside
    return _into(inside, entries, f"{name}.")


def _tables(typed: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """What the fields of each table say; an empty one says nothing."""
    said = {one: " ".join(typed.get(one, "").split()) for one in FIELDS}
    return {
        table: {name: _value(table, text) for name in names if (text := said[f"{table}.{name}"])}
        for table, names in TABLES.items()
    }


def _value(table: str, text: str) -> object:
    if table == "say" or not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


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
        place = _place(fault.field)
        here = "" if place == fault.field or fault.field in PLAIN else f"{fault.field}: "
        found[place] = (*found.get(place, ()), _told(fault, here))
    return found


def _place(field: str) -> str:
    head = field.partition(".")[0]
    if field in (*FIELDS, *TABLES):
        return field
    return "name" if head == "id" else head if head in PLAIN else "rest"


def _told(fault: Fault, where: str) -> str:
    """In words; what a rule refuses is told by the rule's own sentences."""
    if fault.got.endswith("."):
        return f"{where}{'refused' if where else 'Refused'}. {fault.got}"
    return f"{where}{'wanted' if where else 'Wanted'} {fault.wanted}, got {fault.got}."


def id_of(name: str) -> str:
    """An id from a name, such as ``own_slow_turn``."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return f"own_{'_'.join(words)}"[:60].rstrip("_") if words else "own_exercise"
