"""What a patient asks to have erased, at the clinic: seen in the list, answered by a therapist, and told."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from coach.accounts import Stores
from coach.accounts.audit import What
from coach.errors import NotFoundError
from coach.store import Store
from coach.wire import DOWN
from tests.coach.accounts.builders import GRACE, NORTH
from tests.coach.store.builders import ANNA, MONDAY, OPENING
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.visitors import asked
from tests.web.reading import Page

PATIENT = f"/therapist/patients/{ANNA.id}"
PAGE = f"{PATIENT}/erasure-requests"


@pytest.fixture
def north(stores: Stores) -> Iterator[Store]:
    """The north clinic, at which nobody asks for anything before or after."""
    store = stores.of(NORTH)
    yield store
    if ANNA not in store.patients():
        with store._writing() as db:
            db.connection().exec_driver_sql("DELETE FROM erased")
        store.add_patient(ANNA)
    with store._writing() as db:
        db.connection().exec_driver_sql("DELETE FROM erasure_request")


@pytest.fixture
def grace(browser: Browser) -> FlaskClient:
    return browser(GRACE)


def requested(store: Store, *, whole: bool = False) -> tuple[str, str]:
    """A session of Anna's and her request about it, or about everything; both ids."""
    session_id, request_id = str(uuid4()), str(uuid4())
    store.open_session(session_id, ANNA.id, MONDAY, OPENING)
    asked(store, None if whole else session_id, request_id)
    return session_id, request_id


def told(store: Store) -> str:
    """The newest that goes down to her laptop."""
    assert store.outgoing(ANNA.id, DOWN)
    return store.letters(ANNA.id)[0].words


def test_it_is_seen_in_the_list_and_on_the_patients_page_until_it_is_answered(
    north: Store, grace: FlaskClient
) -> None:
    words = "Asked on 2 March that the session of 2 March is erased."
    assert words not in grace.get("/therapist/").text
    _, request_id = requested(north)
    assert words in grace.get("/therapist/").text
    page = Page(grace.get(PATIENT).text)
    assert words in page.words
    assert page.links["Answer what they ask to have erased"] == PAGE
    grace.post(f"{PAGE}/{request_id}/keep", data={"reason": "by law, for ten years"})
    assert words not in grace.get("/therapist/").text
    page = Page(grace.get(PATIENT).text)
    assert "Answer what they ask to have erased" not in page.links
    assert page.links["What they asked to have erased"] == PAGE


def test_a_session_is_erased_with_a_tick_and_the_patient_is_told(
    north: Store, stores: Stores, grace: FlaskClient
) -> None:
    session_id, request_id = requested(north)
    there = f"{PAGE}/{request_id}/erase"
    answer = grace.post(there)
    assert (answer.status_code, "Please tick that the session" in answer.text) == (422, True)
    assert north.session_head(session_id)

    page = Page(grace.post(there, data={"sure": "yes"}, follow_redirects=True).text)

    assert "The session is erased here." in page.words
    assert f"Erased here: {GRACE.name}, " in page.words
    with pytest.raises(NotFoundError):
        north.session_head(session_id)
    assert north.erased_sessions()[-1].author == GRACE.name
    assert told(north).startswith("You asked that we erase the session of 2 March. It is erased here now.")
    noted = stores.accounts.audit(NORTH.id, ANNA.id, GRACE.id)
    assert [one.what for one in noted if one.where == "erasure_requests.erase"] == [What.ERASED]
    assert grace.post(there, data={"sure": "yes"}).status_code == 404


def test_it_is_kept_with_a_reason_that_the_patient_reads(north: Store, grace: FlaskClient) -> None:
    session_id, request_id = requested(north)
    there = f"{PAGE}/{request_id}/keep"
    answer = grace.post(there, data={"reason": " "})
    assert (answer.status_code, "Please say why it is kept" in answer.text) == (422, True)
    long = grace.post(there, data={"reason": "x" * 401})
    assert (long.status_code, "x" * 401 in long.text) == (422, True)
    page = grace.post(there, data={"reason": "We keep records ten years."}, follow_redirects=True)
    assert "Kept, “We keep records ten years.”" in Page(page.text).words
    assert told(north).endswith("It is kept, for this reason: We keep records ten years.")
    assert north.session_head(session_id)


def test_everything_is_erased_only_on_the_page_for_that(north: Store, grace: FlaskClient) -> None:
    _, request_id = requested(north, whole=True)
    page = Page(grace.get(PAGE).text)
    assert page.links[f"Erase {ANNA.name} …"] == f"{PATIENT}/erase"
    assert "please tell them yourself" in page.words
    assert grace.post(f"{PAGE}/{request_id}/erase", data={"sure": "yes"}).status_code == 404
    assert ANNA in north.patients()
    grace.post(f"{PATIENT}/erase", data={"sure": "yes", "author": ""})
    assert ANNA not in north.patients()
    assert grace.get(PAGE).status_code == 404


def test_a_session_that_is_not_here_is_said_and_can_be_answered(north: Store, grace: FlaskClient) -> None:
    asked(north, "never-came", "odd")
    words = Page(grace.get(PAGE).text).words
    assert "The session is not here: it never came, or was erased already." in words
    assert "Yes, nothing of the session is to be taken in any more" in words
    assert grace.post(f"{PAGE}/odd/erase", data={"sure": "yes"}).status_code == 303
    assert [one.answer for one in north.erasure_requests(ANNA.id)] == ["erased"]
    assert north.erased_sessions()[-1].session_id == "never-came"  # nor is it taken in later
