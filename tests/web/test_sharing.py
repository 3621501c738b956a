"""A patient sees what is shared, pauses it, and reads exactly what is sent; then the clinic publishes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.letter import Letter, LetterKind
from coach.record import Ending
from coach.store import Sealed, Sender, Store, WaitsFor
from coach.wire import UP, Kind
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OMAR, OPENING, QUALITY, a_rep, a_trace
from tests.coach.store.test_pairing import PAIRED
from tests.coach.sync.sides import NOW
from tests.web.conftest import PIN, app_of
from tests.web.reading import Page
from web.config import Config
from web.services import EXTENSION, LAUNCH_EXTENSION, Services


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Anna's laptop with one session on it."""
    app = app_of(Config(data_dir=tmp_path_factory.mktemp("laptop"), camera="0", port=8765))
    store: Store = app.extensions[EXTENSION].store
    store.add_patient(replace(ANNA, made_up=False))
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace())
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, NOW)
    yield app
    store.close()


@pytest.fixture
def store(laptop: Flask) -> Store:
    found: Store = laptop.extensions[EXTENSION].store
    return found


@pytest.fixture
def page(laptop: Flask) -> FlaskClient:
    client = laptop.test_client()
    client.get("/launch", query_string={"token": laptop.extensions[LAUNCH_EXTENSION].token()})
    return client


def text_of(answer: TestResponse) -> str:
    return Page(answer.text).words


def test_who_shares_with_nobody_is_told_that_nothing_is_shared(page: FlaskClient) -> None:
    assert "Nothing is shared." in text_of(page.get("/sharing"))
    assert "nothing is shared" in text_of(page.get("/"))
    assert page.post("/sharing/paused").status_code == 404


def test_sharing_pauses_and_goes_on(page: FlaskClient, store: Store) -> None:
    store.pair(PAIRED)
    assert "One thing is waiting to be sent." in text_of(page.get("/sharing"))
    told = page.post("/sharing/paused", follow_redirects=True)
    assert "You paused sharing" in text_of(told)
    assert "Send and fetch now" not in text_of(told)
    assert "paused" in text_of(page.get("/"))
    assert "Sharing goes on." in text_of(page.post("/sharing/resumed", follow_redirects=True))
    pairing = store.pairing(ANNA.id)
    assert pairing is not None
    assert pairing.paused_at is None


def test_what_is_sent_is_read_before_it_is_sent_and_to_the_letter(page: FlaskClient, store: Store) -> None:
    (line,) = store.outgoing(ANNA.id, UP)
    shown = text_of(page.get(f"/sharing/records/{line.id}"))
    assert CHECK_OUT.words in shown
    assert ANNA.name not in shown
    assert "Your name is not in it" in shown
    saved = page.get(f"/sharing/records/{line.id}.json").data
    assert store.outgoing(ANNA.id, UP) == (line,)  # looking seals nothing
    assert saved == store.sealed(line.id).body


def test_a_question_that_is_signed_with_a_name_says_so(page: FlaskClient, store: Store) -> None:
    store.add_letter(Letter("q", ANNA.id, LetterKind.QUESTION, "Why?", ANNA.name, MONDAY))
    question = store.outgoing(ANNA.id, UP)[-1]
    assert "Your name is in it" in text_of(page.get(f"/sharing/records/{question.id}"))


def test_nobody_elses_records_are_shown(page: FlaskClient, store: Store) -> None:
    store.add_patient(OMAR)
    store.set_setting("patient_id", ANNA.id)
    store.add_letter(Letter("q", OMAR.id, LetterKind.QUESTION, "Why?", "Omar", MONDAY))
    (line,) = store.outgoing(OMAR.id, UP)
    for path in (f"/sharing/records/{line.id}", f"/sharing/records/{line.id}.json", "/sharing/records/x"):
        assert page.get(path).status_code == 404


def test_what_differs_and_what_was_not_taken_is_told_without_blame(page: FlaskClient, store: Store) -> None:
    store.pair(replace(PAIRED, trouble="The clinic's server could not be reached.", only_there=2))
    (line,) = store.outgoing(ANNA.id, UP)
    store.note_refused(line.id, "another is here", conflicting=True)
    odd = Sealed("p", Kind.PROGRAMME, 1, "ab" * 32, b"{}")
    store.quarantine(Sender("", ANNA.id), odd, "version: wanted a version after 2", NOW)
    shown = text_of(page.get("/sharing"))
    for words in (
        "One record is with your clinic in another form",
        "Something from your clinic could not be taken over here",
        "could not be reached. Nothing of yours is lost",
        "2 more of your records",
    ):
        assert words in shown


def test_what_waits_for_an_update_is_told_with_its_reason(page: FlaskClient, store: Store) -> None:
    store.pair(PAIRED)
    for number, waits_for in enumerate((WaitsFor.RULES, WaitsFor.PROGRAM)):
        record = Sealed(f"p{number}", Kind.PROGRAMME, number, "ab" * 32, b"{}")
        store.quarantine(Sender("", ANNA.id), record, "odd", datetime.now(UTC), waits_for=waits_for)
    shown = text_of(page.get("/sharing"))
    assert "waits: the safety rules on this computer do not allow all of it." in shown
    assert "waits: this Midline cannot read it; it may be made for a newer one." in shown
    assert shown.count("tried again by itself when Midline or its safety rules are updated here.") == 2
    assert "could not be taken over" not in shown


def test_while_the_camera_is_on_nothing_is_sent_and_afterwards_it_is(laptop: Flask) -> None:
    here: Services = laptop.extensions[EXTENSION]
    assert here.carries
    before = here.live.feed.state
    here.live.feed.publish(before | {"stage": "session", "camera": {"on": True}})
    assert here.carries.busy()
    here.live.feed.publish(before | {"stage": "after", "camera": {"on": False}})
    assert not here.carries.busy()


def test_the_clinic_publishes_and_the_laptop_does_not(page: FlaskClient, store: Store) -> None:
    page.post("/pin", data={"pin": PIN, "again": PIN})
    before = text_of(page.get(f"/therapist/patients/{ANNA.id}"))
    assert "Write down what you found" in before
    store.pair(PAIRED)
    odd = Sealed("p", Kind.PROGRAMME, 1, "ab" * 32, b"{}")
    store.quarantine(Sender("", ANNA.id), odd, "version: wanted a version after 2", NOW)
    shown = text_of(page.get(f"/therapist/patients/{ANNA.id}"))
    assert "The programme of this patient comes from Clinic by the river. Please change it there." in shown
    assert "was not taken; what held before holds. version: wanted a version after 2" in shown
