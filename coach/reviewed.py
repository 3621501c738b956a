"""What a therapist decided while reviewing: alerts put away, the goal a patient sees, scores of the clinic.
Values only."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Dismissal:
    """An alert that was put away, with a note. It holds for what raised it (``key``); the same rule raised by
    something new is a new alert.

    Attributes:
        rule, key: the alert's own.
        at: aware, UTC.
    """

    rule: str
    key: str
    author: str
    note: str
    at: datetime


@dataclass(frozen=True)
class Goal:
    """The one trend that the patient sees, chosen by their therapist.

    Attributes:
        measure: the name of a measure of `coach.trend_measures`.
        words: the goal in the patient's words, such as "Look over my shoulder while parking".
        chosen_at: aware, UTC.
    """

    measure: str
    words: str
    author: str
    chosen_at: datetime


@dataclass(frozen=True)
class Score:
    """A score that a clinician found in the clinic, by whatever scale they have the right to use.

    Attributes:
        id: made by the caller, a UUID.
        name: the scale as the clinician calls it; Midline ships no scale.
        value, highest: the score, and the highest possible one where it was written down.
    """

    id: str
    patient_id: str
    on: date
    name: str
    value: float
    highest: float | None
    words: str
    author: str
