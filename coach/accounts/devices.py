"""Paired laptops: how one is let in, by its key alone, and how it is let in no more.

A laptop asks for a challenge, signs it, and has a token for a quarter of an hour; of the token its SHA-256
is kept. There is no token that renews another: an answer that is lost costs one more challenge. Taking a
laptop's key away shuts it out at once.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from coach.accounts.tables import ChallengeRow, ClinicRow, DeviceRow, DeviceTokenRow
from coach.accounts.values import Clinic, Device
from coach.errors import DeviceError, NotFoundError, UnconfirmedError
from coach.store import rows
from coach.store.transactions import Transactions
from coach.sync.proof import proves

#: A laptop answers at once; a slow line has time enough.
CHALLENGE_LIFE = timedelta(minutes=2)
TOKEN_LIFE = timedelta(minutes=15)
#: A laptop has no use for more challenges at a time; the oldest are taken back.
MOST_CHALLENGES = 5

UNKNOWN = "This laptop is not paired with the clinic, or no longer. Please pair it again."
UNCONFIRMED = "The therapist has not said yet that both screens show the same four words."
UNPROVED = "The laptop's answer to the challenge is not right, or came too late. It may ask for another."


class Devices(Transactions):
    """The part of the accounts that knows the laptops. Times are aware UTC, and given; so is chance."""

    def devices(self, clinic_id: str, patient_id: str) -> tuple[Device, ...]:
        """A patient's laptops, the newest first; also those that are let in no more."""
        query = _of(clinic_id, patient_id).order_by(DeviceRow.paired_at.desc(), DeviceRow.id)
        with self._reading() as db:
            return tuple(rows.value_of(Device, row) for row in db.scalars(query))

    def confirm_device(self, device: Device, at: datetime) -> None:
        """Both sides show the same four words: the laptop comes in from now on.

        Raises:
            NotFoundError: it is let in no more.
        """
        with self._writing() as db:
            row = db.get(DeviceRow, device.id)
            if row is None or row.public_key is None:
                raise NotFoundError("This laptop was taken off. Please pair it again.")
            row.confirmed_at = row.confirmed_at or at

    def revoke_device(self, device: Device, at: datetime) -> None:
        """Take its key away: it comes in no more, also not with a token that it has."""
        with self._writing() as db:
            row = db.get(DeviceRow, device.id)
            if row is not None:
                row.public_key, row.revoked_at = None, row.revoked_at or at
            for table in (ChallengeRow, DeviceTokenRow):
                db.execute(delete(table).where(table.device_id == device.id))

    def challenge(self, device_id: str, nonce: str, at: datetime) -> datetime:
        """Keep what a laptop is to sign; gives until when.

        Args:
            nonce: 32 bytes of chance, hexadecimal.

        Raises:
            DeviceError: there is no such laptop.
        """
        ends_at = at + CHALLENGE_LIFE
        with self._writing() as db:
            if _let_in(db, DeviceRow.id == device_id) is None:
                raise DeviceError(UNKNOWN)
            _sweep(db, at)
            own = ChallengeRow.device_id == device_id
            newest = select(ChallengeRow.nonce).where(own).order_by(ChallengeRow.ends_at.desc())
            kept = list(db.scalars(newest.limit(MOST_CHALLENGES - 1)))
            db.execute(delete(ChallengeRow).where(own, ChallengeRow.nonce.not_in(kept)))
            db.add(ChallengeRow(nonce=nonce, device_id=device_id, ends_at=ends_at))
        return ends_at

    def let_in(self, device_id: str, nonce: str, signature: str, token: str, at: datetime) -> datetime:
        """Let a laptop in that signed its challenge; gives until when the token is good. The challenge is
        used up either way.

        Args:
            token: chance, told to the laptop alone.

        Raises:
            DeviceError: it is not known, its answer is not right, or it was late.
            UnconfirmedError: it would be, but nobody has compared its four words.
        """
        ends_at = at + TOKEN_LIFE
        with self._writing() as db:
            used = _use_up(db, device_id, nonce, at)
            found = _let_in(db, DeviceRow.id == device_id)
            refusal = _refusal(found, used and proves(_key(found), nonce, signature))
            if found and refusal is None:
                found.seen_at = at
                db.add(DeviceTokenRow(token_hash=_hash(token), device_id=device_id, ends_at=ends_at))
        if refusal:  # raised outside, so that the challenge is used up
            raise refusal
        return ends_at

    def device_of(self, token: str, at: datetime) -> tuple[Device, Clinic] | None:
        """Whose token it is, and of which clinic; ``None`` where it is nobody's or no longer good."""
        good = DeviceTokenRow.token_hash == _hash(token), DeviceTokenRow.ends_at > at
        whose = select(DeviceTokenRow.device_id).where(*good).scalar_subquery()
        with self._reading() as db:
            row = _let_in(db, DeviceRow.id == whose)
            clinic = row and db.get(ClinicRow, row.clinic_id)
            if row is None or clinic is None or row.confirmed_at is None:
                return None
            return rows.value_of(Device, row), rows.value_of(Clinic, clinic)

    def sweep_devices(self, at: datetime) -> None:
        """Challenges and tokens that are over are no longer kept."""
        with self._writing() as db:
            _sweep(db, at)


def _use_up(db: Session, device_id: str, nonce: str, at: datetime) -> bool:
    """Whether it was a laptop's own challenge, and in time; it is none from now on."""
    asked = ChallengeRow.nonce == nonce, ChallengeRow.device_id == device_id
    ends_at = db.scalar(delete(ChallengeRow).where(*asked).returning(ChallengeRow.ends_at))
    return ends_at is not None and at < ends_at


def _key(found: DeviceRow | None) -> str:
    return found.public_key.hex() if found and found.public_key else ""


def _refusal(found: DeviceRow | None, proved: bool) -> DeviceError | None:  # noqa: FBT001
    if found is None:
        return DeviceError(UNKNOWN)
    if not proved:
        return DeviceError(UNPROVED)
    return None if found.confirmed_at else UnconfirmedError(UNCONFIRMED)


def _sweep(db: Session, at: datetime) -> None:
    for table in (ChallengeRow, DeviceTokenRow):
        db.execute(delete(table).where(table.ends_at <= at))


def _of(clinic_id: str, patient_id: str) -> Select[DeviceRow]:
    return select(DeviceRow).where(DeviceRow.clinic_id == clinic_id, DeviceRow.patient_id == patient_id)


def _let_in(db: Session, which: ColumnElement[bool]) -> DeviceRow | None:
    """A laptop that has its key still, at a clinic that is not closed."""
    open_clinic = DeviceRow.clinic_id.in_(select(ClinicRow.id).where(ClinicRow.closed_at.is_(None)))
    return db.scalar(select(DeviceRow).where(which, DeviceRow.public_key.is_not(None), open_clinic))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
