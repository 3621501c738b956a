"""The desk in the clinic's network: lets paired stations in over TLS and talks with them."""

from __future__ import annotations

import socket
import ssl
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLateError
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from queue import SimpleQueue
from random import SystemRandom
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from coach.accounts.codes import LASTS, TRIES, Purpose, letters_of, new_code
from coach.four_words import four_words
from web import lan_keys as keys
from web.desk_stations import MOST_STATIONS, Desk
from web.errors import AskedError
from web.lan_messages import Answer, Beat, Come, Do, Hello, Told, Welcome, read, written
from web.lan_wire import LONGEST_AT_FIRST, SILENCE_S, LinkError, can_read, close, receive, send
from web.live_sitting import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from coach.store import Store

#: The stations, and a few that try.
MOST_CONNECTIONS = 2 * MOST_STATIONS
BEAT_EVERY_S = 1.0
#: What is to be said waits at most this long.
LOOK_EVERY_S = 0.02
#: How long the therapist waits for a station to do something; handing it over takes a camera a while.
PATIENCE_S = SILENCE_S
#: A desk counts as looking on for this long after a page has asked.
LOOKING_S = 2.0
#: The desk's own computer is one of its stations.
FULL = f"This desk has its {MOST_STATIONS - 1} other stations. One of them can be ended on its page."
NO_ANSWER = "The station does not answer. Its session goes on there."
NOT_LET_IN = "This station is not paired with the desk, or the code is not the one it shows now."


@dataclass(frozen=True)
class OpenCode:
    """The code that a desk shows: until when (monotonic seconds), and how many wrong tries it has left."""

    letters: str
    until_s: float
    tries: int = TRIES


class RemoteStation:
    """A station of another computer, as the desk knows it. Safe in any thread."""

    def __init__(self, known: keys.Known) -> None:
        self.id, self.name = known.id, known.name
        self._lock = Lock()
        self._connection = 0
        self._to_say: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._version, self._state, self._told_s, self._age_s = 0, AWAY, 0.0, 0.0
        self._looked_s = float("-inf")
        self._numbers = count(1)
        self._waiting: dict[int, Future[Answer]] = {}

    def told(self) -> tuple[int, dict[str, Any], float]:
        """The newest state, its number, and the age of its picture in seconds: as old as it was when it was
        told, and since then."""
        with self._lock:
            return self._version, self._state, self._age_s + time.monotonic() - self._told_s

    def beat(self) -> None:
        """A therapist looks on."""
        self._looked_s = time.monotonic()

    @property
    def watched(self) -> bool:
        return time.monotonic() - self._looked_s < LOOKING_S

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that the therapist does there."""
        if self._state["stage"] == AWAY["stage"]:
            raise AskedError(NO_ANSWER)
        number, answer = next(self._numbers), Future[Answer]()
        plain = {field: value for field, value in body.items() if field != "author"}
        self._waiting[number] = answer
        try:
            do = Do(number=number, name=name, author=author, body=plain)
            self._to_say.put(written(do))
            got = answer.result(PATIENCE_S)
        except (TooLateError, ValidationError) as error:
            raise AskedError(NO_ANSWER) from error
        finally:
            self._waiting.pop(number, None)
        if got.error:
            raise AskedError(got.error)
        return got.whole

    def talk(self, link: ssl.SSLSocket, over: Event) -> None:
        """The station is connected, until it is away or a newer connection of it is there.

        Raises:
            LinkError: it is away, or says what cannot be understood.
        """
        with self._lock:
            self._connection += 1
            mine = self._connection
        self._to_say = SimpleQueue()
        try:
            heard_s = time.monotonic()
            beat_s = 0.0
            while not over.is_set() and self._connection == mine:
                now_s = time.monotonic()
                if now_s - heard_s > SILENCE_S:
                    raise LinkError("The station is silent.")
                if now_s - beat_s >= BEAT_EVERY_S:
                    beat_s = now_s
                    send(link, written(Beat(watched=self.watched)))
                while not self._to_say.empty():
                    send(link, self._to_say.get())
                if can_read(link, LOOK_EVERY_S):
                    self.hear(receive(link))
                    heard_s = time.monotonic()
        finally:
            self._away(mine)

    def leave(self) -> None:
        """Its connection ends."""
        with self._lock:
            self._connection += 1

    def _away(self, mine: int) -> None:
        with self._lock:
            if self._connection == mine:
                was = self._state
                left = {"patient": was["patient"], "in_session": was["stage"] == Stage.SESSION}
                self._version, self._state = self._version + 1, AWAY | left

    def hear(self, message: dict[str, Any]) -> None:
        """What it says."""
        match read(message, Told, Answer):
            case Answer() as answer:
                waiting = self._waiting.pop(answer.number, None)
                if waiting:
                    waiting.set_result(answer)
            case Told() as told:
                with self._lock:
                    self._version, self._state = self._version + 1, told.model_dump(exclude={"age_s"})
                    self._told_s, self._age_s = time.monotonic(), told.age_s


#: A station that is not connected.
AWAY: dict[str, Any] = {"stage": "away", "camera": {"on": False}, "patient": ""}


class Listener:
    """Listens for stations until it is closed."""

    def __init__(self, folder: Path, store: Store, desk: Desk, port: int, address: str = "") -> None:
        """
        Args:
            port: in the clinic's network; 0 is any free one.
            address: of this computer, to listen on; empty for every one.
        """
        self._store, self._desk = store, desk
        path = keys.certificate_file(folder)
        self.certificate = keys.certificate_of(path)
        self.words = four_words(self.certificate)
        self._tls = keys.desk_tls(path)
        self._room = BoundedSemaphore(MOST_CONNECTIONS)
        self._lock, self._closed = Lock(), Event()
        self._code: OpenCode | None = None
        self._remote: dict[str, RemoteStation] = {}
        for known in keys.known_stations(store)[: MOST_STATIONS - 1]:
            self._station(known)
        self._socket = socket.create_server((address, port), backlog=MOST_CONNECTIONS)
        self.port: int = self._socket.getsockname()[1]
        self._thread = Thread(target=self._listen, name="desk", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Nobody is listened to any more; sessions go on at their stations."""
        self._closed.set()
        close(self._socket)
        self._thread.join(timeout=5.0)

    # Pairing

    def make_code(self) -> str:
        """A new code in place of the one before, for one station, ten minutes, five tries."""
        letters = new_code(SystemRandom())
        with self._lock:
            self._code = OpenCode(letters, time.monotonic() + LASTS[Purpose.PAIR].total_seconds())
        return letters

    @property
    def code(self) -> str:
        """The code that is open, or nothing."""
        with self._lock:
            open_now = self._code is not None and time.monotonic() < self._code.until_s
            return self._code.letters if self._code and open_now else ""

    def _redeem(self, typed: str) -> bool:
        """Whether it was the open code; it is used up then, and after five wrong tries."""
        with self._lock:
            code = self._code
            if code is None or time.monotonic() >= code.until_s:
                return False
            if keys.same(letters_of(typed), code.letters):
                self._code = None
                return True
            self._code = OpenCode(code.letters, code.until_s, code.tries - 1) if code.tries > 1 else None
            return False

    def forget(self, station_id: str) -> None:
        """A station is not let in any more."""
        keys.forget(self._store, station_id)
        self._desk.leave(station_id)
        with self._lock:
            station = self._remote.pop(station_id, None)
        if station:
            station.leave()

    # Connections

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            if not self._room.acquire(blocking=False):
                close(link)
                continue
            Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        ends_s = time.monotonic() + SILENCE_S  # for the handshake and who it is, together
        try:
            plain.settimeout(SILENCE_S)
            with suppress(OSError, LinkError), self._tls.wrap_socket(plain, server_side=True) as link:
                station = self._let_in(link, ends_s)
                if station:
                    station.talk(link, self._closed)
        finally:
            close(plain)
            self._room.release()

    def _let_in(self, link: ssl.SSLSocket, ends_s: float) -> RemoteStation | None:
        """Whoever has proved to be a station that is known here, or has the code."""
        nonce = keys.new_nonce()
        send(link, written(Hello(nonce=nonce)))
        station, why = None, NOT_LET_IN
        match read(receive(link, LONGEST_AT_FIRST, ends_s), Come):
            case Come() as come if keys.is_signed(come.signature, nonce, self.certificate, come.key):
                try:
                    station = self._known(come)
                except AskedError as error:
                    why = str(error)
        send(link, written(Welcome(refused="" if station else why)))
        return station

    def _known(self, come: Come) -> RemoteStation | None:
        known = keys.known_stations(self._store)
        if come.code and len(known) >= MOST_STATIONS - 1 and come.key not in {one.key for one in known}:
            raise AskedError(FULL)
        if come.code and self._redeem(come.code):
            keys.know(self._store, keys.Known(come.key, come.name, datetime.now(UTC).isoformat()))
        found = next((one for one in keys.known_stations(self._store) if one.key == come.key), None)
        return self._station(found) if found else None

    def _station(self, known: keys.Known) -> RemoteStation:
        with self._lock:
            station = self._remote.setdefault(known.id, RemoteStation(known))
            station.name = known.name
        self._desk.come_in(station)
        return station
