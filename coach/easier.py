"""The easier version of an exercise under way: the same movement, less of it. Pure.

Nearer, shorter and fewer, by fixed shares, so that a patient gets it with one word in the middle of an
exercise and the therapist knows what was done. All shares are judgement.
"""

from dataclasses import replace
from math import ceil, copysign

from coach.exercise import MIN_CLEAR_DEG
from coach.goal import is_open
from coach.parts import AXES
from coach.programme import Mark, Second, Task
from coach.record import ExercisePlan
from coach.resolved import WIDEST_BAND_SHARE

#: A target on an axis comes nearer to the middle.
TARGET_SHARE = 0.75
#: Holds and repetitions.
HOLD_SHARE, REPS_SHARE = 2 / 3, 2 / 3
#: No hold shorter than this becomes shorter, seconds.
SHORTEST_HOLD_S = 2.0
#: Easier than this often would be another exercise, which is the therapist's to choose.
MOST_TIMES = 2


def easier(task: Task, at_least_reps: int = 1) -> Task:
    """The same exercise with less of it.

    Args:
        at_least_reps: the repetition under way, which is still done.
    """
    hold_s = task.plan.hold_s if task.exercise.pace else _shorter(task.plan.hold_s)
    reps = max(ceil(task.plan.reps * REPS_SHARE), at_least_reps)
    dose = task.exercise.dose.model_copy(update={"hold_s": hold_s, "reps": reps})
    eased = {
        "exercise": task.exercise.model_copy(update={"dose": dose}),
        "plan": replace(_nearer_plan(task.plan), hold_s=hold_s, reps=reps),
        "marks": tuple(_nearer_mark(mark, task.plan.movement) for mark in task.marks),
        "also": task.also and _nearer_second(task.also),
    }
    return task.model_copy(update=eased)


def _shorter(hold_s: float) -> float:
    return min(hold_s, max(SHORTEST_HOLD_S, round(hold_s * HOLD_SHARE)))


def _nearer_plan(plan: ExercisePlan) -> ExercisePlan:
    if plan.movement not in AXES or is_open(plan):
        return plan
    target, band = _nearer(plan.target, plan.band)
    return replace(plan, target=target, band=band)


def _nearer_mark(mark: Mark, movement: str) -> Mark:
    target, band = _nearer(mark.target, mark.band) if movement in AXES else (mark.target, mark.band)
    return mark.model_copy(update={"target": target, "band": band, "hold_s": _shorter(mark.hold_s)})


def _nearer_second(also: Second) -> Second:
    target, band = _nearer(also.target, also.band)
    return also.model_copy(update={"target": target, "band": band})


def _nearer(target: float, band: float) -> tuple[float, float]:
    """A place that can still be told from the middle, and its band as narrow as that asks for."""
    if target == 0:
        return target, band
    size = min(abs(target), max(2 * MIN_CLEAR_DEG, round(abs(target) * TARGET_SHARE, 1)))
    return copysign(size, target), min(band, WIDEST_BAND_SHARE * size)
