"""Days since the last injection to the phase of the therapist's plan, and its words. Dates without a clock.

The phases are judgement of the clinical reference, section 5: effect from the first or second week, strongest
from the fourth to the sixth, waning from the eighth. The words tell the plan, never what an injection does.
"""

from datetime import date
from enum import StrEnum

from coach.assessment import CYCLE_DAYS, Assessment
from coach.parts import Part, Words
from coach.programme import Prescribed


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
