"""The tables of what a therapist did beside a session; a column has its field's name in `coach.supervised`.

session -< marked_moment
session -< intervention
"""

from sqlalchemy.orm import Mapped, mapped_column

from coach.store.columns import SessionId, by_value
from coach.store.tables import Table
from coach.supervised import Led


class MarkedRow(Table):
    """A moment that a therapist marked, in the order of ``id``."""

    __tablename__ = "marked_moment"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(index=True)
    at_s: Mapped[float] = mapped_column(comment="seconds since the session began")
    author: Mapped[str]
    position: Mapped[int | None] = mapped_column(comment="the exercise's place in the session")
    words: Mapped[str]


class InterventionRow(Table):
    """Something that a therapist did to a session under way, in the order of ``id``."""

    __tablename__ = "intervention"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId] = mapped_column(index=True)
    at_s: Mapped[float] = mapped_column(comment="seconds since the session began")
    author: Mapped[str]
    kind: Mapped[Led] = mapped_column(by_value(Led), comment="see coach.supervised")
    position: Mapped[int | None] = mapped_column(comment="the exercise's place in the session")
    before: Mapped[float | None] = mapped_column(comment="degrees or seconds, see coach.supervised")
    after: Mapped[float | None] = mapped_column(comment="the same unit")
    words: Mapped[str] = mapped_column(comment="what was said to the patient")
