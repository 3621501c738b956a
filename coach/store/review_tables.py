"""The tables of what a therapist follows; a column has its field's name in `coach.event` and its neighbours.

patient -< event, dismissal, score
patient -- review (one line of the therapist's list, derived)
session -< session_number (derived from measure)
"""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from coach.event import EventKind
from coach.point import Source
from coach.store.columns import Id, PatientId, SessionId, Utc, by_value
from coach.store.tables import Table


class EventRow(Table):
    """One state of an event; taken back or written anew, the row stays as history."""

    __tablename__ = "event"

    row: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[Id] = mapped_column(index=True)
    patient_id: Mapped[PatientId]
    kind: Mapped[EventKind] = mapped_column(by_value(EventKind))
    on: Mapped[date]
    words: Mapped[str]
    product: Mapped[str]
    units: Mapped[float | None] = mapped_column(comment="the product's own units")
    muscles: Mapped[list[list[str | float | None]]] = mapped_column(JSON, comment="name, side, units of each")
    author: Mapped[str]
    noted_at: Mapped[Utc] = mapped_column(comment="UTC")
    taken_back_at: Mapped[Utc | None] = mapped_column(comment="UTC; empty while it stands")


class DismissalRow(Table):
    """An alert that was put away."""

    __tablename__ = "dismissal"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    rule: Mapped[str]
    key: Mapped[str] = mapped_column(comment="what raised it")
    author: Mapped[str]
    note: Mapped[str]
    at: Mapped[Utc] = mapped_column(comment="UTC")


class ScoreRow(Table):
    """A score that a clinician found in the clinic."""

    __tablename__ = "score"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    on: Mapped[date]
    name: Mapped[str] = mapped_column(comment="the scale as the clinician calls it")
    value: Mapped[float]
    highest: Mapped[float | None] = mapped_column(comment="the highest possible score")
    words: Mapped[str]
    author: Mapped[str]
    removed_at: Mapped[Utc | None] = mapped_column(comment="UTC; empty while it stands")


class ReviewRow(Table):
    """One line of the therapist's list, made from everything else; a change makes it stale."""

    __tablename__ = "review"

    patient_id: Mapped[str] = mapped_column(String(36), ForeignKey("patient.id"), primary_key=True)
    changes: Mapped[int] = mapped_column(comment="how often the patient's facts have changed")
    as_of: Mapped[date | None] = mapped_column(comment="the day that it is true of; empty when stale")
    need: Mapped[int] = mapped_column(comment="the higher, the sooner to be looked at")
    text: Mapped[str | None] = mapped_column(comment="coach.review.ReviewLine, JSON; empty until first made")


class SessionNumberRow(Table):
    """One number of a session as a trend takes it: that of the check, or the mean over its exercises; made
    from `measure` in the same transaction."""

    __tablename__ = "session_number"

    session_id: Mapped[SessionId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[Source] = mapped_column(by_value(Source), primary_key=True)
    value: Mapped[float] = mapped_column(comment="in the measure's unit")
    standard_error: Mapped[float | None] = mapped_column(comment="in the measure's unit")
