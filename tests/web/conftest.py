"""The app as its own page sees it: right host, right origin, let in by a launch link."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.store import Store
from web import create_app
from web.config import Config
from web.launch import Launch
from web.services import EXTENSION, LAUNCH_EXTENSION, Services

PORT = 8765
OWN = f"http://127.0.0.1:{PORT}"
FROM_OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
PIN = "271828"


class PageClient(FlaskClient):
    """Requests as the browser makes them for our own page; ``headers`` may say otherwise."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("base_url", OWN)
        kwargs["headers"] = FROM_OWN_PAGE | dict(kwargs.get("headers") or {})
        return super().open(*args, **kwargs)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a run on the demo clip, in a folder of its own."""
    return Config(data_dir=tmp_path / "data", camera="demo", port=PORT)


@pytest.fixture
def app(config: Config) -> Flask:
    """The real app on a real, empty store."""
    return app_of(config)


def app_of(config: Config) -> Flask:
    """The real app, asked as by its own page."""
    app = create_app(config)
    app.test_client_class = PageClient
    return app


@dataclass(frozen=True)
class Clinic:
    """A therapist before the page, and the app's parts."""

    therapist: FlaskClient
    services: Services

    @property
    def store(self) -> Store:
        return self.services.store


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """One app for a whole module, whose tests bring patients of their own."""
    app = app_of(Config(data_dir=tmp_path_factory.mktemp("clinic"), camera="demo", port=PORT))
    therapist = app.test_client()
    therapist.get("/launch", query_string={"token": app.extensions[LAUNCH_EXTENSION].token()})
    assert therapist.post("/pin", data={"pin": PIN, "again": PIN}).status_code == 303
    return Clinic(therapist, app.extensions[EXTENSION])


@pytest.fixture
def services(app: Flask) -> Services:
    """The app's parts."""
    found: Services = app.extensions[EXTENSION]
    return found


@pytest.fixture
def launch(app: Flask) -> Launch:
    """Who may talk to the app."""
    found: Launch = app.extensions[LAUNCH_EXTENSION]
    return found


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser that did not come by a launch link."""
    return app.test_client()


@pytest.fixture
def client(app: Flask, launch: Launch) -> FlaskClient:
    """The patient's browser, let in."""
    client = app.test_client()
    assert client.get("/launch", query_string={"token": launch.token()}).status_code == 303
    return client


@pytest.fixture
def therapist(client: FlaskClient) -> FlaskClient:
    """The same browser with a therapist before it."""
    assert client.post("/pin", data={"pin": PIN, "again": PIN}).status_code == 303
    return client
