"""Whatever bytes come to the socket of a running `midline clinic`: it answers that they are none, or closes;
it logs no error, does not grow, and serves the next good request.

The long form: ``MIDLINE_JUNK=50000 pytest -m soak -s tests/web/clinic_server/test_socket_junk.py``.
"""

from __future__ import annotations

import os
import re
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from random import Random
from time import perf_counter, sleep
from urllib.request import urlopen

import pytest

from coach.accounts import open_stores
from tests.coach.accounts.conftest import new_database
from tests.coach.store.conftest import server
from tests.web.clinic_server.raw_junk import BODY, Raw, raw, request
from tests.web.clinic_server.serving import ClinicProcess, clinic_process
from web.clinic_server import patience

__all__ = ["server"]

#: Statuses of a program that has no answer; 501 and 505 say that a way of asking is not known here.
FAILED = {500, 502, 503, 504}
#: So many megabytes may a process of the server grow by, after it has warmed up.
MOST_GROWN_MB = 40
PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def clinic(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicProcess]:
    url = new_database(server)
    with open_stores(url) as stores:
        stores.migrate()
    with clinic_process(url, tmp_path_factory.mktemp("clinic") / "log") as running:
        yield running


def answers(clinic: ClinicProcess, one: Raw, number: int) -> list[int]:
    """The statuses that come back on a connection from one of many addresses of this computer."""
    got = b""
    with socket.socket() as link:
        link.settimeout(PATIENCE_S)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        link.bind((f"127.0.0.{2 + number % 200}", 0))
        link.connect(clinic.place)
        with suppress(ConnectionError):
            for place, piece in enumerate(one.pieces):
                sleep(0.002 * bool(place))
                link.sendall(piece)
            if one.ends == "reset":
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return []
            with suppress(OSError):  # the other side has left already
                link.shutdown(socket.SHUT_WR)
            while one.ends == "waits" and (piece := link.recv(65536)):
                got += piece
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", got)]


def send_all(clinic: ClinicProcess, numbers: range) -> Counter[str]:
    """The connections of these numbers; what was answered how often."""
    found = Counter[str]()
    for number in numbers:
        one = raw(Random(number), clinic.host)  # noqa: S311
        statuses = answers(clinic, one, number)
        assert not FAILED & set(statuses), (number, statuses, one)
        assert one.good or all(status >= 400 for status in statuses), (number, statuses, one)
        found.update([f"{one.what} {status}" for status in statuses] or [f"{one.what} closed"])
    return found


def is_served(clinic: ClinicProcess) -> bool:
    """A good request is answered, and one that is none of ours is refused in words."""
    refused = answers(clinic, Raw("good", (request(clinic.host.encode(), body=BODY),)), 0)
    with urlopen(f"http://{clinic.host}/readyz", timeout=PATIENCE_S) as answer:
        return bool(answer.status == 200 and refused == [401])


def test_raw_bytes_harm_nothing(clinic: ClinicProcess) -> None:
    found = send_all(clinic, range(250))
    assert len(found) > 10
    assert is_served(clinic)
    assert clinic.errors() == []


@pytest.mark.soak
def test_fifty_thousand_connections_harm_nothing(clinic: ClinicProcess) -> None:
    count = int(os.environ.get("MIDLINE_JUNK", "50000"))
    send_all(clinic, range(count // 20))
    before, workers, begun = clinic.megabytes(), clinic.workers(), perf_counter()
    found = send_all(clinic, range(count // 20, count))
    rate = count * 0.95 / (perf_counter() - begun)
    print(f"{count} connections, {rate:.0f} a second: {dict(sorted(found.items()))}")
    grown = clinic.megabytes() - before
    print(f"The server grew by {grown} MB.")
    assert is_served(clinic)
    assert clinic.errors() == []
    assert clinic.workers() == workers
    assert grown <= MOST_GROWN_MB


@pytest.mark.soak
def test_whoever_is_silent_keeps_nobody_out(clinic: ClinicProcess) -> None:
    """Each begins a request and says no more; there are more of them than the server has threads."""
    whole = request(clinic.host.encode())
    with ExitStack() as silent:
        for number in range(clinic.threads + 4):
            link = silent.enter_context(socket.create_connection(clinic.place, PATIENCE_S))
            link.sendall(whole[: -len(BODY) if number % 2 else 60])
        assert is_served(clinic)
    assert clinic.errors() == []


def test_a_connection_is_not_waited_for_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE_S", 0.05)
    here, there = socket.socketpair()
    with there, patience.Patience(fileno=here.detach()) as link:
        link.setblocking(True)  # noqa: FBT003
        there.sendall(b"GET / HT")
        assert (link.recv(99), link.recv(99)) == (b"GET / HT", b"")
        link.setblocking(True)  # noqa: FBT003
        there.sendall(b"TP/1.1")
        assert link.recv(99) == b""  # too late
        with pytest.raises(BrokenPipeError):
            link.sendall(bytes(10_000_000))
