"""A clinic's server with a thousand patients and a year of sessions each, for the load: who is logged in,
which laptops are paired, and what they will deliver."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import numpy as np

from coach.accounts import Account, Clinic, Role, Stores, open_stores
from coach.accounts.logins import Login
from coach.accounts.values import Device
from coach.record import Trace
from coach.signed import public_key_of
from coach.store import FinishedSession, Store, open_store
from coach.wire import UP
from tests.bench.review_data import SHORT_YEAR, _record, fill, patient_id
from tests.coach.accounts.builders import add_device
from tests.coach.store.builders import ANNA, a_trace

PATIENTS, THERAPISTS = 1_000, 50
#: A session of a quarter of an hour: the trace of each exercise is this long, frames.
FRAMES = 5 * 60 * 30
#: Of every column, in its own unit.
NOISE = 0.01


@dataclass(frozen=True)
class Laptop:
    """One patient's laptop as the load plays it."""

    device: str
    key: str
    patient: str


@dataclass(frozen=True)
class Cast:
    """Everybody who takes part, and the record of one session, sent again and again as that of another."""

    cookies: list[str]
    laptops: list[Laptop]
    record: str
    session_id: str


def build(url: str, patients: int = PATIENTS) -> Cast:
    """Fills an empty database."""
    now = datetime.now(UTC)
    with open_stores(url) as stores:
        stores.migrate()
        clinic = Clinic(str(UUID(int=1)), "North clinic", now)
        stores.make_clinic(clinic)
        fill(stores.of(clinic), patients, now, SHORT_YEAR)
        cookies = list(_therapists(stores, clinic, now))
        laptops = list(_laptops(stores, clinic, cookies[0][1], patients, now))
    return Cast([cookie for cookie, _ in cookies], laptops, *a_record())


def _therapists(stores: Stores, clinic: Clinic, now: datetime) -> Iterator[tuple[str, str]]:
    """Each with a cookie and the account's id."""
    for number in range(THERAPISTS):
        account = Account(
            str(uuid4()), clinic.id, f"therapist{number}", f"Therapist {number}", Role.THERAPIST, now
        )
        stores.accounts.add_account(replace(account, approved_at=now))
        login, cookie = Login(str(uuid4()), account.id, "load", now, now, whole=True), str(uuid4())
        stores.accounts.begin_login(login, cookie)
        yield cookie, account.id


def _laptops(stores: Stores, clinic: Clinic, by: str, patients: int, now: datetime) -> Iterator[Laptop]:
    rng = np.random.default_rng(3)
    for number in range(1, patients + 1):
        key, device = rng.bytes(32), str(uuid4())
        known = Device(
            id=device,
            clinic_id=clinic.id,
            patient_id=patient_id(number),
            name="laptop",
            public_key=bytes.fromhex(public_key_of(key)),
            paired_by=by,
            paired_at=now,
        )
        add_device(stores, known)
        stores.accounts.confirm_device(known, now)
        yield Laptop(device, key.hex(), patient_id(number))


def a_record() -> tuple[str, str]:
    """What a laptop sends of a session of a quarter of an hour, with the angles of every moment; and the id
    of that session."""
    began = datetime.now(UTC) - timedelta(minutes=30)
    record = _record(SHORT_YEAR)
    long = tuple(replace(one, trace=_noisy(FRAMES)) for one in record.exercises)
    session = FinishedSession(
        str(uuid4()), ANNA.id, began, began + timedelta(minutes=15), replace(record, exercises=long)
    )
    with TemporaryDirectory() as folder:
        store: Store = open_store(folder)
        store.add_patient(ANNA)
        store.add_sessions([session])
        (line,) = store.waiting(ANNA.id, UP)
        body = store.sealed(line.id).body.decode()
        store.close()
    return body, session.id


def _noisy(frames: int) -> Trace:
    """As restless as a real one: what is the same in every frame would pack too well. A frame takes about 14
    bytes, as in the demo person's sessions (13 to 14, measured)."""
    trace = a_trace(frames=frames)
    rng = np.random.default_rng(5)
    return Trace(trace.values + np.where(trace.values > 1, rng.normal(0, NOISE, trace.values.shape), 0))
