"""What is drawn of a trend at each place: a number, or the mean of a day's or a week's numbers. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import sqrt
from statistics import fmean

from coach.point import Point, Source

#: Up to this many days every day is a dot, beyond every week: what is drawn is also a table to be read.
DAYS_APART = 100
#: From so many numbers on, their spread says how sure their mean is. Judgement.
LEAST_SPREAD = 3


@dataclass(frozen=True)
class Dot:
    """What is drawn at one place: one number, or the mean of those of a day or a week.

    Attributes:
        at: local time; of a mean, noon of its day or of its week's middle.
        error: standard error, of a mean the larger of what the numbers' own errors and their spread give.
        count: of how many numbers.
    """

    at: datetime
    value: float
    error: float | None
    source: Source
    poor: bool
    count: int


def dots(points: Iterable[Point], poor: Callable[[Point], bool], days: int) -> list[Dot]:
    """Points of one stretch of a trend: checks one by one, everything else by the day, or by the week
    where the chart is of more than `DAYS_APART` days.

    Args:
        poor: whether a session was seen poorly; such numbers are kept apart from the others, and what a
            patient answers is never one.
    """
    groups: dict[tuple[datetime, Source, bool], list[Point]] = {}
    for point in points:
        at, source = _place(point.at, point.source, days), point.source
        groups.setdefault((at, source, source is not Source.REPORT and poor(point)), []).append(point)
    return [_dot(where, group) for where, group in sorted(groups.items(), key=lambda item: item[0])]


@lru_cache(maxsize=4096)  # all numbers of a session have its moment
def _place(at: datetime, source: Source, days: int) -> datetime:
    local = at.astimezone().replace(tzinfo=None)
    if source is Source.CHECK:
        return local
    noon = local.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if days <= DAYS_APART else noon + timedelta(days=3 - noon.weekday())


def _dot(where: tuple[datetime, Source, bool], group: Sequence[Point]) -> Dot:
    at, source, poor = where
    return Dot(at, fmean(point.value for point in group), _error(group), source, poor, len(group))


def _error(group: Sequence[Point]) -> float | None:
    """What the camera misreads is alike in all of them, so a mean has the mean of their errors."""
    own = [point.standard_error for point in group if point.standard_error is not None]
    known = [fmean(own)] if own else []
    if len(group) >= LEAST_SPREAD:
        values = [point.value for point in group]
        middle = fmean(values)
        spread = sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))
        known.append(spread / sqrt(len(values)))
    return max(known, default=None)
