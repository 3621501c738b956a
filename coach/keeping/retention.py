"""How long a patient's data are kept after their last session: for ever, until somebody says otherwise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.errors import StoreError
from coach.store import Patient, Store

_MONTHS = "retention_months"
#: Judgement: whoever has recorded nothing for two months has a wrong clock more often than an empty clinic,
#: and a wrong clock would erase everybody.
SILENT_FOR = timedelta(days=60)


class ClockError(StoreError):
    """The clock is too far from everything that is kept; nothing was erased."""


@dataclass(frozen=True)
class Outlived:
    """A patient whose time is over, and when they were last here (aware)."""

    patient: Patient
    last: datetime


def retention_months(store: Store) -> int | None:
    """How many months after the last session a patient is erased; ``None``: never."""
    kept = store.setting(_MONTHS)
    return int(kept) if kept else None


def set_retention(store: Store, months: int | None) -> None:
    """Erase so many months after the last session from now on; ``None``: never."""
    store.set_setting(_MONTHS, "" if months is None else str(months))


def outlived(store: Store, now: datetime) -> tuple[Outlived, ...]:
    """Who is to be erased (``now`` is aware): the last session, spoken guide or, where there is neither, the
    last prescription lies as many months back as are asked for. Nobody, where nothing is asked for."""
    months = retention_months(store)
    if months is None:
        return ()
    last, until = store.last_seen(), months_before(now, months)
    return tuple(
        Outlived(patient, last[patient.id])
        for patient in store.patients()
        if patient.id in last and last[patient.id] < until
    )


def apply_retention(store: Store, now: datetime, *, clock_is_right: bool = False) -> tuple[Outlived, ...]:
    """Erase those, and say who it was.

    Raises:
        ClockError: ``now`` is long after anything that is kept, and nobody said that it is right.
    """
    gone = outlived(store, now)
    newest = max(store.last_seen().values(), default=now)
    if gone and now - newest > SILENT_FOR and not clock_is_right:
        raise ClockError(
            f"It is {now:%Y-%m-%d} by this computer's clock, and the newest entry is of {newest:%Y-%m-%d}. "
            "Nothing was erased; if the clock is right, please say so."
        )
    for one in gone:
        store.erase_patient(one.patient.id, now, "retention")
    return gone


def months_before(at: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=max(year, 1), month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
