"""The lines of the therapist's list in words: where in the cycle, training, pain, camera, alerts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.cycle import cycle_day
from web import prescribing_words
from web import therapist_words as words

if TYPE_CHECKING:
    from coach.alerts import Alert
    from coach.review import ReviewLine
    from coach.store import Patient

#: Patients on a page.
PAGE = 50


@dataclass(frozen=True)
class Line:
    """One patient; read from left to right as a sentence. ``known`` is false before anything was gathered."""

    patient: Patient
    known: bool
    cycle: str = words.NOTHING
    last: str = words.NOTHING
    week: str = words.NOTHING
    month: str = words.NOTHING
    pain: str = words.NOTHING
    seen: str = words.NOTHING
    note: str = ""
    noted: str = ""
    alerts: tuple[Alert, ...] = ()


def line(patient: Patient, found: ReviewLine | None, now: datetime) -> Line:
    """One line; ``found`` is ``None`` where nothing was gathered yet."""
    if found is None:
        return Line(patient, known=False)
    return Line(
        patient,
        known=True,
        cycle=_cycle(found.injected_on, now.astimezone().date()),
        last=words.ago(found.last_session_at, now) if found.last_session_at else "not yet",
        week=words.share(found.adherence_7),
        month=words.share(found.adherence_28),
        pain=_pain(found.pain_now, found.pain_before),
        seen=words.share(found.seen_share),
        note=found.last_note.words if found.last_note else "",
        noted=prescribing_words.date_words(found.last_note.on) if found.last_note else "",
        alerts=found.alerts,
    )


def _cycle(injected_on: date | None, today: date) -> str:
    day = cycle_day(injected_on, today)
    return words.NOTHING if day is None else f"day {day}"


def _pain(now: float | None, before: float | None) -> str:
    """The last week's mean beside that of the three weeks before."""
    if now is None:
        return words.NOTHING if before is None else f"– ({before:.1f} before)"
    return f"{now:.1f}" if before is None else f"{now:.1f} ({before:.1f} before)"


def pages(total: int, offset: int) -> Iterator[tuple[str, int]]:
    """The pages beside the one shown, each as its words and where it begins."""
    if offset > 0:
        yield f"The {PAGE} before", max(offset - PAGE, 0)
    if offset + PAGE < total:
        yield f"The next {min(PAGE, total - offset - PAGE)}", offset + PAGE


def place(total: int, shown: int, offset: int) -> str:
    """Such as "1 to 50 of 1000"."""
    return f"{offset + 1} to {offset + shown} of {total}" if shown < total else words.count(total, "patient")
