"""What a therapist did beside a session under way, as it is kept with the session. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Led(StrEnum):
    """What a therapist did to a session under way; what ``before`` and ``after`` count stands beside it."""

    TARGET = "target"  # where to go, degrees, left and up positive
    BAND = "band"  # half the width of what counts as reached, degrees
    HOLD = "hold"  # how long to stay, seconds
    MIDLINE = "midline"  # the middle was measured anew; ``after``: degrees from the one before
    MUTED = "muted"
    UNMUTED = "unmuted"
    SAID = "said"  # a sentence of the therapist's, spoken to the patient
    PAUSED = "paused"
    RESUMED = "resumed"
    SKIPPED = "skipped"
    ENDED = "ended"


#: What changes the exercise itself: its repetitions are no longer those of the plan.
CHANGES = (Led.TARGET, Led.BAND, Led.HOLD)


@dataclass(frozen=True)
class Intervention:
    """Something that a therapist did.

    Attributes:
        at_s: seconds since the session began. A change holds from the next repetition on.
        author: who.
        position: the exercise's place in the session, from 0; ``None`` where none was under way.
        before, after: the number that changed, where one did; its unit stands with `Led`.
        words: what was said.
    """

    at_s: float
    author: str
    kind: Led
    position: int | None = None
    before: float | None = None
    after: float | None = None
    words: str = ""


@dataclass(frozen=True)
class MarkedMoment:
    """A moment that a therapist marked, to come back to; ``at_s`` as above, ``words`` may be empty."""

    at_s: float
    author: str
    position: int | None = None
    words: str = ""
