"""An exercise, and a whole programme, with one patient's side and reach filled in. Pure."""

from coach.errors import Fault, ProgrammeError
from coach.exercise import CAP_DEG, MIN_CLEAR_DEG, Exercise
from coach.parts import SIDED, Also, Direction, Ends, Movement, Stop, Target
from coach.programme import Assignment, Mark, Prescribed, Programme, Reach, Second, Task
from coach.record import ExercisePlan, Side

#: Where the patient's own reach is small the band narrows to this share of the target. Judgement.
WIDEST_BAND_SHARE = 0.5


def check_of(programme: Programme, parts: dict[str, Exercise]) -> Prescribed:
    """A check is the same for everybody: its parts ask for no side or reach of the patient's own."""
    tasks = [(parts[entry.exercise], entry.dose) for entry in programme.exercises]
    dosed = [part.model_copy(update={"dose": dose}) if dose else part for part, dose in tasks]
    return Prescribed(
        id=programme.id,
        version=programme.version,
        title=programme.title,
        tasks=tuple(task_of(part, fixed_side(part), None) for part in dosed),
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
            tasks.append(task_of(exercise, _side(exercise, assignment), assignment.reach))
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


def task_of(exercise: Exercise, side: Side | None, reach: Reach | None) -> Task:
    """An exercise for one patient.

    Args:
        side: where it goes, or ``None`` where it has no side.
        reach: ``None`` for a part of a check, which asks for no target of the patient's own.

    Raises:
        ProgrammeError: the reach leaves no room for a target.
    """
    marks = tuple(_mark(exercise, stop, side, reach) for stop in exercise.stops)
    if marks:
        furthest = max(marks, key=lambda mark: abs(mark.target))
        target, band = furthest.target, furthest.band
    else:
        target, band = _target(exercise, exercise.target, side, reach)
    also = exercise.target.also if exercise.target else None
    second = _second(also, side, reach) if also and reach else None
    return Task(exercise=exercise, plan=_plan(exercise, side, target, band), also=second, marks=marks)


def _mark(exercise: Exercise, stop: Stop, side: Side | None, reach: Reach | None) -> Mark:
    target, band = _target(exercise, stop.target, side, reach)
    return Mark(target=target, band=band, hold_s=stop.hold_s or exercise.dose.hold_s)


def _second(also: Also, side: Side | None, reach: Reach) -> Second:
    """The second axis, no further than is comfortable."""
    own = side if also.direction in SIDED else None
    comfortable: float = getattr(reach, _reach_field(also, own))
    size_deg = round(min(also.at_deg, comfortable), 1)
    return Second(movement=also.movement, target=_sign(also, own) * size_deg, band=also.band_deg)


def _plan(exercise: Exercise, side: Side | None, target: float, band: float) -> ExercisePlan:
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


def _target(
    exercise: Exercise, wanted: Target | None, side: Side | None, reach: Reach | None
) -> tuple[float, float]:
    """Target, signed, and half width of its band, in the movement's own unit. As far as the head likes has no
    band, and as target the end of what the camera is trusted with, for the direction and the drawing."""
    sign = _sign(exercise, side)
    if exercise.ends is Ends.FURTHEST:
        return sign * CAP_DEG[exercise.movement], 0.0
    if wanted is None or reach is None:
        return 0.0, (wanted.band_deg or 0.0) if wanted else 0.0
    if wanted.at_widths is not None:
        return wanted.at_widths, wanted.band_widths or 0.0
    band = wanted.band_deg or wanted.band_widths or 0.0
    if exercise.movement is Movement.PATH:
        return _path_size(wanted.at_deg or 0.0, reach), band
    if exercise.of_the_middle or (wanted.at_deg is None and wanted.share_of_reach is None):
        return 0.0, band
    return _place(exercise, wanted, sign, side, reach)


def _path_size(at_deg: float, reach: Reach) -> float:
    """A path goes to both sides, and half as far up and down."""
    nods, turns = (
        (reach.extension_deg, reach.flexion_deg),
        (reach.rotation_left_deg, reach.rotation_right_deg),
    )
    return round(min(at_deg, *turns, *(2 * nod for nod in nods)), 1)


def _place(
    exercise: Exercise, wanted: Target, sign: float, side: Side | None, reach: Reach
) -> tuple[float, float]:
    """A place on an axis, no further than is comfortable and than the camera sees."""
    band_deg = wanted.band_deg or 0.0
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


def _sign(axis: Exercise | Also, side: Side | None) -> float:
    """To the right and down are negative."""
    return -1.0 if side is Side.RIGHT or axis.direction is Direction.FLEXION else 1.0


def _reach_field(axis: Exercise | Also, side: Side | None) -> str:
    if side is None:
        return f"{axis.direction}_deg"
    return f"{axis.movement}_{side}_deg"
