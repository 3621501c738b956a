"""A patient is written down by name; the assessment follows, and what was prescribed in the old way stays."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.store import Store
from tests.coach.store.builders import ASSIGNED
from tests.web.reading import Page
from web.services import Services

ANNA = {"name": " Anna B. ", "patient_note": "prefers mornings"}


@pytest.fixture
def store(services: Services) -> Store:
    return services.store


def send(therapist: FlaskClient, to: str = "new", **other: str) -> TestResponse:
    return therapist.post(f"/therapist/patients/{to}", data=ANNA | other)


def test_a_new_patient_needs_a_name_and_the_assessment_follows(therapist: FlaskClient, store: Store) -> None:
    answer = send(therapist)
    (anna,) = store.patients()
    assert (anna.name, anna.note, anna.made_up) == ("Anna B.", "prefers mornings", False)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/therapist/patients/{anna.id}/assessment",
    )
    page = Page(therapist.get(f"/therapist/patients/{anna.id}").text)
    assert "A programme is made from an assessment, and this patient has none yet." in page.words
    assert page.links["Write down what you found"] == answer.headers["Location"]


def test_what_was_prescribed_in_the_old_way_is_readable(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    (anna,) = store.patients()
    store.assign(anna.id, ASSIGNED, datetime(2026, 3, 2, tzinfo=UTC))
    page = Page(therapist.get(f"/therapist/patients/{anna.id}").text)
    assert "1 earlier prescription of the old kind" in page.words
    assert "turn to the left, tilt to the right; turning 31° to the left" in page.words
    assert "Noted then: no turning to the right past 50" in page.words


def test_a_name_is_changed_and_the_form_opens_as_things_stand(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    (anna,) = store.patients()
    assert "prefers mornings" in therapist.get(f"/therapist/patients/{anna.id}/edit").text
    answer = send(therapist, f"{anna.id}/edit", name="Anna Berg")
    assert answer.headers["Location"] == f"/therapist/patients/{anna.id}"
    assert store.patient(anna.id).name == "Anna Berg"


@pytest.mark.parametrize("name", ["", "  ", "a" * 81])
def test_without_a_name_nothing_is_saved_and_nothing_typed_is_lost(
    therapist: FlaskClient, store: Store, name: str
) -> None:
    answer = send(therapist, name=name)
    assert answer.status_code == 422
    assert "Nothing was saved yet" in Page(answer.text).words
    assert 'id="fault-name"' in answer.text
    assert "prefers mornings" in answer.text
    assert store.patients() == ()


def test_an_empty_form_is_no_patient(therapist: FlaskClient, store: Store) -> None:
    assert therapist.post("/therapist/patients/new", data={}).status_code == 422
    assert store.patients() == ()
