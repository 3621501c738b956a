"""Records on their way into this store. Everything about one record is one transaction: it is kept in the
ordinary tables and has its receipt, or it is kept apart, or nothing has happened."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.errors import CoachError, ConflictError, NotFoundError, RecordError, TooEarlyError
from coach.prescription import Published
from coach.store.apart import keep_apart
from coach.store.came import Came, come
from coach.store.erasure_tables import ErasedSessionRow
from coach.store.outbox import raised
from coach.store.outdating import outdate
from coach.store.programmes import add_version, remember
from coach.store.record_tables import ReceivedRow
from coach.store.record_values import Receipt, Sealed, Sender
from coach.store.tables import PatientRow, SessionRow
from coach.store.taking_in import about, add_sessions, is_erased, take
from coach.store.transactions import Transactions
from coach.wire import Kind
from coach.wire.bodies import SessionBody

T = TypeVar("T")

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
        return self._receive(sender, come(record), at, sent_at)

    def receive_together(
        self, sender: Sender, records: Sequence[Sealed], at: datetime, sent_at: datetime | None = None
    ) -> list[Receipt | CoachError]:
        """Take several records in as `receive` takes each; those that are sessions nobody has heard of yet
        are one transaction. What is refused is the error in its place.

        Raises:
            NotFoundError: no such patient.
        """
        looked = [_tried(partial(come, one)) for one in records]
        came = [one for one in looked if isinstance(one, Came)]
        new = self._receive_new(sender, came, at, sent_at)

        def taken(one: Came | CoachError) -> Receipt | CoachError:
            if isinstance(one, CoachError):
                return one
            if one.record.id in new:
                return new[one.record.id]
            return _tried(partial(self._receive, sender, one, at, sent_at))

        return [taken(one) for one in looked]

    def _receive_new(
        self, sender: Sender, came: Sequence[Came], at: datetime, sent_at: datetime | None
    ) -> dict[str, Receipt]:
        """The receipts of the sessions among them that are new here, by the records' ids."""
        with self._writing_beside() as db:
            _lock(db, sender.patient_id)
            new = _new_sessions(db, came)
            if not new:
                return {}
            add_sessions(db, sender.patient_id, new)
            outdate(db, sender.patient_id)
            before = raised(db, sender.patient_id, len(new)) - len(new)
            taken = {}
            for revision, one in enumerate(new, before + 1):
                row = _row(sender, one.record, about(one.body), at, sent_at)
                row.revision = revision
                db.add(row)
                taken[row.id] = Receipt(row.id, row.sha256, revision)
            return taken

    def _receive(self, sender: Sender, came: Came, at: datetime, sent_at: datetime | None) -> Receipt:
        record = came.record
        with self._writing_beside() as db:
            _lock(db, sender.patient_id)
            receipt = _known(db, sender, record)
            if receipt is None and _can_be(db, sender, came):
                row = _row(sender, record, about(came.body), at, sent_at)
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


def _new_sessions(db: Session, came: Sequence[Came]) -> list[Came]:
    """Those that are sessions of which nothing is known here; none where two of the records are alike, as it
    takes one after the other to tell what they are."""
    found = {one.body.id: one for one in came if isinstance(one.body, SessionBody)}
    sessions, records = list(found), {one.record.id for one in came}
    if len(records) < len(came) or len(sessions) < sum(isinstance(one.body, SessionBody) for one in came):
        return []
    heard = (ReceivedRow.kind == Kind.SESSION) & ReceivedRow.about.in_(sessions)
    known = {
        *db.scalars(select(ReceivedRow.id).where(ReceivedRow.id.in_(records))),
        *db.scalars(select(ReceivedRow.about).where(heard)),
        *db.scalars(select(SessionRow.id).where(SessionRow.id.in_(sessions))),
        *db.scalars(select(ErasedSessionRow.session_id).where(ErasedSessionRow.session_id.in_(sessions))),
    }
    return [one for key, one in found.items() if not known & {key, one.record.id}]


def _tried(do: Callable[[], T]) -> T | CoachError:
    """What it gives, or why it was refused."""
    try:
        return do()
    except (RecordError, TooEarlyError, ConflictError) as error:
        return error


def _can_be(db: Session, sender: Sender, came: Came) -> bool:
    """Whether it was taken in, now or under another id, or is older than what was, or tells of what was
    erased and is kept no more."""
    record, body = came.record, came.body
    if is_erased(db, sender.patient_id, body):
        return True
    same = ReceivedRow.sha256 == record.sha256
    later = ReceivedRow.sequence > record.sequence  # one laptop's, also where it was paired anew since
    told = select(ReceivedRow.id).where(
        ReceivedRow.kind == record.kind,
        ReceivedRow.about == about(body),
        ReceivedRow.patient_id == sender.patient_id,
        same | later if record.kind in STATES else same,
    )
    if db.scalar(told.limit(1)):
        return True
    taken = take(db, sender.patient_id, came)
    if taken:
        outdate(db, sender.patient_id)
    return taken


def _row(
    sender: Sender, record: Sealed, told: str, at: datetime, sent_at: datetime | None = None
) -> ReceivedRow:
    return ReceivedRow(
        id=record.id,
        patient_id=sender.patient_id,
        device_id=sender.device_id,
        kind=record.kind.value,
        about=told,
        sequence=record.sequence,
        sha256=record.sha256,
        received_at=at,
        clock_offset_s=None if sent_at is None else (at - sent_at).total_seconds(),
    )
