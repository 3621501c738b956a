"""Whatever comes to the laptops' door and is none of ours is refused in our own shape, and nothing is taken.

The long form: ``MIDLINE_JUNK=1000000 pytest -m soak -s tests/web/clinic_server/test_api_junk.py``. The
request of a number is the same whichever came before: its chance begins with that number.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from random import Random
from time import process_time
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import delete

from coach.accounts import Stores
from coach.accounts.tables import ThrottleRow
from coach.diary import Flag
from coach.keeping import Told
from coach.keeping.content import lines_of
from coach.record import Ending
from coach.signed import public_key_of
from coach.store import Store, open_store
from coach.sync.proof import prove
from coach.wire import UP, Kind
from coach.wire.bodies import AnswersBody
from coach.wire.reading import sha256_of, written
from tests.coach.accounts.builders import GRACE, NORTH
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    LED,
    MARKS,
    MEASURES,
    MONDAY,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
)
from tests.coach.store.test_outbox import ASKED, GUIDE, LATER
from tests.coach.sync.broken_records import Sample
from tests.web.clinic_server.conftest import ADDRESS
from tests.web.clinic_server.junk import asked
from tests.web.clinic_server.junk_bodies import ID, Asked, Samples
from tests.web.clinic_server.junk_together import PATH
from tests.web.clinic_server.laptop import API, Laptop, a_code, now

SEED = 20261127
#: What moves without anything having been taken: challenges that were asked for, tokens, wrong tries.
MOVING = (b'{"table":"challenge"', b'{"table":"device_token"', b'{"table":"throttle"')
A_DAY = timedelta(days=1)
#: The whole database is looked at after so many.
LOOKED_AT_AFTER = 50_000
#: The server may grow by so many megabytes in a million requests, most of it what Python keeps for later.
MOST_GROWN_MB = 120


@dataclass
class Door:
    """The server, Anna's laptop that is let in, an open code, and what would be taken."""

    app: Flask
    stores: Stores
    laptop: Laptop
    samples: Samples
    code: str

    def send(self, one: Asked) -> tuple[int, Any]:
        """A request past every client, which would put its headers right; the status and the body."""
        path, _, query = (API + one.path).partition("?")
        environ: dict[str, Any] = BASE | {
            "REQUEST_METHOD": one.method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": quote(query, safe="=%&"),
            "wsgi.input": BytesIO(one.data),
        }
        for name, value in one.headers.items():
            plain = name.upper().replace("-", "_")
            environ[
                plain if plain.startswith("CONTENT") and plain != "CONTENT_ENCODING" else f"HTTP_{plain}"
            ] = value
        told: list[str] = []

        def begin(status: str, *_: Any) -> Any:
            told.append(status)

        answer: Any = self.app(environ, begin)
        body = b"".join(answer)
        answer.close()
        return int(told[0][:3]), body

    def kept(self) -> str:
        """All that is kept, accounts and the clinic's store, but for what moves; its hash."""
        digest, moves = sha256(), False
        for store in (self.stores.accounts, self.stores.of(NORTH)):
            with store.moment() as connection:
                for line in lines_of(connection, "", Told(MONDAY, "")):
                    moves = line.startswith(MOVING) if line.startswith(b'{"table"') else moves
                    digest.update(b"" if moves else line)
        return digest.hexdigest()


BASE: dict[str, Any] = {
    "SERVER_NAME": "midline",
    "SERVER_PORT": "443",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "192.0.2.7",
    "HTTP_HOST": ADDRESS.removeprefix("https://"),
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "https",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


@pytest.fixture(scope="module")
def door(app: Flask, stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Door:
    store = open_store(tmp_path_factory.mktemp("laptop"))
    records = all_kinds(store)
    store.close()
    gone, laptop = paired(app, stores), paired(app, stores)
    revoked = token_of(stores, gone, now())
    stores.accounts.revoke_device(device_of(stores, gone), now())
    first, *rest = records
    put(laptop, first, 0)  # the others are about it
    code = a_code(stores, GRACE, ANNA.id, now() + A_DAY)
    device = laptop.place["device"]
    samples = Samples(
        records=(session_of(first), *rest),
        bodies={
            "/pair": {"code": code, "public_key": public_key_of(laptop.key), "name": "A laptop"},
            "/device/challenge": {"device": device},
            "/device/token": {"device": device, "nonce": laptop.nonce(), "signature": "cd" * 64},
            "/reconcile": {"records": [[ID.format(1), "ab" * 32], [ID.format(2), "cd" * 32]]},
        },
        token=token_of(stores, laptop, now() + A_DAY),
        dead_tokens=(revoked, token_of(stores, laptop, now() - A_DAY)),
        device=device,
        key=laptop.key,
        nonce=laptop.nonce,
    )
    return Door(app, stores, laptop, samples, code)


def all_kinds(store: Store) -> list[Sample]:
    """A record of each kind as a laptop makes it, the session first."""
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace(frames=5))
    store.end_exercise("s", 0, SUMMARY, a_trace(9.0, 5))
    store.save_measures("s", 0, MEASURES)
    store.add_mark("s", MARKS[0])
    store.add_intervention("s", LED[0])
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, LATER)
    store.add_letter(ASKED)
    store.begin_guide("g", ANNA.id, MONDAY, GUIDE)
    store.set_flag("s", Flag.NOT_ME, LATER)
    made = [store.sealed(line.id) for line in store.waiting(ANNA.id, UP)]
    answers = written(AnswersBody(session="s", check_out=CHECK_OUT))
    return [*(Sample(one.kind, one.body) for one in made), Sample(Kind.ANSWERS, answers)]


def session_of(sample: Sample) -> Sample:
    """Another session like it, which has not come in yet."""
    return Sample(sample.kind, sample.body.replace(b'"id":"s"', b'"id":"t"'))


def paired(app: Flask, stores: Stores) -> Laptop:
    laptop = Laptop(app)
    laptop.pair(a_code(stores, GRACE, ANNA.id))
    stores.accounts.confirm_device(device_of(stores, laptop), now())
    return laptop


def device_of(stores: Stores, laptop: Laptop) -> Any:
    found = stores.accounts.devices(NORTH.id, ANNA.id)
    return next(one for one in found if one.id == laptop.place["device"])


def token_of(stores: Stores, laptop: Laptop, at: Any) -> str:
    """A token that was made at a time, so that it is good for longer than a run, or no longer."""
    device, nonce, made = laptop.place["device"], f"{at:%d%H%M%S%f}".rjust(64, "0"), f"token of {at}"
    stores.accounts.challenge(device, nonce, at)
    stores.accounts.let_in(device, nonce, prove(laptop.key, nonce), made, at)
    return made


def put(laptop: Laptop, sample: Sample, number: int) -> None:
    """A record that is taken."""
    told = {"Midline-Kind": sample.kind, "Midline-Sequence": "1", "Midline-SHA256": sha256_of(sample.body)}
    laptop.come_in()
    sent = {"headers": told, "data": sample.body, "content_type": "application/json"}
    assert laptop.ask("PUT", f"/records/{ID.format(number)}", **sent).status_code == 201, sample.kind


def refuse_all(door: Door, numbers: range) -> Counter[int]:
    """Send those of these numbers; what was answered how often."""
    found, before = Counter[int](), door.kept()
    for number in numbers:
        one = asked(Random(SEED + number), door.samples)  # noqa: S311
        status, body = door.send(one)
        found[status] += 1
        for told in answers(status, body) if one.path == PATH else [(status, body)]:
            assert 400 <= told[0] < 500, (number, status, one)
            assert one.method == "HEAD" or told[0] == 404 or is_ours(told[1]), (number, status, one, body)
        if number % LOOKED_AT_AFTER == LOOKED_AT_AFTER - 1:
            assert door.kept() == before, number
            print(f"{number + 1} inputs, nothing was taken", flush=True)
    assert door.kept() == before
    return found


def answers(status: int, body: bytes) -> list[tuple[int, Any]]:
    """What several records were answered, each for itself, or all of them together."""
    if status != 200:
        return [(status, body)]
    return [(one["status"], one) for one in json.loads(body)["answers"]]


def is_ours(body: Any) -> bool:
    """Whether it says in words what is the matter; what is nowhere may be told as a page."""
    told = json.loads(body) if isinstance(body, bytes) else body
    return bool(told["error"]) and isinstance(told["faults"], list)


def take_what_is_good(door: Door) -> None:
    """Each sample is taken as it was, also after all of that; so is the code."""
    for number, sample in enumerate(door.samples.records, 0x40):
        put(door.laptop, sample, number)
    with door.stores.accounts._writing() as db:
        db.execute(delete(ThrottleRow))
    assert Laptop(door.app).pair(door.code).status_code == 201


def test_junk_is_refused_and_nothing_of_it_is_taken(door: Door) -> None:
    found = refuse_all(door, range(700))
    assert {400, 401, 403, 404, 411, 413, 415, 422} <= set(found)
    take_what_is_good(door)


@pytest.fixture
def asked_once(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose the good token is, the database is asked once, which takes half of the time otherwise; of any
    other token it is asked each time."""
    whose, good = door.stores.accounts.device_of, door.samples.token
    found = whose(good, now())
    monkeypatch.setattr(
        door.stores.accounts, "device_of", lambda token, at: found if token == good else whose(token, at)
    )


@pytest.mark.soak
@pytest.mark.usefixtures("asked_once")
def test_a_million_are_refused(door: Door) -> None:
    count, begun = int(os.environ.get("MIDLINE_JUNK", "1000000")), process_time()
    refuse_all(door, range(1000))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = refuse_all(door, range(1000, count))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown) // 1000
    rate = count / (process_time() - begun)
    print(f"{count} inputs, {rate:.0f} in a second of its own time: {dict(sorted(found.items()))}")
    print(f"The server grew by {grown} MB.")
    assert grown <= MOST_GROWN_MB
    take_what_is_good(door)
