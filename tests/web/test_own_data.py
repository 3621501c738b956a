"""Your data: taken along as a file, or erased after being asked twice, by the patient or their therapist."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.keeping import read_list
from coach.wire import UP, Kind
from tests.coach.report.people import PRIVATE, fill
from tests.coach.store.builders import ANNA, OPENING
from tests.coach.store.test_pairing import PAIRED
from tests.web.conftest import Clinic
from tests.web.prescribed import OMAR, omars, trained
from tests.web.reading import Page
from web.live_sitting import Stage
from web.services import Services


def test_a_patient_finds_what_is_kept_and_takes_it_along(app: Flask, services: Services) -> None:
    client = omars(app)
    trained(services)
    page = Page(client.get("/").text)
    assert page.links["Your data"] == "/your-data"
    page = Page(client.get("/your-data").text)
    assert "On this computer there is one session of yours, since" in page.words

    answer = client.get("/your-data/tables.zip", buffered=True)
    with ZipFile(io.BytesIO(answer.data)) as archive:
        patient = archive.read("patient.csv").decode()
        assert not [name for name in archive.namelist() if name.startswith("traces/")]
    assert OMAR.name in patient
    assert b'"resourceType"' in client.get("/your-data/fhir.json", buffered=True).data
    assert client.get("/your-data/visit.pdf").status_code == 404


def test_a_patient_erases_everything_after_being_asked_twice(app: Flask, services: Services) -> None:
    client = omars(app)
    trained(services)
    asked = Page(client.get("/your-data/erase").text)
    assert "your session since" in asked.words
    assert "Nobody can bring it back." in asked.words

    answer = client.post("/your-data/erase", data={})
    assert (answer.status_code, "Nothing was erased yet" in answer.text) == (422, True)
    before = services.live.feed.state
    services.live.feed.publish(services.live.feed.state | {"stage": Stage.SESSION})
    answer = client.post("/your-data/erase", data={"sure": "yes"})
    assert (answer.status_code, "A session is under way" in answer.text) == (409, True)
    assert services.store.patient(OMAR.id) == OMAR

    services.live.feed.publish(before)
    answer = client.post("/your-data/erase", data={"sure": "yes"}, follow_redirects=True)
    assert "Everything of yours on this computer is erased." in answer.text
    assert services.store.patients() == ()
    noted = read_list(services.config.data_dir / "erased.txt")
    assert [one.patient_id for one in noted] == [OMAR.id]
    assert client.get("/").status_code == 200
    assert client.get("/your-data/erase").status_code == 404


def test_whoever_shares_is_told_what_stays_with_the_clinic(app: Flask, services: Services) -> None:
    client = omars(app)
    services.store.pair(replace(PAIRED, patient_id=OMAR.id))
    page = Page(client.get("/your-data").text)
    assert f"{PAIRED.clinic_name} receives your sessions" in page.words
    assert page.links["See what is shared"] == "/sharing"
    asked = Page(client.get("/your-data/erase").text).words
    assert f"What {PAIRED.clinic_name} has received from you already stays there" in asked
    client.post("/your-data/erase", data={"sure": "yes"})
    assert services.store.pairings() == ()


@pytest.fixture
def shares(app: Flask, services: Services) -> FlaskClient:
    """Omar's browser; he shares, and his one session was sent."""
    client = omars(app)
    trained(services)
    services.store.pair(replace(PAIRED, patient_id=OMAR.id))
    (line,) = services.store.outgoing(OMAR.id, UP)
    services.store.sealed(line.id)
    return client


@pytest.mark.parametrize("asks", [True, False])
def test_whoever_erases_everything_may_ask_the_clinic_to_do_so_too(
    shares: FlaskClient, services: Services, *, asks: bool
) -> None:
    asked = shares.get("/your-data/erase").text
    assert 'name="ask"' in asked
    assert "checked" not in asked
    assert "A clinic has to keep some records by law" in Page(asked).words
    shown = shares.post("/your-data/erase", data={"ask": "yes"}).text
    assert 'aria-describedby="asking" checked' in shown  # what was ticked stays so
    told = shares.post("/your-data/erase", data={"sure": "yes"} | ({"ask": "yes"} if asks else {}))
    assert told.status_code == 303
    page = Page(shares.get("/your-data").text).words
    assert (f"{PAIRED.clinic_name} is asked to erase too" in page) is asks
    assert [one.patient_id for one in services.store.last_requests()] == [OMAR.id] * asks
    assert OMAR.name not in page


def test_a_request_that_waits_can_be_given_up(shares: FlaskClient, services: Services) -> None:
    shares.post("/your-data/erase", data={"sure": "yes", "ask": "yes"})
    services.store.note_last_request(OMAR.id, "The clinic's server could not be reached.")
    words = Page(shares.get("/your-data").text).words
    assert "not delivered yet" in words
    assert "could not be reached. It is tried again by itself." in words
    shares.post(f"/your-data/requests/{OMAR.id}/end")
    assert services.store.last_requests() == ()
    assert "Nothing is kept of anybody here yet." in shares.get("/your-data").text


def test_one_session_is_erased_and_the_clinic_asked(shares: FlaskClient, services: Services) -> None:
    (head,) = services.store.sessions(OMAR.id)
    there = f"/your-data/sessions/{head.id}/erase"
    assert there in Page(shares.get("/done").text).links.values()
    page = shares.get(there)
    assert f"{PAIRED.clinic_name} has received it, and keeps it." in Page(page.text).words
    answer = shares.post(there, data={"ask": "yes"})
    assert (answer.status_code, "Nothing was erased yet" in answer.text) == (422, True)
    answer = shares.post(there, data={"sure": "yes", "ask": "yes"}, follow_redirects=True)
    assert "The session is erased on this computer." in answer.text
    assert services.store.sessions(OMAR.id) == ()
    assert [one.kind for one in services.store.outgoing(OMAR.id, UP)] == [Kind.ERASURE]
    assert "That you ask your clinic to erase something" in Page(shares.get("/sharing").text).words
    assert [one.session_id for one in read_list(services.config.data_dir / "erased.txt")] == [head.id]
    assert shares.get(there).status_code == 404


def test_nobody_is_asked_about_what_was_never_sent(shares: FlaskClient, services: Services) -> None:
    unsent = trained(services)
    there = f"/your-data/sessions/{unsent}/erase"
    page = shares.get(there).text
    assert f"It was not sent to {PAIRED.clinic_name}, and will not be." in Page(page).words
    assert 'name="ask"' not in page
    shares.post(there, data={"sure": "yes", "ask": "yes"})
    assert [one.kind for one in services.store.outgoing(OMAR.id, UP)] == [Kind.SESSION]
    services.store.unpair(OMAR.id)
    (head,) = services.store.sessions(OMAR.id)
    assert "sent" not in Page(shares.get(f"/your-data/sessions/{head.id}/erase").text).words


def test_a_session_of_somebody_else_or_one_under_way_is_not_erased(
    shares: FlaskClient, services: Services
) -> None:
    (head,) = services.store.sessions(OMAR.id)
    services.store.add_patient(ANNA)
    services.store.open_session("annas", ANNA.id, head.started_at, OPENING)
    services.store.open_session("open", OMAR.id, head.started_at, OPENING)
    for session_id in ("annas", "open", "nowhere"):
        there = f"/your-data/sessions/{session_id}/erase"
        assert shares.post(there, data={"sure": "yes"}).status_code == 404
    services.live.feed.publish(services.live.feed.state | {"stage": Stage.SESSION})
    answer = shares.post(f"/your-data/sessions/{head.id}/erase", data={"sure": "yes"})
    assert (answer.status_code, "A session is under way" in answer.text) == (409, True)
    assert services.store.session_head(head.id) == head


def test_where_nobody_trains_there_is_nothing_to_erase(app: Flask) -> None:
    client = omars(app)
    client.post("/your-data/erase", data={"sure": "yes"})
    assert "Nothing is kept of anybody here yet." in client.get("/your-data").text
    assert client.get("/your-data/tables.zip").status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"author": "Dr C."}, "Please tick that everything of this patient is to be erased."),
        ({"sure": "yes", "author": " "}, "Please give your name"),
    ],
)
def test_a_therapist_erases_with_a_tick_and_a_name(clinic: Clinic, typed: dict[str, str], told: str) -> None:
    here = f"/therapist/patients/{ANNA.id}"
    if not clinic.store.patients():
        fill(clinic.store)
    page = Page(clinic.therapist.get(here).text)
    assert page.links["Erase this patient …"] == f"{here}/erase"
    assert "2 sessions with all angles" in Page(clinic.therapist.get(f"{here}/erase").text).words
    answer = clinic.therapist.post(f"{here}/erase", data=typed)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert clinic.store.patient(ANNA.id).note == PRIVATE


def test_what_a_therapist_erased_is_gone(clinic: Clinic) -> None:
    here = f"/therapist/patients/{ANNA.id}"
    answer = clinic.therapist.post(f"{here}/erase", data={"sure": "yes", "author": "Dr C."})
    assert (answer.status_code, answer.location) == (303, "/therapist/")
    assert clinic.therapist.get(here).status_code == 404
    assert ANNA.name not in clinic.therapist.get("/therapist/").text
    assert [one.author for one in clinic.store.erased()] == ["Dr C."]
