"""The therapist's pages show the numbers of the record, in words, and say what to do where there are none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from coach.record import CheckOut, Ending, Quality
from coach.store import Store
from tests.coach.store.builders import (
    ANNA,
    ASSIGNED,
    CHECK_IN,
    CHECK_OUT,
    OMAR,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
)
from tests.web.reading import Page
from web.services import Services

TODAY = datetime.now(UTC)
CALM = replace(OPENING, resting_only=False, check_in=replace(CHECK_IN, swallowing_trouble=False))
See = Callable[[str], Page]


@pytest.fixture
def store(services: Services) -> Store:
    """Anna trains, Omar has not begun."""
    services.store.add_patient(ANNA)
    services.store.add_patient(OMAR)
    services.store.assign(ANNA.id, ASSIGNED, TODAY - timedelta(days=30))
    return services.store


@pytest.fixture
def see(therapist: FlaskClient) -> See:
    """The page at an address, as the therapist reads it."""

    def read(path: str) -> Page:
        answer = therapist.get(path)
        assert answer.status_code == 200
        return Page(answer.text)

    return read


def trained(store: Store, session_id: str, days_ago: float, **other: object) -> None:
    """Anna did the slow turn: one of two repetitions to the end, and stopped."""
    began = TODAY - timedelta(days=days_ago)
    store.open_session(session_id, ANNA.id, began, replace(CALM, **other))  # type: ignore[arg-type]
    store.save_rep(session_id, 1, a_rep(1), a_trace(10.0))
    store.save_rep(session_id, 1, a_rep(2, completed=False, hold_s=2.04), a_trace(12.0))


def ended(store: Store, session_id: str, days_ago: float, check_out: CheckOut = CHECK_OUT) -> None:
    """As `trained`, and closed after nine minutes."""
    trained(store, session_id, days_ago)
    store.end_exercise(session_id, 1, SUMMARY, a_trace(14.0))
    closed = TODAY - timedelta(days=days_ago) + timedelta(minutes=9)
    store.close_session(session_id, Ending.STOPPED, QUALITY, check_out, closed)


def test_nobody_here_yet_says_what_to_do(see: See) -> None:
    page = see("/therapist/")
    assert "Nobody trains here yet" in page.words
    assert page.links["New patient"] == "/therapist/patients/new"


@pytest.mark.usefixtures("store")
def test_a_patients_page_says_what_is_prescribed(see: See) -> None:
    page = see(f"/therapist/patients/{ANNA.id}")
    assert "“starter”, turn to the left, tilt to the right" in page.words
    assert "turning 31° to the left and 58° to the right" in page.words
    assert "chin 41° up and 36° down" in page.words


@pytest.mark.usefixtures("store")
def test_a_patient_without_a_session_is_told_the_next_step(see: See) -> None:
    assert "No session yet" in see(f"/therapist/patients/{ANNA.id}").words
    page = see(f"/therapist/patients/{OMAR.id}")
    assert page.links["Write down what you found"].endswith("/assessment")


def test_sessions_are_listed_as_they_were(store: Store, see: See) -> None:
    ended(store, "closed", 2)
    trained(store, "open", 1)
    trained(store, "rest", 3, resting_only=True)
    store.close_session("rest", Ending.INTERRUPTED, Quality(), CheckOut(), TODAY)
    opened, closed, rest = see(f"/therapist/patients/{ANNA.id}").rows("Sessions")
    assert (opened["Ended"], opened["Repetitions done"], opened["Seen"]) == ("still open", "1 of 8", "–")
    assert (closed["Ended"], closed["Effort"], closed["Seen"]) == ("ended early", "5", "94 %")
    assert closed["The patient's words"] == CHECK_OUT.words
    assert (rest["Ended"], rest["Repetitions done"]) == ("cut off", "1, a day of rest")
    assert (rest["Pain"], rest["Seen"]) == ("3 before", "–")


def test_older_sessions_are_one_step_away(store: Store, see: See) -> None:
    for number in range(23):
        store.open_session(f"s{number}", ANNA.id, TODAY - timedelta(days=number + 1), CALM)
    page = see(f"/therapist/patients/{ANNA.id}")
    assert len(page.rows("Sessions")) == 20
    assert page.links["Show all sessions"] == "?all#sessions"
    assert len(see(f"/therapist/patients/{ANNA.id}?all").rows("Sessions")) == 23


@pytest.mark.usefixtures("store")
def test_who_trains_on_this_computer(see: See, therapist: FlaskClient) -> None:
    assert therapist.post(f"/therapist/patients/{OMAR.id}/here").status_code == 303
    assert "Trains on this computer" in see(f"/therapist/patients/{OMAR.id}").words
    assert "Trains on this computer" not in see(f"/therapist/patients/{ANNA.id}").words
    assert therapist.post("/therapist/patients/nobody/here").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["", "patients/new", "patients/x", "patients/x/edit", "sessions/x", "sessions/x/reps.csv", "plotly.js"],
)
def test_without_the_pin_there_is_nothing_to_see(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/therapist/{path}")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/pin")


@pytest.mark.parametrize(
    "path",
    ["patients/x", "patients/x/edit", "sessions/x", "sessions/x/exercises/0.json", "sessions/x/trace.csv"],
)
def test_what_is_not_there_is_said(therapist: FlaskClient, path: str) -> None:
    answer = therapist.get(f"/therapist/{path}")
    assert answer.status_code == 404
    assert "There is no" in answer.text
