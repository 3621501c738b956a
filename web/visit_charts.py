"""The charts of the two pages for an injection visit: the main numbers and what changed in them, in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from math import inf
from statistics import mean

from coach.point import Point, Source
from coach.report.visit import Chart, Mark, Stretch
from coach.trend_measures import BY_NAME, Scale
from coach.trend_words import UNITS, number
from coach.trends import ENOUGH_CHECKS, WEEK, Kind, Segment, Trend, poor, trend

#: What is drawn and told, in this order.
MEASURES = (
    "deviation",
    "within_10",
    "longest",
    "range_rotation_left",
    "range_rotation_right",
    "tremor",
    "pain",
    "tension",
)
VERDICTS = {
    Kind.BETTER: "better, by more than the error",
    Kind.WORSE: "worse, by more than the error",
    Kind.CHANGED: "changed, by more than the error",
    Kind.WITHIN_ERROR: "no change that can be told",
}
LIMITS = {"share": (0.0, 1.0), "of 10": (0.0, 10.0)}
UNIT_WORDS = {"deg": "degrees", "share": "%", "s": "seconds", "of 10": "0 to 10"}


def local_day(at: datetime) -> date:
    """The day of a moment on this computer."""
    return at.astimezone().date()


def charts(points: Sequence[Point], injections: Sequence[date], on: date) -> Iterator[Chart]:
    """The main numbers up to a day, in the order of `MEASURES`; ``injections`` oldest first."""
    for name in MEASURES:
        found = trend(BY_NAME[name], points, injections=injections)
        if found.segments:
            yield _chart(found, on)


def _chart(found: Trend, on: date) -> Chart:
    measure = found.measure
    stretches = tuple(_stretch(part, measure.unit, on) for part in found.segments)
    title = f"{measure.label} ({UNIT_WORDS.get(measure.unit, measure.unit)})"
    return Chart(title, stretches, _in_short(found), log=measure.scale is Scale.LOG)


def _in_short(found: Trend) -> str:
    change, measure = found.change, found.measure
    if change.from_value is None or change.to_value is None:
        return change.words
    first, last = number(measure, change.from_value), number(measure, change.to_value)
    return f"From {first} to {last}: {VERDICTS[change.kind]}."


def _stretch(part: Segment, unit: str, on: date) -> Stretch:
    """The checks where there are enough of them, else means of weeks: what a change is told from."""
    points = [point for point in part.points if local_day(point.at) <= on]
    checks = [point for point in points if point.source is Source.CHECK]
    chosen = checks if len(checks) >= ENOUGH_CHECKS else points
    days = 1 if chosen is checks else WEEK.days
    groups = groupby(chosen, key=lambda point: (on - local_day(point.at)).days // days)
    marks = tuple(_mark(list(some), UNITS[unit][1]) for _, some in groups)
    return Stretch(marks, _band(part.band, unit) if part.band else None)


def _band(band: tuple[float, float], unit: str) -> tuple[float, float]:
    """The band as far as numbers of this unit go, as they are drawn."""
    times, (least, most) = UNITS[unit][1], LIMITS.get(unit, (-inf, inf))
    return max(least, band[0]) * times, min(most, band[1]) * times


def _mark(points: Sequence[Point], times: float) -> Mark:
    """The mean of some points at the middle one of their days."""
    errors = [point.standard_error for point in points if point.standard_error is not None]
    return Mark(
        on=local_day(points[len(points) // 2].at),
        value=mean(point.value for point in points) * times,
        error=mean(errors) * times if errors else None,
        poor=all(poor(point) for point in points),
    )
