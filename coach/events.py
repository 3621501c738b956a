"""What happens in a session, one value each; ``t_s`` is seconds since the session began."""

from dataclasses import dataclass

from coach.record import Ending, ExerciseSummary, Phase, RepRecord, Side
from coach.supervised import Intervention
from pose.reading import Unseen


@dataclass(frozen=True)
class Event:
    """Something that happened at ``t_s``."""

    t_s: float


@dataclass(frozen=True)
class ExerciseStarted(Event):
    """The exercise at ``index`` of the programme begins."""

    index: int


@dataclass(frozen=True)
class PhaseChanged(Event):
    """A new phase begins."""

    phase: Phase


@dataclass(frozen=True)
class RepFinished(Event):
    """A repetition has ended, completed or not; to be stored at once."""

    index: int
    rep: RepRecord


@dataclass(frozen=True)
class HoldHalf(Event):
    """Half of a hold is done."""


@dataclass(frozen=True)
class HoldBroken(Event):
    """The head left the band for longer than the grace before the hold was complete."""


@dataclass(frozen=True)
class Compensated(Event):
    """Another movement left the range it should keep, for longer than its persistence. ``kind`` is one of
    `coach.compensation.WORDS`; ``side`` is the shoulder or the side of the lean, where there is one."""

    kind: str
    side: Side | None = None


@dataclass(frozen=True)
class PastTarget(Event):
    """The head has been beyond the band for a moment."""


@dataclass(frozen=True)
class TakingTime(Event):
    """The band has not been reached for a while; nothing is lost by it."""


@dataclass(frozen=True)
class Paced(Event):
    """A breath goes ``in`` or ``out``."""

    step: str


@dataclass(frozen=True)
class Restless(Event):
    """The head has grown restless in its time: further off the middle, or trembling more."""


@dataclass(frozen=True)
class GapFound(Event):
    """Where the head was with the eyes closed: the axis that is furthest off, by how much in signed degrees,
    and whether that is near the middle."""

    movement: str
    off_deg: float
    near: bool


@dataclass(frozen=True)
class TrickNoted(Event):
    """A hand came near the face: a sensory trick, noted and never an error."""


@dataclass(frozen=True)
class NotSeen(Event):
    """The head has not been seen for a moment; the clock stands still. ``why``: where that is known."""

    why: Unseen | None = None


@dataclass(frozen=True)
class SeenAgain(Event):
    """The head is back."""


@dataclass(frozen=True)
class Paused(Event):
    """The clock stands still. ``reason``: ``patient``, ``spasm``, ``camera`` or ``midline``."""

    reason: str


@dataclass(frozen=True)
class Resumed(Event):
    """The clock runs again after a pause for this ``reason``."""

    reason: str = "patient"


@dataclass(frozen=True)
class Eased(Event):
    """The patient asked for the easier version. ``easiest``: it had become as easy as it gets before."""

    easiest: bool = False


@dataclass(frozen=True)
class Intervened(Event):
    """A therapist beside the session did something; to be stored at once."""

    one: Intervention


@dataclass(frozen=True)
class ExerciseFinished(Event):
    """The exercise at ``index`` has ended."""

    index: int
    summary: ExerciseSummary


@dataclass(frozen=True)
class SessionFinished(Event):
    """The session has ended."""

    ending: Ending
