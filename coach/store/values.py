"""What the store hands out beside the record."""

from dataclasses import dataclass
from datetime import datetime

from coach.exercise import Exercise
from coach.programme import Assignment
from coach.record import SessionKind, SessionRecord
from coach.session_head import SessionHead


@dataclass(frozen=True)
class Patient:
    """Somebody who trains.

    Attributes:
        id: made by the caller, a UUID.
        name: a name or initials, as the therapist wrote it.
        made_up: belongs to the made-up clinic.
        note: the therapist's own words; not shown to the patient.
    """

    id: str
    name: str
    made_up: bool = False
    note: str = ""


@dataclass(frozen=True)
class NamedSession:
    """What is told of a session where something is about it (``started_at`` is aware, UTC).

    Attributes:
        names: of its exercises, in their order.
    """

    patient_id: str
    started_at: datetime
    kind: SessionKind
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FinishedSession:
    """A whole session that is over: ids are UUIDs, times aware."""

    id: str
    patient_id: str
    started_at: datetime
    ended_at: datetime
    record: SessionRecord


@dataclass(frozen=True, eq=False)
class StoredSession:
    """One session with everything that was kept of it."""

    head: SessionHead
    record: SessionRecord


@dataclass(frozen=True)
class Assigned:
    """An assignment and since when it holds (aware, UTC)."""

    at: datetime
    assignment: Assignment


@dataclass(frozen=True)
class OwnExercise:
    """One state of an exercise of the clinic's own (``at`` is aware, UTC)."""

    exercise: Exercise
    author: str
    at: datetime


@dataclass(frozen=True)
class RefusalListChange:
    """One state of the clinic's list of what must not be prescribed (``at`` is aware, UTC)."""

    text: str
    author: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class ProgressionAnswer:
    """What a therapist said to a proposal to ask for more.

    Attributes:
        exercise_id, programme_version: what the proposal was about.
        approved: whether it became a new version.
        note: the therapist's words.
        at: aware, UTC.
    """

    exercise_id: str
    programme_version: int
    approved: bool
    note: str
    at: datetime
