"""The last half year of a patient's training, day by day: a table that reads as text and prints. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach.adherence import Agreed, Day, adherence
from web import therapist_words as words

WEEKS = 26
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: A day's share is drawn as so many steps; the numbers beside it are exact.
STEPS = 4


@dataclass(frozen=True)
class Cell:
    """One day.

    Attributes:
        words: the whole day in one sentence.
        done, asked: repetitions, as shown; empty where nothing was.
        step: 0 to `STEPS`, how much of what was asked was done.
        marks: what else the day was, such as "rest".
    """

    words: str
    done: str
    asked: str
    step: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Week:
    """The head and foot of a column: its first day, its month where that begins, its share of the dose."""

    first_day: str
    month: str
    share: str


@dataclass(frozen=True)
class Calendar:
    """Weeks as columns, oldest first; weekdays as rows. A day still to come is ``None``."""

    weeks: tuple[Week, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def first_day(today: date) -> date:
    """The Monday that the calendar begins with."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def calendar(
    days: Iterable[Day], agreed: Sequence[Agreed], injected: Collection[date], today: date
) -> Calendar:
    """The calendar that ends with this week.

    Args:
        days: in any order; those before `first_day` are left out.
        agreed: what held since when, oldest first.
        injected: the days of injections.
    """
    known = {day.on: day for day in days}
    mondays = [first_day(today) + timedelta(weeks=week) for week in range(WEEKS)]
    weeks = tuple(_week(monday, known, agreed, today) for monday in mondays)
    rows = tuple(
        (name, tuple(_cell(monday + timedelta(days=i), known, injected, today) for monday in mondays))
        for i, name in enumerate(WEEKDAYS)
    )
    return Calendar(weeks, rows)


def _week(monday: date, known: Mapping[date, Day], agreed: Sequence[Agreed], today: date) -> Week:
    inside = [on for i in range(7) if (on := monday + timedelta(days=i)) <= today]
    found = [known[on] for on in inside if on in known]
    done = adherence(found, agreed, inside[-1] + timedelta(days=1), len(inside)).share
    begins = monday == first_day(today) or any(on.day == 1 for on in inside)
    return Week(
        first_day=f"{monday.day}",
        month=f"{inside[-1]:%b}" if begins else "",
        share="" if done is None else f"{100 * done:.0f}",
    )


def _cell(on: date, known: Mapping[date, Day], injected: Collection[date], today: date) -> Cell | None:
    if on > today:
        return None
    day = known.get(on, Day(on, 0, 0, 0, resting=False))
    marks = tuple(_marks(day, injected))
    share = day.done_reps / day.asked_reps if day.asked_reps else 0.0
    idle = not (day.sessions or day.asked_reps)
    return Cell(
        words=_sentence(day, marks),
        done="" if idle else f"{day.done_reps}",
        asked="" if idle else f"{day.asked_reps}",
        step=min(int(share * STEPS), STEPS),
        marks=marks,
    )


def _marks(day: Day, injected: Collection[date]) -> Iterable[str]:
    if day.resting:
        yield "rest"
    if day.on in injected:
        yield "injection"


def _sentence(day: Day, marks: Collection[str]) -> str:
    found = f"{day.on:%A} {day.on.day} {day.on:%B %Y}: "
    if day.sessions or day.asked_reps:
        sessions = words.count(day.sessions, "session")
        found += f"{day.done_reps} of {day.asked_reps} repetitions, {sessions}"
    else:
        found += "no session"
    found += "; a day of rest" if "rest" in marks else ""
    return found + ("; injection." if "injection" in marks else ".")
