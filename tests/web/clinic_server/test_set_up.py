"""An account is set up with a code from an admin: both factors at once, or nothing."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.accounts import Role, Stores
from tests.coach.accounts.builders import ADA, NORTH
from tests.web.clinic_server.conftest import ADDRESS, SECRET, Browser
from tests.web.clinic_server.people import PASSWORD, a_set_up_code, digits, give_password, set_up
from web.cli import main
from web.clinic_server import key_page as page

NEW = replace(ADA, id="new", login_name="new@north.example", name="Noor Berg", role=Role.THERAPIST)


@pytest.fixture
def code(stores: Stores) -> str:
    """Noor has an account that an admin made, and a code."""
    set_up(stores, ADA)
    if not stores.accounts.account_called(NEW.login_name):
        stores.accounts.add_account(NEW)
    return a_set_up_code(stores, NEW, ADA)


def choose(browser: FlaskClient, code: str, password: str = PASSWORD, again: str = "") -> TestResponse:
    data = {"code": code, "password": password, "again": again or password}
    return browser.post("/set-up", data=data)


def key_on(answer: TestResponse) -> str:
    found = re.search(r'class="spelled">([A-Z2-7 ]+)<', answer.text)
    assert found, answer.text
    return found[1].replace(" ", "")


def finish(browser: FlaskClient, answer: TestResponse, shown: str = "", *, later: int = 0) -> TestResponse:
    chosen = re.search(r'name="chosen" value="([^"]+)"', answer.text)
    assert chosen
    data = {"chosen": html.unescape(chosen[1]), "digits": shown or digits(key_on(answer), later=later)}
    return browser.post("/set-up/digits", data=data)


def test_a_code_a_password_and_an_app_make_an_account(browser: Browser, stores: Stores, code: str) -> None:
    noor = browser(None)
    answer = choose(noor, code.lower())
    assert "<svg" in answer.text
    assert PASSWORD not in answer.text
    assert stores.accounts.account(NEW.id).password_hash is None
    shown = digits(key_on(answer))
    assert finish(noor, answer, shown).location == "/set-up/done"
    assert "Your account is set up" in noor.get("/set-up/done").text
    assert give_password(noor, NEW).status_code == 303
    again = noor.post("/login/digits", data={"digits": shown})
    assert again.status_code == 403
    assert noor.post("/login/digits", data={"digits": digits(key_on(answer), later=1)}).status_code == 303
    assert "opens nothing" in finish(noor, answer).text


def test_wrong_digits_change_nothing_and_the_same_key_is_shown_again(
    browser: Browser, stores: Stores, code: str
) -> None:
    before, noor = stores.accounts.account(NEW.id), browser(None)
    answer = choose(noor, code)
    again = finish(noor, answer, later=5)
    assert again.status_code == 422
    assert key_on(again) == key_on(answer)
    assert stores.accounts.account(NEW.id) == before
    assert finish(noor, again).status_code == 303


def test_a_password_that_will_not_do_is_refused_and_the_code_stays_good(browser: Browser, code: str) -> None:
    noor = browser(None)
    answer = choose(noor, code, "Noor.Berg.2026")
    assert answer.status_code == 422
    assert "among the first that anybody tries" in answer.text
    assert code in answer.text
    assert "Noor.Berg.2026" not in answer.text
    assert "guessed soon" in choose(noor, code, "butterflywings").text
    assert "The two passwords differ" in choose(noor, code, again="another").text
    assert "12 to 128 characters" in choose(noor, code, "short").text
    assert finish(noor, choose(noor, code)).status_code == 303


def test_a_wrong_code_opens_nothing_and_says_nothing(browser: Browser, stores: Stores, code: str) -> None:
    before, noor = stores.accounts.account(NEW.id), browser(None)
    for typed in ("", "\0", "BBBBBBBB", code[:-1], "x" * 5000):
        answer = choose(noor, typed)
        assert answer.status_code == 422
        assert "opens nothing" in answer.text
    assert stores.accounts.account(NEW.id) == before


def test_what_was_chosen_lasts_ten_minutes_and_only_as_this_server_sealed_it(
    browser: Browser, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = browser(None)
    answer = choose(noor, code)
    for junk in ("", "gAAAA", "é\0"):
        assert noor.post("/set-up/digits", data={"chosen": junk, "digits": "1"}).status_code == 422
    later = datetime.now(UTC) + page.TIME + timedelta(seconds=2)
    monkeypatch.setattr(page, "now", lambda: later)
    assert "longer than ten minutes" in finish(noor, answer, later=20).text


def command(stores: Stores, clinic: str, name: str, login: str) -> tuple[int, str]:
    environ = {
        "MIDLINE_DATABASE_URL": stores.url.render_as_string(hide_password=False),
        "MIDLINE_SECRET": SECRET,
        "MIDLINE_PUBLIC_ADDRESS": ADDRESS,
    }
    given = ["clinic", "init-admin", "--clinic", clinic, "--name", name, "--login", login]
    done = CliRunner(env=environ).invoke(main, given)
    return done.exit_code, done.output


def test_a_clinic_begins_with_its_admin_s_code(browser: Browser, stores: Stores) -> None:
    status, said = command(stores, "West clinic", "Ida Holm", "Ida@West.example")
    assert (status, "Made the clinic West clinic" in said) == (0, True)
    code = re.search(r"[B-Z]{4}-[B-Z]{4}", said)
    assert code
    ida = browser(None)
    assert finish(ida, choose(ida, code[0])).status_code == 303
    account = stores.accounts.account_called("ida@west.example")
    assert account
    assert (account.role, account.is_open) == (Role.ADMIN, True)
    assert give_password(ida, account).status_code == 303


def test_an_admin_who_lost_their_app_begins_anew_by_the_same_command(
    browser: Browser, stores: Stores
) -> None:
    set_up(stores, ADA)
    status, said = command(stores, NORTH.name, "x", ADA.login_name)
    assert status == 0
    code = re.search(r"[B-Z]{4}-[B-Z]{4}", said)
    assert code
    before, ada = stores.accounts.account(ADA.id), browser(None)
    assert finish(ada, choose(ada, code[0])).status_code == 303
    assert stores.accounts.account(ADA.id).totp_secret != before.totp_secret


def test_the_command_takes_nobody_else_s_account(stores: Stores) -> None:
    before = stores.accounts.clinics()
    status, said = command(stores, "East clinic", "Ada Lind", ADA.login_name)
    assert (status, "at another clinic" in said) == (2, True)
    status, said = command(stores, NORTH.name, "Grace", "grace@north.example")
    assert (status, "is no admin" in said) == (2, True)
    status, said = command(stores, "North clinic", " ", "x")
    assert (status, "Please give a name" in said) == (2, True)
    assert stores.accounts.clinics() == before
