"""A patient with a published programme: exercises for the camera, spoken guides, a quiet evening."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from coach.prescription import Choice, Draft, Published
from coach.record import CheckIn, CheckOut, Ending, Quality
from coach.store import Patient, Store
from tests.coach.clinic import assessment, draft, published
from web.live_brief import new_brief
from web.services import EXTENSION, LAUNCH_EXTENSION, Services
from web.sources import Choice as Camera
from web.sources import Kind
from web.who_trains import Today

OMAR = Patient("11111111-0000-4000-8000-000000000002", "Omar C.")
WELL = CheckIn(2, 3, swallowing_trouble=False, dizziness=False, anything_new=False)
NOTE = "Let the eyes go first."
TURN = Choice(exercise="slow_turn", note=NOTE)
DAY = draft("midline_hold", TURN, "grow_tall", "small_nod", "day_rest", "night_calm", "move_freely")


def version(number: int, made: Draft = DAY, injected_on: date | None = None, **fields: Any) -> Published:
    """A version of Omar's programme."""
    found = assessment()
    if injected_on:
        assessed_on = max(injected_on, found.assessed_on)
        found = found.model_copy(update={"injected_on": injected_on, "assessed_on": assessed_on})
    return published(made, found, number).model_copy(update=fields)


def omars(app: Flask, *versions: Published) -> FlaskClient:
    """Omar's browser, on a computer with a camera."""
    services: Services = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(services, config=replace(services.config, camera="0"))
    services.store.add_patient(OMAR)
    for one in versions or (version(1),):
        services.store.publish(OMAR.id, one)
    client = app.test_client()
    client.get("/launch", query_string={"token": app.extensions[LAUNCH_EXTENSION].token()})
    return client


def trained(services: Services, bout: int | None = None, ago: timedelta = timedelta()) -> str:
    """One finished session of Omar's; gives its id."""
    made = services.store.newest_published(OMAR.id)
    assert made
    which = None if bout is None else (bout, made.draft.bouts_a_day)
    camera = Camera(Kind.DEMO, "", 50.0, fov_assumed=False)
    brief = new_brief(Today(OMAR, made.prescribed), services.library, WELL, camera, which)
    return keep(services.store, brief.opening, datetime.now(UTC) - ago)


def keep(store: Store, opening: Any, at: datetime) -> str:
    session_id = str(uuid4())
    store.open_session(session_id, OMAR.id, at, opening)
    store.close_session(session_id, Ending.DONE, Quality(), CheckOut(), at + timedelta(minutes=9))
    return session_id
