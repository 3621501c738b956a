"""One number of one session, as a trend is drawn from it. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """Where a number comes from."""

    CHECK = "check"  # the two-minute check: the same each time, so trends are drawn from it first
    EXERCISE = "exercise"  # the mean over the exercises of one session that gave this number
    REPORT = "report"  # the patient's own answer


@dataclass(frozen=True)
class Setting:
    """How a number was measured; numbers of different settings are not joined by a line.

    Attributes:
        measure_version: of `pose.measure`, as the session kept it.
        camera: its name.
        vertical_fov_deg: the field of view that was used, degrees.
        head_deg: where the straight head was in the camera's frame (rotation, lateral flexion, extension),
            degrees; another seat or screen moves it. ``None`` without a camera.
    """

    measure_version: str
    camera: str
    vertical_fov_deg: float
    head_deg: tuple[float, float, float] | None


@dataclass(frozen=True)
class Point:
    """One number.

    Attributes:
        name: as in `coach.measures` and `coach.checkup`; of a patient's own answers ``pain``, ``pain_after``,
            ``tension``, ``effort``, ``sleep`` (all 0 to 10).
        at: when its session began, aware, UTC.
        value, standard_error: in the measure's own unit; the error is ``None`` where it is not known.
        source: see `Source`.
        session_id: ``None`` for the sleep after a spoken guide.
        setting: ``None`` for a patient's own answer.
        seen_share: share of the session's frames with a usable head, 0 to 1; ``None`` where not counted.
    """

    name: str
    at: datetime
    value: float
    standard_error: float | None
    source: Source
    session_id: str | None
    setting: Setting | None = None
    seen_share: float | None = None


@dataclass(frozen=True)
class ExercisePoint:
    """One number of one exercise of one session, from which a personal effect is taken.

    Attributes:
        exercise_id: the plan's, or of a spoken guide the guide's.
        position: of the exercise in its session, from 0.
        at: when the session began, aware, UTC.
        name: as in `coach.measures`.
        value, standard_error: in the measure's own unit; the error is ``None`` where it is not known.
    """

    exercise_id: str
    session_id: str
    position: int
    at: datetime
    name: str
    value: float
    standard_error: float | None
