"""People who have set up their accounts, and their authenticator app."""

from datetime import UTC, datetime, timedelta
from random import SystemRandom

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.accounts import Account, Stores
from coach.accounts.codes import Bound, Purpose
from coach.accounts.passwords import hash_password
from coach.accounts.second_factor import sealed_key
from tests.web.clinic_server.conftest import SECRET

PASSWORD = "teapot lantern ribbon"  # noqa: S105
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def set_up(stores: Stores, account: Account, key: str = KEY) -> None:
    """The account has `PASSWORD` and an app; no digits were used, nothing was tried, nobody is logged in."""
    sealed = sealed_key(key, account.id, SECRET.encode(), datetime.now(UTC))
    stores.accounts.set_up(account.id, hash_password(PASSWORD), sealed, 0, datetime.now(UTC))
    with stores.accounts._writing() as db:
        db.connection().exec_driver_sql("DELETE FROM throttle")


def a_set_up_code(stores: Stores, account: Account, by: Account) -> str:
    """A code of an admin's with which an account's owner chooses password and app."""
    bound = Bound(by.clinic_id, account_id=account.id, made_by=by.id)
    at, chance = datetime.now(UTC), SystemRandom()
    return stores.accounts.make_code(Purpose.ACTIVATE, bound, secret=SECRET.encode(), now=at, rng=chance)[0]


def digits(key: str = KEY, *, later: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return str(pyotp.TOTP(key).at(datetime.now(UTC) + timedelta(seconds=30 * later)))


def give_password(browser: FlaskClient, account: Account, password: str = PASSWORD) -> TestResponse:
    return browser.post("/login", data={"name": account.login_name, "password": password})


def log_in(browser: FlaskClient, account: Account, shown: str) -> TestResponse:
    """Both factors."""
    give_password(browser, account)
    return browser.post("/login/digits", data={"digits": shown})
