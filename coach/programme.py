"""Programmes as data, and a programme resolved for one patient. Exercises are in `coach.exercise`.

Numbers in files are magnitudes with a direction in words; resolved plans are signed (see `pose`).
"""

import hashlib
import json
from enum import StrEnum

from pydantic import Field

from coach.errors import Fault, ProgrammeError
from coach.exercise import CAP_DEG, MIN_CLEAR_DEG, Exercise
from coach.parts import Direction, Dose, Ends, Id, Movement, Part, Words
from coach.record import ExercisePlan, Side

__all__ = [
    "Assignment",
    "Direction",
    "Dose",
    "Entry",
    "Exercise",
    "Feedback",
    "Movement",
    "Prescribed",
    "Programme",
    "Reach",
    "Shown",
    "Task",
    "plan_of",
    "resolve",
]

#: Where the patient's own reach is small the band narrows to this share of the target. Judgement.
WIDEST_BAND_SHARE = 0.5


class Feedback(StrEnum):
    """How much is said while the patient moves."""

    FULL = "full"  # as things happen, in every repetition
    FADING = "fading"  # as things happen in the first three, afterwards when a repetition has ended
    AFTERWARDS = "afterwards"  # when a repetition has ended


class Shown(StrEnum):
    """What the patient sees of themselves."""

    MIRROR = "mirror"
    FIGURE = "figure"


class Entry(Part):
    """One exercise of a programme; a dose of its own replaces the exercise's."""

    exercise: Id
    dose: Dose | None = None


class Programme(Part):
    """Exercises in their order."""

    id: Id
    version: int = Field(ge=1, le=9999)
    title: Words
    about: Words
    source: Words
    exercises: tuple[Entry, ...] = Field(min_length=1, max_length=20)


class Reach(Part):
    """How far a patient goes in comfort to each side, degrees, magnitudes."""

    rotation_left_deg: float = Field(ge=0, le=90)
    rotation_right_deg: float = Field(ge=0, le=90)
    lateral_flexion_left_deg: float = Field(ge=0, le=60)
    lateral_flexion_right_deg: float = Field(ge=0, le=60)
    extension_deg: float = Field(ge=0, le=80)
    flexion_deg: float = Field(ge=0, le=80)


class Assignment(Part):
    """What a therapist chose for one patient."""

    programme_id: Id
    programme_version: int = Field(ge=1, le=9999)
    corrective_rotation: Side
    corrective_lateral_flexion: Side
    reach: Reach
    note: str = Field(default="", max_length=2000)


class Task(Part):
    """One exercise as one patient does it; ``note`` is the therapist's words to the patient."""

    exercise: Exercise
    plan: ExercisePlan
    note: str = ""
    feedback: Feedback = Feedback.FADING
    shown: Shown = Shown.FIGURE


class Prescribed(Part):
    """A programme resolved for one patient: enough to judge, and to judge again from a trace."""

    id: Id
    version: int
    title: str
    tasks: tuple[Task, ...]

    def canonical_json(self) -> str:
        """The same text for the same prescription, always; ``model_validate_json`` reads it back."""
        data = self.model_dump(mode="json")
        return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def sha256(self) -> str:
        """Hash of the canonical text, hexadecimal."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()


def check_of(programme: Programme, parts: dict[str, Exercise]) -> Prescribed:
    """A check is the same for everybody: its parts ask for no side or reach of the patient's own."""
    tasks = [(parts[entry.exercise], entry.dose) for entry in programme.exercises]
    dosed = [part.model_copy(update={"dose": dose}) if dose else part for part, dose in tasks]
    return Prescribed(
        id=programme.id,
        version=programme.version,
        title=programme.title,
        tasks=tuple(Task(exercise=part, plan=plan_of(part, fixed_side(part), None)) for part in dosed),
    )


def resolve(programme: Programme, exercises: dict[str, Exercise], assignment: Assignment) -> Prescribed:
    """A programme with this patient's sides and reach filled in.

    Raises:
        ProgrammeError: the assignment names another version, or the reach leaves no room for a target.
    """
    faults = list(_version_faults(programme, assignment))
    tasks = []
    for entry in programme.exercises:
        exercise = exercises[entry.exercise]
        if entry.dose:
            exercise = exercise.model_copy(update={"dose": entry.dose})
        try:
            plan = plan_of(exercise, _side(exercise, assignment), assignment.reach)
            tasks.append(Task(exercise=exercise, plan=plan))
        except ProgrammeError as error:
            faults += error.faults
    if faults:
        raise ProgrammeError(tuple(dict.fromkeys(faults)))
    return Prescribed(id=programme.id, version=programme.version, title=programme.title, tasks=tuple(tasks))


def _version_faults(programme: Programme, assignment: Assignment) -> tuple[Fault, ...]:
    """A change of any number is a new version, and a new version is a therapist's decision."""
    if programme.version == assignment.programme_version:
        return ()
    wanted = f"version {programme.version} of {programme.id}, to be confirmed by the therapist"
    return (Fault("assignment", "programme_version", wanted, f"version {assignment.programme_version}"),)


def plan_of(exercise: Exercise, side: Side | None, reach: Reach | None) -> ExercisePlan:
    """One exercise with a patient's side and reach filled in; no reach for one that needs none.

    Raises:
        ProgrammeError: the reach leaves no room for a target.
    """
    target, band = _target(exercise, side, reach)
    dose = exercise.dose
    return ExercisePlan(
        exercise_id=exercise.id,
        exercise_version=exercise.version,
        name=exercise.name,
        movement=exercise.movement.value,
        side=side,
        target=target,
        band=band,
        sets=dose.sets,
        reps=dose.reps,
        hold_s=dose.hold_s,
        rest_s=dose.rest_s,
    )


def fixed_side(exercise: Exercise) -> Side | None:
    """The side that is the same for everybody."""
    return Side(exercise.direction.value) if exercise.direction in (Direction.LEFT, Direction.RIGHT) else None


def _side(exercise: Exercise, assignment: Assignment) -> Side | None:
    if exercise.direction is not Direction.CORRECTIVE:
        return fixed_side(exercise)
    if exercise.movement is Movement.ROTATION:
        return assignment.corrective_rotation
    return assignment.corrective_lateral_flexion


def _target(exercise: Exercise, side: Side | None, reach: Reach | None) -> tuple[float, float]:
    """Target, signed, and half width of its band, in the movement's own unit. As far as the head likes has no
    band, and as target the end of what the camera is trusted with, for the direction and the drawing."""
    wanted = exercise.target
    sign = -1.0 if side is Side.RIGHT or exercise.direction is Direction.FLEXION else 1.0
    if exercise.ends is Ends.FURTHEST:
        return sign * CAP_DEG[exercise.movement], 0.0
    if wanted is None or reach is None:
        return 0.0, (wanted.band_deg or 0.0) if wanted else 0.0
    if wanted.at_widths is not None:
        return wanted.at_widths, wanted.band_widths or 0.0
    band_deg = wanted.band_deg or 0.0
    if exercise.movement is Movement.DEVIATION:
        return 0.0, band_deg
    field = _reach_field(exercise, side)
    comfortable = comfortable_deg(exercise, side, reach)
    asked = wanted.at_deg if wanted.at_deg is not None else (wanted.share_of_reach or 0.0) * comfortable
    size_deg = round(min(asked, comfortable, CAP_DEG[exercise.movement]), 1)
    if size_deg < 2 * MIN_CLEAR_DEG:
        share = wanted.share_of_reach or 1.0
        least = f"at least {2 * MIN_CLEAR_DEG / share:.1f} degrees for {exercise.id}"
        raise ProgrammeError((Fault("assignment", f"reach.{field}", least, f"{comfortable:g}"),))
    band_deg = min(band_deg, WIDEST_BAND_SHARE * size_deg)
    return sign * size_deg, band_deg


def comfortable_deg(exercise: Exercise, side: Side | None, reach: Reach) -> float:
    """How far the patient goes in comfort where this exercise goes; only for an axis of the head."""
    degrees: float = getattr(reach, _reach_field(exercise, side))
    return degrees


def _reach_field(exercise: Exercise, side: Side | None) -> str:
    if side is None:
        return f"{exercise.direction}_deg"
    return f"{exercise.movement}_{side}_deg"
