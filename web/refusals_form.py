"""The clinic's list of what must not be prescribed: one change at a time, with author and reason. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.errors import ProgrammeError
from coach.library import read_refusals
from coach.refusal import RefusalList
from web.form_text import Needed, text_faults

#: Fields of one entry: what is never prescribed, and how a rule about a patient is told.
AVOIDED = {
    "name": "What it is",
    "phrases": "Words that reveal it, one a line; a word may end in *",
    "harmless": "Phrases with the same words that mean something else, one a line",
    "told": "What the therapist is told",
    "reason": "Why",
    "source": "On what grounds",
}
RULE = {"told": "What the therapist is told", "reason": "Why", "source": "On what grounds"}
LINES = ("phrases", "harmless")
#: Who and why, kept with every change.
NEEDED = {
    "by": Needed(80, "Please give your name."),
    "because": Needed(400, "Please say why the list changes; it is kept as its history."),
}


@dataclass(frozen=True)
class Answered:
    """A change as it was sent: the list with it, or why there is none, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    changed: RefusalList | None = None


def filled(part: object, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of one entry as the list has them."""
    values = {name: getattr(part, name) for name in fields}
    return {name: "\n".join(value) if name in LINES else value for name, value in values.items()}


def read(typed: Mapping[str, str], before: RefusalList) -> Answered:
    """The list after a press of ``keep-<id>``, ``remove-<id>``, ``rule-<rule>`` or ``add``."""
    found = dict(text_faults(typed, NEEDED))
    data = before.model_dump(mode="json")
    data["version"] = before.version + 1
    place = _change(data, typed)
    if place is None:
        return Answered(typed, found | {"do": "Please press one of the buttons of this page."})
    try:
        changed = read_refusals("list", json.dumps(data))
    except ProgrammeError as error:
        told = {one.field.removeprefix(f"{place}.").partition(".")[0]: one for one in error.faults}
        return Answered(typed, {name: f"Please give {one.wanted}." for name, one in told.items()} | found)
    return Answered(typed, found, None if found else changed)


def _change(data: dict[str, object], typed: Mapping[str, str]) -> str | None:
    """Makes the change in the data; returns where in it, or ``None`` for a press that is not known."""
    press, _, about = typed.get("do", "").partition("-")
    avoided: list[dict[str, object]] = data["avoided"]  # type: ignore[assignment]
    rules: dict[str, dict[str, object]] = data["rules"]  # type: ignore[assignment]
    at = next((i for i, one in enumerate(avoided) if one["id"] == about), None)
    by = typed.get("by", "").strip()
    if press == "add":
        avoided.append({"id": _id_of(typed, avoided), "author": by or "unknown", **_entry(typed, AVOIDED)})
        return f"avoided.{len(avoided) - 1}"
    if press == "rule" and about in rules:
        rules[about] = _entry(typed, RULE)
        return f"rules.{about}"
    if at is None or press not in {"keep", "remove"}:
        return None
    if press == "remove":
        del avoided[at]
    else:
        avoided[at] |= _entry(typed, AVOIDED) | {"author": by or "unknown"}
    return f"avoided.{at}"


def _entry(typed: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, object]:
    return {
        name: _lines(typed, name) if name in LINES else " ".join(typed.get(name, "").split())
        for name in fields
    }


def _lines(typed: Mapping[str, str], name: str) -> list[str]:
    return [line.strip() for line in typed.get(name, "").splitlines() if line.strip()]


def _id_of(typed: Mapping[str, str], avoided: list[dict[str, object]]) -> str:
    plain = "_".join(re.findall(r"[a-z]+", typed.get("name", "").lower()))[:50].strip("_") or "entry"
    taken = {one["id"] for one in avoided}
    return next(
        one for n in range(len(taken) + 2) if (one := plain if n == 0 else f"{plain}_{n}") not in taken
    )


def differs(before: RefusalList, after: RefusalList) -> str:
    """What one change was, in words."""
    old, new = ({one.id: one for one in each.avoided} for each in (before, after))
    told = [f"“{new[key].name}” added" for key in new if key not in old]
    told += [f"“{old[key].name}” removed" for key in old if key not in new]
    told += [f"“{new[key].name}” changed" for key in new if key in old and new[key] != old[key]]
    told += [
        f"the words of the rule “{rule.replace('_', ' ')}” changed"
        for rule, words in after.rules.items()
        if words != before.rules[rule]
    ]
    return "; ".join(told) or "nothing"
