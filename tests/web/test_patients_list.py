"""The therapist's list: whoever needs a look on top; found by name; kept fresh in the background."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from coach.store import Patient, Store
from tests.coach.store.builders import ANNA, OMAR
from tests.web.following import NOW, overdone, rows, trained
from tests.web.reading import Page
from web.patients_page import context
from web.reviewing import Refresher, refresh
from web.services import Services


@pytest.fixture
def store(services: Services) -> Store:
    """Anna and Omar."""
    services.store.add_patient(ANNA)
    services.store.add_patient(OMAR)
    return services.store


def test_a_line_reads_as_a_sentence(store: Store, therapist: FlaskClient) -> None:
    trained(store, ANNA, 1)
    anna, omar = rows(therapist)
    assert anna["Who"] == "Anna B. made up"
    assert anna["Last trained"] == "yesterday"
    assert anna["Pain, of 10"] == "3.0"
    assert anna["Seen"] == "94 %"
    assert anna["Alerts"] == "none"
    assert (omar["Who"], omar["Last trained"], omar["Seen"]) == ("Omar C.", "not yet", "–")


def test_whoever_needs_a_look_is_on_top_with_the_numbers(store: Store, therapist: FlaskClient) -> None:
    trained(store, ANNA, 1)
    overdone(store, OMAR)
    first, second = rows(therapist)
    assert first["Who"] == "Omar C."
    assert first["Alerts"].startswith("Amber: Effort up to 9 of 10; 2 sessions in 7 days")
    assert second["Who"].startswith("Anna B.")


def test_what_changes_is_seen_at_the_next_look(store: Store, therapist: FlaskClient) -> None:
    assert rows(therapist)[1]["Last trained"] == "not yet"
    overdone(store, OMAR)
    assert rows(therapist)[0]["Last trained"] == "yesterday"


def test_a_name_is_found_among_all_and_pages_go_on(store: Store, therapist: FlaskClient) -> None:
    for number in range(52):
        store.add_patient(Patient(f"p{number}", f"Patient {number:02}"))
    assert len(rows(therapist)) == 50
    assert "1 to 50 of 54." in Page(therapist.get("/therapist/").text).words
    assert len(rows(therapist, "?from=50")) == 4
    assert len(rows(therapist, "?from=500")) == 4  # the last page
    assert [row["Who"] for row in rows(therapist, "?q=ient+5")] == ["Patient 50", "Patient 51"]
    assert "Nobody has “x%” in their name." in Page(therapist.get("/therapist/?q=x%25").text).words


@pytest.mark.usefixtures("store")
def test_the_page_waits_for_a_moment_only_and_says_how_many_are_behind(
    services: Services, therapist: FlaskClient
) -> None:
    services.reviews.stop()
    ticks = iter(range(100))
    with therapist.application.app_context():
        found = context("", 0, NOW, lambda: float(next(ticks)))  # a second between two looks at the clock
    assert found["waiting"] == 2
    assert [line.known for line in found["lines"]] == [False, False]

    with therapist.application.app_context():
        found = context("", 0, NOW, lambda: 0.0)  # no time goes by
    assert found["waiting"] == 0
    assert [line.known for line in found["lines"]] == [True, True]


def test_what_changes_while_a_line_is_made_leaves_it_stale(
    services: Services, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    today, letters = NOW.astimezone().date(), store.letters

    def meanwhile(patient_id: str) -> Any:
        trained(store, ANNA, 1)
        return letters(patient_id)

    refresh(store, services.library.alerts, ANNA.id, NOW)
    monkeypatch.setattr(store, "letters", meanwhile)  # the sessions are gathered by then
    refresh(store, services.library.alerts, ANNA.id, NOW)
    assert ANNA.id in store.stale_reviews(today, 10)


def test_two_at_once_bring_every_line_up_to_date_and_stop(services: Services, store: Store) -> None:
    for number in range(10):
        store.add_patient(Patient(f"p{number}", f"Patient {number:02}"))
    two = [Refresher(store, services.library.alerts) for _ in range(2)]
    for one in two:
        one.wake()
    for one in two:
        one.wait()
    assert store.stale_reviews(NOW.astimezone().date(), 100) == ()

    two[0].stop()
    store.change_patient(replace(ANNA, note="new"))
    two[0].wake()  # stopped for good
    two[0].wait()
    assert store.stale_reviews(NOW.astimezone().date(), 100) == (ANNA.id,)


def test_stopped_in_the_middle_it_ends_after_the_line_in_hand(services: Services, store: Store) -> None:
    for number in range(10):
        store.add_patient(Patient(f"p{number}", f"Patient {number:02}"))
    one = Refresher(store, services.library.alerts)
    one.wake()
    one.stop()
    assert len(store.stale_reviews(NOW.astimezone().date(), 100)) >= 10  # of twelve
