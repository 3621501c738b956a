"""What came in and was not taken: kept apart as it came, shown beside what is here in its place, and judged
again once the program or its rules are others."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from coach.errors import CoachError, TakenError
from coach.store import rows
from coach.store.came import Came, come
from coach.store.diary_tables import GuideRow
from coach.store.outdating import outdate
from coach.store.record_tables import QuarantinedRow
from coach.store.record_values import Quarantined, Sealed, Sender, Settlement, WaitsFor
from coach.store.sealing import kept_bytes
from coach.store.tables import SessionRow
from coach.store.taking_in import about, add_sessions, is_erased
from coach.store.talking_tables import LetterRow
from coach.store.transactions import Transactions, get
from coach.store.uuid7 import uuid7
from coach.wire import Kind
from coach.wire.bodies import SessionBody
from coach.wire.reading import read

_OPEN = QuarantinedRow.settlement.is_(None)
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

    def open_apart(self, patient_id: str) -> int:
        """How many that came from a patient's laptops nobody has settled."""
        of_laptops = QuarantinedRow.patient_id == patient_id, QuarantinedRow.device_id != ""
        waiting = select(func.count(QuarantinedRow.number)).where(*of_laptops, _OPEN)
        with self._reading() as db:
            return db.scalar(waiting) or 0

    def can_stand_beside(self, one: Quarantined) -> bool:
        """Whether it is a session that can be taken in beside the one that is here."""
        with self._reading() as db:
            return _session_of(db, one) is not None

    def settle(self, number: int, settlement: Settlement, by: str, why: str, at: datetime) -> None:
        """What a therapist decided about a record that was kept apart. It stays as it came; a session that is
        to stand beside is taken in too, under a new id where its own is taken.

        Raises:
            NotFoundError: there is none of this number.
            TakenError: it was settled before, or cannot stand beside.
        """
        with self._writing() as db:
            row = get(db, QuarantinedRow, number, "record that was kept apart")
            if row.settlement:
                raise TakenError(f"{row.settled_by} has settled this already.")
            if settlement is Settlement.BOTH:
                row.taken_as = _taken_beside(db, _value(row))
            row.settlement, row.settled_at, row.settled_by, row.settled_why = settlement, at, by, why
            outdate(db, row.patient_id)

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


def _session_of(db: Session, one: Quarantined) -> Came | None:
    """A session under an id that is free here; ``None`` where it is none, or was erased here."""
    if one.kind != Kind.SESSION:
        return None
    try:
        came = come(one.sealed)
    except CoachError:
        return None
    if not isinstance(came.body, SessionBody) or is_erased(db, one.patient_id, came.body):
        return None
    return _under(uuid7(), came) if db.get(SessionRow, came.body.id) else came


def _under(session_id: str, came: Came) -> Came:
    chunks = [chunk | {"session_id": session_id} for chunk in came.chunks]
    return Came(came.record, came.body.model_copy(update={"id": session_id}), chunks)


def _taken_beside(db: Session, one: Quarantined) -> str:
    came = _session_of(db, one)
    if came is None:
        raise TakenError("This cannot be taken in beside what is here.")
    add_sessions(db, one.patient_id, [came])
    return about(came.body)


def keep_apart(db: Session, sender: Sender, record: Sealed, reason: str, at: datetime) -> None:
    """Keep a record apart as it came; the same one is kept once, with why it was not taken the last time."""
    row = db.scalar(select(QuarantinedRow).where(*_same(sender, record)))
    if row is None:
        row = QuarantinedRow(record_id=record.id, sha256=record.sha256, kind=record.kind.value)
        row.patient_id, row.device_id = sender.patient_id, sender.device_id
        row.body, row.at, row.sequence = record.body, at, record.sequence
        row.waits_for, row.judged_by = WaitsFor.NOTHING.value, ""
        row.settled_by, row.settled_why = "", ""
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
