"""Patients who have trained, and the therapist's list as it reads."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from coach.record import CheckOut, Ending
from coach.store import Patient, Store
from tests.coach.store.builders import CHECK_IN, CHECK_OUT, OPENING, QUALITY, a_rep, a_trace
from tests.web.reading import Page
from web.services import EXTENSION

NOW = datetime.now(UTC)
CALM_BEFORE = replace(CHECK_IN, swallowing_trouble=False, anything_new=False, dizziness=False)
CALM = replace(OPENING, resting_only=False, check_in=CALM_BEFORE)
HURT = CheckOut(pain=3, effort=9)


def trained(store: Store, patient: Patient, days_ago: int, check_out: CheckOut = CHECK_OUT) -> None:
    began, name = NOW - timedelta(days=days_ago, minutes=30), f"{patient.id[-2:]}{days_ago}"
    store.open_session(name, patient.id, began, CALM)
    store.save_rep(name, 1, a_rep(1), a_trace(10.0))
    store.close_session(name, Ending.DONE, QUALITY, check_out, began + timedelta(minutes=9))


def rows(therapist: FlaskClient, query: str = "") -> list[dict[str, str]]:
    """The list once every line is up to date, however busy the computer is."""
    reviews = therapist.application.extensions[EXTENSION].reviews
    reviews.wake()
    reviews.wait()
    return Page(therapist.get(f"/therapist/{query}").text).rows("Patients")


def overdone(store: Store, patient: Patient) -> None:
    """Effort of 9 in two sessions."""
    trained(store, patient, 1, HURT)
    trained(store, patient, 2, HURT)
