"""What a patient asks their clinic to erase, and what the clinic answers. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ErasureAnswer(StrEnum):
    """What a therapist did about it."""

    ERASED = "erased"
    KEPT = "kept"  # with a reason: some records have to be kept by law


@dataclass(frozen=True)
class ErasureRequest:
    """A patient erased something on their laptop, and asks that the clinic erases what was sent of it too.
    Nothing is ever erased by it: a person decides.

    Attributes:
        id: a UUID.
        session_id: what was erased; ``None`` for everything.
        started_at: when that session began; ``None`` for everything.
        asked_at: by the laptop's clock.
        answer, answered_at: ``None`` until a therapist has decided; times aware, UTC.
        author: who decided.
        reason: why it is kept; empty where it is erased.
    """

    id: str
    patient_id: str
    session_id: str | None
    started_at: datetime | None
    asked_at: datetime
    answer: ErasureAnswer | None = None
    answered_at: datetime | None = None
    author: str = ""
    reason: str = ""

    @property
    def what(self) -> str:
        """What is asked to be erased, in words, its day in local time."""
        if self.started_at is None:
            return "everything"
        began = self.started_at.astimezone()
        return f"the session of {began.day} {began:%B}"
