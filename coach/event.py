"""What happened to a patient beside the exercises, on a day: values only, dates without a clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coach.record import Side


class EventKind(StrEnum):
    """What it was."""

    INJECTION = "injection"
    DBS_SURGERY = "dbs_surgery"
    DBS_SETTING = "dbs_setting"
    MEDICINE = "medicine"  # begun, ended, or another dose
    ILLNESS = "illness"
    VISIT = "visit"
    FALL = "fall"
    OTHER = "other"


@dataclass(frozen=True)
class Muscle:
    """One injected muscle; ``units`` is ``None`` where the dose was not written down."""

    name: str
    side: Side | None = None
    units: float | None = None


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes:
        id: made by the caller, a UUID.
        words: what it was, in a therapist's words; may be empty where the kind says it.
        product, units, muscles: of an injection, as far as they are known; units are the product's own and
            are never compared between products.
        author: who wrote it down.
    """

    id: str
    patient_id: str
    kind: EventKind
    on: date
    words: str = ""
    product: str = ""
    units: float | None = None
    muscles: tuple[Muscle, ...] = ()
    author: str = ""


def injections(events: Iterable[Event], assessed: Iterable[date | None] = ()) -> tuple[date, ...]:
    """The days of all injections, oldest first: those written down as events, and those that assessments
    name (``assessed``); a day that is in both counts once."""
    written = {event.on for event in events if event.kind is EventKind.INJECTION}
    return tuple(sorted(written | {day for day in assessed if day}))


def newest_by(injected: Sequence[date], on: date) -> date | None:
    """The newest injection on a day or before it; ``injected`` oldest first. ``None`` where there is none."""
    return next((day for day in reversed(injected) if day <= on), None)
