"""A code to pair is swapped for a place at the clinic: one laptop's, and no other's.

An answer may be lost on its way. So whoever asks again with the same code and the same key has the same place
again, while the code lasts and the laptop was not taken off.
"""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coach.accounts.codes import OPENS_NOTHING, Purpose, code_hash, found, letters_of
from coach.accounts.tables import CodeRow, DeviceRow
from coach.accounts.values import Device
from coach.errors import CodeError
from coach.store import rows
from coach.store.transactions import Transactions
from coach.store.uuid7 import uuid7


class Places(Transactions):
    """The part of the accounts that gives a laptop its place. ``secret`` is the server's own."""

    def take_place(self, typed: str, name: str, public_key: bytes, *, secret: bytes, now: datetime) -> Device:
        """The laptop for which the code was made, as it is kept from now on; the code opens nothing else.

        Args:
            name, public_key: what the laptop calls itself, and its Ed25519 key of 32 bytes.

        Raises:
            CodeError: the code opens nothing; no more is said. A wrong one is counted.
        """
        with self._writing() as db:
            device = _given(db, code_hash(letters_of(typed), secret), public_key, now)
            if device is None and (code := found(db, Purpose.PAIR, typed, secret, now)):
                code.used_at = now
                device = _made(code, name, public_key, now)
                db.execute(insert(DeviceRow), asdict(device))
        if device is None:
            raise CodeError(OPENS_NOTHING)
        return device


def _given(db: Session, hashed: str, public_key: bytes, now: datetime) -> Device | None:
    """The laptop that this code was swapped for, where it has this key still and the code would last."""
    codes = CodeRow.code_hash == hashed, CodeRow.purpose == Purpose.PAIR, CodeRow.ends_at > now
    swapped = (DeviceRow.paired_at == CodeRow.used_at) & (DeviceRow.patient_id == CodeRow.patient_id)
    row = db.scalar(
        select(DeviceRow).join(CodeRow, swapped).where(*codes, DeviceRow.public_key == public_key)
    )
    return rows.value_of(Device, row) if row else None


def _made(code: CodeRow, name: str, public_key: bytes, now: datetime) -> Device:
    return Device(
        id=uuid7(),
        clinic_id=code.clinic_id,
        patient_id=code.patient_id or "",
        name=name,
        public_key=public_key,
        paired_by=code.made_by or "",
        paired_at=now,
    )
