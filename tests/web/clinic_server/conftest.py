"""The clinic's app on a real database: two clinics, and browsers that are logged in or not."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.accounts import Account, Stores, open_stores, passwords
from coach.accounts.logins import Login
from tests.coach.accounts.builders import ADA, GRACE, LEE, NORTH, SOUTH
from tests.coach.accounts.conftest import new_database
from tests.coach.store.builders import ANNA, OMAR
from tests.coach.store.conftest import server
from web.clinic_server.app import create_clinic_app
from web.clinic_server.guard import COOKIE
from web.clinic_server.settings import Settings

__all__ = ["server"]

ADDRESS = "https://midline.north.example"
SECRET = "kJ8-qLz3vN_w7XbT5cRfY2hGd9PmAs6e"  # noqa: S105  of these tests only
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Origin": ADDRESS}

#: A browser of an account, or of nobody.
Browser = Callable[[Account | None], FlaskClient]


class PageClient(FlaskClient):
    """Requests as a browser makes them for our own page; ``headers`` may say otherwise."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("base_url", ADDRESS)
        kwargs["headers"] = FROM_OUR_PAGE | dict(kwargs.get("headers") or {})
        return super().open(*args, **kwargs)


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords are hashed cheaply; how dear they are in earnest is tested with the passwords themselves."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "_NOBODYS", cheap.hash("nobody"))
        yield


@pytest.fixture(scope="module")
def stores(server: str) -> Iterator[Stores]:
    """Anna at the north clinic, Omar at the south; one database for a module."""
    with open_stores(new_database(server)) as stores:
        stores.migrate()
        for clinic, patient in ((NORTH, ANNA), (SOUTH, OMAR)):
            stores.make_clinic(clinic)
            stores.of(clinic).add_patient(patient)
        for account in (GRACE, ADA, LEE):
            stores.accounts.add_account(account)
        yield stores


@pytest.fixture(scope="module")
def app(stores: Stores) -> Flask:
    """The real app; the database's address is not needed, since its stores are open."""
    app = create_clinic_app(Settings("unused", SECRET, ADDRESS, proxies=0), stores)
    app.test_client_class = PageClient
    return app


@pytest.fixture
def browser(app: Flask, stores: Stores) -> Browser:
    """Makes a browser in which an account is logged in wholly."""

    def made(account: Account | None) -> FlaskClient:
        client = app.test_client()
        if account:
            token, now = str(uuid4()), datetime.now(UTC)
            login = Login(str(uuid4()), account.id, "a test", now, now, whole=True)
            stores.accounts.begin_login(login, token)
            client.set_cookie(COOKIE, token, domain="midline.north.example", secure=True)
        return client

    return made
