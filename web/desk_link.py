"""A station's way to its desk: connects out, tells its state, does what the therapist does there.

The session does not wait for any of it; where the desk is away it goes on, and the way is looked for again,
after 1, 2 and then every 3 seconds.
"""

from __future__ import annotations

import socket
import ssl
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError
from web import lan_keys as keys
from web.errors import AskedError
from web.lan_messages import Answer, Beat, Come, Do, Hello, PersonTold, Told, Welcome, read, written
from web.lan_wire import SILENCE_S, LinkError, can_read, close, receive, send
from web.live_loop import STATE_EVERY_S

if TYPE_CHECKING:
    from coach.store import Store
    from web.desk_stations import Station

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 3.0
#: Something is told at least this often.
TELL_EVERY_S = 1.0
LOOK_EVERY_S = STATE_EVERY_S / 2
NOT_THE_DESK = "At that address is another computer than the one this station was paired with."


class Link:
    """Keeps a station connected with its desk until it is closed. Safe in any thread."""

    def __init__(self, store: Store, station: Station) -> None:
        self._store, self._station = store, station
        self._closed, self._again = Event(), Event()
        self.connected, self.trouble = False, ""
        self._thread = Thread(target=self._run, name="desk link", daemon=True)
        self._thread.start()

    def look_again(self) -> None:
        """The desk is another one now, or none."""
        self._again.set()

    def close(self) -> None:
        """The desk hears nothing of this station any more."""
        self._closed.set()
        self._again.set()
        self._thread.join(timeout=2 * SILENCE_S)

    def _run(self) -> None:
        wait_s = FIRST_WAIT_S
        while not self._closed.is_set():
            desk = keys.joined_desk(self._store)
            if desk is not None:
                try:
                    self._stay(desk)
                    wait_s = FIRST_WAIT_S
                except (OSError, LinkError) as error:
                    self.trouble = str(error) if isinstance(error, LinkError) else "The desk does not answer."
            self._again.wait(wait_s)
            self._again.clear()
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    def _stay(self, desk: keys.Joined) -> None:
        """Connected, until the desk is away or is not this station's any more."""
        with introduced(desk, "") as link:
            self.connected, self.trouble = True, ""
            try:
                self._talk(link)
            except LinkError:
                return  # it was there; look for it again at once
            finally:
                self.connected = False

    def _talk(self, link: ssl.SSLSocket) -> None:
        sent, sent_s, heard_s = -1, 0.0, time.monotonic()
        while not self._again.is_set():
            if time.monotonic() - heard_s > SILENCE_S:
                raise LinkError("The desk is silent.")
            version, state, age_s = self._station.told()
            since_s = time.monotonic() - sent_s
            if (version != sent and since_s >= STATE_EVERY_S) or since_s >= TELL_EVERY_S:
                sent, sent_s = version, time.monotonic()
                send(link, told(state, age_s))
            if can_read(link, LOOK_EVERY_S):
                self._do(link, receive(link))
                heard_s = time.monotonic()

    def _do(self, link: ssl.SSLSocket, message: dict[str, Any]) -> None:
        match read(message, Do, Beat):
            case Beat(watched=True):
                self._station.beat()
            case Do() as do:
                send(link, written(self._done(do)))

    def _done(self, do: Do) -> Answer:
        try:
            got = self._station.lead(do.name, do.author, dict(do.body))
            people = tuple(PersonTold(**one) for one in got.pop("people", ()))
            return Answer(number=do.number, got=got, people=people)
        except (AskedError, CoachError) as error:
            return Answer(number=do.number, error=str(error)[:400])


def told(state: dict[str, Any], age_s: float) -> dict[str, Any]:
    """A state as `web.desk_state` has it, as a message; the age of its picture is that of now, seconds.

    Raises:
        LinkError: there is something in it that does not travel.
    """
    age_s = min(max(age_s, 0.0), 3600.0) if state.get("frame_s") else 0.0
    return written(read({"told": state | {"age_s": age_s}}, Told))


def reach(address: str) -> ssl.SSLSocket:
    """TLS to whoever is at an address.

    Raises:
        LinkError: nobody is, or the address is none.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise LinkError(f"An address is a name and a port, such as 192.168.1.20:8766; {address} is none.")
    try:
        plain = socket.create_connection((host, int(port)), timeout=SILENCE_S)
    except (OSError, OverflowError) as error:
        raise LinkError(f"Nobody answers at {address}.") from error
    try:
        return keys.station_tls().wrap_socket(plain)
    except OSError as error:
        close(plain)
        raise LinkError(f"At {address} is no desk of Midline.") from error


def certificate_at(address: str) -> bytes:
    """The certificate of the desk at an address, DER.

    Raises:
        LinkError: there is none.
    """
    with reach(address) as link:
        return link.getpeercert(binary_form=True) or b""


def introduced(desk: keys.Joined, code: str) -> ssl.SSLSocket:
    """A connection in which the desk knows this station; with a code they are paired by it.

    Raises:
        LinkError: it is another desk, or it does not let this station in.
    """
    link = reach(desk.address)
    ends_s = time.monotonic() + SILENCE_S
    try:
        certificate = link.getpeercert(binary_form=True) or b""
        if certificate.hex() != desk.certificate:
            raise LinkError(NOT_THE_DESK)
        hello = read(receive(link, ends_s=ends_s), Hello)
        assert isinstance(hello, Hello)  # noqa: S101 - it is read as nothing else
        public = desk.key.public_key().public_bytes_raw().hex()
        signature = keys.signed(hello.nonce, certificate, desk.key)
        send(link, written(Come(key=public, signature=signature, name=desk.name, code=code)))
        welcome = read(receive(link, ends_s=ends_s), Welcome)
        if isinstance(welcome, Welcome) and welcome.refused:
            raise LinkError(welcome.refused)
    except LinkError:
        close(link)
        raise
    return link
