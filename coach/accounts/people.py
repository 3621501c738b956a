"""What changes of an account: its password and second factor, and what an admin of its clinic decides."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coach.accounts.logins import end_all
from coach.accounts.tables import AccountRow
from coach.accounts.values import Role
from coach.errors import LastAdminError, NotFoundError
from coach.store.transactions import Transactions, get

LAST_ADMIN = "A clinic always has an admin who can come in: please make somebody else one first."


class People(Transactions):
    """The part of the accounts that changes them. An account of another clinic is not found."""

    def set_up(self, account_id: str, password_hash: str, sealed_key: str, step: int, at: datetime) -> None:
        """Both factors of an account, with the step whose digits proved the second; all logins end."""
        with self._writing() as db:
            row = get(db, AccountRow, account_id, "account")
            row.password_hash, row.totp_secret, row.totp_step = password_hash, sealed_key, step
            end_all(db, account_id, at)

    def set_password(self, account_id: str, password_hash: str, at: datetime, but: str) -> None:
        """Another password; every login ends but the one that it was changed with."""
        with self._writing() as db:
            get(db, AccountRow, account_id, "account").password_hash = password_hash
            end_all(db, account_id, at, but)

    def set_second_factor(self, account_id: str, sealed_key: str, step: int, at: datetime, but: str) -> None:
        """Another second factor; every login ends but the one that it was changed with."""
        with self._writing() as db:
            row = get(db, AccountRow, account_id, "account")
            row.totp_secret, row.totp_step = sealed_key, step
            end_all(db, account_id, at, but)

    def renew_hash(self, account_id: str, old: str, new: str) -> None:
        """The same password, hashed as is usual now; unless it was changed meanwhile."""
        with self._writing() as db:
            same = (AccountRow.id == account_id, AccountRow.password_hash == old)
            db.execute(update(AccountRow).where(*same).values(password_hash=new))

    def use_step(self, account_id: str, step: int) -> bool:
        """Whether the six digits of this step were not used before; from now on they are."""
        with self._writing() as db:
            unused = (AccountRow.id == account_id, AccountRow.totp_step < step)
            used = db.execute(
                update(AccountRow).where(*unused).values(totp_step=step).returning(AccountRow.id)
            )
            return used.one_or_none() is not None

    def approve(self, clinic_id: str, account_id: str, at: datetime) -> None:
        """An admin approves an account, or opens one again that was closed."""
        with self._writing() as db:
            row = _of(db, clinic_id, account_id)
            row.approved_at, row.closed_at = at, None

    def close_account(self, clinic_id: str, account_id: str, at: datetime) -> None:
        """Whose it is comes in no longer; what they signed stays.

        Raises:
            LastAdminError: nobody would be left who may decide.
        """
        with self._writing() as db:
            row = _of(db, clinic_id, account_id)
            _keep_an_admin(db, row)
            row.closed_at = at
            end_all(db, account_id, at)

    def set_role(self, clinic_id: str, account_id: str, role: Role) -> None:
        """What an account may do.

        Raises:
            LastAdminError: nobody would be left who may decide.
        """
        with self._writing() as db:
            row = _of(db, clinic_id, account_id)
            if role != Role.ADMIN:
                _keep_an_admin(db, row)
            row.role = role


def _of(db: Session, clinic_id: str, account_id: str) -> AccountRow:
    row = get(db, AccountRow, account_id, "account")
    if row.clinic_id != clinic_id:
        raise NotFoundError(f"There is no account {account_id}.")
    return row


def _keep_an_admin(db: Session, going: AccountRow) -> None:
    """Somebody else must be an admin of this clinic who can come in."""
    others = select(func.count()).where(
        AccountRow.clinic_id == going.clinic_id,
        AccountRow.id != going.id,
        AccountRow.role == Role.ADMIN,
        AccountRow.password_hash.is_not(None),
        AccountRow.approved_at.is_not(None),
        AccountRow.closed_at.is_(None),
    )
    if going.role == Role.ADMIN and not db.scalar(others):
        raise LastAdminError(LAST_ADMIN)
