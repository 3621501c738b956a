"""Two sessions with the same exercise side by side: which are offered, and what their difference tells."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from coach.record import CheckOut, Ending, Hand, Measure, Side, Value
from coach.store import Store
from tests.coach.store.builders import ANNA, CHECK_IN, HOLD, MONDAY, OMAR, OPENING, QUALITY, a_rep, a_trace
from tests.web.conftest import Clinic
from tests.web.reading import Page

OLD = replace(OPENING, programme_version=2)
#: Session, days and hours after Monday morning, and what it followed.
SESSIONS = (
    ("old", 0, 0, OLD),
    ("morning", 1, 0, OPENING),
    ("evening", 1, 10, replace(OPENING, check_in=replace(CHECK_IN, pain=1))),
    ("newest", 2, 0, OPENING),
)


def numbers(deviation_deg: float, tremor_deg: float) -> tuple[Measure, ...]:
    return (
        Measure("rest_deviation_mean", Hand.ALL, Value(deviation_deg, 1.0, "deg"), 1),
        Measure("tremor_amplitude", Hand.ALL, Value(tremor_deg, 0.1, "deg"), 1),
    )


def close_all(store: Store) -> None:
    for name, *_ in SESSIONS:
        store.close_session(name, Ending.DONE, QUALITY, CheckOut(), MONDAY + timedelta(days=3))


@pytest.fixture(scope="module")
def anna(clinic: Clinic) -> FlaskClient:
    """She turned in four sessions, in the newest with less deviation and tremor than in the oldest."""
    store = clinic.store
    store.add_patient(ANNA)
    store.add_patient(OMAR)
    for name, days, hours, opening in SESSIONS:
        store.open_session(name, ANNA.id, MONDAY + timedelta(days=days, hours=hours), opening)
        store.save_rep(name, 1, a_rep(1), a_trace(10.0))
    close_all(store)
    store.save_measures("old", 1, numbers(20.0, 2.0))
    store.save_measures("evening", 1, numbers(10.0, 0.9))
    store.save_measures("newest", 1, numbers(8.0, 0.5))
    store.open_session("his", OMAR.id, MONDAY, OPENING)
    store.save_rep("his", 1, a_rep(1), a_trace(10.0))
    return clinic.therapist


def beside(anna: FlaskClient, other: str) -> dict[str, dict[str, str]]:
    """The lines of both by their labels."""
    page = Page(anna.get("/therapist/sessions/newest", query_string={"beside": other}).text)
    return {row["What"]: row for row in page.rows("Side by side")}


def test_the_sessions_that_say_most_are_offered(anna: FlaskClient) -> None:
    page = anna.get("/therapist/sessions/newest").text
    assert re.findall(r"beside=(\w+)#trace\">([\w ]+?) <", page) == [
        ("evening", "the one before"),
        ("morning", "the one before in the morning"),
        ("old", "the last one before the programme changed"),
    ]


def test_a_difference_within_the_detectable_change_is_none(anna: FlaskClient) -> None:
    line = beside(anna, "evening")["Away from the middle at rest"]
    told = [cell for name, cell in line.items() if name not in {"What", "Difference", "What it tells"}]
    assert told == ["8.0° ± 1.0°", "10.0° ± 1.0°"]
    assert (line["Difference"], line["What it tells"]) == (
        "2.0° less",
        "none that can be told; from 7.0° on it could",
    )


def test_a_greater_one_is_told_and_a_tremor_is_compared_by_ratio(anna: FlaskClient) -> None:
    lines = beside(anna, "old")
    assert (
        lines["Away from the middle at rest"]["What it tells"] == "more than the 7.0° that can be told apart"
    )
    assert lines["Tremor, to each side"]["What it tells"] == "more than the 3 times that can be told apart"
    assert beside(anna, "evening")["Tremor, to each side"]["What it tells"].startswith("none")


def test_what_was_done_stands_beside_what_was_asked(anna: FlaskClient) -> None:
    lines = beside(anna, "old")
    assert "1 of 6" in lines["Held to the end"].values()
    assert "24° to the left, ±5°" in lines["Asked"].values()


def test_how_well_both_were_seen_and_what_was_answered_stands_there_too(anna: FlaskClient) -> None:
    lines = beside(anna, "evening")
    assert "94 %" in lines["Seen"].values()
    assert lines["Pain before a session"]["Difference"] == "2.0 of 10 more"
    assert (
        lines["Pain before a session"]["What it tells"] == "none that can be told; from 2.0 of 10 on it could"
    )


@pytest.mark.parametrize("other", ["his", "newest", "nobody"])
def test_only_another_session_of_the_same_person_is_put_beside(anna: FlaskClient, other: str) -> None:
    page = anna.get("/therapist/sessions/newest", query_string={"beside": other})
    assert page.status_code == 200
    assert "Side by side" not in page.text


def test_the_exercise_is_found_wherever_it_stood_and_to_the_same_side(
    clinic: Clinic, anna: FlaskClient
) -> None:
    turn = OPENING.plans[1]
    right = replace(turn, side=Side.RIGHT, target=-24.0)
    plans = (right, HOLD, turn)
    clinic.store.open_session("other-order", ANNA.id, MONDAY, replace(OPENING, plans=plans))
    clinic.store.save_rep("other-order", 0, a_rep(1), a_trace(5.0))
    clinic.store.save_rep("other-order", 2, a_rep(1), a_trace(10.0))
    assert "24° to the left, ±5°" in beside(anna, "other-order")["Asked"].values()
    page = anna.get("/therapist/sessions/newest", query_string={"beside": "other-order"}).text
    assert "/therapist/sessions/other-order/exercises/2.json" in page
