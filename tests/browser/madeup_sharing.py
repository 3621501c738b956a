"""A made-up clinic's server and a laptop that shares with it, with everything on both that a page shows."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import uuid4

import numpy as np

from coach.accounts import Account, Device, Stores, open_stores
from coach.accounts.audit import Noted, What
from coach.accounts.logins import Login
from coach.errors import ConflictError
from coach.library import load_library
from coach.store import Patient, Sender, Store
from coach.wire import Kind
from coach.wire.reading import sha256_of
from tests.bench.review import running_server
from tests.browser.clinic_pages import Ids
from tests.coach.accounts.builders import ADA, GRACE, NORTH, add_device
from tests.web.clinic_server.laptop import a_code
from tests.web.clinic_server.people import set_up
from tests.web.clinic_server.serving import serve_clinic
from web.carrying import make_courier
from web.config import Config
from web.madeup import fill
from web.madeup_people import Person, people
from web.madeup_prescribing import prescribe_to
from web.pairing_attempt import paired
from web.server import Server
from web.who_trains import PATIENT_SETTING

#: Who trains on the laptop, and who else is at the clinic.
SHARES, OTHERS = "Elena M.", ("Chiara F.", "Karl W.")
DAYS = 40
WAITING = replace(GRACE, id=str(uuid4()), login_name="hana@north.example", name="Hana Ito", approved_at=None)
NEW = replace(WAITING, id=str(uuid4()), login_name="tom@north.example", name="Tom Berg")
GONE = replace(GRACE, id=str(uuid4()), login_name="ines@north.example", name="Ines Roth")


@dataclass(frozen=True)
class Sharing:
    """The two of them, and a laptop that was started for the first time."""

    stores: Stores
    address: str
    laptop: Server
    fresh: Server
    ids: Ids


@contextmanager
def sharing() -> Iterator[Sharing]:
    """Both, served until the end of the block."""
    with ExitStack() as stack:
        stores = stack.enter_context(open_stores(stack.enter_context(running_server())))
        everybody = {person.patient.name: person for person in people()}
        _fill_clinic(stores, everybody)
        _, address = stack.enter_context(serve_clinic(stores))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        laptop = stack.enter_context(Server(Config(folder / "home", "demo", made_up=True)))
        fresh = stack.enter_context(Server(Config(folder / "fresh", "browser")))
        yield Sharing(stores, address, laptop, fresh, _share(stores, address, laptop, everybody))


def logged_in(stores: Stores, account: Account, browser: str = "Chromium on Linux") -> str:
    """The cookie of somebody who has given both factors."""
    token, now = str(uuid4()), datetime.now(UTC)
    stores.accounts.begin_login(Login(str(uuid4()), account.id, browser, now, now, whole=True), token)
    return token


def _fill_clinic(stores: Stores, everybody: dict[str, Person]) -> None:
    stores.migrate()
    stores.make_clinic(NORTH)
    for account in (GRACE, ADA, WAITING, NEW, GONE):
        stores.accounts.add_account(account)
    for account in (GRACE, ADA, WAITING):
        set_up(stores, account)
    stores.accounts.close_account(NORTH.id, GONE.id, datetime.now(UTC))
    logged_in(stores, GRACE, "Firefox on Windows")
    store, library = stores.of(NORTH), load_library()
    now, chance = datetime.now().astimezone(), np.random.default_rng(1)
    fill(store, library, now, chance, who=[everybody[name] for name in OTHERS], days=DAYS)
    store.add_patient(everybody[SHARES].patient)
    prescribe_to(store, library, everybody[SHARES], now.date())


def _share(stores: Stores, address: str, laptop: Server, everybody: dict[str, Person]) -> Ids:
    """Elena's laptop has delivered what it keeps; one record contradicts, one session shall go."""
    here, me, other = laptop.services.store, everybody[SHARES].patient, everybody[OTHERS[0]].patient
    now, library = datetime.now().astimezone(), laptop.services.library
    for patient in (me, other):
        here.add_patient(patient)
    here.set_setting(PATIENT_SETTING, me.id)
    device = _pair(stores, address, here, me)
    stores.accounts.confirm_device(device, now)
    here.resume_sharing(me.id)
    assert make_courier(here, library).visit_all()  # the programme is the clinic's
    here.pause_sharing(me.id, now)
    fill(here, library, now, np.random.default_rng(2), who=[everybody[SHARES]], days=DAYS)
    first = here.sealed(here.waiting(me.id, (Kind.SESSION,))[0].id)
    here.resume_sharing(me.id)
    assert make_courier(here, library).visit_all()
    other_body = re.sub(rb'"pain":\d+', b'"pain":9', first.body)
    with suppress(ConflictError):
        changed = replace(first, body=other_body, sha256=sha256_of(other_body))
        stores.of(NORTH).receive(Sender(device.id, me.id), changed, now)
    here.erase_session(here.sessions(me.id)[-1].id, now, ask=True)
    make_courier(here, library).visit_all()
    _silent(stores, me, now)
    _pair(stores, address, here, other)
    (session,) = islice(stores.of(NORTH).sessions(me.id), 1)
    return Ids(me.id, other.id, device.id, session.id)


def _pair(stores: Stores, address: str, here: Store, patient: Patient) -> Device:
    paired(here, patient, {"address": address, "code": a_code(stores, GRACE, patient.id)})
    return stores.accounts.devices(NORTH.id, patient.id)[0]


def _silent(stores: Stores, patient: Patient, now: datetime) -> None:
    """A laptop of before, and what was noted of it."""
    then = now - timedelta(days=60)
    old = Device(str(uuid4()), NORTH.id, patient.id, "Elena's old laptop", b"k" * 32, GRACE.id, then)
    add_device(stores, replace(old, confirmed_at=then, seen_at=then + timedelta(days=25)))
    noted = Noted(then, NORTH.id, What.PAIRED, "laptops.compared", GRACE.id, old.id, patient.id)
    stores.accounts.note(noted)
