"""Somebody logs in with two factors; nobody learns which accounts there are."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from coach.accounts import Stores
from coach.accounts.audit import What
from tests.coach.accounts.builders import ADA, GRACE, NORTH
from tests.coach.store.builders import ANNA
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.people import PASSWORD, digits, give_password, log_in, set_up
from web.clinic_server import doing, login

WRONG = "another lantern ribbon"
STRANGER = replace(GRACE, login_name="nobody@north.example")


@pytest.fixture(autouse=True)
def grace(stores: Stores) -> None:
    set_up(stores, GRACE)


def test_a_name_and_a_password_and_six_digits_let_somebody_in(browser: Browser, stores: Stores) -> None:
    north = browser(None)
    assert give_password(north, GRACE).location == "/login/digits?next=/therapist/"
    assert north.get("/therapist/").location == "/login?next=/therapist/"
    half = north.get_cookie("__Host-midline", domain="midline.north.example")
    answer = north.post("/login/digits", data={"digits": digits()})
    assert (answer.status_code, answer.location) == (303, "/therapist/")
    whole = north.get_cookie("__Host-midline", domain="midline.north.example")
    assert half and whole and half.value != whole.value  # noqa: PT018
    assert (whole.http_only, whole.secure, whole.same_site) == (True, True, "Strict")
    assert ANNA.name in north.get("/therapist/").text
    assert stores.accounts.audit(NORTH.id, account_id=GRACE.id)[0].what is not None


def test_six_digits_are_used_once(browser: Browser) -> None:
    shown = digits()
    assert log_in(browser(None), GRACE, shown).status_code == 303
    again = log_in(browser(None), GRACE, shown)
    assert again.status_code == 403
    assert "can be used once" in again.text
    assert log_in(browser(None), GRACE, digits(later=1)).status_code == 303


OPENED = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
OF_ANNA = f"/therapist/patients/{ANNA.id}"


@pytest.mark.parametrize("page", [OF_ANNA, f"{OF_ANNA}/events/new?kind=injection", "/account", "/people"])
def test_somebody_goes_on_to_where_they_wanted(browser: Browser, page: str) -> None:
    north = browser(None)
    asked = north.get(page, headers=OPENED)
    assert (asked.status_code, asked.location.partition("?")[0]) == (303, "/login")
    form = north.get(asked.location)
    assert f'name="next" value="{page}"' in form.text
    north.post("/login", data={"name": GRACE.login_name, "password": PASSWORD, "next": page})
    assert north.post("/login/digits", data={"digits": digits(), "next": page}).location == page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example/therapist/",
        "https://evil.example/therapist/",
        "/\\evil.example",
        "/therapist/../..//evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "/therapist/nowhere",
        "/login",
        "/api/v1/down",
        f"{OF_ANNA}/export/record.json",  # a file, which no link of others makes a browser keep
    ],
)
def test_and_nowhere_else(browser: Browser, elsewhere: str) -> None:
    given = {"name": GRACE.login_name, "password": PASSWORD, "next": elsewhere}
    assert browser(None).post("/login", data=given).location == "/login/digits?next=/therapist/"
    from_a_link = {**OPENED, "Sec-Fetch-Site": "cross-site"}
    answer = browser(None).get("/login", query_string={"next": elsewhere}, headers=from_a_link)
    assert 'content="0; url=/therapist/"' in answer.text
    assert "evil" not in answer.text


def test_whoever_logs_out_is_out_and_the_database_knows(browser: Browser, stores: Stores) -> None:
    north = browser(None)
    log_in(north, GRACE, digits())
    cookie = north.get_cookie("__Host-midline", domain="midline.north.example")
    assert north.post("/logout").status_code == 303
    assert cookie
    assert stores.accounts.visit_of(cookie.value, datetime.now(UTC)) is None


def test_nobody_learns_which_accounts_there_are(browser: Browser, stores: Stores) -> None:
    stores.accounts.add_account(waiting := replace(GRACE, id="w", login_name="w@north", approved_at=None))
    set_up(stores, waiting)
    stores.accounts.add_account(replace(GRACE, id="n", login_name="n@north"))  # never set up
    north = browser(None)
    answers = [
        give_password(north, GRACE, WRONG),
        give_password(north, STRANGER),
        give_password(north, waiting),
        north.post("/login", data={"name": "n@north", "password": ""}),
        north.post("/login", data={"name": "\0", "password": PASSWORD}),
        north.post("/login", data={}),
    ]
    pages = {re.sub(r'(name="name" value=")[^"]*"|\s*autofocus', "", answer.text) for answer in answers}
    assert {answer.status_code for answer in answers} == {403}
    assert len(pages) == 1


def test_a_locked_out_account_is_told_apart_from_a_wrong_password_by_nothing(browser: Browser) -> None:
    north = browser(None)
    before = give_password(north, GRACE, WRONG)
    for _ in range(login.FREE_PASSWORDS - 1):
        give_password(north, GRACE, WRONG)
    right = give_password(north, GRACE)
    assert (right.status_code, right.text) == (before.status_code, before.text)


def test_saying_no_is_the_same_work_whoever_is_asked_for(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def counted(_hasher: PasswordHasher, kept: str, _password: str) -> bool:
        hashed.append(kept)
        raise VerifyMismatchError

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for account in (GRACE, STRANGER):
        give_password(browser(None), account, WRONG)
    ours, nobodys = hashed
    assert ours.split("$")[1:4] == nobodys.split("$")[1:4]  # the kind of hash and what it costs


def test_a_right_password_begins_anew_and_another_address_too(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = browser(None)
    for _ in range(login.FREE_PASSWORDS - 1):
        give_password(north, GRACE, WRONG)
    assert give_password(north, GRACE).status_code == 303
    monkeypatch.setattr(doing, "FREE_FROM_AN_ADDRESS", login.FREE_PASSWORDS + 1)
    assert [give_password(north, STRANGER).status_code for _ in range(3)] == [403, 403, 429]
    there = {"REMOTE_ADDR": "2001:db8::7"}
    answer = north.post("/login", data={"name": GRACE.login_name, "password": PASSWORD}, environ_base=there)
    assert answer.status_code == 303


def test_six_digits_are_tried_a_few_times_only(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    north = browser(None)
    give_password(north, GRACE)
    for _ in range(login.FREE_DIGITS):
        assert north.post("/login/digits", data={"digits": "000000"}).status_code == 403
    assert north.post("/login/digits", data={"digits": digits()}).status_code == 429
    later = datetime.now(UTC) + login.FIRST_WAIT + timedelta(seconds=1)
    monkeypatch.setattr(login, "now", lambda: later)
    assert north.post("/login/digits", data={"digits": digits(later=2)}).status_code == 303


def test_a_hash_that_was_made_more_cheaply_is_made_anew(browser: Browser, stores: Stores) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    stores.accounts.set_password(GRACE.id, cheap, datetime.now(UTC), but="")
    assert give_password(browser(None), GRACE).status_code == 303
    assert stores.accounts.account(GRACE.id).password_hash != cheap
    assert give_password(browser(None), GRACE).status_code == 303


def test_no_secret_comes_back_or_stands_in_an_address(browser: Browser) -> None:
    answer = give_password(browser(None), GRACE, "wrong & <telling>")
    assert GRACE.login_name in answer.text
    assert "telling" not in answer.text
    assert GRACE.login_name not in str(answer.headers)


def test_tries_are_noted(browser: Browser, stores: Stores) -> None:
    give_password(browser(None), GRACE, WRONG)
    newest = stores.accounts.audit(NORTH.id, account_id=GRACE.id)[0]
    assert (newest.what, newest.where) == (What.TRIED, "login.give")
    assert ADA.id != newest.account_id
