"""When an injection wears off is told where it can be told, with how sure it is."""

import re
from datetime import UTC, date, datetime, timedelta

import numpy as np

from coach.point import Point, Source
from web.cycle_words import NOT_VISIBLE
from web.visit_cycle import NOT_ENOUGH, wore_off

INJECTED = (date(2026, 1, 5), date(2026, 4, 6))


def pains(less_at_best: float) -> list[Point]:
    """Pain every second day of two cycles: lower by so much from day 20 to 50, as before at day 80."""
    rng = np.random.default_rng(3)
    found = []
    for first in INJECTED:
        for day in range(0, 90, 2):
            share = float(np.clip(min(day / 20, (80 - day) / 30), 0, 1))
            value = 6.0 - less_at_best * share + rng.normal(0, 0.4)
            at = datetime(first.year, first.month, first.day, 12, tzinfo=UTC) + timedelta(days=day)
            found.append(Point("pain", at, value, None, Source.REPORT, None))
    return found


def test_a_course_is_told_with_its_days_and_their_range() -> None:
    (told,) = wore_off(pains(4.0), INJECTED).lines
    assert told.startswith("Pain before a session: Half of the effect is there on day ")
    assert re.search(r"Half of the effect is gone on day 6\d \(likely \d\d to \d\d\)\.", told)


def test_what_may_be_chance_is_not_told_as_a_course() -> None:
    assert wore_off(pains(0.0), INJECTED).lines == (f"Pain before a session: {NOT_VISIBLE}",)


def test_one_cycle_is_not_enough() -> None:
    first = [point for point in pains(4.0) if point.at.date() < INJECTED[1]]
    assert wore_off(first, INJECTED[:1]).lines == (NOT_ENOUGH,)
    assert wore_off([], ()).lines == (NOT_ENOUGH,)
