"""The live session over HTTP, on the demo clip with the real models."""

import json
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pose.camera import read_recording
from web.live_commands import COMMANDS
from web.services import Services
from web.sources import demo_clip
from web.who_trains import DEMO_PATIENT

WELL = {"pain": 2, "tension": 3, "swallowing_trouble": False, "dizziness": False, "anything_new": False}


@pytest.fixture(autouse=True)
def ended(services: Services) -> Iterator[None]:
    """Whatever was started is ended."""
    yield
    services.live.close()


def started(client: FlaskClient, **more: Any) -> TestResponse:
    answer = client.post("/live/start", json=WELL | more)
    assert answer.status_code == 200, answer.text
    return answer


def events(client: FlaskClient, tab: str = "one", after: int = 0) -> Iterator[tuple[str, Any]]:
    """Name and data of each event of the stream."""
    answer = client.get(f"/live/events?tab={tab}&after={after}")
    assert answer.mimetype == "text/event-stream"
    for chunk in answer.iter_encoded():
        lines = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if line and line[0] != ":")
        if lines:
            yield lines["event"], json.loads(lines["data"])


def state_where(client: FlaskClient, wanted: Any) -> Any:
    """The first state that fits."""
    return next(data for name, data in events(client) if name == "state" and wanted(data))


@pytest.mark.parametrize("path", ["/live/events", "/live/frame"])
def test_nothing_is_shown_while_stopped(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 409
    assert answer.get_json()["error"]


def test_without_an_exercise_under_way_there_is_no_picture_of_one(client: FlaskClient) -> None:
    assert client.get("/live/asked").status_code == 204
    started(client)
    assert client.get("/live/asked").status_code == 204


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_command_is_taken_while_stopped(client: FlaskClient, services: Services, command: str) -> None:
    assert client.post(f"/live/{command}", json={}).status_code == 409
    assert not services.live.on


def test_no_picture_is_taken_while_stopped(client: FlaskClient) -> None:
    assert client.post("/live/browser-frame", data=b"x").status_code == 409


def test_the_check_says_why_a_day_is_for_rest(client: FlaskClient, services: Services) -> None:
    assert client.post("/live/check", json=WELL).get_json() == {"reasons": []}
    words = services.library.safety.red
    answer = client.post("/live/check", json=WELL | {"pain": 7, "swallowing_trouble": True})
    assert answer.get_json() == {"reasons": [words.pain, words.swallowing]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pain": 11}, "from 0 to 10"),
        ({"pain": True}, "from 0 to 10"),
        ({"tension": None}, "about tension"),
        ({"dizziness": "no"}, "yes or no"),
        ({"camera": "/etc/passwd"}, "none of them"),
    ],
)
def test_what_cannot_be_is_refused_and_the_camera_stays_off(
    client: FlaskClient, services: Services, change: dict[str, Any], words: str
) -> None:
    answer = client.post("/live/start", json=WELL | change)
    assert answer.status_code == 409
    assert words in answer.get_json()["error"]
    assert not services.live.on


def test_a_start_switches_the_camera_on_and_says_so_once(client: FlaskClient) -> None:
    after = started(client).get_json()["after"]
    said = (data for name, data in events(client, after=after) if name == "said")
    first = next(said)
    assert first["key"] == "camera_on"
    assert "Your own camera is off" in first["text"]
    state = state_where(client, lambda state: state["seen"])
    assert state["stage"] == "camera"
    assert state["camera"] == {
        "on": True,
        "kind": "demo",
        "name": "Demo person",
        "opening": False,
        "lost": False,
        "trouble": "",
    }


def test_pictures_are_pulled_one_by_one_as_the_camera_saw_them(client: FlaskClient) -> None:
    started(client)
    first = client.get("/live/frame?after=0")
    number = int(first.headers["X-Frame"])
    assert float(first.headers["X-Age-Ms"]) >= 0
    picture = cv2.imdecode(np.frombuffer(first.data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    there = cv2.cvtColor(next(read_recording(demo_clip())).rgb, cv2.COLOR_RGB2BGR)
    assert np.abs(picture.astype(int) - there).mean() < 4  # not mirrored, not cut
    assert np.abs(picture[:, ::-1].astype(int) - there).mean() > 8
    second = client.get(f"/live/frame?after={number}")
    assert int(second.headers["X-Frame"]) > number


def test_a_picture_of_the_pages_own_camera_is_measured(client: FlaskClient) -> None:
    started(client, camera="browser")
    rgb = next(read_recording(demo_clip())).rgb
    jpeg = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()
    stream = events(client)
    for _ in range(100):
        assert client.post("/live/browser-frame", data=jpeg).status_code == 204
        name, data = next(stream)
        if name == "state" and data["seen"]:
            assert data["camera"]["kind"] == "browser"
            return
    pytest.fail("The pictures that were sent were never measured.")


def test_what_is_no_picture_is_refused(client: FlaskClient) -> None:
    started(client, camera="browser")
    assert client.post("/live/browser-frame", data=b"no picture").status_code == 409


def test_a_command_of_a_window_that_lost_the_session_is_refused(client: FlaskClient) -> None:
    started(client)
    next(events(client, tab="new"))
    answer = client.post("/live/neutral", json={}, headers={"X-Tab": "old"})
    assert answer.status_code == 409
    assert "Another window" in answer.get_json()["error"]
    assert client.post("/live/neutral", json={}, headers={"X-Tab": "new"}).status_code == 200


def test_from_the_neutral_to_the_store(client: FlaskClient, services: Services) -> None:
    """The steps of a session by command; ended early, it counts and is kept."""
    started(client)
    state_where(client, lambda state: state["seen"])
    client.post("/live/neutral")
    state = state_where(client, lambda state: state["step"] in {"shown", "refused"})
    assert state["step"] == "shown", state["refusal"]
    assert 0 < state["lines"]["eyes_y"] < state["lines"]["neck_y"] < 1
    client.post("/live/accept")
    assert client.post("/live/begin").get_json()["state"]["stage"] == "session"
    state_where(client, lambda state: state["session"]["phase"] == "prepare")
    assert client.post("/live/stop").get_json()["state"]["stage"] == "after"
    told = {"pain": 1, "effort": 2, "words": "Short.", "flags": ["not_good"]}
    assert client.post("/live/check_out", json=told | {"flags": ["gone"]}).status_code == 409
    answer = client.post("/live/check_out", json=told)
    assert answer.get_json()["state"]["stage"] == "off"
    (head,) = services.store.sessions(DEMO_PATIENT.id)
    assert (head.ending, head.pain_after, head.words) == ("stopped", 1, "Short.")
    assert head.flags == ("not_good",)


def test_a_session_that_was_cut_off_can_be_closed(client: FlaskClient, services: Services) -> None:
    started(client, pain=9)
    client.post("/live/begin")
    services.live.close()
    (head,) = services.store.open_sessions()
    assert "A session was cut off" in client.get("/").text
    assert client.post("/live/close", json={"session_id": head.id}).status_code == 200
    assert services.store.open_sessions() == ()
    assert "cut off" not in client.get("/").text
    assert client.post("/live/close", json={"session_id": head.id}).status_code == 409
