"""What differs between two states of one exercise, in numbers, for a therapist. Pure.

What the patient reads of a change is in `coach.changes`.
"""

from collections.abc import Iterator

from coach.parts import AXES, Movement
from coach.programme import Task
from coach.record import ExercisePlan


def compared(before: Task | None, after: Task | None) -> str:
    """One sentence; empty where nothing differs. ``None`` where a version does not have the exercise."""
    if before is None or after is None:
        return "only in the later one" if after else "only in the earlier one"
    return "; ".join(differences(before, after))


def differences(before: Task, after: Task) -> Iterator[str]:
    """What differs between two states of one exercise."""
    for name, (one, more) in COUNTED.items():
        was, now = getattr(before.plan, name), getattr(after.plan, name)
        if was != now:
            yield f"{now:g} {one if now == 1 else more} in place of {was:g}"
    for say in (_side, _goal, _band):
        old, new = say(before.plan), say(after.plan)
        if old != new:
            yield f"{new} in place of {old}" if old and new else new or f"no longer {old}"
    if before.feedback is not after.feedback:
        yield FEEDBACK[after.feedback]
    if before.shown is not after.shown:
        yield SHOWN[after.shown]
    if before.note != after.note:
        yield "another note" if after.note else "without the note"
    worded = before.exercise.model_copy(update={"dose": after.exercise.dose, "target": after.exercise.target})
    if worded != after.exercise:
        yield "the exercise itself is worded or built anew"


#: What is counted, for one and for more of it.
COUNTED = {
    "reps": ("time", "times"),
    "hold_s": ("second each", "seconds each"),
    "rest_s": ("second of rest between", "seconds of rest between"),
    "sets": ("round", "rounds"),
}
FEEDBACK = {
    "full": "spoken of as it happens",
    "fading": "spoken of as it happens at first, then after each repetition",
    "afterwards": "spoken of after each repetition",
}
SHOWN = {"mirror": "with the mirror picture", "figure": "with the drawn figure"}


def _side(plan: ExercisePlan) -> str:
    return f"to the {plan.side}" if plan.side else ""


def _goal(plan: ExercisePlan) -> str:
    """How far, whole degrees: more than that no camera can tell."""
    return f"{abs(plan.target):.0f} degrees" if plan.movement in AXES and plan.target else ""


def _band(plan: ExercisePlan) -> str:
    return (
        f"within {plan.band:g} degrees" if plan.movement in (*AXES, Movement.DEVIATION) and plan.band else ""
    )
