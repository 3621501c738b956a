"""What came in and was not taken: kept apart as it came, shown beside what is here in its place, and judged
again once the program or its rules are others."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from coach.errors import CoachError
from coach.store import rows
from coach.store.diary_tables import GuideRow
from coach.store.record_tables import QuarantinedRow
from coach.store.record_values import Quarantined, Sealed, Sender, WaitsFor
from coach.store.sealing import kept_bytes
from coach.store.tables import SessionRow
from coach.store.taking_in import about
from coach.store.talking_tables import LetterRow
from coach.store.transactions import Transactions
from coach.wire import Kind
from coach.wire.reading import read

_TABLES: dict[str, Any] = {Kind.SESSION: SessionRow, Kind.GUIDE: GuideRow, Kind.QUESTION: LetterRow}


class Apart(Transactions):
    """The part of the store that keeps and shows what was not taken."""

    def quarantine(
        self,
        sender: Sender,
        record: Sealed,
        reason: str,
        at: datetime,
        *,
        waits_for: WaitsFor = WaitsFor.NOTHING,
        judged_by: str = "",
    ) -> None:
        """Keep a record apart as it came; the same one is kept once, with why it was not taken the last time.

        Args:
            waits_for: what may take it once it is another one.
            judged_by: the program and rules that did not take it.
        """
        with self._writing() as db:
            keep_apart(db, sender, record, reason, at)
            db.flush()
            judged = {"waits_for": waits_for.value, "judged_by": judged_by}
            db.execute(update(QuarantinedRow).where(*_same(sender, record)).values(**judged))

    def quarantined(self, patient_id: str | None = None) -> tuple[Quarantined, ...]:
        """What was kept apart, of one patient or of all, newest first."""
        query = select(QuarantinedRow).order_by(QuarantinedRow.number.desc())
        if patient_id is not None:
            query = query.where(QuarantinedRow.patient_id == patient_id)
        with self._reading() as db:
            return tuple(_value(row) for row in db.scalars(query))

    def waiting_to_be_taken(self, patient_id: str) -> tuple[Quarantined, ...]:
        """What another version of the program or of its rules may take, in the order in which it came."""
        query = select(QuarantinedRow).where(
            QuarantinedRow.patient_id == patient_id, QuarantinedRow.waits_for != WaitsFor.NOTHING
        )
        with self._reading() as db:
            found = db.scalars(query.order_by(QuarantinedRow.sequence, QuarantinedRow.number))
            return tuple(_value(row) for row in found)

    def taken_after_all(self, patient_id: str, record: Sealed) -> None:
        """A record was taken: it waits no longer, and neither do programmes before it."""
        before = (QuarantinedRow.kind == Kind.PROGRAMME) & (QuarantinedRow.sequence < record.sequence)
        over = QuarantinedRow.record_id == record.id
        if record.kind is Kind.PROGRAMME:
            over |= before
        waits = QuarantinedRow.patient_id == patient_id, QuarantinedRow.waits_for != WaitsFor.NOTHING
        with self._writing() as db:
            db.execute(delete(QuarantinedRow).where(*waits, over))

    def in_its_place(self, one: Quarantined) -> bytes | None:
        """What is here of the same patient under the key that a record tells, as it would be sent; ``None``
        where there is nothing, or nothing that can be shown beside it."""
        if one.kind not in _TABLES:
            return None
        try:
            key = about(read(Kind(one.kind), one.body))
            with self._reading() as db:
                row = db.get(_TABLES[one.kind], key)
                own = row is not None and row.patient_id == one.patient_id
                return kept_bytes(db, Kind(one.kind), key) if own else None
        except CoachError:  # it is no record, or what is here is still open
            return None


def keep_apart(db: Session, sender: Sender, record: Sealed, reason: str, at: datetime) -> None:
    """Keep a record apart as it came; the same one is kept once, with why it was not taken the last time."""
    row = db.scalar(select(QuarantinedRow).where(*_same(sender, record)))
    if row is None:
        row = QuarantinedRow(record_id=record.id, sha256=record.sha256, kind=record.kind.value)
        row.patient_id, row.device_id = sender.patient_id, sender.device_id
        row.body, row.at, row.sequence = record.body, at, record.sequence
        row.waits_for, row.judged_by = WaitsFor.NOTHING.value, ""
        db.add(row)
    row.reason = reason


def _same(sender: Sender, record: Sealed) -> tuple[ColumnElement[bool], ...]:
    return (
        QuarantinedRow.record_id == record.id,
        QuarantinedRow.sha256 == record.sha256,
        QuarantinedRow.patient_id == sender.patient_id,
    )


def _value(row: QuarantinedRow) -> Quarantined:
    return rows.value_of(Quarantined, row, waits_for=WaitsFor(row.waits_for))
