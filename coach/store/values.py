"""What the store hands out beside the record: who, and the line of a session in a list."""

from dataclasses import dataclass
from datetime import datetime

from coach.diary import Flag
from coach.exercise import Exercise
from coach.programme import Assignment
from coach.record import Ending, SessionKind, SessionRecord


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
class SessionHead:
    """One session in a list.

    Attributes:
        id, patient_id: UUIDs.
        started_at: aware, UTC.
        ended_at, ending: ``None`` while the session is open.
        resting_only: a red answer turned it into rest and breathing.
        programme_id, programme_version: what was followed.
        done_reps: repetitions whose hold reached its length.
        tried_reps: all repetitions begun.
        prescribed_reps: sets times reps over all exercises.
        seen_share: share of frames with a usable head, 0 to 1; ``None`` where it was not counted.
        pain_before, pain_after, effort: 0 to 10; ``None`` where not answered.
        words: the patient's words to the therapist.
        kind: training, or a check.
        bout: which of the day's bouts, from 1; ``None`` where it was the whole programme.
        flags: what the patient says of it.
    """

    id: str
    patient_id: str
    started_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    resting_only: bool
    programme_id: str
    programme_version: int
    done_reps: int
    tried_reps: int
    prescribed_reps: int
    seen_share: float | None
    pain_before: int
    pain_after: int | None
    effort: int | None
    words: str
    kind: SessionKind = SessionKind.TRAINING
    bout: int | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def own(self) -> bool:
        """The patient has not said that it was somebody else; what was not theirs counts nowhere."""
        return Flag.NOT_ME not in self.flags


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
