"""What is known of one patient when a therapist looks: values only, gathered by whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coach.adherence import Agreed
from coach.erasure import ErasureRequest
from coach.event import Event
from coach.letter import Letter
from coach.point import Point
from coach.reviewed import Dismissal
from coach.session_head import SessionHead


@dataclass(frozen=True)
class Facts:
    """One patient.

    Attributes:
        now: aware, in local time.
        heads: sessions of the last `LOOK_BACK_DAYS`, newest first; somebody else's may be among them.
        points: how far the head was from the middle at rest (`DEVIATION`) in that time, oldest first.
        injections: all days, oldest first.
        letters: newest first.
        next_steps: names of the exercises whose target was reached five days running.
        agreed: what was to be done since when, oldest first.
        erasures: what the patient asked to have erased, newest first, answered or not.
    """

    patient_id: str
    now: datetime
    heads: Sequence[SessionHead] = ()
    points: Sequence[Point] = ()
    events: Sequence[Event] = ()
    injections: Sequence[date] = ()
    dismissals: Sequence[Dismissal] = ()
    letters: Sequence[Letter] = ()
    next_steps: Sequence[str] = ()
    agreed: Sequence[Agreed] = ()
    erasures: Sequence[ErasureRequest] = ()

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def own(self) -> list[SessionHead]:
        """Sessions of which the patient has not said that it was somebody else, newest first."""
        return [head for head in self.heads if head.own]


#: So far back the facts for alerts reach: two weeks of alerts on top of what they are compared with.
LOOK_BACK_DAYS = 60
DEVIATION = "rest_deviation_mean"
