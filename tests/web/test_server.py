"""The server: loopback only, one a data folder, small requests, stops while somebody still listens."""

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
import waitress
from flask import Flask

from web.config import Config
from web.errors import PortTakenError, RunningError, StartingError
from web.lockfile import LOCK_NAME, LockFile
from web.security import MAX_REQUEST_BYTES
from web.server import Server, listen, stop_serving


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_dir=tmp_path / "data", camera="demo")


@pytest.fixture
def server(config: Config) -> Iterator[Server]:
    with Server(config) as server:
        yield server


def ask(server: Server, method: str, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """One request by a plain tool."""
    connection = http.client.HTTPConnection("127.0.0.1", server.config.port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_it_listens_on_the_loopback_address_only(server: Server) -> None:
    assert ask(server, "GET", "/healthz", {}).status == 200
    with listen(0) as other:
        assert other.getsockname()[0] == "127.0.0.1"
    outward = socket.socket(socket.AF_INET6)
    with outward, pytest.raises(OSError, match=r"refused|unreachable|assign"):
        outward.connect(("::1", server.config.port))


def test_a_big_request_is_refused_before_the_app_sees_it(server: Server) -> None:
    announced = {"Content-Length": str(MAX_REQUEST_BYTES + 1)}
    assert ask(server, "POST", "/healthz", announced).status == 413


def test_a_second_start_gets_a_link_to_the_first(server: Server, config: Config) -> None:
    with pytest.raises(RunningError, match="already running") as running:
        Server(config)
    token = running.value.link.split("token=")[1]
    assert running.value.link.startswith(f"http://127.0.0.1:{server.config.port}/launch?")
    assert server.launch.redeem(token)


def test_a_start_beside_a_start_says_so(config: Config) -> None:
    config.data_dir.mkdir()
    first = LockFile(config.data_dir / LOCK_NAME)
    with pytest.raises(StartingError, match="just starting or stopping"):
        Server(config)
    first.close()
    Server(config).close()


def test_two_folders_are_two_servers(server: Server, tmp_path: Path) -> None:
    with Server(Config(data_dir=tmp_path / "other", camera="demo")) as other:
        assert other.config.port != server.config.port
        assert not server.launch.redeem(other.launch.token())


def test_a_port_that_is_taken_is_said_and_the_folder_stays_free(config: Config, tmp_path: Path) -> None:
    with listen(0) as other:
        other.listen()
        taken = Config(data_dir=tmp_path / "data", camera="demo", port=other.getsockname()[1])
        with pytest.raises(PortTakenError, match=r"Port \d+ cannot be used: .* --port"):
            Server(taken)
    Server(config).close()


def test_it_stops_while_a_stream_is_open(config: Config) -> None:
    """A page that listens does not keep the program alive."""
    listening, ended = Event(), Event()

    def endless() -> Iterator[str]:
        try:
            while not ended.wait(0.02):
                listening.set()
                yield "x"
        finally:
            ended.set()

    with Server(config) as server:
        server.app.view_functions["healthz"] = endless
        connection = http.client.HTTPConnection("127.0.0.1", server.config.port, timeout=10)
        connection.request("GET", "/healthz")
        assert listening.wait(10)
    connection.close()
    assert ended.wait(10)
    assert not server.wait(0)


def test_the_key_is_gone_with_the_server(config: Config) -> None:
    with Server(config):
        kept = json.loads((config.data_dir / LOCK_NAME).read_text())
        assert len(bytes.fromhex(kept["key"])) == 32
    assert (config.data_dir / LOCK_NAME).read_text() == ""


def test_it_stops_when_its_thread_has_closed_everything_just_before() -> None:
    server = waitress.create_server(Flask("bare"), sockets=[listen(0)])
    thread = Thread(target=server.run, daemon=True)
    thread.start()

    stop_serving(server, thread)
    stop_serving(server, thread)

    assert not thread.is_alive()
