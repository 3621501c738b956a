"""When an injection took hold and wore off, in sentences for the two pages of the visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from coach.injection_cycle import LEAST_CYCLES, LEAST_DAYS, Course, Span, overlay
from coach.point import Point, Source
from coach.report.visit import Block
from coach.trend_measures import BY_NAME, TrendMeasure
from coach.trend_words import size

#: The numbers that an injection is meant to lower.
LOWERED = ("deviation", "pain", "tension")
NAMES = frozenset(
    name for one in LOWERED for source in Source if (name := BY_NAME[one].named(source)) is not None
)
NOT_ENOUGH = (
    f"Not enough data yet: it takes {LEAST_CYCLES} cycles with {LEAST_DAYS} measured days each, before, in "
    "and after the weeks in which an effect is expected."
)
NOT_VISIBLE = "no course over the days since the injection can be told from chance"


def wore_off(points: Sequence[Point], injections: Sequence[date]) -> Block:
    """What can be said of it; ``points`` are all of `NAMES`, ``injections`` oldest first."""
    told = [line for name in LOWERED for line in _told(BY_NAME[name], points, injections)]
    return Block("When it takes hold and wears off in this patient", tuple(told) or (NOT_ENOUGH,))


def _told(measure: TrendMeasure, points: Sequence[Point], injections: Sequence[date]) -> Iterator[str]:
    found = overlay(_most(measure, points), injections, "less")
    if found.enough:
        said = _course(found.course, measure) if found.course else NOT_VISIBLE
        yield f"{measure.label}: {said}."


def _most(measure: TrendMeasure, points: Sequence[Point]) -> list[tuple[date, float]]:
    """The values of the one source that has most of them: sources are not mixed."""
    of: dict[Source, list[tuple[date, float]]] = defaultdict(list)
    for point in points:
        if point.name == measure.named(point.source):
            of[point.source].append((point.at.astimezone().date(), point.value))
    return max(of.values(), key=len, default=[])


def _course(course: Course, measure: TrendMeasure) -> str:
    best = f"day {days_told(course.best_from)} to day {days_told(course.best_until)}"
    return (
        f"half of the effect is there on day {days_told(course.half_there)}; at its best from {best}, by "
        f"{_gain(course.gain, measure)}; half of it is gone on day {days_told(course.half_gone)}"
    )


def days_told(span: Span) -> str:
    """A day since the injection with its interval."""
    return _with_ends(*(None if end is None else f"{end:.0f}" for end in _numbers(span)))


def _gain(span: Span, measure: TrendMeasure) -> str:
    return _with_ends(*(None if end is None else size(measure, end) for end in _numbers(span)))


def _numbers(span: Span) -> tuple[float | None, float | None, float | None]:
    return span.value, span.low, span.high


def _with_ends(value: str | None, low: str | None, high: str | None) -> str:
    """A number and its interval; an end that was not seen is left open."""
    if low is None and high is None:
        return f"{value} (or any other)"
    if low is None or high is None:
        return f"{value} ({high} or earlier)" if low is None else f"{value} ({low} or later)"
    return f"{value} ({low} to {high})"
