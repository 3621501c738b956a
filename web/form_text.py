"""Texts that a form needs: each is there, and no longer than it can be kept. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Needed(NamedTuple):
    """One text of a form: how many letters it may have, and what is said where it is missing."""

    most: int
    missing: str


def text_faults(typed: Mapping[str, str], needed: Mapping[str, Needed]) -> Iterator[tuple[str, str]]:
    """What is the matter with each text, by its field."""
    for name, (most, missing) in needed.items():
        text = typed.get(name, "").strip()
        if not text:
            yield name, missing
        elif len(text) > most:
            yield name, f"Please keep it to {most} letters; this has {len(text)}."
