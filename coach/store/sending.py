"""Records on their way out of this store."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from coach.errors import ConflictError
from coach.store.record_tables import OutboxRow
from coach.store.record_values import Outgoing, Receipt, Sealed
from coach.store.sealing import body_of
from coach.store.tables import PatientRow
from coach.store.transactions import Transactions, get, patient_row
from coach.wire import Kind
from coach.wire.reading import sha256_of

#: What a line tells; the body is left where it is.
_TOLD = tuple(getattr(OutboxRow, one.name) for one in fields(Outgoing))


class Sending(Transactions):
    """The part of the store that sends."""

    def records_written(self) -> int:
        """How many records of all patients were made here or came in, until now."""
        with self._reading() as db:
            return db.scalar(select(func.coalesce(func.sum(PatientRow.revision), 0))) or 0

    def outgoing(self, patient_id: str, kinds: Collection[Kind]) -> tuple[Outgoing, ...]:
        """Every record of some kinds, in the order in which they are sent."""
        with self._reading() as db:
            return tuple(map(_outgoing, db.execute(_of(patient_id, kinds))))

    def waiting(self, patient_id: str, kinds: Collection[Kind]) -> tuple[Outgoing, ...]:
        """Those that the other side has not answered."""
        unanswered = OutboxRow.receipt.is_(None), OutboxRow.refused == ""
        with self._reading() as db:
            return tuple(map(_outgoing, db.execute(_of(patient_id, kinds).where(*unanswered))))

    def sealed(self, record_id: str, private_key: bytes | None = None) -> Sealed:
        """A record as it travels; made the first time, and the same from then on. One whose bytes were put
        away with its receipt is made anew from what is kept.

        Args:
            private_key: of the clinic, 32 bytes, for a programme.
        """
        with self._writing() as db:
            row = get(db, OutboxRow, record_id, "record")
            if row.body is None:
                row.body = body_of(db, row, private_key)
                row.sha256 = sha256_of(row.body)
            return Sealed(row.id, Kind(row.kind), row.sequence, str(row.sha256), row.body)

    def after(self, patient_id: str, revision: int, most: int, kinds: Collection[Kind]) -> tuple[str, ...]:
        """The ids of the next records of a patient after a revision, in their order."""
        chosen = OutboxRow.patient_id == patient_id, OutboxRow.kind.in_(kinds), OutboxRow.sequence > revision
        query = select(OutboxRow.id).where(*chosen).order_by(OutboxRow.sequence).limit(most)
        with self._reading() as db:
            patient_row(db, patient_id)
            return tuple(db.scalars(query))

    def as_it_would_be_sent(self, record_id: str) -> bytes:
        """The bytes of a record, without sealing it."""
        with self._reading() as db:
            row = get(db, OutboxRow, record_id, "record")
            return row.body or body_of(db, row, None)

    def acknowledge(self, receipt: Receipt, at: datetime) -> None:
        """The other side has it for good; its bytes are put away, its hash and the receipt stay.

        Raises:
            ConflictError: the receipt is for something else.
        """
        with self._writing() as db:
            row = get(db, OutboxRow, receipt.id, "record")
            if row.sha256 != receipt.sha256:
                raise ConflictError(f"The receipt of record {receipt.id} is for something else.")
            row.receipt, row.received_at, row.body = receipt.revision, row.received_at or at, None
            row.refused, row.conflicting = "", False

    def note_refused(self, record_id: str, why: str, *, conflicting: bool = False) -> None:
        """The other side did not take it; it stays here as it is, and is not sent again by itself."""
        with self._writing() as db:
            row = get(db, OutboxRow, record_id, "record")
            row.refused, row.conflicting = why, conflicting

    def send_again(self, patient_id: str, record_ids: Collection[str]) -> None:
        """The other side has them no longer, or may take now what it refused."""
        with self._writing() as db:
            for row in _rows(db, patient_id, record_ids):
                row.receipt, row.received_at, row.refused, row.conflicting = None, None, "", False


def _rows(db: Session, patient_id: str, record_ids: Collection[str]) -> list[OutboxRow]:
    found = [db.get(OutboxRow, one) for one in record_ids]
    return [row for row in found if row is not None and row.patient_id == patient_id]


def _of(patient_id: str, kinds: Collection[Kind]) -> Select[Any]:
    chosen = OutboxRow.patient_id == patient_id, OutboxRow.kind.in_(kinds)
    return select(*_TOLD).where(*chosen).order_by(OutboxRow.sequence)


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(**{**row._mapping, "kind": Kind(row.kind)})
