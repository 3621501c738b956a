"""What patients ask their clinic to erase: written with the erasing itself, sent like everything else, and
answered by a therapist. Where everything is erased here, the request outlives it until the clinic has it."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coach.erasure import ErasureRequest
from coach.store import rows
from coach.store.erasure_tables import ErasureRequestRow, LastRequestRow
from coach.store.outbox import once, raised
from coach.store.record_tables import PairingRow, ReceivedRow
from coach.store.record_values import LastRequest, Sealed
from coach.store.sqlite import forget_deleted
from coach.store.tables import SessionRow
from coach.store.transactions import Transactions, get
from coach.store.uuid7 import uuid7
from coach.wire import Kind
from coach.wire.bodies import ErasureBody
from coach.wire.reading import sha256_of, written


class ErasureRequests(Transactions):
    """The part of the store that knows what is asked to be erased elsewhere."""

    def erasure_requests(self, patient_id: str) -> tuple[ErasureRequest, ...]:
        """Those of a patient that came in here, newest first; what was asked on this very laptop is sent and
        is answered by a message."""
        came = select(ReceivedRow.about).where(
            ReceivedRow.patient_id == patient_id, ReceivedRow.kind == Kind.ERASURE
        )
        own = ErasureRequestRow.patient_id == patient_id, ErasureRequestRow.id.in_(came)
        query = select(ErasureRequestRow).where(*own)
        with self._reading() as db:
            found = db.scalars(query.order_by(ErasureRequestRow.asked_at.desc(), ErasureRequestRow.id))
            return tuple(rows.value_of(ErasureRequest, row) for row in found)

    def last_requests(self) -> tuple[LastRequest, ...]:
        """Those of everybody who was erased here and whose clinic has not answered yet."""
        with self._reading() as db:
            return tuple(map(_last, db.scalars(select(LastRequestRow).order_by(LastRequestRow.asked_at))))

    def note_last_request(self, patient_id: str, trouble: str) -> None:
        """The clinic was not reached, and why."""
        own = LastRequestRow.patient_id == patient_id
        with self._writing() as db:
            db.execute(update(LastRequestRow).where(own).values(trouble=trouble))

    def end_last_request(self, patient_id: str) -> None:
        """The clinic has it, or it is not to be sent any more: it goes, with the key and the address."""
        with self._writing() as db:
            db.execute(delete(LastRequestRow).where(LastRequestRow.patient_id == patient_id))
        forget_deleted(self._engine)


def ask_about(db: Session, session: SessionRow, at: datetime) -> None:
    """That a session of a patient who shares is erased, in the transaction in which it goes here."""
    get(db, PairingRow, session.patient_id, "sharing of patient")
    request = ErasureRequestRow(id=uuid7(), patient_id=session.patient_id, asked_at=at, author="", reason="")
    request.session_id, request.started_at = session.id, session.started_at
    db.add(request)
    once(db, session.patient_id, Kind.ERASURE, request.id)


def ask_at_last(db: Session, patient_id: str, at: datetime) -> None:
    """That everything of a patient who shares is erased, in the transaction in which it goes here."""
    pairing = get(db, PairingRow, patient_id, "sharing of patient")
    body = written(ErasureBody(id=uuid7(), asked_at=at, session=None, started_at=None))
    row = LastRequestRow(patient_id=patient_id, record_id=uuid7(), body=body, sha256=sha256_of(body))
    row.sequence, row.asked_at, row.trouble = raised(db, patient_id), at, ""
    row.address, row.clinic_name = pairing.address, pairing.clinic_name
    row.device_id, row.device_key = pairing.device_id, pairing.device_key
    db.add(row)


def _last(row: LastRequestRow) -> LastRequest:
    record = Sealed(row.record_id, Kind.ERASURE, row.sequence, row.sha256, row.body)
    return rows.value_of(LastRequest, row, record=record)
