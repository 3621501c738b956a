"""One press easier or harder: what a therapist changes most often, as one step. Pure.

Steps are judgement: a quarter of the repetitions and of the hold, at least one repetition and one second.
"""

from coach.exercise import Exercise
from coach.parts import LONGEST_HOLD_S, Dose

STEP = 0.25
MOST_REPS = 30


def easier(exercise: Exercise) -> Dose | None:
    """Fewer repetitions and shorter holds; ``None`` where nothing is left to take away."""
    return _stepped(exercise, -1)


def harder(exercise: Exercise) -> Dose | None:
    """More repetitions and longer holds; ``None`` for what has its own length."""
    return _stepped(exercise, 1)


def _stepped(exercise: Exercise, way: int) -> Dose | None:
    """A spoken guide lasts as long as its words; a breath has the length of its pace."""
    dose = exercise.dose
    if exercise.guide:
        return None
    reps = min(max(dose.reps + way * max(1, round(STEP * dose.reps)), 1), MOST_REPS)
    hold_s = dose.hold_s
    if exercise.pace is None:
        hold_s = min(max(dose.hold_s + way * max(1.0, round(STEP * dose.hold_s)), 1.0), float(LONGEST_HOLD_S))
    changed = dose.model_copy(update={"reps": reps, "hold_s": hold_s})
    return None if changed == dose else changed
