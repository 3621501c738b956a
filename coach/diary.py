"""What a patient keeps beside the sessions: flags on a session, and spoken guides. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.record import Ending


class Flag(StrEnum):
    """What a patient says of a session afterwards; nothing is ever deleted for it."""

    NOT_ME = "not_me"  # somebody else sat before the camera: left out of the patient's own counts
    NOT_GOOD = "not_good"  # it was not a good session; it still counts


@dataclass(frozen=True)
class GuideOpening:
    """What is known when a spoken guide begins.

    Attributes:
        exercise_id, exercise_version, name: which.
        programme_id, programme_version: what it is a part of.
        tension_before: 0 to 10; ``None`` where not answered.
    """

    exercise_id: str
    exercise_version: int
    name: str
    programme_id: str
    programme_version: int
    tension_before: int | None = None


@dataclass(frozen=True)
class GuideAnswers:
    """The answers after a spoken guide; every one may be left open.

    Attributes:
        tension: 0 to 10.
        minutes: how long, where only the patient knows, as with walking.
        words: how it was.
        sleep: 0 to 10, on the morning after.
    """

    tension: int | None = None
    minutes: int | None = None
    words: str = ""
    sleep: int | None = None


@dataclass(frozen=True)
class GuideRecord:
    """One spoken guide as it was done; times aware, UTC. ``ended_at`` and ``ending`` are ``None`` while it
    goes on, or where the page was closed in the middle of it."""

    id: str
    patient_id: str
    begun_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    opening: GuideOpening
    answers: GuideAnswers
