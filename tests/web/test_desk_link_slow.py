"""Whoever says one byte now and then holds no place at a desk: handshake and first message have one time."""

import select
import socket
import ssl
import time

import pytest

from tests.web.test_desk_link import SOON_S, Clinic, clinic
from web import lan_keys as keys
from web.desk_link import introduced
from web.lan_wire import LONGEST_AT_FIRST

__all__ = ["clinic"]

#: A patience that is quick to test, and pauses that are shorter.
PATIENCE_S, EVERY_S = 1.5, 0.4


class Dripping:
    """A connection whose other side gets one byte now and then; TLS is spoken by hand."""

    def __init__(self, port: int) -> None:
        self.plain = socket.create_connection(("127.0.0.1", port), timeout=SOON_S)
        self.began_s = time.monotonic()
        self.heard, self.said = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = keys.station_tls().wrap_bio(self.heard, self.said)

    def greet(self) -> None:
        """The handshake, of which the first bytes take a while."""
        while True:
            try:
                self.tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.drip(self.said.read(), slow=3)
                self.heard.write(self.plain.recv(65_536))
        self.plain.sendall(self.said.read())

    def drip(self, data: bytes, slow: int) -> bool:
        """Whether the other side still takes it after so many slow bytes, and then the rest."""
        for number, byte in enumerate(data):
            if number < slow and self.is_closed(EVERY_S):
                return False
            try:
                self.plain.sendall(bytes([byte]))
            except OSError:
                return False
        return True

    def is_closed(self, wait_s: float) -> bool:
        """Whether the other side hangs up meanwhile."""
        ends_s = time.monotonic() + wait_s
        while (left_s := ends_s - time.monotonic()) > 0:
            if select.select([self.plain], [], [], left_s)[0]:
                try:
                    if not self.plain.recv(65_536):
                        return True
                except OSError:
                    return True
        return False


def test_whoever_sends_a_byte_now_and_then_holds_no_place(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("web.lan_wire", "web.desk_listening"):
        monkeypatch.setattr(f"{module}.SILENCE_S", PATIENCE_S)
    peer = Dripping(clinic.listener.port)
    with peer.plain:
        peer.greet()  # in time, but most of the time is over then
        peer.tls.write(LONGEST_AT_FIRST.to_bytes(4, "big") + b" " * 20)
        assert not peer.drip(peer.said.read(), slow=20)
    assert PATIENCE_S <= time.monotonic() - peer.began_s < PATIENCE_S + 2 * EVERY_S
    introduced(clinic.joined(), clinic.listener.make_code()).close()
