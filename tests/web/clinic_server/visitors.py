"""Whoever may ask a clinic's server for something: with which login or laptop they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from coach.accounts import Account, Device, Role, Stores
from coach.accounts.logins import Login
from coach.event import Event, EventKind
from coach.reviewed import Score
from coach.store import Sealed, Sender, Store
from coach.wire import Kind
from coach.wire.bodies import ErasureBody
from coach.wire.reading import sha256_of, written
from tests.coach.accounts.builders import ADA, GRACE, LEE, NORTH, SOUTH, add_device
from tests.coach.builders import LIBRARY
from tests.coach.clinic import assessment, draft, published
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING, a_rep, a_trace
from tests.web.clinic_server.conftest import ADDRESS
from tests.web.clinic_server.laptop import Laptop, a_code
from web.clinic_server.guard import COOKIE

#: What belongs to the north clinic and to nobody else.
SESSION, EVENT, SCORE, OWN_EXERCISE, DEVICE = "s-north", "e-north", "c-north", "our_turn", "d-north"
REQUEST = "r-north"
MIA = replace(GRACE, id="mia", login_name="mia@north.example", name="Mia Roth")
CLOSED = replace(GRACE, id="shut", login_name="shut@north.example", name="Shut Out", closed_at=MONDAY)
WAITING = replace(GRACE, id="wait", login_name="wait@north.example", name="Wai Ting", approved_at=None)
OTHER_ADMIN = replace(LEE, id="sue", login_name="sue@south.example", name="Sue South", role=Role.ADMIN)
#: A login of Mia's, whom the admin may log out and nobody else.
MIAS_LOGIN = "mia-login"


def furnish(stores: Stores) -> None:
    """Anna's record at the north clinic has one of everything; both clinics have a therapist and an admin."""
    for account in (MIA, CLOSED, WAITING, OTHER_ADMIN):
        stores.accounts.add_account(account)
    now = datetime.now(UTC)
    stores.accounts.begin_login(Login(MIAS_LOGIN, MIA.id, "a test", now, now, whole=True), "mia")
    for which in ("", " again"):
        device = Device(DEVICE + which, NORTH.id, ANNA.id, "Anna's laptop", bytes(32), GRACE.id, now, now)
        add_device(stores, device)
    store = stores.of(NORTH)
    store.open_session(SESSION, ANNA.id, MONDAY, OPENING)
    store.save_rep(SESSION, 0, a_rep(), a_trace())
    for which in ("", " again"):  # the therapist takes one back, the admin the other
        store.add_event(Event(EVENT + which, ANNA.id, EventKind.ILLNESS, date(2026, 3, 1)), MONDAY)
        store.add_score(Score(SCORE + which, ANNA.id, date(2026, 3, 1), "a scale", 12.5, 35.0, "", "Kim"))
    asked(store)
    store.quarantine(Sender(DEVICE, ANNA.id), Sealed("odd", Kind.SESSION, 9, "ab" * 32, b"{}"), "odd", MONDAY)
    store.add_assessment(ANNA.id, assessment())
    store.publish(ANNA.id, published(draft("slow_turn")))
    own = LIBRARY.exercises["slow_turn"].model_copy(update={"id": OWN_EXERCISE})
    store.save_own_exercise(own, "Dr. Kim", MONDAY)


def asked(store: Store, session_id: str | None = SESSION, request_id: str = REQUEST) -> None:
    """Anna erased a session on her laptop, or everything, and asks the clinic to erase it too."""
    began = MONDAY if session_id else None
    body = written(ErasureBody(id=request_id, asked_at=MONDAY, session=session_id, started_at=began))
    record = Sealed(str(uuid4()), Kind.ERASURE, 9, sha256_of(body), body)
    store.receive(Sender(DEVICE, ANNA.id), record, datetime.now(UTC))


@dataclass(frozen=True)
class Visitor:
    """Somebody, and how each of their requests is made: the answer's status and where it sends on."""

    name: str
    ask: Callable[[str, str], tuple[int, str]]


def with_login(app: Flask, stores: Stores, name: str, account: Account | None, **changed: Any) -> Visitor:
    """A browser with a login of its own for each request, so that none is ended by the one before."""

    def ask(method: str, path: str) -> tuple[int, str]:
        client = app.test_client()
        if account:
            token, at = str(uuid4()), datetime.now(UTC)
            login = Login(str(uuid4()), account.id, "a test", at, at, whole=True)
            stores.accounts.begin_login(replace(login, **changed), token)
            client.set_cookie(COOKIE, token, domain=ADDRESS.removeprefix("https://"), secure=True)
        return _asked(client, method, path)

    return Visitor(name, ask)


def with_laptop(app: Flask, name: str, laptop: Laptop) -> Visitor:
    """A laptop with its token, which has no cookie and names no page."""

    def ask(method: str, path: str) -> tuple[int, str]:
        client = FlaskClient(app, use_cookies=False)
        return _asked(client, method, path, headers={"Authorization": f"Bearer {laptop.token}"})

    return Visitor(name, ask)


def paired(app: Flask, stores: Stores, by: Account, patient_id: str, *, revoked: bool = False) -> Laptop:
    """A patient's laptop that was let in."""
    laptop = Laptop(app)
    laptop.pair(a_code(stores, by, patient_id))
    clinic = NORTH if by.clinic_id == NORTH.id else SOUTH
    found = {one.id: one for one in stores.accounts.devices(clinic.id, patient_id)}
    device = found[laptop.place["device"]]
    stores.accounts.confirm_device(device, datetime.now(UTC))
    laptop.come_in()
    if revoked:
        stores.accounts.revoke_device(device, datetime.now(UTC))
    return laptop


def visitors(app: Flask, stores: Stores) -> dict[str, Visitor]:
    """All of them, by name."""
    ended = datetime.now(UTC)
    browsers: tuple[tuple[str, Account | None, dict[str, Any]], ...] = (
        ("nobody", None, {}),
        ("half-way", GRACE, {"whole": False}),
        ("therapist", GRACE, {}),
        ("admin", ADA, {}),
        ("other therapist", LEE, {}),
        ("other admin", OTHER_ADMIN, {}),
        ("closed", CLOSED, {}),
        ("waiting", WAITING, {}),
        ("ended", GRACE, {"ended_at": ended}),
    )
    every = [with_login(app, stores, name, account, **changed) for name, account, changed in browsers]
    laptops = {
        "laptop": paired(app, stores, GRACE, ANNA.id),
        "other laptop": paired(app, stores, LEE, OMAR.id),
        "revoked laptop": paired(app, stores, GRACE, ANNA.id, revoked=True),
    }
    every += [with_laptop(app, name, laptop) for name, laptop in laptops.items()]
    return {one.name: one for one in every}


def _asked(client: FlaskClient, method: str, path: str, **more: Any) -> tuple[int, str]:
    with client.open(path, method=method, base_url=ADDRESS, **more) as answer:
        return answer.status_code, answer.location or ""
