"""The tables of who may come in; times are UTC, ids UUIDs, and of anything secret there is a hash only.

clinic -< account -< login
       -< code (to activate, to reset, to pair)
       -< device -< challenge, device_token
audit, throttle
"""

from sqlalchemy import ForeignKey as Key
from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from coach.accounts.values import Role
from coach.store.columns import Id, LongId, Utc, by_value


class AccountsTable(DeclarativeBase):
    """What these tables share."""


class ClinicRow(AccountsTable):
    __tablename__ = "clinic"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[str]
    made_at: Mapped[Utc]
    closed_at: Mapped[Utc | None] = mapped_column(comment="nobody of it comes in from then on")


class AccountRow(AccountsTable):
    __tablename__ = "account"

    id: Mapped[Id] = mapped_column(primary_key=True)
    clinic_id: Mapped[str] = mapped_column(String(36), Key("clinic.id"), index=True)
    login_name: Mapped[str] = mapped_column(unique=True, comment="small letters")
    name: Mapped[str] = mapped_column(comment="what they sign with")
    role: Mapped[Role] = mapped_column(by_value(Role))
    made_at: Mapped[Utc]
    password_hash: Mapped[str | None] = mapped_column(comment="Argon2; empty until activated")
    totp_secret: Mapped[str | None] = mapped_column(comment="sealed with the server's secret")
    totp_step: Mapped[int] = mapped_column(comment="the last time step whose digits were used")
    approved_at: Mapped[Utc | None]
    closed_at: Mapped[Utc | None]


class LoginRow(AccountsTable):
    """One browser that an account is logged in with."""

    __tablename__ = "login"

    id: Mapped[Id] = mapped_column(primary_key=True, comment="to name it in a list; opens nothing")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of the cookie")
    account_id: Mapped[str] = mapped_column(String(36), Key("account.id"), index=True)
    browser: Mapped[str] = mapped_column(comment="what the browser calls itself, in a few words")
    begun_at: Mapped[Utc]
    seen_at: Mapped[Utc]
    whole: Mapped[bool] = mapped_column(comment="the second factor was given too")
    ended_at: Mapped[Utc | None]


class CodeRow(AccountsTable):
    """A code that is typed once: to activate an account, to set a new password, to pair a laptop."""

    __tablename__ = "code"

    id: Mapped[Id] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(comment="activate, reset or pair")
    head: Mapped[str] = mapped_column(String(3), index=True, comment="its first letters: which code is meant")
    code_hash: Mapped[str] = mapped_column(String(64), comment="keyed with the server's secret")
    clinic_id: Mapped[str] = mapped_column(String(36), Key("clinic.id"))
    account_id: Mapped[str | None] = mapped_column(String(36), Key("account.id"), comment="whom it is for")
    patient_id: Mapped[str | None] = mapped_column(String(36), comment="of the clinic's store")
    made_by: Mapped[str | None] = mapped_column(String(36), Key("account.id"))
    made_at: Mapped[Utc]
    ends_at: Mapped[Utc]
    tries: Mapped[int] = mapped_column(comment="wrong ones until now")
    used_at: Mapped[Utc | None]


class DeviceRow(AccountsTable):
    """A laptop that was paired for one patient; without its key it is let in no more."""

    __tablename__ = "device"

    id: Mapped[Id] = mapped_column(primary_key=True)
    clinic_id: Mapped[str] = mapped_column(String(36), Key("clinic.id"), index=True)
    patient_id: Mapped[str] = mapped_column(String(36), index=True, comment="of the clinic's store")
    name: Mapped[str] = mapped_column(comment="what the laptop calls itself")
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary, comment="Ed25519, 32 bytes")
    paired_by: Mapped[str] = mapped_column(String(36), Key("account.id"))
    paired_at: Mapped[Utc]
    confirmed_at: Mapped[Utc | None] = mapped_column(comment="both sides showed the same four words")
    seen_at: Mapped[Utc | None]
    revoked_at: Mapped[Utc | None]


class ChallengeRow(AccountsTable):
    """Bytes that a device signs to come in, once."""

    __tablename__ = "challenge"

    nonce: Mapped[str] = mapped_column(String(64), primary_key=True, comment="32 random bytes, hexadecimal")
    device_id: Mapped[str] = mapped_column(String(36), Key("device.id"), index=True)
    ends_at: Mapped[Utc]


class DeviceTokenRow(AccountsTable):
    """What a device comes in with for a quarter of an hour."""

    __tablename__ = "device_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256")
    device_id: Mapped[str] = mapped_column(String(36), Key("device.id"), index=True)
    ends_at: Mapped[Utc]


class ThrottleRow(AccountsTable):
    """Wrong tries in a row of one kind, from one place or for one account."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    wrong: Mapped[int]
    last_at: Mapped[Utc]


class AuditRow(AccountsTable):
    """Who saw or changed whom, in the order of ``id``; never changed."""

    __tablename__ = "audit"

    id: Mapped[LongId] = mapped_column(primary_key=True)
    at: Mapped[Utc] = mapped_column(index=True)
    clinic_id: Mapped[str | None] = mapped_column(String(36), index=True)
    account_id: Mapped[str | None] = mapped_column(String(36), index=True)
    device_id: Mapped[str | None] = mapped_column(String(36))
    patient_id: Mapped[str | None] = mapped_column(String(36), index=True)
    what: Mapped[str] = mapped_column(comment="a word of coach.accounts.audit, such as saw or changed")
    where: Mapped[str] = mapped_column(comment="the page or the thing, without values")
