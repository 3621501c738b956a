"""Spoken guides over HTTP: begun, ended, answered, asked for on the morning after."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.diary import GuideAnswers, GuideOpening, GuideRecord
from coach.record import Ending
from coach.store import Patient, Store
from tests.web.prescribed import OMAR, omars, version
from tests.web.reading import Page
from web.today import night_to_ask

NIGHT = GuideOpening("night_calm", 1, "Settle the neck before sleep", "personal", 1)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return omars(app)


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["midline"].store
    return found


def begun(client: FlaskClient, exercise: str = "day_rest", **answers: Any) -> str:
    answer = client.post(f"/guides/{exercise}/begin", json=answers)
    assert answer.status_code == 200
    guide_id: str = answer.json["id"]  # type: ignore[index]
    return guide_id


def test_today_offers_the_guides_that_before_sleep_last(client: FlaskClient) -> None:
    page = client.get("/").text
    places = [page.index(f"/guides/{name}") for name in ("day_rest", "slow_breath", "night_calm")]
    assert places == sorted(places)


def test_the_page_says_that_the_camera_stays_off(client: FlaskClient) -> None:
    told = Page(client.get("/guides/day_rest").text).words
    assert "The camera stays off." in told
    assert "Ten quiet minutes" in told


def test_a_guide_is_kept_from_the_first_word_to_the_answers(client: FlaskClient, store: Store) -> None:
    guide_id = begun(client, tension=7)
    (record,) = store.guides(OMAR.id)
    assert (record.opening.name, record.opening.tension_before) == ("Ten quiet minutes for the neck", 7)
    assert (record.opening.programme_id, record.opening.programme_version) == ("personal", 1)
    assert record.ended_at is None

    assert client.post(f"/guides/{guide_id}/end", json={"ending": "done"}).status_code == 200
    client.post(f"/guides/{guide_id}/answers", json={"tension": 4, "minutes": None, "words": " Calm. "})
    record = store.guide(guide_id)
    assert record.ending is Ending.DONE
    assert record.answers == GuideAnswers(tension=4, words="Calm.")
    assert "Heard today at" in Page(client.get("/").text).words


def test_a_walk_has_its_minutes(client: FlaskClient, store: Store) -> None:
    assert "How many minutes was it?" in client.get("/guides/move_freely").text
    assert "How many minutes was it?" not in client.get("/guides/day_rest").text
    guide_id = begun(client, "move_freely")
    client.post(f"/guides/{guide_id}/end", json={"ending": "stopped"})
    client.post(f"/guides/{guide_id}/answers", json={"minutes": 17})

    assert store.guide(guide_id).answers.minutes == 17
    assert "Walk, dance, play, a part of it, 17 minutes." in Page(client.get("/done").text).words


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("end", {"ending": "skipped"}, "done or stopped"),
        ("end", {}, "not as None"),
        ("answers", {"tension": 11}, "from 0 to 10"),
        ("answers", {"minutes": -1}, "whole number from 0 to 600"),
        ("answers", {"minutes": "ten"}, "ten is none"),
        ("answers", {"words": "x" * 2001}, "up to 2000 characters"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: FlaskClient, store: Store, path: str, body: dict[str, Any], told: str
) -> None:
    guide_id = begun(client)
    answer = client.post(f"/guides/{guide_id}/{path}", json=body)

    assert answer.status_code == 409
    assert told in answer.json["error"]  # type: ignore[index]
    assert store.guide(guide_id).answers == GuideAnswers()


def test_an_exercise_for_the_camera_has_no_guide(client: FlaskClient) -> None:
    assert client.get("/guides/slow_turn").status_code == 404
    assert client.post("/guides/slow_turn/begin", json={}).status_code == 404
    assert client.get("/guides/nothing").status_code == 404


def test_somebody_elses_guide_is_not_here(client: FlaskClient, store: Store) -> None:
    store.add_patient(Patient("other", "Other"))
    store.begin_guide("theirs", "other", datetime.now(UTC), NIGHT)

    assert client.post("/guides/theirs/end", json={"ending": "done"}).status_code == 404
    assert client.post("/guides/theirs/sleep", data={"sleep": "3"}).status_code == 404
    assert store.guide("theirs").ended_at is None


def test_the_morning_after_asks_how_the_night_was_and_keeps_it(client: FlaskClient, store: Store) -> None:
    last_evening = datetime.now().astimezone().replace(hour=22, minute=30) - timedelta(days=1)
    store.begin_guide("g", OMAR.id, last_evening, NIGHT)
    if datetime.now().astimezone().hour < 5:
        pytest.skip("It is still night.")
    assert "How well did you sleep?" in client.get("/").text

    assert client.post("/guides/g/sleep", data={"sleep": ""}).status_code == 400
    assert client.post("/guides/g/sleep", data={"sleep": "7"}).status_code == 303
    assert store.guide("g").answers.sleep == 7
    assert "How well did you sleep?" not in client.get("/").text


def record(begun_at: datetime) -> GuideRecord:
    return GuideRecord("g", OMAR.id, begun_at, begun_at, Ending.DONE, NIGHT, GuideAnswers())


@pytest.mark.parametrize(
    ("begun_at", "now", "asked"),
    [
        ("2026-05-04T22:30", "2026-05-04T23:00", False),
        ("2026-05-04T22:30", "2026-05-05T04:59", False),
        ("2026-05-04T22:30", "2026-05-05T05:00", True),
        ("2026-05-05T01:30", "2026-05-05T09:00", True),
        ("2026-05-05T01:30", "2026-05-05T02:00", False),
        ("2026-05-04T22:30", "2026-05-05T23:00", True),
        ("2026-05-04T22:30", "2026-05-06T09:00", False),
    ],
)
def test_a_night_ends_at_five_and_is_asked_about_for_one_day(begun_at: str, now: str, asked: bool) -> None:  # noqa: FBT001
    begun, at = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (begun_at, now))
    found = night_to_ask(version(1).prescribed, (record(begun),), at)
    assert (found is not None) is asked


def test_the_therapist_reads_the_guides(client: FlaskClient, store: Store) -> None:
    at = datetime.now(UTC)
    store.begin_guide("g", OMAR.id, at - timedelta(minutes=10), NIGHT)
    store.end_guide("g", Ending.STOPPED, at)
    store.answer_guide("g", GuideAnswers(tension=3, words="Calm.", sleep=8))
    client.post("/pin", data={"pin": "271828", "again": "271828"})

    (row,) = Page(client.get(f"/therapist/patients/{OMAR.id}").text).rows("Spoken guides")
    assert row["Heard"] == "ended early, 10 minutes"
    assert (row["Tension"], row["Sleep"]) == ("– before, 3 after", "8")
    assert row["The patient's words"] == "Calm."
