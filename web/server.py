"""The running local app: one a data folder, on the loopback address, stopped in good order."""

import gc
import json
import secrets
import socket
import sys
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, Self

import waitress
from flask import Flask
from waitress import wasyncore

from pose.landmarker import check_library_version
from web import create_app, make_services
from web.config import Config
from web.desk_link import Link
from web.desk_listening import Listener
from web.desk_stations import HERE, Desk
from web.errors import PortTakenError, RunningError, StartingError
from web.launch import Launch, new_token
from web.lockfile import LOCK_NAME, LockFile
from web.security import MAX_REQUEST_BYTES
from web.services import DESK_EXTENSION, Services

ADDRESS = "127.0.0.1"
#: The live page holds two connections, an old tab two more; the rest answer at once.
THREADS = 16


class Server:
    """A running local app; a context manager.

    Raises:
        LibraryVersionError: a library that must not be used is installed.
        RunningError: another process serves this data folder; it carries a fresh link to it.
        StartingError: another process is about to.
        PortTakenError: another program has the port.
    """

    def __init__(self, config: Config) -> None:
        check_library_version()
        with ExitStack() as undo:
            lock = _take_lock(config.data_dir)
            undo.callback(lock.close)
            listener = undo.enter_context(listen(config.port))
            self.config = replace(config, port=listener.getsockname()[1])
            key = secrets.token_bytes(32)
            self.launch = Launch(key)
            self.services = make_services(self.config)
            self.app = create_app(self.config, self.services, self.launch)
            self._desk: Desk = self.app.extensions[DESK_EXTENSION]
            _in_the_network(self._desk, self.config, self.services)
            gc.freeze()  # what is there now stays, so no page has to wait until all of it is looked through
            self._waitress = _waitress(self.app, listener)
            self._thread = Thread(target=self._waitress.run, name="server", daemon=True)
            self._thread.start()
            self.services.reviews.wake()
            if self.services.carries:
                self.services.carries.start()
            lock.write(json.dumps({"port": self.config.port, "key": key.hex()}))
            self._undo = undo.pop_all()

    def link(self) -> str:
        """A fresh launch link."""
        return _link(self.config.port, self.launch.token())

    def wait(self, seconds: float) -> bool:
        """Waits, and says whether it still serves."""
        self._thread.join(seconds)
        return self._thread.is_alive()

    def close(self) -> None:
        """Ends the live session, answers what is under way, and stops."""
        self.services.live.close()
        self.services.reviews.stop()
        if self.services.carries:
            self.services.carries.close()
        self._desk.close()
        stop_serving(self._waitress, self._thread)
        self.services.store.close()
        self._undo.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def stop_serving(server: Any, thread: Thread) -> None:
    """Answers what is under way and ends the server's thread. Woken by something else in the same moment,
    that thread may have closed its trigger before this one has finished pulling it."""
    server.task_dispatcher.shutdown(timeout=2)
    with suppress(OSError):
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
    thread.join()


def _in_the_network(desk: Desk, config: Config, here: Services) -> None:
    """Lets stations in where this is a desk, and looks for the desk of this station where it has one."""
    if config.desk_port is not None:
        try:
            desk.listener = Listener(config.data_dir, here.store, desk, config.desk_port)
        except OSError as taken:
            raise PortTakenError(
                f"Port {config.desk_port} cannot be used: {taken.strerror}. "
                "Please give another one with --desk-port."
            ) from taken
    desk.link = Link(here.store, desk.station(HERE))


def listen(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 is any free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as taken:
        listener.close()
        raise PortTakenError(
            f"Port {port} cannot be used: {taken.strerror}. Please give another one with --port."
        ) from taken
    return listener


def _link(port: int, token: str) -> str:
    return f"http://{ADDRESS}:{port}/launch?token={token}"


def _waitress(app: Flask, listener: socket.socket) -> Any:
    return waitress.create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        channel_request_lookahead=1,  # lets a stream notice that its reader has gone
        max_request_body_size=MAX_REQUEST_BYTES,
        ident="midline",
    )


def _take_lock(data_dir: Path) -> LockFile:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / LOCK_NAME
    try:
        return LockFile(path)
    except BlockingIOError:
        words = path.read_text(encoding="utf-8")
    if not words:
        raise StartingError("Midline is just starting or stopping in another window; please try again.")
    running = json.loads(words)
    raise RunningError(_link(running["port"], new_token(bytes.fromhex(running["key"]))))
