"""Days since the last injection to the phase of the therapist's plan, and its words. Dates without a clock.

The phases are judgement of the clinical reference, section 5: effect from the first or second week, strongest
from the fourth to the sixth, waning from the eighth. The words tell the plan, never what an injection does.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from coach.assessment import CYCLE_DAYS, Assessment
from coach.parts import AXES, Movement, Part, Words
from coach.programme import Prescribed, Task


class CyclePhase(StrEnum):
    """Where in the injection cycle a day lies."""

    SETTLE = "settle"
    RISING = "rising"
    WINDOW = "window"
    FADING = "fading"


#: The first day of each phase, the day of the injection being day 0.
BEGINS = {CyclePhase.SETTLE: 0, CyclePhase.RISING: 7, CyclePhase.WINDOW: 21, CyclePhase.FADING: 56}


class PhaseWords(Part):
    """One phase: what the patient reads, and the plan in short for the therapist."""

    title: Words
    words: Words
    plan: Words


class PhasesWords(Part):
    """Every phase."""

    settle: PhaseWords
    rising: PhaseWords
    window: PhaseWords
    fading: PhaseWords


class DayWords(Part):
    """What is said about the days around an injection."""

    phases: PhasesWords
    no_injection: Words
    questions: Words
    assessment_missing: Words
    assessment_old: Words
    new_now: Words
    more_now: Words
    may_publish: Words


def cycle_day(injected_on: date | None, today: date) -> int | None:
    """Days since the injection; ``None`` without one, or before it."""
    day = (today - injected_on).days if injected_on else -1
    return day if day >= 0 else None


def phase_of(day: int) -> CyclePhase:
    """The phase of a day since the injection, 0 or more."""
    return [phase for phase, first in BEGINS.items() if first <= day][-1]


def words_of(day: int, words: DayWords) -> PhaseWords:
    """The words of a day since the injection."""
    found: PhaseWords = getattr(words.phases, phase_of(day))
    return found


def assessment_warning(assessment: Assessment | None, today: date, words: DayWords) -> str | None:
    """What a therapist is told before a programme is made: none was made, or it is older than one cycle."""
    if assessment is None:
        return words.assessment_missing
    days = str((today - assessment.assessed_on).days)
    return words.assessment_old.format(days=days, cycle=str(CYCLE_DAYS)) if assessment.is_old(today) else None


def new_in(prescribed: Prescribed, before: Prescribed | None) -> tuple[int, ...]:
    """The exercises that the version before did not have, by their index; in the settling days they wait."""
    known = {task.exercise.id for task in before.tasks} if before else set()
    return tuple(i for i, task in enumerate(prescribed.tasks) if before and task.exercise.id not in known)


class Untimely(StrEnum):
    """What the plan of the cycle leaves to other days."""

    NEW = "new"
    MORE = "more"


def untimely(tasks: Iterable[Task], before: Prescribed | None, day: int | None) -> dict[str, Untimely]:
    """What of a next version the plan leaves to other days, by the exercise's id.

    In the settling days that is what the version before did not have; on every day outside the window it is
    more of what it had. Rest and breathing are for every day. A first version is new as a whole.
    """
    if day is None or before is None or phase_of(day) is CyclePhase.WINDOW:
        return {}
    known = {task.exercise.id: task for task in before.tasks}
    found = {}
    for task in tasks:
        was = known.get(task.exercise.id)
        if task.exercise.movement is Movement.PRESENCE:
            continue
        if was is None and phase_of(day) is CyclePhase.SETTLE:
            found[task.exercise.id] = Untimely.NEW
        elif was and _asks_more(was, task):
            found[task.exercise.id] = Untimely.MORE
    return found


def _asks_more(before: Task, after: Task) -> bool:
    """Oftener, longer, further (in whole degrees, as they are shown) or more exactly."""
    was, now = before.plan, after.plan
    further = now.movement in AXES and round(abs(now.target)) > round(abs(was.target))
    longer = now.sets * now.reps > was.sets * was.reps or now.hold_s > was.hold_s
    return longer or further or _asked_band(after) < _asked_band(before)


def _asked_band(task: Task) -> float:
    """As the exercise asks for it: the plan's own also narrows where the reach is small."""
    target = task.exercise.target
    return (target.band_deg or target.band_widths or 0.0) if target else 0.0


def untimely_words(what: Untimely, day: int, words: DayWords) -> str:
    """One of them for the therapist, with the day and the plan's own words."""
    told = {Untimely.NEW: words.new_now, Untimely.MORE: words.more_now}[what]
    return told.format(day=day, plan=words_of(day, words).plan)
