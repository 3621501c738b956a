"""What is kept of the clinic that a patient of this laptop shares with."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from coach.errors import NotFoundError, TakenError
from coach.store import rows
from coach.store.record_tables import OutboxRow, PairingRow
from coach.store.record_values import Pairing
from coach.store.transactions import Transactions, get, patient_row

#: By these a laptop that is paired again is at the same place; with these it is there anew.
THE_SAME = ("clinic_id", "clinic_key", "patient_there")
ANEW = ("address", "clinic_name", "device_id", "device_key", "paired_at", "paused_at")
OTHER_PLACE = (
    "This code is for another clinic, or for somebody else there. It goes on with {clinic} as before. Please "
    "ask your clinic for another code."
)


class Pairings(Transactions):
    """The part of the store that knows whom a patient shares with; each patient with one clinic at most."""

    def pair(self, pairing: Pairing) -> None:
        """Share with a clinic from now on, everything from the beginning.

        Raises:
            TakenError: the patient shares with a clinic; that one is to be left first.
        """
        with self._writing() as db:
            patient_row(db, pairing.patient_id)
            if db.get(PairingRow, pairing.patient_id):
                raise TakenError("This patient already shares with a clinic. Please end that first.")
            db.add(PairingRow(**rows.columns_of(pairing)))

    def pair_again(self, pairing: Pairing) -> None:
        """The same clinic and patient, this laptop with another key: what was delivered stays delivered, what
        waits goes on waiting, and both sides compare next.

        Raises:
            TakenError: it is another clinic, or another patient there; nothing was changed.
        """
        with self._writing() as db:
            row = get(db, PairingRow, pairing.patient_id, "sharing of patient")
            if any(getattr(row, name) != getattr(pairing, name) for name in THE_SAME):
                raise TakenError(OTHER_PLACE.format(clinic=row.clinic_name))
            for name in ANEW:
                setattr(row, name, getattr(pairing, name))
            row.compared_at, row.trouble = None, ""

    def unpair(self, patient_id: str) -> None:
        """Share no longer. Receipts go with it, so that another clinic is sent everything; the same clinic
        takes twice what it has and keeps it once."""
        anew: dict[str, Any] = {"receipt": None, "received_at": None, "refused": "", "conflicting": False}
        anew["settlement"] = None
        with self._writing() as db:
            db.delete(get(db, PairingRow, patient_id, "sharing of patient"))
            db.execute(update(OutboxRow).where(OutboxRow.patient_id == patient_id).values(**anew))

    def pairing(self, patient_id: str) -> Pairing | None:
        """The clinic that a patient shares with, or ``None``."""
        with self._reading() as db:
            row = db.get(PairingRow, patient_id)
            return None if row is None else rows.value_of(Pairing, row)

    def pairings(self) -> tuple[Pairing, ...]:
        """All of this laptop."""
        with self._reading() as db:
            found = db.scalars(select(PairingRow).order_by(PairingRow.patient_id))
            return tuple(rows.value_of(Pairing, row) for row in found)

    def pause_sharing(self, patient_id: str, at: datetime) -> None:
        """Nothing is sent or fetched until it goes on; paused twice, the first time stays."""
        with self._writing() as db:
            row = get(db, PairingRow, patient_id, "sharing of patient")
            row.paused_at = row.paused_at or at

    def resume_sharing(self, patient_id: str) -> None:
        """What was kept back meanwhile is sent as well."""
        self._note(patient_id, paused_at=None)

    def note_contact(self, patient_id: str, at: datetime, trouble: str = "") -> None:
        """The clinic answered, or was not reached and why."""
        self._note(patient_id, **({"trouble": trouble} if trouble else {"trouble": "", "spoke_at": at}))

    def note_down_to(self, patient_id: str, revision: int) -> None:
        """Everything of the clinic's up to a revision has come down; it never goes back."""
        with self._writing() as db:
            row = get(db, PairingRow, patient_id, "sharing of patient")
            row.last_revision = max(row.last_revision, revision)

    def _note(self, patient_id: str, **columns: Any) -> None:
        with self._writing() as db:
            done = db.execute(update(PairingRow).where(PairingRow.patient_id == patient_id).values(**columns))
            if not done.rowcount:  # type: ignore[attr-defined]
                raise NotFoundError(f"There is no sharing of patient {patient_id}.")
