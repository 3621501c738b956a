"""Records on their way into this store. Everything about one record is one transaction: it is kept in the
ordinary tables and has its receipt, or it is kept apart, or nothing has happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.errors import ConflictError, Fault, NotFoundError, RecordError
from coach.prescription import Published
from coach.store.apart import keep_apart
from coach.store.outbox import raised
from coach.store.outdating import outdate
from coach.store.programmes import add_version, remember
from coach.store.record_tables import ReceivedRow
from coach.store.record_values import Receipt, Sealed, Sender
from coach.store.tables import PatientRow
from coach.store.taking_in import about, chunks_of, is_erased, take
from coach.store.transactions import Transactions
from coach.wire import Kind
from coach.wire.bodies import AnyBody
from coach.wire.reading import read, sha256_of

#: A record that tells a state, not an event: of two the later one holds.
STATES = (Kind.ANSWERS, Kind.GUIDE)
#: A clock that is further off puts sessions at a wrong time of day. Judgement.
FAR_OFF_S = 300.0


class Receiving(Transactions):
    """The part of the store that takes records in."""

    def receive(
        self, sender: Sender, record: Sealed, at: datetime, sent_at: datetime | None = None
    ) -> Receipt:
        """Take a record in, once however often it comes.

        Args:
            sent_at: by the sender's own clock.

        Raises:
            RecordError: it is none of its kind, or was changed on the way; nothing was changed here.
            TooEarlyError: what it is about has not come in yet; nothing was changed here.
            ConflictError: another record of this id is here, or another's; this one is kept apart.
        """
        if sha256_of(record.body) != record.sha256:
            fault = Fault(f"the {record.kind}", "the whole file", "the hash that was told", "another")
            raise RecordError((fault,))
        body = read(record.kind, record.body)
        chunks, row = chunks_of(body), _row(sender, record, about(body), at)
        row.clock_offset_s = None if sent_at is None else (at - sent_at).total_seconds()
        with self._writing_beside() as db:
            _lock(db, sender.patient_id)
            receipt = _known(db, sender, record)
            if receipt is None and _can_be(db, sender, record, body, chunks):
                row.revision = raised(db, sender.patient_id)
                db.add(row)
                receipt = Receipt(record.id, record.sha256, row.revision)
            if receipt is None or receipt.sha256 != record.sha256:
                keep_apart(db, sender, record, "another record is here in its place", at)
        if receipt is None or receipt.sha256 != record.sha256:
            raise ConflictError(f"Record {record.id} is here already, and is another.")
        return receipt

    def receive_programme(self, sender: Sender, record: Sealed, published: Published, at: datetime) -> None:
        """Take a version in that the clinic published and that was judged here (`coach.signed.accept`).

        Raises:
            TakenError: the patient has a version of this number.
        """
        with self._writing() as db:
            _lock(db, sender.patient_id)
            remember(db, sender.patient_id, published.assessment)
            add_version(db, sender.patient_id, published)
            row = _row(sender, record, str(published.version), at)
            row.revision = raised(db, sender.patient_id)
            db.add(row)
            outdate(db, sender.patient_id)

    def has_received(self, record_id: str) -> bool:
        """Whether a record came in and was taken."""
        with self._reading() as db:
            return db.get(ReceivedRow, record_id) is not None

    def last_delivery(self, device_id: str) -> datetime | None:
        """When a laptop last sent something that was taken; ``None`` where it never did."""
        query = select(func.max(ReceivedRow.received_at)).where(ReceivedRow.device_id == device_id)
        with self._reading() as db:
            return db.scalar(query)

    def clock_offset_s(self, device_id: str) -> float | None:
        """By how much a laptop's clock was behind when it last told the time, seconds; ``None`` where it
        never did. More than `FAR_OFF_S` either way is worth a word."""
        told = ReceivedRow.device_id == device_id, ReceivedRow.clock_offset_s.is_not(None)
        query = select(ReceivedRow.clock_offset_s).where(*told).order_by(ReceivedRow.received_at.desc())
        with self._reading() as db:
            return db.scalar(query.limit(1))


def _lock(db: Session, patient_id: str) -> None:
    """One record of a patient at a time, so that revisions are given in the order in which they are seen."""
    mine = select(PatientRow.id).where(PatientRow.id == patient_id).with_for_update()
    if db.scalar(mine) is None:
        raise NotFoundError(f"There is no patient {patient_id}.")


def _known(db: Session, sender: Sender, record: Sealed) -> Receipt | None:
    """The receipt that was given for this id; one for other bytes has another hash."""
    row = db.get(ReceivedRow, record.id)
    if row is None:
        return None
    same = row.patient_id == sender.patient_id and row.kind == record.kind
    return Receipt(row.id, row.sha256 if same else "", row.revision, duplicate=True)


def _can_be(db: Session, sender: Sender, record: Sealed, body: AnyBody, chunks: list[dict[str, Any]]) -> bool:
    """Whether it was taken in, now or under another id, or is older than what was, or tells of what was
    erased and is kept no more."""
    if is_erased(db, body):
        return True
    same = ReceivedRow.sha256 == record.sha256
    later = (ReceivedRow.device_id == sender.device_id) & (ReceivedRow.sequence > record.sequence)
    told = select(ReceivedRow.id).where(
        ReceivedRow.kind == record.kind,
        ReceivedRow.about == about(body),
        ReceivedRow.patient_id == sender.patient_id,
        same | later if record.kind in STATES else same,
    )
    if db.scalar(told.limit(1)):
        return True
    taken = take(db, sender.patient_id, record.kind, body, chunks)
    if taken:
        outdate(db, sender.patient_id)
    return taken


def _row(sender: Sender, record: Sealed, told: str, at: datetime) -> ReceivedRow:
    return ReceivedRow(
        id=record.id,
        patient_id=sender.patient_id,
        device_id=sender.device_id,
        kind=record.kind.value,
        about=told,
        sequence=record.sequence,
        sha256=record.sha256,
        received_at=at,
    )
