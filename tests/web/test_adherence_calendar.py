"""The calendar of half a year: each day with its numbers, in words, whatever the weekday of today."""

from datetime import date, timedelta

import pytest

from coach.adherence import Agreed, Day
from web.adherence_calendar import WEEKS, Cell, calendar

THURSDAY = date(2026, 3, 19)
AGREED = [Agreed(date(2026, 3, 9), 20, days_a_week=7), Agreed(date(2026, 3, 17), 40, days_a_week=7)]


def of(today: date, *days: Day, injected: tuple[date, ...] = ()) -> dict[date, Cell | None]:
    """The cells by their dates."""
    found = calendar(days, AGREED, injected, today)
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    return {
        monday + timedelta(weeks=week, days=weekday): cell
        for weekday, (_, cells) in enumerate(found.rows)
        for week, cell in enumerate(cells)
    }


@pytest.mark.parametrize("ahead", range(7))
def test_it_ends_with_today_and_holds_half_a_year(ahead: int) -> None:
    today = THURSDAY + timedelta(days=ahead)
    cells = of(today)
    assert len(cells) == 7 * WEEKS
    assert max(on for on, cell in cells.items() if cell) == today
    assert cells[today].words.endswith("2026: no session.")  # type: ignore[union-attr]


def test_a_day_tells_done_asked_rest_and_injection() -> None:
    cells = of(
        THURSDAY,
        Day(THURSDAY, sessions=2, done_reps=27, asked_reps=36, resting=False),
        Day(THURSDAY - timedelta(days=1), sessions=1, done_reps=4, asked_reps=36, resting=True),
        injected=(THURSDAY - timedelta(days=1), THURSDAY - timedelta(days=2)),
    )
    today, before, injected = (cells[THURSDAY - timedelta(days=ago)] for ago in range(3))
    assert today == Cell(
        "Thursday 19 March 2026: 27 of 36 repetitions, 2 sessions.", "27", "36", step=3, marks=()
    )
    assert before
    assert before.marks == ("rest", "injection")
    assert before.words.endswith("4 of 36 repetitions, 1 session; a day of rest; injection.")
    assert injected
    assert (injected.done, injected.asked) == ("", "")
    assert injected.words.endswith("no session; injection.")


def test_weeks_are_headed_by_their_month_and_end_with_their_share_of_what_was_agreed() -> None:
    trained = [Day(THURSDAY, 1, 30, 40, resting=False), Day(date(2026, 3, 16), 1, 25, 30, resting=False)]
    found = calendar(trained, AGREED, (), THURSDAY)
    assert (found.weeks[-1].first_day, found.weeks[-1].share) == ("16", "36")  # 30 + 20 of 20 + 3 times 40
    assert [week.share for week in found.weeks[-3:-1]] == ["", "0"]  # nothing agreed, nothing done
    months = [week.month for week in found.weeks if week.month]
    assert months == ["Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
