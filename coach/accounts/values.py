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
