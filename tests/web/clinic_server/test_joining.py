"""A laptop joins a clinic over a real connection: the local app here, the clinic's server there."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.accounts import Device, Stores
from coach.store import Store
from coach.sync.client import Request, Response
from coach.sync.joining import words_of
from coach.sync.transport import https
from coach.wire.compared_words import words_to_compare
from tests.coach.accounts.builders import GRACE, NORTH
from tests.coach.store.builders import ANNA
from tests.coach.sync.test_transport import self_made, served
from tests.web.clinic_server.laptop import a_code, now
from tests.web.clinic_server.serving import serve_clinic
from tests.web.conftest import PIN, PORT, app_of
from web.config import Config
from web.pairing_attempt import ATTEMPT_SETTING
from web.server import listen
from web.services import EXTENSION, LAUNCH_EXTENSION


@pytest.fixture(scope="module")
def address(stores: Stores) -> Iterator[str]:
    with serve_clinic(stores) as (_, address):
        yield address


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Flask]:
    """The program on a laptop that holds nothing yet."""
    app = app_of(Config(data_dir=tmp_path / "data", camera="browser", port=PORT))
    yield app
    app.extensions[EXTENSION].store.close()


@pytest.fixture
def person(local: Flask) -> FlaskClient:
    client = local.test_client()
    client.get("/launch", query_string={"token": local.extensions[LAUNCH_EXTENSION].token()})
    return client


@pytest.fixture
def laptop(local: Flask) -> Store:
    store: Store = local.extensions[EXTENSION].store
    return store


def newest(stores: Stores) -> Device:
    return stores.accounts.devices(NORTH.id, ANNA.id)[0]


def typed(address: str, code: str, name: str = "A. B.") -> dict[str, str]:
    return {"name": name, "address": address, "code": code}


def test_a_new_laptop_joins_and_shares_only_after_the_same_four_words(
    person: FlaskClient, laptop: Store, stores: Stores, address: str
) -> None:
    assert "I have a code from my clinic" in person.get("/").text
    sent = person.post("/pairing", data=typed(address, a_code(stores, GRACE, ANNA.id)))
    (pairing,) = laptop.pairings()
    assert (sent.status_code, sent.location) == (303, f"/pairing/{pairing.patient_id}")
    assert pairing.words_open
    assert [one.name for one in laptop.patients()] == ["A. B."]
    device = newest(stores)
    assert (pairing.device_id, pairing.patient_there, pairing.clinic_name) == (device.id, ANNA.id, NORTH.name)
    assert device.public_key
    words = words_to_compare(pairing.clinic_key, device.public_key.hex(), device.id)
    page = person.get(sent.location).text
    assert words == words_of(pairing)
    assert all(f"<li>{word}</li>" in page for word in words.split())
    assert "Look at the words" in person.get("/").text

    assert person.post("/sharing/resumed").status_code == 404
    assert "Compare the four words" in person.get("/sharing").text
    assert person.post(sent.location, data={"same": "yes"}).location == "/sharing"
    joined = laptop.pairing(pairing.patient_id)
    assert joined
    assert joined.paused_at is None
    assert "Look at the words" not in person.get("/").text
    assert person.get(sent.location).status_code == 404
    assert person.post(sent.location, data={"same": "no"}).status_code == 404


def test_an_answer_that_was_lost_is_asked_for_again_and_it_is_one_laptop(
    person: FlaskClient, laptop: Store, stores: Stores, address: str
) -> None:
    answers: list[Response] = []

    def loses_two(request: Request) -> Response | None:
        plain = {"Content-Type": "application/json"}
        answers.append(https(address)(replace(request, headers=plain)))
        return answers[-1] if len(answers) > 2 else None

    code, before = a_code(stores, GRACE, ANNA.id), stores.accounts.devices(NORTH.id, ANNA.id)
    with served(loses_two) as bad_network:
        assert "could not be reached" in fault(person, laptop, typed(bad_network, code))
        assert len(answers) == 2  # it was asked once more by itself
        assert person.post("/pairing", data=typed(bad_network, code)).status_code == 303
    assert answers[0] == answers[1] == answers[2]
    (pairing,) = laptop.pairings()
    assert stores.accounts.devices(NORTH.id, ANNA.id)[1:] == before
    assert newest(stores).id == pairing.device_id
    assert json.loads(answers[0].body)["words"] == words_of(pairing)
    assert not laptop.setting(ATTEMPT_SETTING)  # its key has ended with it


def test_another_code_is_asked_for_with_another_key(person: FlaskClient, laptop: Store) -> None:
    keys: list[str] = []

    def says_nothing(request: Request) -> None:
        keys.append(json.loads(request.body)["public_key"])

    with served(says_nothing) as silent:
        for code in ("BCDF-GHJK", "bcdfghjk", "BCDF-GHJL"):
            fault(person, laptop, typed(silent, code))
    first, second, third = keys[::2]
    assert first == second != third


def test_other_words_end_it_and_nothing_was_shared(
    person: FlaskClient, laptop: Store, stores: Stores, address: str
) -> None:
    sent = person.post("/pairing", data=typed(address, a_code(stores, GRACE, ANNA.id)))
    answer = person.post(sent.location, data={"same": "no"})
    assert "Nothing was shared" in answer.text
    assert laptop.pairings() == ()


def test_whoever_trains_here_already_joins_with_a_therapist_only(
    person: FlaskClient, laptop: Store, stores: Stores, address: str
) -> None:
    laptop.add_patient(ANNA)
    assert person.get("/pairing").status_code == 303
    assert person.post("/pairing", data=typed(address, "BCDF-GHJK")).location == "/"
    own = f"/therapist/patients/{ANNA.id}/pairing"
    assert "/pin" in person.get(own).location
    assert person.post(own, data=typed(address, "BCDF-GHJK")).status_code == 403
    person.post("/pin", data={"pin": PIN, "again": PIN})
    assert "Share with a clinic" in person.get(f"/therapist/patients/{ANNA.id}").text
    sent = person.post(own, data=typed(address, a_code(stores, GRACE, ANNA.id)))
    assert sent.location == f"/pairing/{ANNA.id}"
    assert person.get(own).location == sent.location
    person.post(sent.location, data={"same": "yes"})
    assert person.get(own).location == f"/therapist/patients/{ANNA.id}"
    assert "Share with a clinic" not in person.get(f"/therapist/patients/{ANNA.id}").text


def fault(person: FlaskClient, laptop: Store, sent: dict[str, str]) -> str:
    """What is said to what was typed; all of it stands there still, and nothing has changed."""
    answer = person.post("/pairing", data=sent)
    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.text for value in sent.values() if value)
    assert (laptop.patients(), laptop.pairings()) == ((), ())
    said = answer.text.partition('role="alert">')[2].partition("<")[0]
    return said.replace("&#39;", "'")


def test_a_code_that_opens_nothing_is_said_so(
    person: FlaskClient, laptop: Store, stores: Stores, address: str
) -> None:
    used = a_code(stores, GRACE, ANNA.id)
    person.post("/pairing", data=typed(address, used))
    laptop.unpair(laptop.pairings()[0].patient_id)
    laptop.erase_patient(laptop.patients()[0].id, now())
    old = a_code(stores, GRACE, ANNA.id, now() - timedelta(minutes=11))
    for code in (used, old, "BCDF-GHJK", "0000", "ä"):
        assert fault(person, laptop, typed(address, code)).startswith("This code opens nothing.")


def test_every_way_not_to_reach_a_clinic_has_its_sentence(
    person: FlaskClient, laptop: Store, stores: Stores, address: str
) -> None:
    code = a_code(stores, GRACE, ANNA.id)
    with listen(0) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    other = address.replace("127.0.0.1", "localhost")
    for typed_address, said in {
        nobody: "could not be reached",
        "https://nowhere.invalid": "could not be reached",
        other: "Something else answers",
        "http://clinic.example": "over https:// only",
        "https://clinic.example/path": "Wanted the address",
        "": "Please type the address",
    }.items():
        assert said in fault(person, laptop, typed(typed_address, code)), typed_address
    assert "Please type the code" in fault(person, laptop, typed(address, ""))
    assert "a name or initials" in fault(person, laptop, typed(address, code, ""))
    assert person.post("/pairing", data=typed(address, code)).status_code == 303  # the code is good still


def test_a_server_that_nobody_vouches_for_is_sent_no_code(
    person: FlaskClient, laptop: Store, tmp_path: Path
) -> None:
    asked: list[Request] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(self_made(tmp_path))
    with served(lambda request: asked.append(request) or Response(500, b""), tls) as address:  # type: ignore[func-returns-value]
        said = fault(person, laptop, typed(address, "BCDF-GHJK"))
    assert "could not show that it is the clinic's" in said
    assert asked == []
