"""One session as the line of a list: values only."""

from dataclasses import dataclass
from datetime import datetime

from coach.diary import Flag
from coach.record import Ending, SessionKind


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
        red_answers: the red answers of the check before it, see `coach.safety.red_answers`.
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
    red_answers: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """The patient has not said that it was somebody else; what was not theirs counts nowhere."""
        return Flag.NOT_ME not in self.flags
