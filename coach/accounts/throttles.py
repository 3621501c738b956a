"""Wrong tries in a row, from one place or for one account, make the next one wait. They are counted in the
database before they are looked at, so that neither another process nor a restart gives more of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from coach.accounts.tables import ThrottleRow
from coach.store.transactions import Transactions

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=15)
#: Whoever was wrong so long ago begins anew. Judgement.
FORGOTTEN = timedelta(hours=24)


@dataclass(frozen=True)
class Throttle:
    """What is counted.

    Attributes:
        key: what and whose, such as ``pair from 192.0.2.7``; no more than that of what was typed.
        free: so many wrong tries cost nothing.
        first: the wait after them; it doubles with each further one.
        longest: it grows no longer than that.
    """

    key: str
    free: int
    first: timedelta = FIRST_WAIT
    longest: timedelta = LONGEST_WAIT


class Throttles(Transactions):
    """The part of the accounts that counts wrong tries. Times are aware UTC."""

    def try_once(self, throttle: Throttle, now: datetime) -> timedelta:
        """How long to wait before the next try; nothing where it may be made now, and then it is counted as
        wrong until `was_right`."""
        with self._writing() as db:
            db.execute(delete(ThrottleRow).where(ThrottleRow.last_at < now - FORGOTTEN))
            row = db.get(ThrottleRow, throttle.key)
            if row is None:
                row = ThrottleRow(key=throttle.key, wrong=0, last_at=now)
                db.add(row)
            wait = _wait(throttle, row.wrong, min(row.last_at, now), now)
            if not wait:
                row.wrong, row.last_at = row.wrong + 1, now
            return wait

    def was_right(self, throttle: Throttle) -> None:
        """The tries before are forgotten."""
        with self._writing() as db:
            db.execute(delete(ThrottleRow).where(ThrottleRow.key == throttle.key))

    def take_back(self, throttle: Throttle) -> None:
        """The last try was right; those before it stay, for they may be somebody else's."""
        with self._writing() as db:
            own = (ThrottleRow.key == throttle.key, ThrottleRow.wrong > 0)
            db.execute(update(ThrottleRow).where(*own).values(wrong=ThrottleRow.wrong - 1))


def _wait(throttle: Throttle, wrong: int, last_at: datetime, now: datetime) -> timedelta:
    """A clock that was set back waits no longer than one set right."""
    if wrong < throttle.free:
        return timedelta(0)
    wait = min(throttle.first * float(2 ** min(wrong - throttle.free, 20)), throttle.longest)
    return max(timedelta(0), last_at + wait - now)
