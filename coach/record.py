"""What a session leaves behind, with its units; with trace and programme it gives every number again."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coach.supervised import Intervention, MarkedMoment
from pose.neutral import Neutral

TRACE_COLUMNS = (
    "t_s",  # seconds since the session began
    "camera_rotation_deg",  # the head in the camera's frame, no neutral taken off
    "camera_lateral_flexion_deg",
    "camera_extension_deg",
    "rotation_deg",  # head on trunk relative to the neutral
    "lateral_flexion_deg",
    "extension_deg",
    "deviation_deg",
    "shoulder_tilt_deg",  # relative to the neutral, as all below
    "elevation_left",  # shoulder widths
    "elevation_right",
    "lean_deg",
    "lateral_shift",  # shoulder widths
    "ear_height",  # shoulder widths
    "hand_near_face",  # 0 or 1
    "confidence",  # 0 to 1
    "rotation_error_deg",  # standard error of the head's angles, degrees
    "lateral_flexion_error_deg",
    "extension_error_deg",
    "phase",  # index into `Phase`
)

#: How finely a trace is kept, by the end of a column's name; the coach judges samples rounded the same way,
#: so that a stored trace judged again gives the very same numbers.
DEGREES_STEP, WIDTHS_STEP, SECONDS_STEP = 0.01, 0.0005, 0.0001


class Phase(StrEnum):
    """Where in an exercise the patient is. ``paused`` is the patient's own pause or that of a lost camera."""

    PREPARE = "prepare"
    MOVE = "move"
    HOLD = "hold"
    RETURN = "return"
    REST = "rest"
    DONE = "done"
    PAUSED = "paused"


class Ending(StrEnum):
    """How an exercise or a session came to its end; every ending counts and is kept."""

    DONE = "done"
    SKIPPED = "skipped"
    TOO_HARD = "too_hard"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


class SessionKind(StrEnum):
    """What a session is: training, or the check that trends are drawn from."""

    TRAINING = "training"
    CHECK = "check"


class Side(StrEnum):
    """The patient's own side."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class RepRecord:
    """One repetition.

    Attributes:
        set_number, rep_number: counted from 1.
        started_s, ended_s: seconds since the session began.
        completed: the hold reached its length.
        peak_deg: furthest low-passed point toward the target on the exercise's axis, positive toward the
            target (for a hold of the middle: the largest deviation from it while holding); for a posture
            exercise in that exercise's own unit; ``None`` where nothing is measured.
        hold_s: longest unbroken seen time inside the band until the repetition ended, so it may be longer
            than was asked; dips shorter than 0.5 s are forgiven (see `coach.holding`).
        in_band_s: all seen time inside the band.
        steadiness_deg: standard deviation of the raw values in the longest hold, without its first and last
            second.
        peak_speed_deg_s: fastest low-passed movement on the exercise's axis.
        unseen_s: time without a usable face; earns and costs nothing.
        trick_s: time with a hand near the face.
        compensations: what moved along, each kind once per occurrence, in order; the kinds and their
            words are `coach.compensation.WORDS`.
    """

    set_number: int
    rep_number: int
    started_s: float
    ended_s: float
    completed: bool
    peak_deg: float | None
    hold_s: float
    in_band_s: float
    steadiness_deg: float | None
    peak_speed_deg_s: float | None
    unseen_s: float
    trick_s: float
    compensations: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExercisePlan:
    """One prescribed exercise as it stood when it was done; kept with the session.

    Attributes:
        exercise_id, exercise_version, name: which exercise.
        movement: the axis that is scored, such as ``rotation``, ``deviation`` or ``ear_height``.
        side: the side it goes to, or ``None``.
        target: where to go, signed (left and up positive), degrees or the movement's own unit.
        band: half width of the band around the target that counts as reached, same unit.
        sets, reps, hold_s, rest_s: the dose.
    """

    exercise_id: str
    exercise_version: int
    name: str
    movement: str
    side: Side | None
    target: float
    band: float
    sets: int
    reps: int
    hold_s: float
    rest_s: float


@dataclass(frozen=True)
class ExerciseSummary:
    """The numbers of one exercise over all its repetitions; seconds are seen, unpaused time unless said.
    ``eased_s``: when the patient asked for less than the plan (`coach.easier`), session seconds."""

    ending: Ending
    seen_s: float
    unseen_s: float
    paused_s: float
    in_band_s: float
    trick_s: float
    best_hold_s: float
    best_peak_deg: float | None
    compensations: tuple[tuple[str, int], ...]
    effort: int | None = None
    eased_s: tuple[float, ...] = ()


@dataclass(frozen=True)
class Value:
    """One measured number in its ``unit``: ``deg``, ``deg/s``, ``deg/min``, ``s``, ``Hz``, ``share`` (0 to
    1), ``count`` or ``SPARC``. ``value`` is ``None`` where there is none; then ``reason`` says why, such as
    ``no_clear_peak``. ``standard_error`` is in the same unit, ``None`` where it cannot be derived."""

    value: float | None
    standard_error: float | None
    unit: str
    reason: str = ""


class Hand(StrEnum):
    """Which moments a number is of: all, or those with or without a hand near the face."""

    ALL = "all"
    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True)
class Measure:
    """A number of an exercise or of a whole session, by its name in `coach.measures`. Where no hand came near
    the face there is only the one of ``ALL``, which is then also that without. Numbers of another ``version``
    of `coach.measures` are not to be compared."""

    name: str
    hand: Hand
    value: Value
    version: int


@dataclass(frozen=True, eq=False)
class Trace:
    """Raw samples of an exercise; shape (frames, len(TRACE_COLUMNS)), NaN where not seen."""

    values: NDArray[np.float64]

    def column(self, name: str) -> NDArray[np.float64]:
        """One column by its name in `TRACE_COLUMNS`; shape (frames,)."""
        return self.values[:, TRACE_COLUMNS.index(name)]


@dataclass(frozen=True)
class CheckIn:
    """The 15-second check before a session; 0 to 10 where a number."""

    pain: int
    tension: int
    swallowing_trouble: bool
    dizziness: bool
    anything_new: bool


@dataclass(frozen=True)
class CheckOut:
    """The questions after a session; every one may be left open."""

    pain: int | None = None
    effort: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Quality:
    """How well the camera saw, over the whole session.

    Attributes:
        frames, frames_per_s: frames measured, and how many of them a second.
        dropped: frames the camera gave that were not measured.
        seen_share: share of those measured with a usable head, 0 to 1.
        second_person_s: seconds with somebody else in the picture.
        camera_lost: how many times the camera vanished or froze.
        notes: advice that was shown, each once.
    """

    frames: int = 0
    seen_share: float = 0.0
    frames_per_s: float = 0.0
    dropped: int = 0
    second_person_s: float = 0.0
    camera_lost: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class SessionOpening:
    """What is known when a session starts.

    Attributes:
        programme_id, programme_version, programme_sha256: what was followed, to the letter.
        programme_text: the resolved programme as canonical JSON, so that the session explains itself.
        neutral: the accepted neutral, or ``None`` in a session without a camera.
        versions: program, measuring code, models' SHA-256, as name -> value.
        camera, vertical_fov_deg, fov_assumed: its name, the field of view used, whether that is assumed.
        check_in: the answers before the session.
        resting_only: a red answer turned the session into rest and breathing.
        plans: the exercises in order.
        kind: training, or a check.
        bout: which of the day's bouts, counted from 1; ``None`` where it was the whole programme.
    """

    programme_id: str
    programme_version: int
    programme_sha256: str
    programme_text: str
    neutral: Neutral | None
    versions: dict[str, str]
    camera: str
    vertical_fov_deg: float
    fov_assumed: bool
    check_in: CheckIn
    resting_only: bool
    plans: tuple[ExercisePlan, ...]
    kind: SessionKind = SessionKind.TRAINING
    bout: int | None = None


@dataclass(frozen=True, eq=False)
class ExerciseRecord:
    """One exercise of a session as it was done; ``measures`` are empty where none were taken then."""

    plan: ExercisePlan
    reps: tuple[RepRecord, ...]
    summary: ExerciseSummary | None
    trace: Trace | None = None
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, eq=False)
class SessionRecord:
    """A whole session. ``ending`` is ``None`` while it is open (or after the power went); ``measures`` are of
    the session as a whole, empty where none were taken; what a therapist marked and did in it is in order."""

    opening: SessionOpening
    exercises: tuple[ExerciseRecord, ...]
    ending: Ending | None
    quality: Quality | None
    check_out: CheckOut = field(default_factory=CheckOut)
    measures: tuple[Measure, ...] = ()
    marked: tuple[MarkedMoment, ...] = ()
    interventions: tuple[Intervention, ...] = ()
