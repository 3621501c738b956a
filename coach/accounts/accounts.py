"""Clinics and accounts: every method is one committed transaction. Safe in several threads."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from coach.accounts.audit import Audit
from coach.accounts.codes import Codes
from coach.accounts.devices import Devices
from coach.accounts.logins import Logins
from coach.accounts.people import People
from coach.accounts.places import Places
from coach.accounts.tables import (
    AccountRow,
    ChallengeRow,
    ClinicRow,
    CodeRow,
    DeviceRow,
    DeviceTokenRow,
    LoginRow,
)
from coach.accounts.throttles import Throttles
from coach.accounts.values import Account, Clinic
from coach.errors import StoreError, TakenError
from coach.store import rows
from coach.store.transactions import get

SCHEMA = "midline"
#: Logins and codes that ended so long ago say nothing any more that who saw what does not. Judgement.
LOOKED_BACK = timedelta(days=90)
MIGRATIONS = Path(__file__).parent / "migrations"


class Accounts(Codes, Places, Logins, Devices, People, Throttles, Audit):
    """Who may come in. Ids are UUID strings made by the caller, times aware UTC.

    Methods raise `NotFoundError` for an id that is not there and `StoreError` for anything else.
    """

    def add_clinic(self, clinic: Clinic) -> None:
        with self._writing() as db:
            db.execute(insert(ClinicRow), asdict(clinic))

    def clinics(self) -> tuple[Clinic, ...]:
        """All of them, by name; also those that are closed."""
        with self._reading() as db:
            found = db.scalars(select(ClinicRow).order_by(ClinicRow.name, ClinicRow.id))
            return tuple(rows.value_of(Clinic, row) for row in found)

    def clinic(self, clinic_id: str) -> Clinic:
        with self._reading() as db:
            return rows.value_of(Clinic, get(db, ClinicRow, clinic_id, "clinic"))

    def close_clinic(self, clinic_id: str, at: datetime) -> None:
        """Nobody of it comes in from now on; its data stay."""
        with self._writing() as db:
            get(db, ClinicRow, clinic_id, "clinic").closed_at = at

    def add_account(self, account: Account) -> None:
        """One more.

        Raises:
            TakenError: somebody has this login name.
        """
        try:
            with self._writing() as db:
                db.execute(insert(AccountRow), asdict(account))
        except StoreError as error:
            if isinstance(error.__cause__, IntegrityError):
                raise TakenError(f"The login name {account.login_name} is taken.") from error
            raise

    def account(self, account_id: str) -> Account:
        with self._reading() as db:
            return rows.value_of(Account, get(db, AccountRow, account_id, "account"))

    def account_called(self, login_name: str) -> Account | None:
        """Whoever has this login name, in whatever letters it was typed."""
        query = select(AccountRow).where(AccountRow.login_name == login_name.strip().lower())
        with self._reading() as db:
            row = db.scalar(query)
            return rows.value_of(Account, row) if row else None

    def accounts(self, clinic_id: str) -> tuple[Account, ...]:
        """A clinic's, by name; also those that are closed or wait for an admin."""
        query = select(AccountRow).where(AccountRow.clinic_id == clinic_id)
        with self._reading() as db:
            found = db.scalars(query.order_by(AccountRow.name, AccountRow.id))
            return tuple(rows.value_of(Account, row) for row in found)

    def forget_patients(self, patient_ids: Iterable[str]) -> None:
        """The laptops and codes of erased patients go; what was noted of who looked at them stays."""
        whom = list(patient_ids)
        theirs = select(DeviceRow.id).where(DeviceRow.patient_id.in_(whom))
        with self._writing() as db:
            for part in (DeviceTokenRow, ChallengeRow):
                db.execute(delete(part).where(part.device_id.in_(theirs)))
            for whole in (DeviceRow, CodeRow):
                db.execute(delete(whole).where(whole.patient_id.in_(whom)))

    def tidy(self, now: datetime) -> None:
        """Logins and codes of long ago go; what was noted of who saw whom stays."""
        before = now - LOOKED_BACK
        with self._writing() as db:
            db.execute(delete(LoginRow).where(LoginRow.begun_at < before))
            db.execute(delete(CodeRow).where(CodeRow.ends_at < before))
