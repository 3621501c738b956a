"""Bytes get to the clinic's server, to nobody else, and not in the clear."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from coach.errors import ClinicError, NotLetInError
from coach.sync import transport
from coach.sync.client import Client, Request, Response
from coach.sync.courier import Courier
from coach.sync.transport import checked_address, https
from coach.wire import UP
from tests.coach.store.builders import ANNA
from tests.coach.sync.proxy import Server
from tests.coach.sync.sides import JUDGE, NOW, THERE, Sides
from tests.coach.sync.test_serving import MESSAGE, trained

#: What a server answers; nothing where the answer is lost.
Handle = Callable[[Request], Response | None]


@contextmanager
def served(handle: Handle, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A real server on this computer, and its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.close_connection = True
            answer = handle(Request(self.command, self.path, dict(self.headers), body))
            if answer is None:
                return
            self.send_response(answer.status)
            for name, value in MORE.get(answer.status, {}).items():
                self.send_header(name, value)
            if answer.status != 206:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_PUT = do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


#: Of a status, what else is said: one that sends elsewhere, one that promises more than it sends.
MORE = {302: {"Location": "http://127.0.0.1:9/elsewhere"}, 206: {"Content-Length": "999"}}


def test_everything_goes_to_and_fro_over_http(sides: Sides) -> None:
    trained(sides)
    sides.clinic.add_letter(MESSAGE)
    with served(Server(lambda: sides.clinic, lambda: NOW)) as address:
        client = Client(sides.pairing, https(address), lambda: NOW, monotonic)
        courier = Courier(sides.laptop, lambda _: client, lambda: JUDGE, lambda: NOW)
        assert courier.visit_all()
    assert sides.laptop.waiting(ANNA.id, UP) == ()
    assert len(sides.clinic.sessions(THERE.id)) == len(sides.laptop.letters(ANNA.id)) == 1
    assert (sides.pairing.trouble, sides.pairing.spoke_at) == ("", NOW)


@pytest.mark.parametrize("status", [206, 302, 500])
def test_whatever_else_a_server_does_is_no_receipt(sides: Sides, status: int) -> None:
    trained(sides)
    with served(lambda _: Response(status, b"{")) as address:
        client = Client(sides.pairing, https(address), lambda: NOW, monotonic)
        assert not Courier(sides.laptop, lambda _: client, lambda: JUDGE, lambda: NOW).visit_all()
    assert len(sides.laptop.waiting(ANNA.id, UP)) == 1
    assert sides.pairing.trouble
    assert sides.pairing.spoke_at is None


def test_a_laptop_that_is_let_in_no_more_is_told_so(sides: Sides) -> None:
    client = Client(sides.pairing, lambda _: Response(403, b"{}"), lambda: NOW, monotonic)
    with pytest.raises(NotLetInError, match="ask your clinic"):
        client.down(0)


def test_a_server_that_nobody_vouches_for_is_sent_nothing(tmp_path: Path) -> None:
    asked: list[Request] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(self_made(tmp_path))

    def note(request: Request) -> Response:
        asked.append(request)
        return Response(200, b"{}")

    with (
        served(note, tls) as address,
        pytest.raises(ClinicError, match="could not show that it is the clinic's"),
    ):
        https(address)(Request("GET", "/"))
    assert asked == []


def test_a_server_that_is_away_is_told() -> None:
    with pytest.raises(ClinicError, match="could not be reached"):
        https("http://127.0.0.1:9")(Request("GET", "/"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "clinic.example",
        "http://clinic.example",
        "ftp://x",
        "https://",
        "https://a@b",
        "https://a/b?c",
        "h:/",
    ],
)
def test_an_address_in_the_clear_or_none_is_refused(address: str) -> None:
    with pytest.raises(ClinicError, match=r"Wanted the address|https:// only"):
        checked_address(address)


def test_an_address_is_kept_plain() -> None:
    assert checked_address(" https://clinic.example:8443/ ") == "https://clinic.example:8443"
    assert checked_address("http://localhost:8000") == "http://localhost:8000"


def self_made(folder: Path) -> Path:
    """A certificate that only its maker vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file = folder / "self.pem"
    file.write_bytes(pem + key.private_bytes(serialization.Encoding.PEM, form, plain))
    return file


def test_a_slow_line_has_time_as_long_as_bytes_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long session on a slow uplink: all of it takes longer than one piece may."""
    monkeypatch.setattr(transport, "TIMEOUT", urllib3.Timeout(connect=0.5, read=10.0))
    body = bytes(8_000_000)
    with slow_server(wanted=len(body)) as (address, took_s):
        answer = https(address)(Request("PUT", "/", {"Content-Type": "application/json"}, body))
    assert answer.status == 201
    assert took_s[0] > 0.5


@contextmanager
def slow_server(wanted: int) -> Iterator[tuple[str, list[float]]]:
    """One that reads as a slow line carries, and how long all of it took, seconds."""
    took_s: list[float] = []

    def read_slowly() -> None:
        line, _ = listening.accept()
        with line:
            begun, left = monotonic(), wanted
            head = b""
            while b"\r\n\r\n" not in head:
                head += line.recv(1)
            while left > 0 and (piece := line.recv(100_000)):
                left -= len(piece)
                Event().wait(0.02)  # the line's own pace, which nothing can be waited for
            took_s.append(monotonic() - begun)
            line.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=read_slowly)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", took_s
        finally:
            thread.join()
