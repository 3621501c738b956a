"""What a therapist may change of an exercise under way, and how much at once. Pure.

A change holds from the next repetition on; the one under way is judged by what held when it began, so that
every repetition is of one target, one band and one hold. No change asks for more than a prescription could:
the target stays within the patient's comfortable reach, what the camera is trusted with, and clear of the
middle; a hold within the longest there is. All steps are judgement.
"""

from collections.abc import Callable
from dataclasses import replace
from math import copysign, nan

from coach.easier import easier
from coach.errors import CoachError
from coach.exercise import CAP_DEG, MIN_CLEAR_DEG
from coach.goal import is_open
from coach.motion import Motion
from coach.parts import AXES, LONGEST_HOLD_S, Movement
from coach.programme import Task
from coach.record import SECONDS_STEP, ExercisePlan
from coach.resolved import WIDEST_BAND_SHARE
from coach.state import State
from coach.supervised import CHANGES, MIDLINES, Intervention, Led

#: Decimals of `SECONDS_STEP`; what is done between two samples is found again between the same two.
TRACED_TO = 4
#: One press: more than the error of the measurement held still (2 degrees), little enough to try.
TARGET_STEP_DEG = 3.0
#: The middle has its band for a target: that is what is made narrower or wider.
BAND_STEP_DEG, NARROWEST_DEG, WIDEST_DEG = 2.0, 3.0, 15.0
#: A hold by a quarter, and by a second at least, as in the builder.
HOLD_STEP, SHORTEST_HOLD_S = 0.25, 1.0

#: The task that is asked from the next repetition on, to the number that changes, before and after.
Change = Callable[[Task], tuple[Led, float, float]]


class UnchangedError(CoachError):
    """A change that does not fit the exercise, or would ask for more than may be asked."""


def target_by(steps: int, comfortable_deg: float | None) -> Change:
    """Further (harder) by so many steps, or nearer where negative; of the middle a narrower or wider band.

    Args:
        comfortable_deg: how far the patient goes in comfort where the exercise goes; where it is not known
            nothing is asked beyond what was prescribed.
    """

    def change(task: Task) -> tuple[Led, float, float]:
        if task.marks or task.also or task.exercise.path or is_open(task.plan):
            raise UnchangedError(
                "This exercise has more than one place to go, or none; they stay as prescribed."
            )
        if task.exercise.movement is Movement.DEVIATION:
            return _band(task.plan.band, steps)
        if task.plan.movement in AXES and task.plan.target:
            return _target(task, steps, comfortable_deg)
        raise UnchangedError("This exercise has no target in degrees.")

    return change


def _target(task: Task, steps: int, comfortable_deg: float | None) -> tuple[Led, float, float]:
    size = abs(task.plan.target)
    most = min(size if comfortable_deg is None else comfortable_deg, CAP_DEG[task.plan.movement])
    after = round(size + steps * TARGET_STEP_DEG, 1)
    after = min(after, most) if steps > 0 else max(after, 2 * MIN_CLEAR_DEG)
    if (after - size) * steps <= 0:
        why = "further than the comfortable reach or the camera" if steps > 0 else "too near to the middle"
        raise UnchangedError(f"{size:.0f}° stays: the next step is {why}.")
    return Led.TARGET, task.plan.target, copysign(after, task.plan.target)


def _band(band: float, steps: int) -> tuple[Led, float, float]:
    after = min(max(band - steps * BAND_STEP_DEG, NARROWEST_DEG), WIDEST_DEG)
    if (after - band) * steps >= 0:
        raise UnchangedError(
            f"A band of {band:g}° to each side stays: the next step is beyond what may be asked."
        )
    return Led.BAND, band, after


def hold_by(steps: int) -> Change:
    """Longer by so many steps, or shorter where negative."""

    def change(task: Task) -> tuple[Led, float, float]:
        before_s = task.plan.hold_s
        if task.exercise.pace or task.marks or is_open(task.plan):
            raise UnchangedError("This exercise has a time of its own: a breath, its stops, or as it likes.")
        step_s = max(1.0, round(HOLD_STEP * before_s))
        after_s = min(max(before_s + steps * step_s, SHORTEST_HOLD_S), float(LONGEST_HOLD_S))
        if after_s == before_s:
            raise UnchangedError(
                f"A hold of {before_s:g} seconds stays: a hold lasts {SHORTEST_HOLD_S:g} to {LONGEST_HOLD_S}."
            )
        return Led.HOLD, before_s, after_s

    return change


def adjusted(task: Task, one: Intervention) -> Task:
    """The task with what a therapist changed of it; the same where nothing of it was changed."""
    plan = adjusted_plan(task.plan, one)
    dose = task.exercise.dose.model_copy(update={"hold_s": plan.hold_s})
    exercise = task.exercise.model_copy(update={"dose": dose})
    return task.model_copy(update={"exercise": exercise, "plan": plan})


def adjusted_plan(plan: ExercisePlan, one: Intervention) -> ExercisePlan:
    """The same of its plan alone."""
    match one.kind, one.after:
        case Led.TARGET, float(target):
            return replace(plan, target=target, band=min(plan.band, WIDEST_BAND_SHARE * abs(target)))
        case Led.BAND, float(band):
            return replace(plan, band=band)
        case Led.HOLD, float(hold_s):
            return replace(plan, hold_s=hold_s)
    return plan


# In an exercise under way; live and when its trace is judged again


def asked_at(state: State, t_s: float) -> float:
    """The time that is kept of what is asked at ``t_s``; two asked between the same two samples keep their
    order."""
    return round(max(t_s, state.asked_s + SECONDS_STEP), TRACED_TO)


def led(state: State, task: Task, one: Intervention) -> State:
    """An intervention comes in, between two samples."""
    state = replace(state, asked_s=one.at_s)
    if one.kind in MIDLINES:
        return replace(state, motion=Motion(), slump=nan)  # every value is counted from elsewhere now
    if one.kind not in CHANGES:
        return state
    under_way = (state.set_number, state.rep_number) if state.rep else None
    return replace(state, coming=adjusted(state.coming or task, one), coming_after=under_way)


def eased(state: State, task: Task, at_s: float) -> tuple[State, Task]:
    """The patient asks for less: of what is under way, and of what a therapist has asked for next."""
    coming = state.coming and easier(state.coming, state.rep_number)
    state = replace(state, coming=coming, asked_s=at_s, eased_s=(*state.eased_s, at_s))
    return state, easier(task, state.rep_number)


def due(state: State, task: Task) -> tuple[State, Task]:
    """What a therapist asked for holds from the first sample that is not of the repetition then under way."""
    under_way = state.rep and (state.set_number, state.rep_number)
    if state.coming is None or (under_way and under_way == state.coming_after):
        return state, task
    return replace(state, coming=None, coming_after=None), state.coming
