"""What a therapist did beside a session under way, as it is kept with the session. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Led(StrEnum):
    """What a therapist did to a session under way; what ``before`` and ``after`` count stands beside it."""

    TARGET = "target"  # where to go, degrees, left and up positive
    BAND = "band"  # half the width of what counts as reached, degrees
    HOLD = "hold"  # how long to stay, seconds
    MIDLINE = "midline"  # the middle was measured anew; ``after``: degrees from the one before
    MIDLINE_BACK = "midline_back"  # the one before was taken again; ``after``: as above
    MUTED = "muted"
    UNMUTED = "unmuted"
    SAID = "said"  # a sentence of the therapist's, spoken to the patient
    PAUSED = "paused"
    RESUMED = "resumed"
    SKIPPED = "skipped"
    ENDED = "ended"


#: The author of what happened because nobody at a desk looked on any more.
BY_ITSELF = "by itself"
#: What changes the exercise itself: its repetitions are no longer those of the plan.
CHANGES = (Led.TARGET, Led.BAND, Led.HOLD)
#: What moves the place from which every angle is counted.
MIDLINES = (Led.MIDLINE, Led.MIDLINE_BACK)


@dataclass(frozen=True)
class NewMidline:
    """A middle that a therapist set: where it lies as it was measured from the one that it replaced, left and
    up positive, each angle with its standard error, degrees. So much less is told of every angle after it.

    Attributes:
        frames: how many pictures it was taken from.
        spread_deg: how much the head moved meanwhile, standard deviation.
        replaced_s: when the one before was set, session seconds; ``None`` where that was before the session
            began or was gone on with.
    """

    rotation_deg: float
    lateral_flexion_deg: float
    extension_deg: float
    rotation_error_deg: float
    lateral_flexion_error_deg: float
    extension_error_deg: float
    frames: int
    spread_deg: float
    replaced_s: float | None = None


@dataclass(frozen=True)
class Intervention:
    """Something that a therapist did.

    Attributes:
        at_s: seconds since the session began. A change holds from the next repetition on.
        author: who.
        position: the exercise's place in the session, from 0; ``None`` where none was under way.
        before, after: the number that changed, where one did; its unit stands with `Led`.
        words: what was said.
        midline: of a middle that was set, its own numbers; those of the first days have none.
    """

    at_s: float
    author: str
    kind: Led
    position: int | None = None
    before: float | None = None
    after: float | None = None
    words: str = ""
    midline: NewMidline | None = None


@dataclass(frozen=True)
class MarkedMoment:
    """A moment that a therapist marked, to come back to; ``at_s`` as above, ``words`` may be empty."""

    at_s: float
    author: str
    position: int | None = None
    words: str = ""
