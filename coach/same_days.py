"""Like with like: values of the same days of an earlier injection cycle. Pure but for dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Days of the injection cycle that count as the same. Judgement.
SAME_DAYS = 14


@dataclass(frozen=True)
class Mean:
    """One value that is compared: a check, or the mean of a week."""

    on: date
    value: float


def earlier_values(
    before: Sequence[Mean], later: Sequence[Mean], injections: Sequence[date]
) -> tuple[Sequence[Mean], bool | None]:
    """What the later values are compared with: the first ones of the same days of an earlier injection cycle
    where there are any, else the first of all; and whether the days of the cycle are alike (``None`` where no
    injection is known)."""
    day = _cycle_day(later[-1].on, injections)
    cycle = [on for on in injections if on <= later[-1].on]
    if day is None:
        return before[: len(later)], None
    same = [one for one in before if one.on < cycle[-1] and _alike(day, one.on, injections)]
    if same:
        return same[: len(later)], True
    first = before[: len(later)]
    return first, all(_alike(day, one.on, injections) for one in first)


def _alike(day: int, on: date, injections: Sequence[date]) -> bool:
    was = _cycle_day(on, injections)
    return was is not None and abs(was - day) <= SAME_DAYS


def _cycle_day(on: date, injections: Sequence[date]) -> int | None:
    past = [day for day in injections if day <= on]
    return (on - past[-1]).days if past else None
