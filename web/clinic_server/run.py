"""The clinic's server running: gunicorn with threads, each process with its own connections."""

from __future__ import annotations

import gc
import sys
from importlib import metadata
from logging import StreamHandler
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from coach.accounts import open_stores
from web import logs
from web.clinic_server.app import create_clinic_app
from web.errors import SettingsError

if TYPE_CHECKING:
    from flask import Flask

    from web.clinic_server.settings import Settings

#: A request that takes longer ends with its process, seconds; the longest page takes one.
LONGEST_S = 60
#: What is under way when the server is stopped has so long to end, seconds.
LAST_S = 20


def check(settings: Settings) -> None:
    """Look before serving.

    Raises:
        StoreError: the database does not answer, or a newer version wrote it.
        SettingsError: it is not up to date.
    """
    with open_stores(settings.database_url) as stores:
        if not stores.up_to_date():
            raise SettingsError("The database is not up to date. Please run: midline clinic migrate")


class ClinicServer(BaseApplication):  # type: ignore[misc]
    """Serves until it is stopped. Each process makes its own app: a fork shares no connections."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn is told."""
        for name, value in configuration(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app of this process, whose log goes to its output, with ids only."""
        logs.to(StreamHandler(sys.stdout))
        logs.log.info("started", extra={"version": metadata.version("midline")})
        app = create_clinic_app(self._settings, open_stores(self._settings.database_url))
        gc.freeze()  # what is there now stays, so no page has to wait until all of it is looked through
        return app


def configuration(settings: Settings) -> dict[str, Any]:
    """What gunicorn is told: threads, limits, and no log of addresses that hold a patient's id."""
    return {
        "bind": settings.listen,
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "web.clinic_server.patience.PatientWorker",
        "worker_tmp_dir": None,
        "timeout": LONGEST_S,
        "graceful_timeout": LAST_S,
        "keepalive": 30,
        "limit_request_line": 4000,
        "limit_request_fields": 60,
        "control_socket_disable": True,
        "accesslog": None,
        "proc_name": "midline",
        "forwarded_allow_ips": "*" if settings.proxies else "",
        "max_requests": 0,
    }
