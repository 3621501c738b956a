"""Codes that one person hands to another and that are typed once: to activate an account, to set a new
password and a new second factor, to pair a laptop.

Of a code only a hash is kept, keyed with the server's secret. Its first three letters say which code is
meant, so that wrong tries are counted for that one, before they are checked; the other five are the secret.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from sqlalchemy import ColumnElement, and_, insert, select, update
from sqlalchemy.orm import Session

from coach.accounts.secret import CODES, key_for
from coach.accounts.tables import CodeRow
from coach.errors import CodeError, StoreError
from coach.store import rows
from coach.store.transactions import Transactions
from coach.store.uuid7 import uuid7

#: Consonants only: no digit and no vowel, so nothing looks like another and no code is a word (RFC 8628).
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
#: The first say which code is meant; the rest is 20^5, more than the 20 bits of ASVS 5.0, 6.5.3.
HEAD, LENGTH = 3, 8
#: Wrong tries that end a code: one of them is right by chance once in 640,000 codes. Judgement.
TRIES = 5
#: How often another code is drawn where an open one begins alike, before it is said that there are too many.
DRAWS = 50
OPENS_NOTHING = (
    "This code opens nothing. It may be older than it lasts, used already, or typed with another letter: "
    "please ask for a new one."
)


class Purpose(StrEnum):
    """What a code is for."""

    ACTIVATE = "activate"
    RESET = "reset"
    PAIR = "pair"


#: A code to pair is typed while both sit before it, one to reset while both are on the telephone: ten
#: minutes, the most that ASVS 5.0 has for such a code (6.5.5). One to activate is handed over at the end of a
#: day and typed on the next (6.4.1: a short time).
LASTS = {
    Purpose.ACTIVATE: timedelta(hours=24),
    Purpose.RESET: timedelta(minutes=10),
    Purpose.PAIR: timedelta(minutes=10),
}


@dataclass(frozen=True)
class Bound:
    """What a code is bound to.

    Attributes:
        account_id: whose account; ``None`` for pairing.
        patient_id: whose laptop; ``None`` for accounts.
        made_by: the account that made it; ``None`` where the server's own command did.
    """

    clinic_id: str
    account_id: str | None = None
    patient_id: str | None = None
    made_by: str | None = None


@dataclass(frozen=True)
class Code:
    """A code that is kept; without its letters.

    Attributes:
        ends_at: it opens nothing from then on.
        tries: wrong ones until now, at most `TRIES`.
    """

    id: str
    purpose: Purpose
    bound: Bound
    ends_at: datetime
    tries: int
    used_at: datetime | None


def new_code(rng: Random) -> str:
    """Eight letters; the chance is an argument, in earnest a `random.SystemRandom`."""
    return "".join(rng.choices(LETTERS, k=LENGTH))


def in_two(code: str) -> str:
    """A code as it is shown: ``BCDF-GHJK``."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def letters_of(typed: str) -> str:
    """A code from how somebody typed it: small letters, spaces and dashes do not matter. Empty where there is
    something in it that no code has."""
    code = "".join(typed.upper().replace("-", " ").split())
    return code if set(code) <= set(LETTERS) else ""


def code_hash(code: str, secret: bytes) -> str:
    """What is kept of it: HMAC-SHA-256 with a key of the server's secret, hexadecimal."""
    return hmac.digest(key_for(CODES, secret), code.encode(), "sha256").hex()


class Codes(Transactions):
    """The codes that are kept. ``secret`` is the server's own."""

    def make_code(
        self, purpose: Purpose, bound: Bound, *, secret: bytes, now: datetime, rng: Random
    ) -> tuple[str, datetime]:
        """A new code, and when it ends. An older one for the same account or patient opens nothing any more.

        Raises:
            StoreError: so many codes are open that another one would be taken for one of them.
        """
        with self._writing() as db:
            _end_older(db, purpose, bound, now)
            code = _unlike_open_ones(db, now, rng)
            row = {"id": uuid7(), "purpose": purpose, "head": code[:HEAD], "made_at": now, "tries": 0}
            row |= {"code_hash": code_hash(code, secret), "ends_at": now + LASTS[purpose]}
            db.execute(insert(CodeRow), row | rows.columns_of(bound))
        return code, now + LASTS[purpose]

    def check_code(self, purpose: Purpose, typed: str, *, secret: bytes, now: datetime) -> Code:
        """Whatever was typed, as a code that is open; it stays open. A wrong one is counted.

        Raises:
            CodeError: it opens nothing; no more is said.
        """
        return self._told(purpose, typed, secret, now, use=False)

    def redeem_code(self, purpose: Purpose, typed: str, *, secret: bytes, now: datetime) -> Code:
        """The same, and from now on it opens nothing.

        Raises:
            CodeError: it opens nothing; no more is said.
        """
        return self._told(purpose, typed, secret, now, use=True)

    def open_codes(self, clinic_id: str, purpose: Purpose, now: datetime) -> tuple[Code, ...]:
        """Those of a clinic that still open something, by when they end."""
        query = select(CodeRow).where(
            CodeRow.clinic_id == clinic_id, CodeRow.purpose == purpose, _is_open(now)
        )
        with self._reading() as db:
            return tuple(_value(row) for row in db.scalars(query.order_by(CodeRow.ends_at, CodeRow.id)))

    def _told(self, purpose: Purpose, typed: str, secret: bytes, now: datetime, *, use: bool) -> Code:
        with self._writing() as db:
            row = found(db, purpose, typed, secret, now)
            if row and use:
                row.used_at = now
            code = _value(row) if row else None
        if code is None:
            raise CodeError(OPENS_NOTHING)
        return code


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(CodeRow.used_at.is_(None), CodeRow.ends_at > now, CodeRow.tries < TRIES)


def _end_older(db: Session, purpose: Purpose, bound: Bound, now: datetime) -> None:
    same = (CodeRow.purpose == purpose, CodeRow.clinic_id == bound.clinic_id)
    whom = (CodeRow.account_id == bound.account_id, CodeRow.patient_id == bound.patient_id)
    db.execute(update(CodeRow).where(*same, *whom, _is_open(now)).values(ends_at=now))


def _unlike_open_ones(db: Session, now: datetime, rng: Random) -> str:
    """One whose first letters are those of no open code."""
    taken = set(db.scalars(select(CodeRow.head).where(_is_open(now))))
    for _ in range(DRAWS):
        if (code := new_code(rng))[:HEAD] not in taken:
            return code
    raise StoreError("Too many codes are open: please wait until some of them have ended.")


def found(db: Session, purpose: Purpose, typed: str, secret: bytes, now: datetime) -> CodeRow | None:
    """The open code that is meant, where what was typed is the whole of it; else the try is counted."""
    code = letters_of(typed)
    query = select(CodeRow).where(CodeRow.head == code[:HEAD], CodeRow.purpose == purpose, _is_open(now))
    row = db.scalar(query)
    if row is None or hmac.compare_digest(row.code_hash, code_hash(code, secret)):
        return row
    row.tries += 1
    return None


def _value(row: CodeRow) -> Code:
    return rows.value_of(Code, row, purpose=Purpose(row.purpose), bound=rows.value_of(Bound, row))
