"""Logins: a browser that an account came in with. The cookie holds 256 random bits, the table its SHA-256, so
that whoever reads the table comes in nowhere; each can be listed and ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from coach.accounts.tables import AccountRow, ClinicRow, LoginRow
from coach.accounts.values import Account, Clinic
from coach.store import rows
from coach.store.transactions import Transactions

#: Whoever walks away is logged out after so long without a page, and at the latest after a working day (ASVS
#: 5.0, 7.3.1 and 7.3.2: an idle and an absolute limit). Judgement.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
#: The password is given; the second factor is due within this (ASVS 5.0, 6.5.5: ten minutes at most).
HALF_WAY = timedelta(minutes=10)
#: When a login was last seen is written down so often at most, not with every page.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Login:
    """One browser that an account is logged in with.

    Attributes:
        id: UUID; names it in a list and opens nothing.
        whole: the second factor was given too.
    """

    id: str
    account_id: str
    browser: str
    begun_at: datetime
    seen_at: datetime
    whole: bool
    ended_at: datetime | None = None

    def lasts(self, now: datetime) -> bool:
        """Whether it still lets anybody in. A clock set back lets nobody stay longer."""
        longest = LONGEST if self.whole else HALF_WAY
        fresh = abs(now - self.begun_at) < longest and abs(now - self.seen_at) < IDLE
        return self.ended_at is None and fresh


@dataclass(frozen=True)
class Visit:
    """Who is there: an account of a clinic, come in with a login."""

    login: Login
    account: Account
    clinic: Clinic


class Logins(Transactions):
    """The part of the accounts that knows who is there. Times are aware UTC."""

    def begin_login(self, login: Login, token: str) -> None:
        """Somebody comes in; ``token`` is what their cookie holds."""
        with self._writing() as db:
            row = rows.columns_of(login) | {"token_hash": hash_of(token)}
            db.execute(insert(LoginRow), row)

    def complete_login(self, login_id: str, token: str, now: datetime) -> None:
        """The second factor was given; from now on the cookie holds another token."""
        with self._writing() as db:
            of_this = LoginRow.id == login_id
            values = {"whole": True, "token_hash": hash_of(token), "seen_at": now}
            db.execute(update(LoginRow).where(of_this, LoginRow.ended_at.is_(None)).values(values))

    def visit_of(self, token: str, now: datetime) -> Visit | None:
        """Who comes with this token, whole or half-way; ``None`` where it lets nobody in: never given, too
        old, ended, or of an account or clinic that is closed or not approved."""
        query = (
            select(LoginRow, AccountRow, ClinicRow)
            .join(AccountRow, AccountRow.id == LoginRow.account_id)
            .join(ClinicRow, ClinicRow.id == AccountRow.clinic_id)
            .where(LoginRow.token_hash == hash_of(token))
        )
        with self._reading() as db:
            found = db.execute(query).one_or_none()
            if found is None:
                return None
            login, account, clinic = found
            visit = Visit(
                rows.value_of(Login, login), rows.value_of(Account, account), rows.value_of(Clinic, clinic)
            )
        if not _may_come_in(visit, now):
            return None
        if now - visit.login.seen_at > SEEN_EVERY:
            self._seen(visit.login.id, now)
        return visit

    def logins(self, account_id: str, now: datetime) -> tuple[Login, ...]:
        """Those that let somebody in, the newest first."""
        query = select(LoginRow).where(LoginRow.account_id == account_id, LoginRow.ended_at.is_(None))
        with self._reading() as db:
            found = db.scalars(query.order_by(LoginRow.begun_at.desc()))
            every = tuple(rows.value_of(Login, row) for row in found)
        return tuple(login for login in every if login.lasts(now))

    def end_login(self, login_id: str, at: datetime) -> None:
        """It lets nobody in from now on."""
        with self._writing() as db:
            of_this = (LoginRow.id == login_id, LoginRow.ended_at.is_(None))
            db.execute(update(LoginRow).where(*of_this).values(ended_at=at))

    def end_logins(self, account_id: str, at: datetime, but: str = "") -> None:
        """All of an account's, but for one where its id is given."""
        with self._writing() as db:
            end_all(db, account_id, at, but)

    def _seen(self, login_id: str, now: datetime) -> None:
        with self._writing() as db:
            db.execute(update(LoginRow).where(LoginRow.id == login_id).values(seen_at=now))


def end_all(db: Session, account_id: str, at: datetime, but: str = "") -> None:
    """The same within a transaction that changes the account too."""
    of_these = (LoginRow.account_id == account_id, LoginRow.id != but, LoginRow.ended_at.is_(None))
    db.execute(update(LoginRow).where(*of_these).values(ended_at=at))


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _may_come_in(visit: Visit, now: datetime) -> bool:
    return visit.account.is_open and visit.clinic.closed_at is None and visit.login.lasts(now)
