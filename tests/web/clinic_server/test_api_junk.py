"""Whatever comes to the laptops' door and is none of ours is refused in our own shape, and nothing is taken.

The long form: ``MIDLINE_JUNK=1000000 pytest -m soak -s tests/web/clinic_server/test_api_junk.py``.
"""

from __future__ import annotations

import os
from random import Random
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from coach.accounts import Stores
from coach.record import Ending
from coach.signed import public_key_of
from coach.store import Store, open_store
from coach.store.record_tables import ReceivedRow
from coach.wire import UP
from tests.coach.accounts.builders import GRACE, NORTH
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OPENING, QUALITY
from tests.web.clinic_server.junk import Asked, Samples, asked
from tests.web.clinic_server.laptop import Laptop, a_code, now
from tests.web.clinic_server.test_api import QUESTION, a_question

SEED = 20261127


@pytest.fixture(scope="module")
def laptop(app: Flask, stores: Stores) -> Laptop:
    """Anna's, let in."""
    laptop = Laptop(app)
    laptop.pair(a_code(stores, GRACE, ANNA.id))
    stores.accounts.confirm_device(stores.accounts.devices(NORTH.id, ANNA.id)[0], now())
    assert laptop.come_in().status_code == 200
    return laptop


@pytest.fixture(scope="module")
def samples(laptop: Laptop, tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """What would be taken, but for the token of the long form, which ends after a quarter of an hour."""
    store = open_store(tmp_path_factory.mktemp("laptop"))
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, now())
    (line,) = store.outgoing(ANNA.id, UP)
    session = store.sealed(line.id).body
    store.close()
    device = laptop.place["device"]
    return Samples(
        records={"session": session, "question": a_question()["data"]},
        bodies={
            "/pair": {"code": "BCDF", "public_key": public_key_of(laptop.key), "name": "A laptop"},
            "/device/challenge": {"device": device},
            "/device/token": {"device": device, "nonce": "ab" * 32, "signature": "cd" * 64},
            "/reconcile": {"records": [[QUESTION, "ab" * 32]]},
        },
    )


def kept(store: Store) -> tuple[int, int, int]:
    """What is here of Anna's."""
    with store._reading() as db:
        taken = db.scalar(select(func.count()).select_from(ReceivedRow)) or 0
    return taken, len(store.sessions(ANNA.id)), len(store.letters(ANNA.id))


def send(laptop: Laptop, one: Asked) -> tuple[int, bool]:
    """The status, and whether the answer has our shape."""
    answer = laptop.ask(one.method, one.path, headers=one.headers, data=one.data)
    body = answer.get_json(silent=True)
    shaped = isinstance(body, dict) and bool(body.get("error")) and isinstance(body.get("faults", []), list)
    bodiless = one.method == "HEAD" or answer.status_code == 404  # what is nowhere may be told as a page
    return answer.status_code, shaped or bodiless


def refuse_all(laptop: Laptop, stores: Stores, samples: Samples, count: int) -> dict[int, int]:
    """Send so many; what was answered how often."""
    chance, found = Random(SEED), dict[int, int]()  # noqa: S311
    before = kept(stores.of(NORTH))
    for number in range(count):
        one = asked(chance, samples)
        status, shaped = send(laptop, one)
        found[status] = found.get(status, 0) + 1
        assert 400 <= status < 500, (number, status, one.method, one.path, one.headers, one.data[:200])
        assert shaped, (number, status, one.method, one.path)
        if number % 2000 == 1999:
            assert laptop.come_in().status_code == 200
    assert kept(stores.of(NORTH)) == before
    return found


def test_junk_is_refused_and_nothing_of_it_is_taken(laptop: Laptop, stores: Stores, samples: Samples) -> None:
    found = refuse_all(laptop, stores, samples, 500)
    assert {400, 404, 413, 415, 422} <= set(found)
    for kind, body in samples.records.items():  # each would have been taken as it was
        sent = a_question(QUESTION, "x")
        sent["headers"] |= {
            "Midline-Kind": kind,
            "Midline-SHA256": __import__("hashlib").sha256(body).hexdigest(),
        }
        path = f"/records/{QUESTION[:-2]}{ord(kind[0]):02x}"
        assert laptop.ask("PUT", path, **(sent | {"data": body})).status_code == 201, kind


@pytest.mark.soak
def test_a_million_are_refused(laptop: Laptop, stores: Stores, samples: Samples) -> None:
    count, begun = int(os.environ.get("MIDLINE_JUNK", "1000000")), perf_counter()
    found = refuse_all(laptop, stores, samples, count)
    print(f"{count} inputs, {count / (perf_counter() - begun):.0f} a second: {dict(sorted(found.items()))}")
