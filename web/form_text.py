"""What is typed into a form: texts that must be there, numbers, days that lie behind. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite
from typing import NamedTuple

#: Nothing that is written down here happened before. Judgement: longer than a life.
FIRST_DAY = date(1900, 1, 1)
DAY = "Please give a day from 1900 to today."


class Needed(NamedTuple):
    """One text of a form: how many letters it may have, and what is said where it is missing."""

    most: int
    missing: str


#: The name under a form that is signed.
SIGNED = {"author": Needed(80, "Please give your name, for whoever reads this later.")}


def text_faults(typed: Mapping[str, str], needed: Mapping[str, Needed]) -> Iterator[tuple[str, str]]:
    """What is the matter with each text, by its field."""
    for name, (most, missing) in needed.items():
        text = text_of(typed, name)
        if not text:
            yield name, missing
        elif fault := too_long(text, most):
            yield name, fault


def too_long(text: str, most: int) -> str | None:
    """What is the matter with a text that cannot be kept whole."""
    return f"Please keep it to {most} letters; this has {len(text)}." if len(text) > most else None


def text_of(typed: Mapping[str, str], name: str) -> str:
    """What a field says, without the blanks around it."""
    return typed.get(name, "").strip()


def whole_letters(text: str) -> str:
    """A text without what no database keeps: half of a letter, as a full field leaves it, and a zero."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def number_of(text: str) -> float | None:
    """A number as it was typed, with a point or a comma; ``None`` where it is none."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


def day_of(text: str) -> date | None:
    """A day as a date field sends it; ``None`` where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def past_day_fault(text: str, today: date) -> str | None:
    """What is the matter with a day that something happened on; ``None`` where it can be one."""
    on = day_of(text)
    if on is None:
        return f"“{text[:20]}” is no day. {DAY}" if text else DAY
    if on > today:
        return f"{long_day(on)} is still to come. {DAY}"
    return f"{long_day(on)} is too long ago. {DAY}" if on < FIRST_DAY else None


def long_day(on: date) -> str:
    """A day in words, such as 2 March 2026."""
    return f"{on.day} {on:%B} {on.year}"
