"""How long a text, how large a number, how long a list of a record may be, by its field's name.

The names are those of `coach.record` and its neighbours, which carry their units. A longer or larger value is
no patient's; it would only harm whoever shows it. All bounds are judgement, generous beside what is measured.
"""

import re
from functools import lru_cache
from math import isfinite
from typing import Any

from coach.errors import Fault
from coach.faults import in_words

#: A record of two hours at 30 frames a second has 6 MB (25 bytes a frame, a third more in base64).
LONGEST_RECORD = 8_000_000  # bytes
#: The text of a programme, and a piece of a trace in base64, are as long as they need to be.
LONG = {"programme_text", "chunks"}
LONGEST_TEXT = {"words": 2000, "unit": 20, "reason": 40, "id": 36, "session": 36}
OTHER_TEXT = 400
LONGEST_NAME = 60
#: More entries than the repetitions, pieces and numbers of the longest session.
MOST_ENTRIES = 5000
#: Whole session, exercises, exercise, measures, measure, value; a pair in a list is the deepest.
DEEPEST = 8

#: What a person answers from 0 to 10.
ANSWERS = {"pain", "tension", "tension_before", "effort", "sleep"}
RANGES = dict.fromkeys(ANSWERS, (0.0, 10.0)) | {
    "seen_share": (0.0, 1.0),
    "vertical_fov_deg": (1.0, 179.0),
    "minutes": (0.0, 1440.0),
    "position": (0.0, 1000.0),
    "bout": (1.0, 100.0),
}
COUNTS = {"sets", "reps", "set_number", "rep_number", "frames", "dropped", "camera_lost", "version", "band"}
COUNTS |= {"programme_version", "exercise_version", "standard_error", "frames_per_s"}
LARGEST = 1e7
#: Seconds of a session, which lasts no longer than a day.
A_DAY_S = 86_400.0

#: Databases keep no zero character, and no page shows the others.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def limit_faults(file: str, data: Any) -> list[Fault]:
    """Every value of plain JSON data that is beyond its limit."""
    found: list[Fault] = []
    waiting: list[tuple[tuple[str, ...], str, Any]] = [((), "", [data])]
    while waiting:
        where, name, holder = waiting.pop()
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            here = key if isinstance(key, str) else name
            holds = isinstance(value, dict | list)
            if wanted := (_holder_wanted(where, value) if holds else _plain_wanted(here, value)):
                fault = ".".join([*where, str(key)][1:])
                found.append(Fault(file, fault, wanted, in_words(value)[:60]))
            elif holds:
                waiting.append(((*where, str(key)), here, value))
    return found


def _plain_wanted(name: str, value: Any) -> str:
    if isinstance(value, str):
        return _text_wanted(name, value)
    return _number_wanted(name, value) if type(value) in (int, float) else ""


def _holder_wanted(where: tuple[str, ...], value: Any) -> str:
    """What is the matter with a list, or with a table and the names in it."""
    if len(value) > MOST_ENTRIES or len(where) > DEEPEST:
        return f"at most {MOST_ENTRIES} entries, at most {DEEPEST} deep"
    return next(filter(None, map(_name_wanted, value)), "") if isinstance(value, dict) else ""


def _name_wanted(name: str) -> str:
    """The names of a record's own fields are remembered, a long one is none of them."""
    return _text_wanted("", name) if len(name) > LONGEST_NAME else _short_name_wanted(name)


@lru_cache(maxsize=512)
def _short_name_wanted(name: str) -> str:
    return _text_wanted("", name)


def _text_wanted(name: str, text: str) -> str:
    longest = LONGEST_RECORD if name in LONG else LONGEST_TEXT.get(name, OTHER_TEXT)
    if len(text) > longest:
        return f"at most {longest} characters"
    return "letters that can be seen" if _UNSEEN.search(text) else ""


def _number_wanted(name: str, value: float) -> str:
    least, most = _range(name)
    return "" if isfinite(value) and least <= value <= most else f"a number from {least:g} to {most:g}"


@lru_cache(maxsize=512)
def _range(name: str) -> tuple[float, float]:
    if name in RANGES:
        return RANGES[name]
    if name in COUNTS:
        return 0.0, LARGEST
    return (0.0, A_DAY_S) if name.endswith("_s") else (-LARGEST, LARGEST)
