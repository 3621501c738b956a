"""The tables of what therapist and patient write; a column has its field's name in `coach.letter` and
`coach.reviewed`.

patient -< letter (about a session, or an exercise of it)
patient -< goal (the newest is seen)
letter_template
"""

from sqlalchemy.orm import Mapped, mapped_column

from coach.letter import LetterKind
from coach.store.columns import Id, PatientId, SessionId, Utc, by_value
from coach.store.tables import Table


class LetterRow(Table):
    """A note, a message or a question; it is marked read, and never changed otherwise."""

    __tablename__ = "letter"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    kind: Mapped[LetterKind] = mapped_column(by_value(LetterKind), comment="note, message or question")
    words: Mapped[str]
    author: Mapped[str] = mapped_column(comment="who signed it")
    written_at: Mapped[Utc] = mapped_column(comment="UTC")
    session_id: Mapped[SessionId | None] = mapped_column(comment="the session that it is about")
    position: Mapped[int | None] = mapped_column(comment="the exercise's place in the session")
    read_at: Mapped[Utc | None] = mapped_column(comment="UTC; empty until whom it is for has opened it")


class LetterTemplateRow(Table):
    """A text that a message begins with."""

    __tablename__ = "letter_template"

    id: Mapped[Id] = mapped_column(primary_key=True)
    title: Mapped[str]
    words: Mapped[str]


class GoalRow(Table):
    """The one trend that a patient sees; a change is a new row, and the newest holds."""

    __tablename__ = "goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    measure: Mapped[str] = mapped_column(comment="of coach.trend_measures")
    words: Mapped[str] = mapped_column(comment="the goal in the patient's words")
    author: Mapped[str] = mapped_column(comment="who chose it")
    chosen_at: Mapped[Utc] = mapped_column(comment="UTC")
