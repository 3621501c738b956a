"""The trends on a patient's page: charts, sentences and tables, narrowed by plain links."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from coach.event import Event, EventKind
from coach.record import CheckOut, Ending, Hand, Measure, SessionKind, Value
from coach.store import Store
from tests.coach.store.builders import ANNA, OPENING, QUALITY
from tests.web.conftest import Clinic
from tests.web.reading import Page

NOW = datetime.now(UTC)
HERE = f"/therapist/patients/{ANNA.id}"


def checked(store: Store, days_ago: float, deviation_deg: float, **more: Any) -> None:
    """A two-minute check of Anna's at noon, on local time."""
    noon = NOW.astimezone().replace(hour=more.pop("hour", 12), minute=0)
    at, seen = noon.astimezone(UTC) - timedelta(days=days_ago), more.pop("seen_share", 0.9)
    session_id = str(uuid4())
    store.open_session(session_id, ANNA.id, at, replace(OPENING, kind=SessionKind.CHECK, **more))
    value = Value(deviation_deg, 1.5, "deg")
    store.save_measures(session_id, None, (Measure("rest_deviation_mean", Hand.ALL, value, 1),))
    store.save_measures(session_id, 0, (Measure("peak_speed", Hand.ALL, Value(20.0, 2.0, "deg/s"), 1),))
    store.close_session(session_id, Ending.DONE, replace(QUALITY, seen_share=seen), CheckOut(), at)


@pytest.fixture(scope="module")
def anna(clinic: Clinic) -> FlaskClient:
    """Anna was checked every week, has a new camera since the third week, and an injection in the second."""
    store = clinic.store
    store.add_patient(ANNA)
    for week, deviation_deg in enumerate((20.0, 19.0, 8.0, 7.0)):
        camera = "Built-in" if week < 2 else "On the shelf"
        checked(store, 30 - 7 * week, deviation_deg, camera=camera)
    checked(store, 3, 30.0, camera="On the shelf", seen_share=0.3, hour=20)
    checked(store, 300, 25.0)
    on = (NOW - timedelta(days=18)).astimezone().date()
    store.add_event(Event(str(uuid4()), ANNA.id, EventKind.INJECTION, on), NOW)
    return clinic.therapist


def read(anna: FlaskClient, **chosen: str) -> list[str]:
    """What was measured, newest first, as the table tells it."""
    page = Page(anna.get(HERE, query_string=chosen).text)
    return [row["Measured"] for row in page.rows("Away from the middle at rest")]


def figure(anna: FlaskClient, **chosen: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(anna.get(f"{HERE}/trends.json", query_string=chosen).data)
    return data


def test_the_last_three_months_are_shown_until_another_period_is_chosen(anna: FlaskClient) -> None:
    assert read(anna) == ["30.0° ± 1.5°", "7.0° ± 1.5°", "8.0° ± 1.5°", "19.0° ± 1.5°", "20.0° ± 1.5°"]
    assert read(anna, months="12")[-1] == "25.0° ± 1.5°"


def test_poor_ones_are_left_out_and_a_part_of_the_day_is_compared_with_itself(anna: FlaskClient) -> None:
    assert read(anna, poor="without")[0] == "7.0° ± 1.5°"
    assert read(anna, part="evening") == ["30.0° ± 1.5°"]


def test_checks_only_leave_the_patients_own_answers(anna: FlaskClient) -> None:
    assert set(figure(anna)["charts"]) == {"deviation", "speed", "pain", "tension"}
    assert set(figure(anna, **{"from": "checks"})["charts"]) == {"deviation", "pain", "tension"}


def test_a_choice_keeps_the_others_and_no_unknown_one_is_followed(anna: FlaskClient) -> None:
    links = Page(anna.get(HERE, query_string={"part": "evening", "months": "junk"}).text).links
    assert f"{HERE}?part=evening&months=12#trends" in links["a year"].replace("&amp;", "&")
    assert "junk" not in figure(anna, months="junk")


def test_the_script_gets_the_same_numbers_with_the_break_and_the_injection(anna: FlaskClient) -> None:
    chart = figure(anna)["charts"]["deviation"]
    notes = [note["text"] for note in chart["layout"]["annotations"]]
    assert notes == ["another camera", "injection"]
    assert chart["data"][0]["y"] == [20.0, 19.0, None, 8.0, 7.0]
    assert [trace["name"] for trace in chart["data"]] == ["two-minute check", "poorly seen"]


def test_the_page_says_in_words_what_changed_and_where_the_line_breaks(anna: FlaskClient) -> None:
    words = Page(anna.get(HERE).text).words
    assert ": another camera." in words
    assert "Upright lines:" in words
    assert "injection." in words


def test_somebody_without_numbers_is_offered_a_longer_time(clinic: Clinic) -> None:
    other = replace(ANNA, id=str(uuid4()))
    clinic.store.add_patient(other)
    page = clinic.therapist.get(f"/therapist/patients/{other.id}").text
    assert "Nothing was measured in the last three months." in Page(page).words
    assert "charts.js" not in page


def test_the_charts_of_nobody_are_not_there(clinic: Clinic) -> None:
    assert clinic.therapist.get("/therapist/patients/x/trends.json").status_code == 404
