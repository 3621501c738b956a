"""What therapist and patient write to each other, and what a therapist notes for themselves. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterKind(StrEnum):
    """Who writes it, and for whom."""

    NOTE = "note"  # a therapist for themselves and their colleagues; no patient's page shows it
    MESSAGE = "message"  # from the therapist to the patient
    QUESTION = "question"  # from the patient to the therapist


@dataclass(frozen=True)
class Letter:
    """One note, message or question.

    Attributes:
        id: made by the caller, a UUID.
        words: the text.
        author: who signed it.
        written_at: aware, UTC.
        session_id, position: the session, and the exercise's place in it, that it is about; ``None`` where it
            is about neither.
        read_at: aware, UTC; ``None`` until whom it is for has opened it. A note is never unread.
    """

    id: str
    patient_id: str
    kind: LetterKind
    words: str
    author: str
    written_at: datetime
    session_id: str | None = None
    position: int | None = None
    read_at: datetime | None = None


@dataclass(frozen=True)
class Template:
    """A text that a therapist begins a message with; ``id`` is a UUID."""

    id: str
    title: str
    words: str
