"""Whatever is said between a station and its desk that is no message ends that connection; nothing of it is
shown or done, and both go on.

The long form: ``MIDLINE_JUNK=20000 pytest -m soak -s tests/web/test_desk_link_junk.py``.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from time import monotonic, process_time

import numpy as np
import pytest

from tests.coach.damaged import damaged
from tests.web.lan_junk import COME, FROM_A_DESK, FROM_A_STATION, HELLO, OUT_OF_TURN, WELCOME, no_message
from tests.web.test_desk_link import SOON_S, STATE, Clinic, until
from web import desk_link
from web import lan_keys as keys
from web.desk_link import Link, introduced, reach, told
from web.errors import AskedError
from web.lan_messages import Come, Hello, written
from web.lan_wire import LinkError, receive, send


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.listener.close()


def ended(link: socket.socket) -> bool:
    """Whether the other side ends the connection; until then it may say something."""
    until_s = monotonic() + SOON_S
    with suppress(LinkError):
        while monotonic() < until_s:
            receive(link)
        return False
    return True


def junk_from_a_known_station(_clinic: Clinic, chance: Random, desk: keys.Joined) -> None:
    with introduced(desk, "") as link:
        send(link, told(STATE, 0.1))
        link.sendall(no_message(chance, FROM_A_STATION, OUT_OF_TURN[0]))
        if chance.random() < 0.5:
            link.shutdown(socket.SHUT_WR)
        assert ended(link)


def junk_before_it_is_known(_clinic: Clinic, chance: Random, desk: keys.Joined) -> None:
    with reach(desk.address) as link:
        receive(link)
        link.sendall(no_message(chance, (COME,), (*FROM_A_STATION, *OUT_OF_TURN[0])))
        link.shutdown(socket.SHUT_WR)
        assert ended(link)


def somebody_else(clinic: Clinic, chance: Random, desk: keys.Joined) -> None:
    """Rightly said, by whom the desk does not know: another key, the known key without its signature, and
    what the known station said on another connection."""
    with reach(desk.address) as link:
        hello = receive(link)["hello"]
        other = keys.Joined("", "", keys.new_key(), "Room 9")
        mine, theirs = (one.key.public_key().public_bytes_raw().hex() for one in (other, desk))
        certificate = bytes.fromhex(desk.certificate)
        signature, old = (
            keys.signed(nonce, certificate, desk.key) for nonce in (hello["nonce"], keys.new_nonce())
        )
        own = keys.signed(hello["nonce"], certificate, other.key)
        key, proof = chance.choice(
            ((mine, own), (mine, signature), (theirs, own), (theirs, old), (theirs, "00" * 64))
        )
        code = "" if key == mine else clinic.listener.code
        send(link, written(Come(key=key, signature=proof, name="Room 9", code=code)))
        assert "not paired" in receive(link)["welcome"]["refused"]


def no_tls(clinic: Clinic, chance: Random, _desk: keys.Joined) -> None:
    """Bytes of another protocol, a handshake that is cut off, an older TLS."""
    with socket.create_connection(("127.0.0.1", clinic.listener.port), SOON_S) as plain:
        if chance.random() < 0.3:
            older = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            older.check_hostname, older.verify_mode = False, ssl.CERT_NONE
            older.maximum_version = ssl.TLSVersion.TLSv1_2
            with pytest.raises(OSError, match="alert protocol version"):
                older.wrap_socket(plain)
            return
        begun = b"\x16\x03\x01\x00\xf0\x01\x00\x00\xec\x03\x03"
        noise = chance.randbytes(chance.randrange(300))
        with suppress(OSError):  # it may have left already
            plain.sendall(chance.choice((b"GET / HTTP/1.1\r\n\r\n", noise, begun + noise, b"")))
            plain.shutdown(socket.SHUT_WR)
            while plain.recv(4096):
                pass


def to_the_desk(clinic: Clinic, numbers: range) -> None:
    """The junk of these numbers from all who may come; a good station is as welcome afterwards."""
    desk, code = clinic.pair(), clinic.listener.make_code()
    known = keys.known_stations(clinic.desk_store)
    kinds = (*[junk_from_a_known_station] * 3, junk_before_it_is_known, somebody_else, no_tls)
    for number in numbers:
        chance = Random(number)  # noqa: S311
        chance.choice(kinds)(clinic, chance, desk)
        (station,) = clinic.desk.stations
        _, state, _ = station.told()
        assert (state["stage"] in {"camera", "away"}, state["patient"] in {"Maria K.", ""}) == (True, True), (
            number
        )
    assert (keys.known_stations(clinic.desk_store), clinic.listener.code) == (known, code)
    link = Link(clinic.store, clinic.own)
    until(lambda: clinic.desk.stations[0].told()[1]["stage"] == "camera")
    link.close()
    introduced(clinic.joined("Room 3"), code).close()


class FalseDesk:
    """A desk that has the right key and says what is no message, once on each connection."""

    def __init__(self, clinic: Clinic, numbers: range) -> None:
        self.said = 0
        self._tls = keys.desk_tls(keys.certificate_file(clinic.folder / "desk"))
        self._socket = socket.create_server(("127.0.0.1", clinic.listener.port))
        self._thread = threading.Thread(target=self._serve, args=(numbers,))
        self._thread.start()

    def _serve(self, numbers: range) -> None:
        with self._socket:
            for number in numbers:
                with suppress(OSError, LinkError):
                    self._say(Random(number), self._socket.accept()[0])  # noqa: S311
                self.said += 1

    def _say(self, chance: Random, plain: socket.socket) -> None:
        plain.settimeout(SOON_S)
        with self._tls.wrap_socket(plain, server_side=True) as link:
            place = chance.choice((0, 1, 2, 2, 2))
            if place == 0:
                link.sendall(no_message(chance, (HELLO,), OUT_OF_TURN[0][:2]))
            else:
                send(link, written(Hello(nonce=keys.new_nonce())))
                receive(link)
                if place == 2:
                    send(link, WELCOME)
                good = (WELCOME,) if place == 1 else FROM_A_DESK
                link.sendall(no_message(chance, good, OUT_OF_TURN[1]))
            link.shutdown(socket.SHUT_WR)
            ended(link)

    def close(self) -> None:
        self._thread.join()


def to_the_station(clinic: Clinic, numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same the other way."""
    monkeypatch.setattr(desk_link, "FIRST_WAIT_S", 0.001)
    monkeypatch.setattr(desk_link, "LONGEST_WAIT_S", 0.001)
    clinic.pair()
    port = clinic.listener.port
    clinic.listener.close()
    false_desk = FalseDesk(clinic, numbers)
    link = Link(clinic.store, clinic.own)
    false_desk.close()
    assert false_desk.said == len(numbers)
    clinic.listener = clinic.listen(port)
    until(lambda: link.connected)
    until(lambda: clinic.desk.stations[0].told()[1]["stage"] == "camera")
    assert clinic.own.done == []
    assert clinic.desk.stations[0].lead("mark", "A. T.", {}) == {"at_s": 12.5}
    link.close()


def test_junk_ends_a_connection_to_the_desk_and_nothing_of_it_is_shown(clinic: Clinic) -> None:
    to_the_desk(clinic, range(120))


def test_junk_from_a_desk_does_nothing_at_a_station(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    to_the_station(clinic, range(120), monkeypatch)


def listens_or_says_why(clinic: Clinic, path: Path, whole: bytes, how_many: int) -> int:
    """How often a desk whose certificate was damaged on the disk does not begin."""
    refused = 0
    for number in range(how_many):
        path.write_bytes(damaged(whole, np.random.default_rng(number)))
        try:
            clinic.listen().close()
        except AskedError:
            refused += 1
    return refused


def test_a_damaged_certificate_is_told_and_taken_anew(clinic: Clinic) -> None:
    path = clinic.folder / "desk" / "desk.pem"
    whole = path.read_bytes()
    for held in (b"", b"\xff", whole[:300], whole[-300:], whole[:-30], b"-----BEGIN CERTIFICATE-----\n"):
        path.write_bytes(held)
        with pytest.raises(AskedError, match="is damaged"):
            clinic.listen()
    assert listens_or_says_why(clinic, path, whole, 15) > 10
    path.unlink()
    clinic.listen().close()


COUNT = int(os.environ.get("MIDLINE_JUNK", "20000"))


@pytest.mark.soak
def test_twenty_thousand_come_to_the_desk(clinic: Clinic) -> None:
    begun, threads = process_time(), threading.active_count()
    to_the_desk(clinic, range(COUNT))
    tell(begun)
    until(lambda: threading.active_count() <= threads)


@pytest.mark.soak
def test_twenty_thousand_come_from_a_desk(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, threads = process_time(), threading.active_count()
    to_the_station(clinic, range(COUNT), monkeypatch)
    tell(begun)
    until(lambda: threading.active_count() <= threads)


def tell(begun_s: float) -> None:
    print(f"{COUNT} connections, {COUNT / (process_time() - begun_s):.0f} in a second of its own time")
