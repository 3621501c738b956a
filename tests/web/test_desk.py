"""The desk's pages and commands, without a browser: who may, what is refused, and when it ends."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import web
from tests.web.conftest import PIN, Clinic
from web.desk import _stream, desk
from web.desk_stations import MOST_STATIONS, Desk, glance
from web.errors import AskedError
from web.launch import Launch

HERE = "/therapist/desk/here"


class Named:
    """A station that only has a name."""

    def __init__(self, number: int) -> None:
        self.id = self.name = f"station {number}"

    def told(self) -> tuple[int, dict[str, Any], float]:
        return 1, {"stage": "off"}, 0.0

    def beat(self) -> None:
        pass

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "author": author, "body": body}


def test_only_behind_the_pin(client: FlaskClient) -> None:
    for page in ("/therapist/desk/", HERE, "/therapist/desk/events", "/therapist/desk/stations"):
        answer = client.get(page)
        assert (answer.status_code, "/pin" in answer.location) == (303, True), page
    for command in ("pause", "mark"):
        assert client.post(f"{HERE}/{command}", json={"author": "Anna Weber"}).status_code == 403


def test_the_pin_of_one_browser_opens_no_other(app: Flask, client: FlaskClient, launch: Launch) -> None:
    therapist = app.test_client()
    therapist.get("/launch", query_string={"token": launch.token()})
    assert therapist.post("/pin", data={"pin": PIN, "again": PIN}).status_code == 303
    assert therapist.get("/therapist/desk/").status_code == 200
    assert client.get("/therapist/desk/").status_code == 303


def test_what_does_not_fit_is_told(clinic: Clinic) -> None:
    for command, body, told in (
        ("mark", {}, "give your name"),
        ("say", ["no", "object"], "give your name"),
        ("say", {"author": ["Anna"]}, "can be up to 80"),
        ("mark", {"author": "Anna Weber"}, "Nothing is under way"),
        ("fly", {"author": "Anna Weber"}, "no command fly"),
    ):
        answer = clinic.therapist.post(f"{HERE}/{command}", json=body, headers={"Sec-Fetch-Dest": "empty"})
        assert answer.status_code == 409
        assert told in answer.get_json()["error"]


def test_the_live_state_ends_with_the_therapist_s_sitting(app: Flask, launch: Launch) -> None:
    browser = launch.redeem(launch.token())
    assert browser
    launch.sit(browser)
    with app.test_request_context():
        stream = _stream(desk(), launch, browser, "here")
        assert next(stream).startswith("event: told\n")
        launch.stand(browser)
        assert next(stream).startswith("event: locked\n")


def test_a_station_that_is_not_there_is_told_so(clinic: Clinic) -> None:
    answer = clinic.therapist.get("/therapist/desk/nowhere")
    assert (answer.status_code, "not connected" in answer.text) == (409, True)


def test_stations_keep_their_places_and_there_are_eight() -> None:
    at = Desk(Named(0))
    for number in range(1, MOST_STATIONS):
        at.come_in(Named(number))
    at.come_in(Named(3))
    names = [one.id for one in at.stations]
    assert names == [f"station {number}" for number in range(MOST_STATIONS)]
    with pytest.raises(AskedError, match="room for 8"):
        at.come_in(Named(8))
    assert at.lead("station 3", "mark", "Anna Weber", {})["author"] == "Anna Weber"


def test_a_rest_turned_away_from_the_camera_needs_no_look() -> None:
    session = {"phase": "rest", "paused": None, "in_band": False}
    state = {"stage": "session", "camera": {"on": True, "lost": False}, "seen": False, "along": []}
    assert glance(state | {"session": session}).seen
    assert not glance(state | {"session": session | {"phase": "move"}}).seen
    assert glance(state | {"seen": True, "session": session | {"phase": "move"}}).reaching


def test_every_key_of_the_desk_stands_on_its_button_and_in_the_help(clinic: Clinic) -> None:
    script = (Path(web.__file__).parent / "static" / "desk_lead.js").read_text(encoding="utf-8")
    table = re.search(r"const KEYS = \{(.*?)\};", script, re.DOTALL)
    assert table
    keys = {key.strip('" ') or "Space" for key in re.findall(r"(\w|\" \"):", table[1])}
    station, helped = (clinic.therapist.get(page).text for page in (HERE, "/therapist/help"))
    shown = set(re.findall(r"<kbd>(\w+)</kbd>", station))
    told = set(re.findall(r"\w+", " ".join(re.findall(r'<th scope="row">([^<]*)</th>', helped))))
    assert len(keys) == 14
    assert {key.capitalize() for key in keys} <= shown
    assert {key.capitalize() for key in keys} <= told
