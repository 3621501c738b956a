"""How much of the agreed dose was done, by days. Pure but for dates, which have no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach.record import SessionKind
from coach.session_head import SessionHead


@dataclass(frozen=True)
class Agreed:
    """What a programme asks for.

    Attributes:
        since: the day from which it holds.
        reps: repetitions of one day, in all its bouts.
        days_a_week: 1 to 7.
    """

    since: date
    reps: int
    days_a_week: int = 7


@dataclass(frozen=True)
class Day:
    """What was done on one local day; ``resting``: a red answer made it a day of rest and breathing."""

    on: date
    sessions: int
    done_reps: int
    asked_reps: int
    resting: bool


@dataclass(frozen=True)
class Adherence:
    """Done of agreed repetitions; ``share`` is 0 to 1, ``None`` where nothing was agreed."""

    done: int
    agreed: int

    @property
    def share(self) -> float | None:
        return self.done / self.agreed if self.agreed else None


def days_of(heads: Iterable[SessionHead]) -> tuple[Day, ...]:
    """The days on which the patient trained, oldest first; without checks and somebody else's sessions."""
    by_day: dict[date, list[SessionHead]] = {}
    for head in heads:
        if head.own and head.kind is SessionKind.TRAINING:
            by_day.setdefault(head.started_at.astimezone().date(), []).append(head)
    return tuple(
        Day(
            on,
            len(of_day),
            sum(head.done_reps for head in of_day),
            sum(head.prescribed_reps for head in of_day),
            any(head.resting_only for head in of_day),
        )
        for on, of_day in sorted(by_day.items())
    )


def adherence(days: Sequence[Day], agreed: Sequence[Agreed], today: date, over_days: int) -> Adherence:
    """Done of agreed in the last days, today included once something was done on it.

    A day never counts for more than was agreed, and the whole never for more than all; a day of rest after a
    red answer counts in full. Of a programme of five days a week two days in seven may be free.

    Args:
        days: of which `days_of`, oldest first.
        agreed: what held since when, oldest first.
        over_days: so many whole days before today.
    """
    by_day = {day.on: day for day in days}
    window = [today - timedelta(days=ago) for ago in range(over_days, 0, -1)]
    if today in by_day:
        window = [*window[1:], today]
    done = asked = 0.0
    for on in window:
        holds = next((one for one in reversed(agreed) if one.since <= on), None)
        if holds is None:
            continue
        asked += holds.reps * holds.days_a_week / 7
        done += _counted(by_day.get(on), holds)
    return Adherence(round(min(done, asked)), round(asked))


def _counted(day: Day | None, holds: Agreed) -> int:
    if day is None:
        return 0
    return holds.reps if day.resting else min(day.done_reps, holds.reps)
