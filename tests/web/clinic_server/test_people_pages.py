"""An admin makes accounts, hands over codes, lets people in, and shuts them out; at their own clinic."""

import re
from datetime import UTC, datetime

import pytest

from coach.accounts import Role, Stores
from coach.accounts.audit import What
from tests.coach.accounts.builders import ADA, GRACE, NORTH
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.people import digits, give_password, set_up
from tests.web.clinic_server.test_set_up import choose, finish, key_on


@pytest.fixture(autouse=True)
def admin(stores: Stores) -> None:
    set_up(stores, ADA)
    set_up(stores, GRACE)
    stores.accounts.approve(NORTH.id, GRACE.id, datetime.now(UTC))
    stores.accounts.set_role(NORTH.id, GRACE.id, Role.THERAPIST)


def test_an_account_is_made_set_up_and_let_in(browser: Browser, stores: Stores) -> None:
    ada, mia = browser(ADA), browser(None)
    data = {"name": "Mia Roth", "login_name": "Mia@North.example", "role": "therapist"}
    page = ada.post("/people/new", data=data)
    code = re.search(r"[B-Z]{4}-[B-Z]{4}", page.text)
    assert code
    assert "has not used the code yet" in ada.get("/people").text
    shown = choose(mia, code[0])
    assert finish(mia, shown).status_code == 303
    account = stores.accounts.account_called("mia@north.example")
    assert account
    assert give_password(mia, account).status_code == 403
    people = ada.get("/people").text
    assert "Mia Roth waits for you" in people
    assert people.index("waits for you to let them in") < people.index("can log in")
    assert code[0] not in ada.get(f"/people/{account.id}").text
    assert ada.post(f"/people/{account.id}/approve").status_code == 303
    assert give_password(mia, account).status_code == 303
    assert mia.post("/login/digits", data={"digits": digits(key_on(shown), later=1)}).status_code == 303
    assert mia.get("/people").status_code == 403


def test_what_was_typed_stays_and_a_login_name_is_nobody_else_s(browser: Browser) -> None:
    ada = browser(ADA)
    answer = ada.post("/people/new", data={"name": "Mia <Roth>", "login_name": "lee@south.example"})
    assert answer.status_code == 422
    assert "is taken" in answer.text
    assert "Mia &lt;Roth&gt;" in answer.text
    for name, login_name in (("", "m"), ("x" * 81, "a b c"), ("a\0b", "mia\0")):
        refused = ada.post("/people/new", data={"name": name, "login_name": login_name})
        assert refused.text.count('class="fault"') == 2


def test_somebody_who_lost_their_phone_gets_a_code_for_a_new_start(browser: Browser, stores: Stores) -> None:
    page = browser(ADA).post(f"/people/{GRACE.id}/code").text
    code = re.search(r"[B-Z]{4}-[B-Z]{4}", page)
    assert code
    grace, old = browser(GRACE), stores.accounts.account(GRACE.id)
    assert finish(browser(None), choose(browser(None), code[0])).status_code == 303
    assert grace.get("/account").status_code == 303
    assert stores.accounts.account(GRACE.id).totp_secret != old.totp_secret
    own = browser(ADA).post(f"/people/{ADA.id}/code")
    assert (own.status_code, "on your own page" in own.text) == (422, True)


def test_whoever_is_shut_out_is_out_at_once(browser: Browser, stores: Stores) -> None:
    ada, grace = browser(ADA), browser(GRACE)
    assert ada.post(f"/people/{GRACE.id}/end-logins").status_code == 303
    assert grace.get("/account").status_code == 303
    grace = browser(GRACE)
    assert ada.post(f"/people/{GRACE.id}/close").status_code == 303
    assert grace.get("/account").status_code == 303
    assert give_password(browser(None), GRACE).status_code == 403
    assert "closed since" in ada.get(f"/people/{GRACE.id}").text
    ada.post(f"/people/{GRACE.id}/approve")
    assert give_password(browser(None), GRACE).status_code == 303
    newest = [one.what for one in stores.accounts.audit(NORTH.id, account_id=ADA.id)[:3]]
    assert newest == [What.APPROVED, What.CLOSED, What.LOGGED_OUT]


def test_the_only_admin_stays_one(browser: Browser, stores: Stores) -> None:
    ada = browser(ADA)
    for path, data in (("close", {}), ("role", {"role": "therapist"})):
        answer = ada.post(f"/people/{ADA.id}/{path}", data=data)
        assert (answer.status_code, "always has an admin" in answer.text) == (422, True)
    ada.post(f"/people/{GRACE.id}/role", data={"role": "admin"})
    assert browser(GRACE).get("/people").status_code == 200
    assert ada.post(f"/people/{ADA.id}/role", data={"role": "therapist"}).status_code == 303
    assert ada.get("/people").status_code == 403
    stores.accounts.set_role(NORTH.id, ADA.id, Role.ADMIN)
