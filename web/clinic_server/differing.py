"""Two records beside each other: where they differ, in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from coach.faults import in_words

#: So many differences are shown.
MOST = 12
MISSING = "not there"
#: Parts of a field's name that mean more than they say; what is empty goes without saying.
PARTS = {
    "opening": "",
    "check_in": "before the session",
    "check_out": "after the session",
    "exercises": "exercise",
    "reps": "repetition",
}


class Difference(NamedTuple):
    """One field in words: what is here, and what came."""

    field: str
    here: str
    came: str


def differences(here: bytes, came: bytes) -> list[Difference]:
    """The first of them, in the order of the fields' names."""
    first, second = dict(_fields(json.loads(here), "")), dict(_fields(json.loads(came), ""))
    names = [name for name in {**first, **second} if first.get(name) != second.get(name)]
    return [
        Difference(field_words(name), first.get(name, MISSING), second.get(name, MISSING))
        for name in sorted(names)[:MOST]
    ]


def field_words(name: str) -> str:
    """A field's name as a therapist reads it, such as "exercise 1, repetition 3, held s"."""
    words: list[str] = []
    for part in name.split("."):
        if part.isdigit() and words:
            words[-1] += f" {int(part) + 1}"
        else:
            words.append(PARTS.get(part, part.replace("_", " ")))
    return ", ".join(filter(None, words))


def _fields(data: Any, name: str) -> Iterator[tuple[str, str]]:
    pairs: Any = ()
    if isinstance(data, dict):
        pairs = data.items()
    elif isinstance(data, list):
        pairs = enumerate(data)
    else:
        yield name, in_words(data)
    for key, value in pairs:
        yield from _fields(value, f"{name}.{key}" if name else str(key))
