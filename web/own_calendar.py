"""A patient's own calendar: what they did on which day. Days without anything are not spoken of. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.diary import GuideRecord
from coach.record import SessionKind
from coach.store import SessionHead

DAY = timedelta(days=1)

#: What can be done on a day, in the order in which it is told.
KINDS = {"practice": "practised", "check": "two-minute check", "rest": "rest with a guide"}


@dataclass(frozen=True)
class OwnDay:
    """One day; ``kinds`` are keys of `KINDS`, ``ahead`` is a day that has not come yet."""

    on: date
    kinds: tuple[str, ...]
    ahead: bool

    @property
    def words(self) -> str:
        """What was done, such as "practised, two-minute check"; empty for nothing."""
        return ", ".join(KINDS[kind] for kind in self.kinds)


def weeks(
    heads: Iterable[SessionHead], guides: Iterable[GuideRecord], now: datetime, count: int
) -> tuple[tuple[OwnDay, ...], ...]:
    """The last weeks from Monday to Sunday, this one last.

    Args:
        now: aware, in the patient's own time.
    """
    done = _done(heads, guides, now)
    monday = now.date() - now.weekday() * DAY
    first = monday - (count - 1) * 7 * DAY
    return tuple(
        tuple(_day(first + (7 * week + day) * DAY, done, now.date()) for day in range(7))
        for week in range(count)
    )


def _day(on: date, done: dict[date, set[str]], today: date) -> OwnDay:
    return OwnDay(on, tuple(kind for kind in KINDS if kind in done.get(on, ())), ahead=on > today)


def _done(heads: Iterable[SessionHead], guides: Iterable[GuideRecord], now: datetime) -> dict[date, set[str]]:
    """However early it ended, it counts; what was somebody else's does not."""
    found: dict[date, set[str]] = defaultdict(set)
    for head in heads:
        if head.own and head.ended_at:
            found[_local(head.started_at, now)].add(_kind(head))
    for guide in guides:
        if guide.ended_at:
            found[_local(guide.begun_at, now)].add("rest")
    return found


def _kind(head: SessionHead) -> str:
    if head.kind is SessionKind.CHECK:
        return "check"
    return "rest" if head.resting_only else "practice"


def _local(at: datetime, now: datetime) -> date:
    return at.astimezone(now.tzinfo).date()
