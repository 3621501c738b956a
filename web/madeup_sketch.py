"""Exercises of long ago in the made-up clinic: repetitions without a trace, drawn after what the coach made
of the traced ones. All numbers are invention."""

from coach.metrics import summarise
from coach.parts import Movement
from coach.record import Ending, ExerciseRecord, RepRecord
from coach.state import Tally
from web.madeup_course import Doing
from web.madeup_numbers import numbers_of

#: Of what was asked, what somebody who is tired completes: well below what counts as reached.
TIRED_SHARE = 0.6


def sketch(doing: Doing, start_s: float, reps: int | None = None) -> tuple[ExerciseRecord, float]:
    """One exercise and when it ends, seconds since the session began; after ``reps`` they stop."""
    plan = doing.task.plan
    asked = plan.sets * plan.reps
    done, t_s = [], start_s + doing.task.exercise.prepare_s
    for number in range(asked if reps is None else min(reps, asked)):
        rep = _rep(doing, number, t_s)
        done.append(rep)
        t_s = rep.ended_s + plan.rest_s
    unseen_s = sum(rep.unseen_s for rep in done)
    tally = Tally(seen_s=t_s - start_s - unseen_s, unseen_s=unseen_s)
    ending = Ending.DONE if len(done) == asked else Ending.STOPPED
    summary = summarise(tuple(done), tally, ending)
    return ExerciseRecord(plan, tuple(done), summary, measures=numbers_of(doing)), t_s


def _rep(doing: Doing, number: int, start_s: float) -> RepRecord:
    """The repetition of that number, counted from 0 over all sets."""
    rng, plan = doing.rng, doing.task.plan
    breathing = doing.task.exercise.movement is Movement.PRESENCE
    completed = breathing or _completes(doing, number)
    hold_s = plan.hold_s + rng.uniform(0, 0.06) if completed else plan.hold_s * rng.uniform(0.1, 0.9)
    around_s = 0.0 if breathing else rng.uniform(4, 8) + 10 * (not completed)
    hand_s = rng.uniform(2, 5) if rng.random() < doing.person.trick else 0.0
    return RepRecord(
        set_number=number // plan.reps + 1,
        rep_number=number % plan.reps + 1,
        started_s=start_s,
        ended_s=start_s + hold_s + around_s,
        completed=bool(completed),
        peak_deg=_peak(doing),
        hold_s=hold_s,
        in_band_s=hold_s + (0.0 if breathing else rng.uniform(0.1, 1.2)),
        steadiness_deg=_steadiness(doing),
        peak_speed_deg_s=_speed(doing),
        unseen_s=rng.exponential(doing.hidden * (hold_s + around_s)),
        trick_s=hand_s,
        compensations=_compensations(doing),
    )


def _completes(doing: Doing, number: int) -> bool:
    """Whether the hold reaches its length; who is tired does the first half."""
    plan, chance = doing.task.plan, float(doing.rng.random())
    if doing.tired:
        return number < TIRED_SHARE * plan.sets * plan.reps
    return doing.day.chapter.reaches or chance > 0.12 * doing.day.severity


def _peak(doing: Doing) -> float | None:
    movement, target = doing.task.exercise.movement, abs(doing.task.plan.target)
    if movement is Movement.PRESENCE:
        return None
    if movement is Movement.EAR_HEIGHT:
        return float(doing.rng.uniform(0.02, 0.045))
    if movement is Movement.DEVIATION:
        return float(doing.rng.uniform(5, 9) + 4 * doing.day.severity * doing.rng.random())
    return float(target * doing.rng.normal(1.02, 0.07) + 0.5)


def _steadiness(doing: Doing) -> float | None:
    movement = doing.task.exercise.movement
    if movement is Movement.PRESENCE:
        return None
    size = 0.006 if movement is Movement.EAR_HEIGHT else 0.25 + doing.person.tremor_deg * 0.3
    return float(size * doing.rng.uniform(0.5, 3) * (0.5 + doing.day.severity))


def _speed(doing: Doing) -> float | None:
    movement, target = doing.task.exercise.movement, abs(doing.task.plan.target)
    if movement in {Movement.PRESENCE, Movement.EAR_HEIGHT}:
        return None
    way_deg = 6.0 if movement is Movement.DEVIATION else target + 8 * doing.day.severity
    return float(way_deg * doing.rng.uniform(0.3, 0.5))


def _compensations(doing: Doing) -> tuple[str, ...]:
    side, often = doing.person.raises
    if doing.task.exercise.movement is Movement.PRESENCE:
        return ()
    raised = doing.rng.random() < often * (0.5 + doing.day.severity)
    return (f"shoulder_hike_{side.value}",) if raised else ()
