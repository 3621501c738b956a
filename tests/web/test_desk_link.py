"""A station and a desk in one network: paired by a code, known by their keys, over real TLS on loopback."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.four_words import four_words
from coach.store import open_store
from web import lan_keys as keys
from web.desk_link import Link, certificate_at, introduced, reach
from web.desk_listening import Listener
from web.desk_stations import MOST_STATIONS, Desk
from web.errors import AskedError
from web.handing_over import MOST_OFFERED
from web.lan_messages import Come, Told, read, written
from web.lan_wire import LONGEST_AT_FIRST, LinkError, receive, send

SOON_S = 10.0
STATE: dict[str, Any] = {
    "stage": "camera",
    "camera": {"on": True, "lost": False},
    "patient": "Maria K.",
    "figure": {"rotation_deg": 12.0, "extension_deg": None},
    "seen": True,
    "frame_s": 3.5,
}


PEOPLE = [{"id": f"{number}-{'a' * 34}", "name": "É" * 200} for number in range(MOST_OFFERED)]


class Quiet:
    """A station's own side: what it tells, and what was done to it."""

    id, name = "here", "This computer"

    def __init__(self) -> None:
        self.state, self.version = dict(STATE), 1
        self.done: list[tuple[str, str, dict[str, Any]]] = []

    def told(self) -> tuple[int, dict[str, Any], float]:
        return self.version, self.state, 0.04

    def beat(self) -> None:
        pass

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        if name == "harder":
            raise AskedError("34° stays.")
        if name == "patients":
            return {"people": PEOPLE, "more": 3}
        self.done.append((name, author, body))
        return {"at_s": 12.5}


class Clinic:
    """A desk that listens, and a station with a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk_store, self.store = open_store(folder / "desk"), open_store(folder / "station")
        self.desk = Desk()
        self.own = Quiet()
        self.listener = self.listen()

    def listen(self, port: int = 0) -> Listener:
        return Listener(self.folder / "desk", self.desk_store, self.desk, port, "127.0.0.1")

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.listener.port}"

    def joined(self, name: str = "Room 2") -> keys.Joined:
        return keys.Joined(self.address, certificate_at(self.address).hex(), keys.new_key(), name)

    def pair(self) -> keys.Joined:
        desk = self.joined()
        introduced(desk, self.listener.make_code()).close()
        keys.join(self.store, desk)
        return desk


def until(wanted: Callable[[], bool]) -> None:
    """Waits until it is so."""
    ends_s = time.monotonic() + SOON_S
    while not wanted():
        assert time.monotonic() < ends_s
        time.sleep(0.01)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.listener.close()


@pytest.fixture
def link(clinic: Clinic) -> Iterator[Link]:
    clinic.pair()
    link = Link(clinic.store, clinic.own)
    until(lambda: link.connected)
    yield link
    link.close()


def test_both_sides_show_the_same_four_words(clinic: Clinic) -> None:
    assert four_words(certificate_at(clinic.address)) == clinic.listener.words
    assert (clinic.folder / "desk" / "desk.pem").stat().st_mode & 0o077 == 0


def test_a_code_pairs_once_and_five_wrong_ones_end_it(clinic: Clinic) -> None:
    code = clinic.listener.make_code()
    introduced(clinic.joined(), f"{code[:4]}-{code[4:]}".lower()).close()
    with pytest.raises(LinkError, match="not paired"):
        introduced(clinic.joined(), code)

    code = clinic.listener.make_code()
    for _ in range(5):
        with pytest.raises(LinkError, match="not paired"):
            introduced(clinic.joined(), "BBBBBBBB")
    assert clinic.listener.code == ""
    with pytest.raises(LinkError, match="not paired"):
        introduced(clinic.joined(), code)


def test_what_a_station_tells_is_on_the_desk_and_what_is_done_there_comes_back(
    clinic: Clinic, link: Link
) -> None:
    (station,) = clinic.desk.stations
    until(lambda: station.told()[1]["stage"] == "camera")
    _, state, age_s = station.told()
    assert (station.name, state["patient"], state["figure"]) == ("Room 2", "Maria K.", STATE["figure"])
    assert 0.04 <= age_s < SOON_S

    assert station.lead("mark", "Anna Weber", {"words": "x", "author": "Anna Weber"}) == {"at_s": 12.5}
    assert clinic.own.done == [("mark", "Anna Weber", {"words": "x"})]
    with pytest.raises(AskedError, match="34° stays"):
        station.lead("harder", "Anna Weber", {})
    assert link.connected


def test_a_station_tells_who_could_be_next_when_it_is_asked_and_the_desk_keeps_nothing(
    clinic: Clinic, link: Link
) -> None:
    (station,) = clinic.desk.stations
    until(lambda: station.told()[1]["stage"] == "camera")
    got = station.lead("patients", "Anna Weber", {"typed": ""})
    assert got == {"people": PEOPLE, "more": 3}
    assert "É" not in str(vars(station))
    assert (clinic.desk_store.patients(), link.connected) == ((), True)


def test_a_desk_that_vanishes_is_found_again_and_the_station_goes_on(clinic: Clinic, link: Link) -> None:
    port = clinic.listener.port
    clinic.listener.close()
    until(lambda: not link.connected)
    (station,) = clinic.desk.stations
    until(lambda: station.told()[1]["stage"] == "away")
    with pytest.raises(AskedError, match="goes on there"):
        station.lead("mark", "Anna Weber", {})

    clinic.listener = clinic.listen(port)
    until(lambda: link.connected)
    until(lambda: clinic.desk.stations[0].told()[1]["stage"] == "camera")


def test_either_side_ends_it(clinic: Clinic, link: Link) -> None:
    (known,) = keys.known_stations(clinic.desk_store)
    clinic.listener.forget(known.id)
    until(lambda: not link.connected and link.trouble != "")
    assert "not paired" in link.trouble
    assert clinic.desk.stations == ()

    keys.join(clinic.store, None)
    link.look_again()
    assert keys.joined_desk(clinic.store) is None


def test_another_computer_at_the_address_is_told_nothing(clinic: Clinic) -> None:
    desk = clinic.pair()
    clinic.listener.close()
    (clinic.folder / "desk" / "desk.pem").unlink()
    clinic.listener = clinic.listen(clinic.listener.port)
    with pytest.raises(LinkError, match="another computer"):
        introduced(desk, "")


def test_a_station_whose_key_is_not_known_is_not_let_in(clinic: Clinic) -> None:
    clinic.pair()
    with pytest.raises(LinkError, match="not paired"):
        introduced(clinic.joined(), "")


def test_a_desk_has_room_for_seven_other_stations_and_starts_with_them(clinic: Clinic) -> None:
    for number in range(1, MOST_STATIONS):
        name = f"Room {number}"
        introduced(clinic.joined(name), clinic.listener.make_code()).close()
    with pytest.raises(LinkError, match="its 7 other stations"):
        introduced(clinic.joined("Room 8"), clinic.listener.make_code())

    clinic.desk.come_in(clinic.own)  # the desk's own computer
    clinic.listener.close()
    clinic.listener = clinic.listen()
    assert len(clinic.desk.stations) == MOST_STATIONS


def test_knowing_the_key_of_a_station_is_not_having_it(clinic: Clinic) -> None:
    desk = clinic.pair()
    with reach(clinic.address) as link:
        hello = receive(link)["hello"]
        public = desk.key.public_key().public_bytes_raw().hex()
        other = keys.Joined("", "", keys.new_key(), "Room 2")
        signature = keys.signed(hello["nonce"], bytes.fromhex(desk.certificate), other.key)
        send(link, written(Come(key=public, signature=signature, name="Room 2")))
        assert "not paired" in receive(link)["welcome"]["refused"]


def test_a_message_that_is_too_long_is_not_waited_for() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall((LONGEST_AT_FIRST + 1).to_bytes(4, "big"))
        with pytest.raises(LinkError, match="longer than"):
            receive(here, LONGEST_AT_FIRST)


@pytest.mark.parametrize(
    "junk",
    [
        b"\x7f\xff\xff\xff" + b"x" * 100,
        (LONGEST_AT_FIRST + 1).to_bytes(4, "big"),
        b"\x00\x00\x00\x02{]",
        b"\x00\x00\x00\x0d" + b'{"come": NaN}',
        b"\x00\x00\x00\x02[]",
    ],
)
def test_junk_ends_the_connection_and_nothing_else(clinic: Clinic, junk: bytes) -> None:
    plain = socket.create_connection(("127.0.0.1", clinic.listener.port), timeout=SOON_S)
    with keys.station_tls().wrap_socket(plain) as link:
        receive(link)
        link.sendall(junk)
        with pytest.raises(LinkError):
            receive(link)
    introduced(clinic.joined(), clinic.listener.make_code()).close()


@pytest.mark.parametrize(
    "change",
    [
        {"picture": "aaaa"},
        {"figure": {"rotation_deg": 1e9}},
        {"stage": "x" * 300},
        {"camera": {"on": "yes"}},
        {"age_s": -1.0},
        {"session": {}},
    ],
)
def test_a_state_with_anything_more_or_other_is_no_message(change: dict[str, Any]) -> None:
    whole = STATE | {"age_s": 0.1}
    assert read({"told": whole}, Told)
    with pytest.raises(LinkError, match="no message"):
        read({"told": whole | change}, Told)
