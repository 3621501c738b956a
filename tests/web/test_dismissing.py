"""An alert is put away with a note and a name, and the page and the list know it at once."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.store import Store
from tests.coach.store.builders import ANNA
from tests.web.following import overdone, rows, trained
from tests.web.reading import Page
from web.services import Services

PAGE = f"/therapist/patients/{ANNA.id}"


@pytest.fixture
def store(services: Services) -> Store:
    """Anna is a patient."""
    services.store.add_patient(ANNA)
    return services.store


def put_away(therapist: FlaskClient, rule: str = "effort_high", **typed: str) -> TestResponse:
    """Sends the form that stands beside the alert."""
    key = re.search(r'name="key" value="([^"]*)"', therapist.get(PAGE).text)
    assert key
    sent = {"key": key[1], "note": "I called; the pillow was new.", "author": "M. Sand"} | typed
    return therapist.post(f"{PAGE}/alerts/{rule}", data=sent)


def test_an_alert_stands_with_its_numbers_until_it_is_put_away(store: Store, therapist: FlaskClient) -> None:
    overdone(store, ANNA)
    assert "Amber: Effort up to 9 of 10; 2 sessions in 7 days" in Page(therapist.get(PAGE).text).words
    assert rows(therapist)[0]["Alerts"].startswith("Amber")

    assert put_away(therapist).status_code == 303
    page = Page(therapist.get(PAGE).text).words
    assert "Amber:" not in page
    assert "1 alert put away" in page
    assert "M. Sand: I called; the pillow was new." in page
    assert rows(therapist)[0]["Alerts"] == "none"
    (kept,) = store.dismissals(ANNA.id)
    assert (kept.rule, kept.author) == ("effort_high", "M. Sand")


def test_the_same_rule_raised_anew_is_a_new_alert(store: Store, therapist: FlaskClient) -> None:
    overdone(store, ANNA)
    put_away(therapist)
    trained(store, ANNA, 0, check_out=store.session("012").record.check_out)
    assert "Amber: Effort up to 9 of 10; 3 sessions in 7 days" in Page(therapist.get(PAGE).text).words


def test_without_a_note_it_stays_and_what_was_typed_stays_too(store: Store, therapist: FlaskClient) -> None:
    overdone(store, ANNA)
    answer = put_away(therapist, note=" ", author="P. Typed")
    assert answer.status_code == 422
    assert "Please say what you did or know about it" in Page(answer.text).words
    assert 'value="P. Typed"' in answer.text
    assert store.dismissals(ANNA.id) == ()


def test_what_is_no_alert_is_not_put_away(store: Store, therapist: FlaskClient) -> None:
    overdone(store, ANNA)
    assert put_away(therapist, rule="red_answer").status_code == 404
    assert put_away(therapist, key="other").status_code == 404
    assert therapist.post("/therapist/patients/nobody/alerts/effort_high").status_code == 404
