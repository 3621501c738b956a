"""What a page meets and cannot do is a sentence with its status, and what was typed is still there."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.errors import (
    CoachError,
    NewerDataError,
    NotFoundError,
    ProgrammeError,
    RefusedError,
    StoreError,
    TakenError,
)
from coach.store import Store
from tests.coach.store.builders import file_of
from tests.web.prescribing import ANNA, assess, builder_of, in_clinic, press, publish
from tests.web.reading import Page
from web.errors import AskedError, PortTakenError, RunningError, StartingError, WebError
from web.prescribing_case import Case
from web.prescribing_case import publish as make_version
from web.security import status_of
from web.services import Services

PAGE = f"/therapist/patients/{ANNA.id}/programme"
TYPED = {"reason": "Because it went well.", "author": "Dr. Kim"}


@pytest.fixture
def store(services: Services, therapist: FlaskClient) -> Store:
    in_clinic(services, ANNA)
    assess(therapist)
    return services.store


def kinds(base: type[Exception]) -> set[type[Exception]]:
    return {base, *(kind for one in base.__subclasses__() for kind in kinds(one))}


def test_every_error_of_ours_has_a_status() -> None:
    told = {CoachError: 422, ProgrammeError: 422, RefusedError: 422, StoreError: 503, NewerDataError: 503}
    told |= {NotFoundError: 404, TakenError: 409}
    told |= dict.fromkeys((WebError, AskedError, PortTakenError, RunningError, StartingError), 409)
    ours = {one for one in kinds(CoachError) | kinds(WebError) if one.__module__.endswith("errors")}
    assert ours >= set(told)
    assert {status_of(one.__new__(one)) for one in ours} == set(told.values())
    assert {one: status_of(one.__new__(one)) for one in ours & set(told)} == told


@pytest.mark.parametrize("error", [StoreError("The disk is full."), AskedError("Not just now.")])
def test_a_page_that_meets_one_says_it(app: Flask, client: FlaskClient, error: Exception) -> None:
    def fails() -> str:
        raise error

    app.view_functions["patient.about"] = fails
    answer = client.get("/about")
    assert answer.status_code == status_of(error)
    assert str(error) in Page(answer.text).words
    script = client.get("/about", headers={"Sec-Fetch-Dest": "empty"})
    assert script.json == {"error": str(error)}


def test_what_is_kept_and_cannot_be_read_is_said_on_the_page(therapist: FlaskClient, store: Store) -> None:
    with closing(sqlite3.connect(file_of(store))) as connection:
        connection.execute("UPDATE assessment SET text = '{}'")
        connection.commit()
    answer = therapist.get(PAGE)
    assert answer.status_code == 503
    assert "cannot be read by this version of Midline: assessed_on: wanted a value" in Page(answer.text).words


def test_two_therapists_publish_at_the_same_moment(
    therapist: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(case: Case, *what: object) -> None:
        other = Case.of(ANNA.id)
        assert other.assessment is not None
        make_version(other, other.assessment, other.starting(other.assessment), "Dr. Lee", "Quicker.")
        make_version(case, *what)  # type: ignore[arg-type]

    monkeypatch.setattr("web.prescribing.publish", too_late)
    answer = press(therapist, "publish", days_a_week="4", **TYPED)
    monkeypatch.undo()
    assert answer.status_code == 409
    assert "Not published. Version 1 is published and does not change." in Page(answer.text).words
    assert "Publish as version 2" in Page(answer.text).words
    for typed in ("Because it went well.", "Dr. Kim", 'name="days_a_week" value="4"'):
        assert typed in answer.text
    assert [one.author for one in store.published(ANNA.id)] == ["Dr. Lee"]


def test_what_was_published_while_the_page_was_open_is_told_first(
    therapist: FlaskClient, store: Store
) -> None:
    opened = builder_of(therapist).typed | TYPED | {"do": "publish", "days_a_week": "4"}
    publish(therapist, reason="Quicker.")
    answer = therapist.post(PAGE, data=opened)
    assert answer.status_code == 422
    assert "Meanwhile Dr. Kim published version 1: “Quicker.”" in Page(answer.text).words
    assert len(store.published(ANNA.id)) == 1
    again = press(therapist, "publish", days_a_week="4", holds="²", **TYPED)  # no number: nothing is told
    assert again.status_code == 303
    assert len(store.published(ANNA.id)) == 2


@pytest.mark.parametrize("button", ["keep", "publish"])
def test_on_a_full_disk_nothing_typed_is_lost(therapist: FlaskClient, store: Store, button: str) -> None:
    notes = {f"note_{place}": "Softly. " * 49 for place in range(6)} | {"title": "For Anna " * 40}
    typed = builder_of(therapist).typed | TYPED | notes | {"do": button}
    with closing(sqlite3.connect(file_of(store))) as connection:
        connection.execute("VACUUM")  # room that migrations left
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no more than there are
    answer = therapist.post(PAGE, data=typed)
    assert answer.status_code == 503
    words = Page(answer.text).words
    assert "the disk is full." in words
    assert "INSERT" not in words
    assert "Softly. Softly." in words
    assert "Because it went well." in answer.text
    assert store.published(ANNA.id) == ()
