"""The therapist's PIN: set once, asked for after a pause, slower with every wrong try."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2.exceptions import InvalidHashError
from flask import Flask
from flask.testing import FlaskClient

from coach.store import Store, open_store
from tests.web.conftest import PIN
from web.auth import FREE_TRIES, LONGEST_WAIT_S, Tries, check_pin, refused_pin
from web.launch import SITTING_IDLE_S, Launch
from web.services import Services

HOME = "/therapist/"
WRONG = "161803"


class Clock:
    """A wall clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(launch: Launch) -> Clock:
    launch.clock = Clock()
    return launch.clock


def test_the_first_visit_sets_the_pin(clock: Clock, client: FlaskClient, services: Services) -> None:  # noqa: ARG001
    assert client.get(HOME).location == "/pin?next=/therapist/"
    assert "at least 6 digits" in client.get("/pin").text
    given = client.post("/pin", data={"pin": PIN, "again": PIN})
    assert (given.status_code, given.location) == (303, HOME)
    assert client.get(HOME).status_code == 200
    assert (services.store.pin_hash() or "").startswith("$argon2id$")
    assert PIN not in (services.store.pin_hash() or "")


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("12345", "12345", "at least 6 digits"),
        ("27182a", "27182a", "digits only"),
        ("٣٣٣٣٣٤", "٣٣٣٣٣٤", "digits only"),  # digits, but not on every keyboard
        ("111111", "111111", "first that anybody tries"),
        ("345678", "345678", "first that anybody tries"),
        ("098765", "098765", "first that anybody tries"),
        (PIN, WRONG, "differ"),
        (PIN, PIN, ""),
    ],
)
def test_a_new_pin_is_long_enough_and_typed_twice(pin: str, again: str, said: str) -> None:
    assert said in refused_pin(pin, again)
    assert bool(refused_pin(pin, again)) is bool(said)


def test_a_refused_pin_is_not_set(client: FlaskClient, services: Services) -> None:
    assert client.post("/pin", data={"pin": "1", "again": "1"}).status_code == 403
    assert services.store.pin_hash() is None


def test_the_second_visitor_cannot_set_another_pin(therapist: FlaskClient) -> None:
    therapist.post("/pin/lock")
    assert therapist.post("/pin", data={"pin": WRONG, "again": WRONG}).status_code == 403
    assert therapist.get(HOME).status_code == 303


def test_the_lock_button_ends_the_sitting(therapist: FlaskClient) -> None:
    assert therapist.get(HOME).status_code == 200
    assert therapist.post("/pin/lock").location == "/"
    assert therapist.get(HOME).status_code == 303
    assert therapist.post("/pin", data={"pin": PIN}).status_code == 303
    assert therapist.get(HOME).status_code == 200


def test_fifteen_idle_minutes_end_the_sitting(clock: Clock, therapist: FlaskClient) -> None:
    clock.now_s += SITTING_IDLE_S - 1
    assert therapist.get(HOME).status_code == 200  # busy: fifteen more
    clock.now_s += SITTING_IDLE_S - 1
    assert therapist.get(HOME).status_code == 200
    clock.now_s += SITTING_IDLE_S
    assert therapist.get(HOME).status_code == 303
    clock.now_s -= SITTING_IDLE_S  # a clock set back opens nothing again
    assert therapist.get(HOME).status_code == 303


def test_one_browser_s_sitting_is_not_another_s(app: Flask, launch: Launch, therapist: FlaskClient) -> None:
    other = app.test_client()
    other.get("/launch", query_string={"token": launch.token()})
    assert therapist.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 303


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/therapist/\\x", "/"]
)
def test_the_pin_page_leads_nowhere_else(client: FlaskClient, wanted: str) -> None:
    given = client.post("/pin", data={"pin": PIN, "again": PIN, "next": wanted})
    assert given.location == HOME


def test_the_pin_page_leads_back(client: FlaskClient) -> None:
    wanted = f"{HOME}patients/p1"
    assert client.post("/pin", data={"pin": PIN, "again": PIN, "next": wanted}).location == wanted


def test_wrong_tries_wait_longer_and_longer() -> None:
    waits = [Tries(wrong, 100.0).wait_s(100.0) for wrong in range(14)]
    assert waits[:FREE_TRIES] == [0.0] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 4] == [5.0, 10.0, 20.0, 40.0]
    assert waits[-1] == LONGEST_WAIT_S
    assert Tries(10_000, 100.0).wait_s(100.0) == LONGEST_WAIT_S
    assert Tries(3, 100.0).wait_s(105.0) == 0.0
    assert Tries(3, 100.0).wait_s(60.0) == 5.0  # clock set back: waits as long, not longer


def test_a_restart_does_not_clear_the_wait(clock: Clock, therapist: FlaskClient, services: Services) -> None:
    for _ in range(FREE_TRIES):
        assert "not the PIN" in therapist.post("/pin", data={"pin": WRONG}).text
    said = therapist.post("/pin", data={"pin": PIN})  # right, and too early
    assert (said.status_code, "Please wait 5 s" in said.text) == (403, True)
    again = reopened(services)
    assert "wait" in check_pin(again, PIN, clock.now_s + 4.9)
    assert check_pin(again, PIN, clock.now_s + 5.1) == ""
    assert check_pin(again, PIN, clock.now_s + 5.1) == ""  # the right one clears the count
    again.close()


def reopened(services: Services) -> Store:
    return open_store(Path(services.config.data_dir))


def test_the_store_holds_a_try_before_it_is_checked(client: FlaskClient, services: Services) -> None:
    """A kill in the middle of a check gives no free try."""
    services.store.set_pin_hash("not a hash at all")
    with pytest.raises(InvalidHashError):
        check_pin(services.store, PIN, 0.0)
    assert '"wrong": 1' in (services.store.setting("pin_tries") or "")
    assert client.get("/pin").status_code == 200


def therapist_routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("therapist."):
            path = re.sub("<([a-z]+:)?[a-z_]+>", "7", rule.rule)
            yield from ((method, path) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_page_of_the_therapist_is_behind_the_pin(app: Flask, client: FlaskClient) -> None:
    """A form that was open when the sitting ended is refused, not sent elsewhere without its words."""
    routes = sorted(therapist_routes(app))
    assert len(routes) > 5
    for method, path in routes:
        answer = client.open(path, method=method)
        if method == "GET":
            assert (answer.status_code, answer.location) == (303, f"/pin?next={path}"), path
        else:
            assert (answer.status_code, "locked" in answer.text) == (403, True), path
