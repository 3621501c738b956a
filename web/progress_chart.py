"""The picture of a patient's own trend: few points, no numbers to study. Pure.

Coordinates are hundredths of the picture's width and height, from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median

from coach.point import Point
from coach.trend_measures import Better
from coach.trends import Segment, Trend
from web.progress_words import PHRASES

#: At most about so many points, so that each can be seen by itself. Judgement.
MOST = 13
WEEK = timedelta(days=7)
#: Room above the highest and below the lowest point, as a share of what lies between.
MARGIN = 0.15


@dataclass(frozen=True)
class Spot:
    """The middle of some weeks: where it is drawn, from when it is, and its amount in words."""

    x: float
    y: float
    since: date
    amount: str


@dataclass(frozen=True)
class Picture:
    """One trend.

    Attributes:
        lines: points that are joined; where a trend begins anew a line ends.
        weeks: how many weeks one point stands for.
        injections: where they are drawn, and their days.
        first, last: the days at its left and its right edge.
        high, low: the amounts at its upper and its lower edge.
        lower_is_better: whether down is where the patient wants to go.
    """

    lines: tuple[tuple[Spot, ...], ...]
    weeks: int
    injections: tuple[tuple[float, date], ...]
    first: date
    last: date
    high: str
    low: str
    lower_is_better: bool

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(spot for line in self.lines for spot in line)


@dataclass(frozen=True)
class _Frame:
    """The edges of a picture: its first and last day, its lowest and highest value."""

    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        return 100 * (day - self.first).days / max(1, (self.last - self.first).days)

    def y(self, value: float) -> float:
        return 100 * (self.high - value) / (self.high - self.low)


def picture(found: Trend, injected: Sequence[date], now: datetime) -> Picture | None:
    """A trend as it is drawn; ``None`` where there are fewer than two points.

    Args:
        injected: days of injections.
        now: aware, in the patient's own time.
    """
    points = [point for segment in found.segments for point in segment.points]
    if not points:
        return None
    today, first = now.date(), points[0].at.astimezone(now.tzinfo).date()
    weeks = max(1, -(-((today - first).days + 1) // (7 * MOST)))
    rows = [_medians(segment, first, weeks, now) for segment in found.segments]
    values = [value for row in rows for _, value in row]
    if len(values) < 2:
        return None
    phrase, frame = PHRASES[found.measure.name], _Frame(first, today, *_edges(values))
    return Picture(
        lines=tuple(
            tuple(Spot(frame.x(day), frame.y(value), day, phrase.amount(value)) for day, value in row)
            for row in rows
        ),
        weeks=weeks,
        injections=tuple((frame.x(day), day) for day in injected if first <= day <= today),
        first=first,
        last=today,
        high=phrase.amount(frame.high),
        low=phrase.amount(frame.low),
        lower_is_better=found.measure.better is Better.LESS,
    )


def _medians(segment: Segment, first: date, weeks: int, now: datetime) -> list[tuple[date, float]]:
    """The median of each stretch of so many weeks, with the day on which the stretch begins."""

    def stretch(point: Point) -> int:
        return (point.at.astimezone(now.tzinfo).date() - first) // (weeks * WEEK)

    return [
        (first + number * weeks * WEEK, median(point.value for point in points))
        for number, points in groupby(segment.points, stretch)
    ]


def _edges(values: Sequence[float]) -> tuple[float, float]:
    """Some room below and above; no number that is drawn can be less than nothing."""
    between = (max(values) - min(values)) or abs(values[0]) or 1.0
    return max(0.0, min(values) - MARGIN * between), max(values) + MARGIN * between
