"""What is known of a clinic and of whoever has an account there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an account may do: see and treat the clinic's patients, or also decide who else may."""

    THERAPIST = "therapist"
    ADMIN = "admin"


@dataclass(frozen=True)
class Clinic:
    """One clinic of a server.

    Attributes:
        id: UUID, made by the caller.
        closed_at: aware UTC; nobody of it comes in from then on, and its data stay.
    """

    id: str
    name: str
    made_at: datetime
    closed_at: datetime | None = None

    @property
    def schema(self) -> str:
        """The part of the database that holds its store."""
        return f"clinic_{self.id.replace('-', '')}"


@dataclass(frozen=True)
class Account:
    """A person who works at a clinic.

    Attributes:
        id: UUID, made by the caller.
        login_name: what they type to come in, such as their address at work; small letters, nobody else's.
        name: what they sign with.
        password_hash: Argon2; empty until the account is activated.
        totp_secret: sealed with the server's secret; empty until the second factor is set up.
        totp_step: the last time step whose six digits were used; none is taken twice.
        approved_at: an admin has let them in; ``None`` until then.
        closed_at: they come in no longer; what they signed stays.
    """

    id: str
    clinic_id: str
    login_name: str
    name: str
    role: Role
    made_at: datetime
    password_hash: str | None = None
    totp_secret: str | None = None
    totp_step: int = 0
    approved_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether whose it is may come in."""
        return self.approved_at is not None and self.closed_at is None


@dataclass(frozen=True)
class Device:
    """A laptop that was paired for one patient of a clinic.

    Attributes:
        id: UUIDv7, made by the server after it has seen the key.
        patient_id: of the clinic's store.
        name: what the laptop calls itself.
        public_key: Ed25519, 32 bytes; ``None`` once it is let in no more.
        paired_by: the account that made the code.
        confirmed_at: a therapist saw the same four words on both sides; nothing is taken before.
        seen_at: when it last came in.
    """

    id: str
    clinic_id: str
    patient_id: str
    name: str
    public_key: bytes | None
    paired_by: str
    paired_at: datetime
    confirmed_at: datetime | None = None
    seen_at: datetime | None = None
    revoked_at: datetime | None = None
