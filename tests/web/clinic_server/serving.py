"""The clinic's server on a real socket of this computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import waitress
from flask import Flask

from coach.accounts import Stores
from tests.web.clinic_server.conftest import SECRET
from web.clinic_server.app import create_clinic_app
from web.clinic_server.settings import Settings
from web.server import listen, stop_serving


@contextmanager
def serve_clinic(stores: Stores) -> Iterator[tuple[Flask, str]]:
    """The app and its address, until the end of the block."""
    listener = listen(0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_clinic_app(Settings("unused", SECRET, address, proxies=0), stores)
    server = waitress.create_server(app, sockets=[listener], threads=4, channel_request_lookahead=1)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield app, address
    finally:
        stop_serving(server, thread)
