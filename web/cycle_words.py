"""What is known of a patient's injection cycle, in sentences for a therapist. Pure."""

from collections.abc import Iterator
from math import exp, log

from coach.cycle import BEGINS, CyclePhase
from coach.injection_cycle import LEAST_CYCLES, LEAST_DAYS, Course, Overlay, Span
from coach.trend_measures import Better, Scale, TrendMeasure
from coach.trend_words import size
from web.therapist_words import count

#: What a number is doing while an injection works.
BETTER = {Better.LESS: "less", Better.NEARER: "nearer to the middle", Better.MORE: "more"}
RULE = (
    f"At least {LEAST_CYCLES} cycles are needed, each measured on {LEAST_DAYS} days or more: before day "
    f"{BEGINS[CyclePhase.WINDOW]}, from then to day {BEGINS[CyclePhase.FADING] - 1}, and after it."
)
NOT_VISIBLE = (
    "No cycle can be seen in this number: the days since an injection tell it no better than chance would."
)


def compared(measure: TrendMeasure, value: float) -> float:
    """A number as cycles compare it: without its side, and by ratios where it is drawn so."""
    if measure.scale is Scale.LOG:
        return log(value)
    return abs(value) if measure.better is Better.NEARER else value


def shown(measure: TrendMeasure, value: float) -> float:
    """The same back in the number's own unit, without its side."""
    return exp(value) if measure.scale is Scale.LOG else value


def sentences(measure: TrendMeasure, laid: Overlay) -> Iterator[str]:
    """What can be said, one sentence each."""
    if not laid.enough:
        cycles = len({one.cycle for one in laid.days})
        so_far = f"{count(len(laid.days), 'measured day')} in {count(cycles, 'cycle')}"
        yield f"Not enough data: {so_far if laid.days else 'no measured day since an injection'}. {RULE}"
    elif laid.course is None:
        yield NOT_VISIBLE
    else:
        yield from _course(measure, laid.course)


def _course(measure: TrendMeasure, course: Course) -> Iterator[str]:
    yield f"Half of the effect is there on {_day(course.half_there)}."
    yield f"The best window is from {_day(course.best_from)} to {_day(course.best_until)}."
    yield f"Half of the effect is gone on {_day(course.half_gone)}."
    gain = course.gain
    best, low, high = (
        size(measure, shown(measure, one)) for one in (gain.value, gain.low or 0, gain.high or 0)
    )
    yield f"At its best it is {best} {BETTER[measure.better]} than before and after, likely {low} to {high}."


def _day(span: Span) -> str:
    """Such as "day 12 (likely 9 to 15)"; an end that nobody saw is said."""
    low, high = (None if end is None else f"{max(0, round(end))}" for end in (span.low, span.high))
    if low is None and high is None:
        return f"day {span.value:.0f} (not certain on either side)"
    if high is None:
        return f"day {span.value:.0f} (likely {low} or later)"
    if low is None:
        return f"day {span.value:.0f} (likely {high} or earlier)"
    return f"day {span.value:.0f} (likely {low} to {high})"


def days_of(phase: CyclePhase) -> str:
    """The days of a phase of the plan."""
    later = [first for first in BEGINS.values() if first > BEGINS[phase]]
    return f"{BEGINS[phase]} to {min(later) - 1}" if later else f"{BEGINS[phase]} and later"
