"""Who saw and who changed whom: what is noted is never changed and never taken out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select

from coach.accounts.tables import AuditRow
from coach.store import rows
from coach.store.transactions import Transactions

#: So many are shown at a time.
PAGE = 50


class What(StrEnum):
    """What somebody did."""

    SAW = "saw"
    CHANGED = "changed"
    MADE = "made"
    ERASED = "erased"
    TOOK_OUT = "took out"
    LOGGED_IN = "logged in"
    LOGGED_OUT = "logged out"
    TRIED = "tried to log in"
    SET_UP = "set up"
    APPROVED = "approved"
    CLOSED = "closed"
    RESET = "reset"
    PAIRED = "paired"
    UNPAIRED = "unpaired"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Noted:
    """Something that somebody did.

    Attributes:
        clinic_id: ``None`` where somebody gave a name that nobody has.
        account_id: who; ``None`` for a laptop, and for the server's own commands.
        device_id: the laptop that did it.
        patient_id: whom it is about, of the clinic's store.
        where: the page or the thing, without values.
        id: given when it is noted; the order of the notes.
    """

    at: datetime
    clinic_id: str | None
    what: What
    where: str
    account_id: str | None = None
    device_id: str | None = None
    patient_id: str | None = None
    id: int = 0


class Audit(Transactions):
    """The part of the accounts that remembers."""

    def note(self, noted: Noted) -> None:
        """Keep it. Nobody waits for anybody else's note."""
        with self._adding() as db:
            db.execute(insert(AuditRow), rows.columns_of(noted, apart=("id",)))

    def audit(
        self,
        clinic_id: str,
        patient_id: str | None = None,
        account_id: str | None = None,
        since: datetime | None = None,
        before: int | None = None,
    ) -> tuple[Noted, ...]:
        """A clinic's, the newest first, at most `PAGE`.

        Args:
            since: not older than that.
            before: the id of one; those noted before it, for the next page.
        """
        query = select(AuditRow).where(AuditRow.clinic_id == clinic_id)
        if patient_id:
            query = query.where(AuditRow.patient_id == patient_id)
        if account_id:
            query = query.where(AuditRow.account_id == account_id)
        if since:
            query = query.where(AuditRow.at >= since)
        if before:
            query = query.where(AuditRow.id < before)
        with self._reading() as db:
            found = db.scalars(query.order_by(AuditRow.id.desc()).limit(PAGE))
            return tuple(rows.value_of(Noted, row, what=What(row.what)) for row in found)
