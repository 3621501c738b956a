"""A patient is written down once and changed later; what was prescribed before stays as history."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.record import Side
from coach.store import Store
from tests.web.reading import Page
from web.services import Services

ANNA = {
    "name": " Anna B. ",
    "corrective_rotation": "left",
    "corrective_lateral_flexion": "right",
    "rotation_left_deg": "31",
    "rotation_right_deg": "58.5",
    "lateral_flexion_left_deg": "28",
    "lateral_flexion_right_deg": "19",
    "extension_deg": "41",
    "flexion_deg": "36",
    "patient_note": "prefers mornings",
}


@pytest.fixture
def store(services: Services) -> Store:
    return services.store


def send(therapist: FlaskClient, to: str = "new", **other: str) -> TestResponse:
    return therapist.post(f"/therapist/patients/{to}", data=ANNA | other)


def test_a_new_patient_gets_the_starter_programme(therapist: FlaskClient, services: Services) -> None:
    answer = send(therapist)
    (anna,) = services.store.patients()
    assert (anna.name, anna.note, anna.made_up) == ("Anna B.", "prefers mornings", False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/therapist/patients/{anna.id}")
    assignment = services.store.assignment(anna.id)
    assert assignment is not None
    assert assignment.programme_id == "starter"
    assert assignment.programme_version == services.library.programmes["starter"].version
    assert (assignment.corrective_rotation, assignment.corrective_lateral_flexion) == (Side.LEFT, Side.RIGHT)
    assert assignment.reach.rotation_right_deg == 58.5


def test_a_change_is_a_new_prescription_and_the_old_one_stays(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    (anna,) = store.patients()
    send(therapist, f"{anna.id}/edit", name="Anna Berg", rotation_left_deg="36", note="more room now")
    assert store.patient(anna.id).name == "Anna Berg"
    first, second = (one.assignment for one in store.assignments(anna.id))
    assert (first.reach.rotation_left_deg, second.reach.rotation_left_deg) == (31.0, 36.0)
    assert second.note == "more room now"
    page = Page(therapist.get(f"/therapist/patients/{anna.id}").text)
    assert "1 earlier prescription" in page.words
    assert "Noted then: more room now" in page.words


def test_a_new_name_alone_is_no_new_prescription(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    (anna,) = store.patients()
    send(therapist, f"{anna.id}/edit", name="Anna Berg")
    assert len(store.assignments(anna.id)) == 1


def test_the_form_opens_as_things_stand(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    (anna,) = store.patients()
    text = therapist.get(f"/therapist/patients/{anna.id}/edit").text
    assert 'value="58.5"' in text
    assert 'name="corrective_lateral_flexion" value="right" required checked' in text
    assert "prefers mornings" in text


def test_every_fault_is_said_at_once_and_nothing_typed_is_lost(therapist: FlaskClient, store: Store) -> None:
    answer = send(therapist, name="  ", corrective_rotation="up", extension_deg="200", flexion_deg="nan")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "Nothing was saved yet. 4 answers need another look" in page.words
    assert "Please give a name or initials." in page.words
    assert "Please choose a side." in page.words
    assert page.words.count("Please give degrees, from 0 to 80.") == 2
    assert 'value="58.5"' in answer.text
    assert store.patients() == ()


def test_a_range_too_small_for_the_programme_is_explained_where_it_stands(
    therapist: FlaskClient, store: Store
) -> None:
    answer = send(therapist, rotation_left_deg="2")
    assert answer.status_code == 422
    assert "Please give at least" in Page(answer.text).words
    assert 'id="fault-rotation_left_deg"' in answer.text
    assert store.patients() == ()


def test_an_empty_form_is_no_patient(therapist: FlaskClient, store: Store) -> None:
    assert therapist.post("/therapist/patients/new", data={}).status_code == 422
    assert store.patients() == ()
