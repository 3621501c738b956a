"""Eight stations at one desk, over real TLS: who needs a look is told by the rules, and who fell silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from coach.store import open_store
from tests.web.lan_junk import TOLD
from tests.web.test_desk_link import until
from web import desk_listening
from web import lan_keys as keys
from web.desk_link import Link, certificate_at, introduced
from web.desk_listening import Listener
from web.desk_stations import MOST_STATIONS, Desk

WELL = TOLD.model_dump(exclude={"age_s"}) | {"seen": True, "along": []}
WELL["session"] = WELL["session"] | {"paused": None, "phase": "hold", "in_band": True}
#: What each of the eight tells, and what is to be seen of it after 20 seconds.
TELLS: tuple[tuple[dict[str, Any], str, bool], ...] = (
    ({}, "", False),
    ({"session": {"phase": "move", "in_band": False}}, "out of the band for 20 s", False),
    ({"session": {"phase": "rest"}, "seen": False}, "", False),
    ({"seen": False}, "not seen for 20 s", False),
    ({"session": {"paused": "patient"}}, "paused for 20 s", False),
    ({"along": ["the trunk leans", "the trunk leans"]}, "moves along: the trunk leans", False),
    ({"camera": {"on": True, "lost": True}}, "the camera is lost for 20 s", True),
    ({"asked": "says: too hard", "session": {"paused": "patient"}}, "says: too hard", True),
)


class Told:
    """A station that tells one state again and again, until it falls silent."""

    def __init__(self, number: int, state: dict[str, Any]) -> None:
        self.id, self.name = f"room {number}", f"Room {number}"
        session = WELL["session"] | state.get("session", {})
        self.state = WELL | state | {"session": session, "patient": f"Patient {number}"}
        self.version = 0
        self.speaks = Event()
        self.speaks.set()

    def told(self) -> tuple[int, dict[str, Any], float]:
        self.speaks.wait()
        self.version += 1
        return self.version, self.state, 0.04

    def beat(self) -> None:
        pass

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "author": author} | body


class Wall:
    """A desk with the station of its own computer and seven that are connected."""

    def __init__(self, folder: Path, links: ExitStack) -> None:
        self.now_s = 1000.0
        self.own, *self.others = (Told(number, state) for number, (state, _, _) in enumerate(TELLS))
        self.desk = Desk(self.own, clock=lambda: self.now_s)
        listener = Listener(folder, open_store(folder), self.desk, 0, "127.0.0.1")
        links.callback(listener.close)
        address = f"127.0.0.1:{listener.port}"
        certificate = certificate_at(address).hex()
        for one in self.others:
            store = open_store(folder / one.id)
            joined = keys.Joined(address, certificate, keys.new_key(), one.name)
            introduced(joined, listener.make_code()).close()
            keys.join(store, joined)
            links.callback(Link(store, one).close)
        until(lambda: all(told["stage"] == "session" for told in self.look()))

    def look(self) -> list[dict[str, Any]]:
        return [self.desk.look(one)[1] for one in self.desk.stations]

    def after(self, seconds: int) -> list[dict[str, Any]]:
        for _ in range(seconds):
            self.now_s += 1.0
            told = self.look()
        return told


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    with ExitStack() as links:
        yield Wall(tmp_path, links)


def test_who_of_eight_needs_a_look_and_who_first(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    first = wall.look()
    assert len(first) == MOST_STATIONS
    told = wall.after(20)
    assert [one["patient"] for one in told] == [f"Patient {number}" for number in range(MOST_STATIONS)]
    assert [(one["needs"], one["pressing"]) for one in told] == [(why, first) for _, why, first in TELLS]

    monkeypatch.setattr(desk_listening, "SILENCE_S", 0.5)
    silent = wall.others[0]
    silent.speaks.clear()  # its cable is pulled: nobody says goodbye
    until(lambda: wall.look()[1]["stage"] == "away")
    told = wall.after(5)
    assert (told[1]["needs"], told[1]["pressing"]) == ("the station does not answer for 5 s", True)
    assert [one["stage"] for one in told].count("session") == MOST_STATIONS - 1

    monkeypatch.undo()
    silent.speaks.set()
    until(lambda: wall.look()[1]["stage"] == "session")  # by itself
    assert wall.after(1)[1]["needs"] == "a moment ago: the station does not answer"
