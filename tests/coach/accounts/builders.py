"""Two clinics, and who works there."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from random import Random

from sqlalchemy import insert

from coach.accounts import Account, Clinic, Device, Role, Stores
from coach.accounts.tables import DeviceRow

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
#: What a server keeps to itself.
SECRET = bytes(range(32))
NORTH = Clinic("01980000-0000-7000-8000-00000000000a", "North clinic", MONDAY)
SOUTH = Clinic("01980000-0000-7000-8000-00000000000b", "South clinic", MONDAY)
GRACE = Account(
    id="01980000-0000-7000-8000-000000000001",
    clinic_id=NORTH.id,
    login_name="grace@north.example",
    name="Grace Okafor",
    role=Role.THERAPIST,
    made_at=MONDAY,
    approved_at=MONDAY,
)
ADA = replace(
    GRACE,
    id="01980000-0000-7000-8000-000000000002",
    login_name="ada@north.example",
    name="Ada Lind",
    role=Role.ADMIN,
)
LEE = replace(
    GRACE,
    id="01980000-0000-7000-8000-000000000003",
    clinic_id=SOUTH.id,
    login_name="lee@south.example",
    name="Lee Park",
)


def seeded(seed: int) -> Random:
    """Chance that is the same every time."""
    return Random(seed)  # noqa: S311


def add_device(stores: Stores, device: Device) -> None:
    """A laptop as it is, without a code."""
    with stores.accounts._writing() as db:
        db.execute(insert(DeviceRow), asdict(device))
