"""Like with like: values of the same days of an earlier injection cycle. Pure but for dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coach.event import newest_by

#: Days of the injection cycle up to so far apart count as the same: checks are a week apart. Judgement.
SAME_DAYS = 5


@dataclass(frozen=True)
class Mean:
    """One value that is compared: a check, or the mean of a week."""

    on: date
    value: float


def earlier_values(
    before: Sequence[Mean], later: Sequence[Mean], injections: Sequence[date]
) -> tuple[Sequence[Mean], bool | None]:
    """What the later values are compared with: for each the value of the nearest day of the first injection
    cycle that has one, where all have, else the first of all; and whether the days of the cycle are alike
    (``None`` where no injection is known)."""
    if _cycle_day(later[-1].on, injections) is None:
        return before[: len(later)], None
    pairs = [_counterpart(one, before, injections) for one in later]
    same = {one.on: one for one in pairs if one}
    if len(same) == len(later):
        return [same[on] for on in sorted(same)], True
    return before[: len(later)], False


def _counterpart(one: Mean, before: Sequence[Mean], injections: Sequence[date]) -> Mean | None:
    """The value of the same days of the first earlier cycle that has one."""
    day = _cycle_day(one.on, injections)
    started = [on for on in injections if on <= one.on]
    for first, following in pairwise(started):
        cycle = [was for was in before if first <= was.on < following]
        apart = {abs((was.on - first).days - (day or 0)): was for was in cycle}
        if apart and min(apart) <= SAME_DAYS:
            return apart[min(apart)]
    return None


def _cycle_day(on: date, injections: Sequence[date]) -> int | None:
    injected = newest_by(injections, on)
    return (on - injected).days if injected else None
