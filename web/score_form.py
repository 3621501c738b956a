"""The form of a score that was found in the clinic: what was typed to a `Score`, or every fault. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from coach.reviewed import Score
from web.form_text import SIGNED, Needed, number_of, past_day_fault, text_faults, text_of, too_long

NEEDED = {"name": Needed(80, "Please name the scale, as your clinic calls it."), **SIGNED}
#: Scores of any scale fit; what is larger is a slip of the keys. Judgement.
LARGEST = 100_000
MOST_WORDS = 400


@dataclass(frozen=True)
class Answered:
    """A form as it was sent: the score, or why there is none, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    score: Score | None = None


def read(typed: Mapping[str, str], score_id: str, patient_id: str, today: date) -> Answered:
    """What a sent form says, with every fault at once."""
    found = dict(text_faults(typed, NEEDED)) | dict(_faults(typed, today))
    return Answered(typed, found, None if found else _score(typed, score_id, patient_id))


def _score(typed: Mapping[str, str], score_id: str, patient_id: str) -> Score:
    value = number_of(text_of(typed, "value"))
    assert value is not None  # noqa: S101 - it was found to be a number
    return Score(
        id=score_id,
        patient_id=patient_id,
        on=date.fromisoformat(text_of(typed, "on")),
        name=text_of(typed, "name"),
        value=value,
        highest=number_of(text_of(typed, "highest")),
        words=text_of(typed, "words"),
        author=text_of(typed, "author"),
    )


def _faults(typed: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    value, highest = (_number(typed, name) for name in ("value", "highest"))
    if value is None:
        yield "value", f"Please give the score as a number, up to {LARGEST}."
    if text_of(typed, "highest") and (highest is None or highest <= 0):
        yield "highest", f"Please give the highest possible score, up to {LARGEST}, or leave it empty."
    elif value is not None and highest is not None and value > highest:
        yield "value", f"{value:g} is more than {highest:g}, the highest possible. Please look at both again."
    if fault := past_day_fault(text_of(typed, "on"), today):
        yield "on", fault
    if fault := too_long(text_of(typed, "words"), MOST_WORDS):
        yield "words", fault


def _number(typed: Mapping[str, str], name: str) -> float | None:
    number = number_of(text_of(typed, name))
    return None if number is None or abs(number) > LARGEST else number


def said(score: Score) -> str:
    """A score, such as "23 of 35"."""
    return f"{score.value:g}" + ("" if score.highest is None else f" of {score.highest:g}")
