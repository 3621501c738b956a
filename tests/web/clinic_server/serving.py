"""The clinic's server on a real socket of this computer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

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


@dataclass(frozen=True)
class ClinicProcess:
    """A running `midline clinic` with one process that answers, and what it logs."""

    host: str
    threads: int
    log: Path
    pid: int

    @property
    def place(self) -> tuple[str, int]:
        name, _, port = self.host.partition(":")
        return name, int(port)

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def megabytes(self) -> int:
        """What they hold in memory."""
        sizes = (Path(f"/proc/{worker}/statm").read_text().split()[1] for worker in self.workers())
        return sum(map(int, sizes)) * os.sysconf("SC_PAGESIZE") // 1_000_000

    def errors(self) -> list[str]:
        """The lines of its log that tell of a fault of the program."""
        lines = self.log.read_text().splitlines()
        return [one for one in lines if re.search(r'Traceback|"level": "(ERROR|CRITICAL)"|"error":', one)]


@contextmanager
def clinic_process(database: str, log: Path, threads: int = 8) -> Iterator[ClinicProcess]:
    """`midline clinic` on that database, as a clinic starts it, until the end of the block."""
    with listen(0) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    told = {
        "MIDLINE_DATABASE_URL": database,
        "MIDLINE_SECRET": SECRET,
        "MIDLINE_PUBLIC_ADDRESS": f"http://{host}",
        "MIDLINE_LISTEN": host,
        "MIDLINE_PROXIES": "0",
        "MIDLINE_WORKERS": "1",
        "MIDLINE_THREADS": str(threads),
    }
    command = [sys.executable, "-c", "from web.cli import main; main(['clinic'])"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | told, stdout=out, stderr=out)
    try:
        _wait_until_ready(f"http://{host}/readyz", monotonic() + 60)
        yield ClinicProcess(host, threads, log, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(address: str, ends_s: float) -> None:
    while monotonic() < ends_s:
        try:
            with urlopen(address, timeout=2):  # noqa: S310  our own address
                return
        except URLError:
            sleep(0.05)
    raise TimeoutError("The server did not come up.")


def wait_until_ready(address: str) -> None:
    """Until a server that was started as a process of its own answers, and its database too.

    Raises:
        TimeoutError: it did not come up within a minute.
    """
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            with urlopen(f"{address}/readyz", timeout=5):  # noqa: S310  our own address
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError("The clinic's server did not come up.")
