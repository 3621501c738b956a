"""Who is there: whole or half-way, not too long, and nobody whose account or clinic is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from coach.accounts import Stores
from coach.accounts.accounts import LOOKED_BACK
from coach.accounts.logins import HALF_WAY, IDLE, LONGEST, Login
from coach.accounts.tables import LoginRow
from tests.coach.accounts.builders import GRACE, MONDAY, NORTH

TOKEN, OTHER = "a token", "another"
LOGIN = Login("l1", GRACE.id, "Firefox", MONDAY, MONDAY, whole=False)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def in_clinic(stores: Stores) -> Stores:
    """Grace works at the north clinic and has given her password."""
    stores.make_clinic(NORTH)
    stores.accounts.add_account(GRACE)
    stores.accounts.begin_login(LOGIN, TOKEN)
    return stores


def test_a_login_is_half_way_until_the_second_factor_and_has_another_token_then(in_clinic: Stores) -> None:
    accounts = in_clinic.accounts
    half = accounts.visit_of(TOKEN, MONDAY)
    assert half
    assert (half.login.whole, half.account, half.clinic) == (False, GRACE, NORTH)
    accounts.complete_login(LOGIN.id, OTHER, MONDAY)
    assert accounts.visit_of(TOKEN, MONDAY) is None
    whole = accounts.visit_of(OTHER, MONDAY)
    assert whole
    assert whole.login.whole


def test_a_login_ends_after_a_while_without_a_page_and_after_a_day_of_work(in_clinic: Stores) -> None:
    accounts = in_clinic.accounts
    assert accounts.visit_of(TOKEN, MONDAY + HALF_WAY) is None
    accounts.complete_login(LOGIN.id, TOKEN, MONDAY)
    assert accounts.visit_of(TOKEN, MONDAY + IDLE) is None
    at = MONDAY
    while accounts.visit_of(TOKEN, at):
        at += IDLE - MINUTE
    assert at - MONDAY == (IDLE - MINUTE) * 25
    assert at - MONDAY > LONGEST


def test_a_login_that_was_ended_lets_nobody_in(in_clinic: Stores) -> None:
    accounts = in_clinic.accounts
    second = replace(LOGIN, id="l2", browser="Chromium")
    accounts.begin_login(second, OTHER)
    assert {one.id for one in accounts.logins(GRACE.id, MONDAY)} == {"l1", "l2"}
    accounts.end_logins(GRACE.id, MONDAY, but="l2")
    assert accounts.logins(GRACE.id, MONDAY) == (second,)
    assert accounts.visit_of(TOKEN, MONDAY) is None
    accounts.end_login("l2", MONDAY)
    assert accounts.visit_of(OTHER, MONDAY) is None


def test_nobody_of_a_closed_clinic_comes_in(in_clinic: Stores) -> None:
    in_clinic.accounts.close_clinic(NORTH.id, MONDAY)
    assert in_clinic.accounts.visit_of(TOKEN, MONDAY) is None


def test_logins_of_long_ago_go_and_those_of_today_stay(in_clinic: Stores) -> None:
    accounts, later = in_clinic.accounts, MONDAY + LOOKED_BACK + MINUTE
    accounts.begin_login(replace(LOGIN, id="l2", begun_at=later, seen_at=later), OTHER)
    accounts.tidy(later)
    with accounts._reading() as db:
        assert list(db.scalars(select(LoginRow.id))) == ["l2"]
