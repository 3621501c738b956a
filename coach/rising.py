"""Whether a number has been higher lately than it usually is. Pure but for dates, which have no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import mean

#: What is usual is known from so many days or more. Judgement.
LEAST_BEFORE = 3


@dataclass(frozen=True)
class Rise:
    """Since when, the means of the last days, and the mean of the days before them."""

    since: date
    lately: tuple[float, ...]
    usual: float


def rise(
    values: Iterable[tuple[date, float]], today: date, *, by: float, running: int, days: int
) -> Rise | None:
    """The last ``running`` days that have values, where each of them is ``by`` or more above the mean of the
    ``days`` before them; ``None`` otherwise, or where they are not of the last ``days``."""
    by_day: dict[date, list[float]] = {}
    for on, value in values:
        by_day.setdefault(on, []).append(value)
    last = sorted(by_day)[-running:]
    if len(last) < running or (today - last[0]).days > days:
        return None
    before = [on for on in by_day if 0 < (last[0] - on).days <= days]
    if len(before) < LEAST_BEFORE:
        return None
    usual = mean(value for on in before for value in by_day[on])
    lately = tuple(mean(by_day[on]) for on in last)
    return Rise(last[0], lately, usual) if min(lately) - usual >= by else None
