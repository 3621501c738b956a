"""The patient's pages before and after a session."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.record import CheckIn, CheckOut, Ending, Quality
from coach.store import Patient, SessionHead
from web.live_brief import new_brief
from web.services import EXTENSION, Services
from web.sources import Choice, Kind
from web.today import done_words
from web.who_trains import DEMO_PATIENT, PATIENT_SETTING, demo_assignment, demo_today, today

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WELL = CheckIn(2, 3, swallowing_trouble=False, dizziness=False, anything_new=False)


def trained(services: Services, at: datetime) -> None:
    """One finished session of the demo person."""
    who = demo_today(services.store, services.library, at)
    brief = new_brief(who, services.library, WELL, Choice(Kind.DEMO, "", 50.0, fov_assumed=False))
    services.store.open_session(brief.session_id, brief.patient_id, at, brief.opening)
    services.store.close_session(
        brief.session_id, Ending.DONE, Quality(), CheckOut(), at + timedelta(minutes=9)
    )


def test_the_first_start_says_what_it_is_and_is_not(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "It is not a medical device" in page
    assert "its numbers can be wrong" in page


def test_later_it_is_a_link_away(client: FlaskClient, services: Services) -> None:
    trained(services, NOON)
    assert "It is not a medical device" not in client.get("/").text
    assert "It is not a medical device" in client.get("/about").text


def test_today_says_what_is_next_and_how_long_it_takes(client: FlaskClient, services: Services) -> None:
    page = client.get("/").text
    names = [
        services.library.exercises[entry.exercise].name
        for entry in services.library.programmes["demo"].exercises
    ]
    assert all(name in page for name in names)
    assert f"{len(names)} exercises, about" in page


def with_camera(app: Flask, camera: str) -> FlaskClient:
    """The same app asked to use another camera, let in."""
    services: Services = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(services, config=replace(services.config, camera=camera))
    client = app.test_client()
    client.get("/launch", query_string={"token": app.extensions["midline-launch"].token()})
    return client


def test_without_a_programme_the_demo_is_offered(app: Flask) -> None:
    page = with_camera(app, "0").get("/").text
    assert "Your therapist has not chosen exercises here yet" in page
    assert 'href="/session?camera=demo"' in page


def test_in_the_made_up_clinic_the_page_is_that_of_whoever_was_chosen(services: Services) -> None:
    made_up = replace(services.config, made_up=True)
    ines = Patient(str(uuid4()), "I. D.", made_up=True)
    services.store.add_patient(ines)
    assert today(made_up, services.store, services.library).patient == DEMO_PATIENT

    services.store.set_setting(PATIENT_SETTING, ines.id)
    assert today(made_up, services.store, services.library).patient == ines
    assert today(services.config, services.store, services.library).patient == DEMO_PATIENT


def test_the_patient_of_this_computer_is_the_one_with_something_to_do(app: Flask, services: Services) -> None:
    client = with_camera(app, "0")
    for name in ("A. Waits", "B. Trains"):
        services.store.add_patient(Patient(str(uuid4()), name))
    trains = services.store.patients()[1]
    services.store.assign(trains.id, demo_assignment(services.library), NOON)
    assert "Your next session" in client.get("/").text


def test_a_programme_that_is_gone_is_said_in_words_and_nothing_breaks(app: Flask, services: Services) -> None:
    client = with_camera(app, "0")
    services.store.add_patient(Patient(str(uuid4()), "A. B."))
    gone = demo_assignment(services.library).model_copy(update={"programme_id": "old_one"})
    services.store.assign(services.store.patients()[0].id, gone, NOON)
    assert "needs a look from your therapist" in client.get("/").text


def test_a_page_asks_for_no_camera_by_path(client: FlaskClient) -> None:
    assert client.get("/session?camera=demo").status_code == 200
    assert client.get("/session?camera=/etc/passwd").status_code == 400


def head(days_ago: float) -> SessionHead:
    at = NOON - timedelta(days=days_ago)
    return SessionHead(
        id="s",
        patient_id=DEMO_PATIENT.id,
        started_at=at,
        ended_at=at,
        ending=Ending.DONE,
        resting_only=False,
        programme_id="demo",
        programme_version=1,
        done_reps=1,
        tried_reps=1,
        prescribed_reps=1,
        seen_share=1.0,
        pain_before=0,
        pain_after=None,
        effort=None,
        words="",
    )


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        ((), ""),
        ((0.1,), "One session is done today."),
        ((0.1, 0.2), "2 sessions are done today."),
        ((1,), "The last session was yesterday."),
        ((9, 12), "Good to have you here."),
    ],
)
def test_what_is_done_is_said_in_words(days_ago: tuple[float, ...], words: str) -> None:
    assert done_words(tuple(head(days) for days in days_ago), NOON) == words
