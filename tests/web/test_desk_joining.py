"""A station joins a desk in the clinic's network: words compared, a code typed, ended on either side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import PIN, PORT, app_of
from web import lan_keys as keys
from web.config import Config
from web.desk_listening import Listener
from web.desk_stations import Desk
from web.services import DESK_EXTENSION, EXTENSION, LAUNCH_EXTENSION, Services

STATIONS = "/therapist/desk/stations"


class Computer:
    """A computer of the clinic with a therapist before it."""

    def __init__(self, folder: Path) -> None:
        app = app_of(Config(data_dir=folder, camera="demo", port=PORT))
        self.desk: Desk = app.extensions[DESK_EXTENSION]
        self.services: Services = app.extensions[EXTENSION]
        self.therapist: FlaskClient = app.test_client()
        self.therapist.get("/launch", query_string={"token": app.extensions[LAUNCH_EXTENSION].token()})
        self.therapist.post("/pin", data={"pin": PIN, "again": PIN})

    def post(self, to: str, **typed: str) -> tuple[int, str]:
        answer = self.therapist.post(f"{STATIONS}/{to}", data=typed, follow_redirects=True)
        return answer.status_code, answer.text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Computer]:
    computer = Computer(tmp_path / "desk")
    store = computer.services.store
    computer.desk.listener = Listener(tmp_path / "desk", store, computer.desk, 0, "127.0.0.1")
    yield computer
    computer.desk.close()


@pytest.fixture
def station(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "station")


def test_a_station_is_paired_by_words_and_code_and_leaves_again(desk: Computer, station: Computer) -> None:
    listener = desk.desk.listener
    assert listener is not None
    _, shown = desk.post("code")
    assert listener.words in shown
    address = f"127.0.0.1:{listener.port}"
    _, asked = station.post("join", address=address)
    assert listener.words in asked

    typed = {"address": address, "certificate": listener.certificate.hex(), "name": "Room 2"}
    status, refused = station.post("join", **typed, code="BBBB-BBBB")
    assert (status, "not paired" in refused, "BBBB-BBBB" in refused) == (422, True, True)
    status, joined = station.post("join", **typed, code=listener.code)
    assert status == 200
    assert f"belongs to the desk at <strong>{address}</strong>, as Room 2" in joined
    (known,) = keys.known_stations(desk.services.store)
    assert "Room 2" in desk.therapist.get(STATIONS).text
    assert [one.name for one in desk.desk.stations] == ["This computer", "Room 2"]

    desk.post(f"{known.id}/forget")
    assert [one.name for one in desk.desk.stations] == ["This computer"]
    _, left = station.post("leave")
    assert "Look for the desk" in left


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"address": "desk"}, "a name and a port"),
        ({"address": "127.0.0.1:1"}, "Nobody answers at 127.0.0.1:1"),
        ({"address": "a" * 300}, "up to 200 characters"),
        ({"address": "127.0.0.1:1", "certificate": "zz"}, "needs a name"),
    ],
)
def test_what_cannot_be_joined_is_told(station: Computer, typed: dict[str, str], told: str) -> None:
    status, page = station.post("join", **typed)
    assert (status, told in page) == (422, True)


def test_a_computer_that_is_no_desk_says_how_to_be_one(station: Computer) -> None:
    assert "midline run --desk-port 8766" in station.therapist.get(STATIONS).text
    status, told = station.post("code")
    assert (status, "--desk-port" in told) == (409, True)
