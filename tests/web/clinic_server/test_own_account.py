"""Somebody sees where they are logged in, ends what is not theirs, and changes password and app."""

import re
from datetime import UTC, datetime

import pytest

from coach.accounts import Stores
from tests.coach.accounts.builders import ADA, GRACE
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.people import KEY, PASSWORD, digits, give_password, set_up
from tests.web.clinic_server.test_set_up import key_on

NEW = "violet kettle marching"
HERE = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def grace(stores: Stores) -> None:
    for account in (GRACE, ADA):
        set_up(stores, account)


def logins(stores: Stores) -> int:
    return len(stores.accounts.logins(GRACE.id, datetime.now(UTC)))


def test_logins_are_listed_by_browser_and_each_can_be_ended(browser: Browser, stores: Stores) -> None:
    here, there, adas = browser(GRACE), browser(GRACE), browser(ADA)
    there.post("/login", data={"name": GRACE.login_name, "password": PASSWORD}, headers=HERE)
    page = here.get("/account").text
    assert "this one" in page
    assert "Firefox on Windows" in page
    assert "without the six digits" in page
    assert logins(stores) == 3
    for path in re.findall(r'action="(/account/logins/[^"/]+/end)"', page):
        assert adas.post(path).status_code == 404
        assert here.post(path).status_code == 303
    assert logins(stores) == 1
    assert there.get("/account").location == "/login?next=/account"
    assert here.get("/account").status_code == 200


def test_all_others_end_at_once(browser: Browser, stores: Stores) -> None:
    here = browser(GRACE)
    for _ in range(3):
        browser(GRACE)
    assert here.post("/account/logins/end-others").status_code == 303
    assert logins(stores) == 1
    assert here.get("/account").status_code == 200


def test_another_password_needs_the_one_of_now_and_ends_other_logins(
    browser: Browser, stores: Stores
) -> None:
    here, _there = browser(GRACE), browser(GRACE)

    def change(now: str, new: str = NEW, again: str = "") -> str:
        return here.post("/account/password", data={"now": now, "password": new, "again": again or new}).text

    assert "This is not your password" in change("wrong")
    assert "among the first" in change(PASSWORD, "grace okafor 2026")
    assert "guessed soon" in change(PASSWORD, "butterflywings")
    assert "The two passwords differ" in change(PASSWORD, again=PASSWORD)
    assert (logins(stores), NEW in change("wrong")) == (2, False)
    assert change(PASSWORD).startswith("<!doctype html>\n<html lang=en>\n<title>Redirecting")
    assert logins(stores) == 1
    assert give_password(browser(None), GRACE).status_code == 403
    assert give_password(browser(None), GRACE, NEW).status_code == 303


def test_the_password_of_now_is_tried_a_few_times_only(browser: Browser) -> None:
    here = browser(GRACE)
    told = [here.post("/account/app", data={"now": "wrong"}).text for _ in range(6)]
    assert ["Please wait" in one for one in told] == [False] * 5 + [True]


def test_another_app_counts_from_its_first_digits_on(browser: Browser, stores: Stores) -> None:
    here, _there = browser(GRACE), browser(GRACE)
    page = here.post("/account/app", data={"now": PASSWORD})
    sealed = re.search(r'name="chosen" value="([^"]+)"', page.text)
    assert sealed
    assert key_on(page) != KEY
    wrong = here.post("/account/app/digits", data={"chosen": sealed[1], "digits": digits()})
    assert (wrong.status_code, key_on(wrong)) == (422, key_on(page))
    answer = browser(ADA).post(
        "/account/app/digits", data={"chosen": sealed[1], "digits": digits(key_on(page))}
    )
    assert answer.status_code == 422
    assert logins(stores) == 2
    right = here.post("/account/app/digits", data={"chosen": sealed[1], "digits": digits(key_on(page))})
    assert right.location == "/account"
    assert logins(stores) == 1
    again = browser(None)
    give_password(again, GRACE)
    assert again.post("/login/digits", data={"digits": digits(later=1)}).status_code == 403
    assert again.post("/login/digits", data={"digits": digits(key_on(page), later=1)}).status_code == 303
