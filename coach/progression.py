"""When a target has been reached five days running, what could come next; the therapist decides. Pure but for
the dates, which have no clock. Nothing progresses by itself.

The steps and their ends are starting values of judgement, after section 4.4 of the clinical reference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coach.cycle import CyclePhase, phase_of
from coach.exercise import Exercise
from coach.findings import Need
from coach.parts import AXES, Dose, Ends, Movement, Target
from coach.prescription import Choice, Published
from coach.programme import Task
from coach.record import ExercisePlan

#: A target counts as reached on a day when this share of the asked repetitions was completed in one session.
REACHED_SHARE = 0.8
#: So many days on which it was done, one after the other,
DAYS_RUNNING = 5
#: and no further apart than a plan of five days a week leaves them, days.
GAP_DAYS = 3

#: A hold on an axis that lasts longer than this is a stretch, which is never asked to be more exact.
CONTROL_TO_S = 10.0
#: What ends with its time and lasts so long or longer may last longer; anything shorter is paced by its task.
TIMED_FROM_S = 30.0
#: A larger share of the reach, by so much and up to so much.
SHARE_STEP, LARGEST_SHARE = 0.1, 0.8
#: The bands of holding the middle, one after the other, and the narrowest of the axes, degrees.
MIDDLE_BANDS_DEG, BAND_STEP_DEG, NARROWEST_DEG = (10.0, 7.0, 5.0), 1.0, 3.0


@dataclass(frozen=True)
class Practice:
    """One exercise of one stored session: when, as what, and how many repetitions were completed."""

    on: date
    plan: ExercisePlan
    completed: int


@dataclass(frozen=True)
class Advance:
    """What could come next of one exercise.

    Attributes:
        choice: the exercise as it would be chosen.
        words: what was reached and what would change, for the therapist.
        timely: whether the injection cycle's plan has room for it now.
    """

    exercise_id: str
    choice: Choice
    words: str
    timely: bool


def advances(published: Published, practice: Iterable[Practice], day: int | None) -> Iterator[Advance]:
    """What of a programme has been reached five days running, with the next step.

    Args:
        practice: of stored sessions, in any order.
        day: days since the last injection, where there was one.
    """
    done = tuple(practice)
    for choice, task in zip(published.draft.choices, published.prescribed.tasks, strict=True):
        step = next_step(choice, task.exercise)
        if step and reached_running(task.plan, done):
            what, next_choice = step
            timely = day is None or phase_of(day) is CyclePhase.WINDOW
            yield Advance(task.exercise.id, next_choice, _words(task, what, day, timely=timely), timely)


def _words(task: Task, what: str, day: int | None, *, timely: bool) -> str:
    words = f"{task.exercise.name}: reached on {DAYS_RUNNING} days running. Possible next: {what}."
    if task.exercise.progression:
        words += f" The exercise says: {task.exercise.progression}"
    if not timely:
        words += (
            f" It is day {day} after the injection, and the cycle's plan leaves progress to days 21 to 55."
        )
    return words


def reached_running(plan: ExercisePlan, practice: Iterable[Practice]) -> bool:
    """Whether this plan, as it stands, was reached on the last five days on which it was done."""
    asked = plan.sets * plan.reps
    days: dict[date, bool] = {}
    for one in practice:
        if one.plan.exercise_id == plan.exercise_id and one.plan == plan:  # the first is quickly told
            days[one.on] = days.get(one.on, False) or one.completed >= REACHED_SHARE * asked
    last = sorted(days)[-DAYS_RUNNING:]
    near = all(after - before <= timedelta(days=GAP_DAYS) for before, after in pairwise(last))
    return len(last) == DAYS_RUNNING and near and all(days[day] for day in last)


Change = tuple[str, dict[str, Dose | Target]]
Step = Callable[[Exercise], Change | None]


def next_step(choice: Choice, exercise: Exercise) -> tuple[str, Choice] | None:
    """What would change, in words, and the choice with it; ``None`` where nothing is left to raise."""
    found = next((change for step in _steps(exercise) if (change := step(exercise))), None)
    return (found[0], choice.model_copy(update=found[1])) if found else None


def _steps(exercise: Exercise) -> tuple[Step, ...]:
    """What could be raised, the first one first. Nothing of an exercise that asks for the therapist's say, or
    whose middle is found with closed eyes: it has no target."""
    if Need.THERAPIST in exercise.needs or exercise.eyes_closed:
        return ()
    hold_s, movement = exercise.dose.hold_s, exercise.movement
    if exercise.ends is Ends.TIME:
        timed = movement is Movement.DEVIATION and hold_s >= TIMED_FROM_S
        return (_longer(by_s=15, up_to_s=120),) if timed else ()
    if movement in AXES and hold_s <= CONTROL_TO_S:
        return (_wider, _longer(by_s=2, up_to_s=CONTROL_TO_S), _nearer)
    return HELD.get(movement, ())


def _longer(*, by_s: float, up_to_s: float) -> Step:
    """A longer hold."""

    def step(exercise: Exercise) -> Change | None:
        before_s = exercise.dose.hold_s
        hold_s = min(before_s + by_s, up_to_s)
        if hold_s <= before_s:
            return None
        words = f"hold {hold_s:g} seconds in place of {before_s:g}"
        return words, {"dose": exercise.dose.model_copy(update={"hold_s": hold_s})}

    return step


def _wider(exercise: Exercise) -> Change | None:
    target = exercise.target
    if target is None or target.share_of_reach is None or target.share_of_reach >= LARGEST_SHARE:
        return None
    share = round(min(target.share_of_reach + SHARE_STEP, LARGEST_SHARE), 2)
    words = f"{share:.0%} of the reach in place of {target.share_of_reach:.0%}"
    return words, {"target": target.model_copy(update={"share_of_reach": share})}


def _nearer(exercise: Exercise) -> Change | None:
    target = exercise.target
    if target is None or target.band_deg is None:
        return None
    wide = target.band_deg
    axis = exercise.movement in AXES
    bands = (max(wide - BAND_STEP_DEG, NARROWEST_DEG),) if axis else MIDDLE_BANDS_DEG
    band_deg = next((band for band in bands if band < wide), None)
    if band_deg is None:
        return None
    words = f"within {band_deg:g} degrees in place of {wide:g}"
    return words, {"target": target.model_copy(update={"band_deg": band_deg})}


HELD: Mapping[Movement, tuple[Step, ...]] = {
    Movement.DEVIATION: (_longer(by_s=5, up_to_s=30), _nearer),
    Movement.EAR_HEIGHT: (_longer(by_s=5, up_to_s=30),),
    Movement.SHOULDERS: (_longer(by_s=5, up_to_s=30),),
    Movement.LATERAL_SHIFT: (_longer(by_s=2, up_to_s=10),),
    **dict.fromkeys(AXES, (_longer(by_s=5, up_to_s=30),)),
}
