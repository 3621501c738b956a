"""Accounts change: their factors, their role, whether they come in; a clinic always keeps an admin."""

from dataclasses import replace

import pytest

from coach.accounts import Role, Stores
from coach.accounts.logins import Login
from coach.errors import LastAdminError, NotFoundError
from tests.coach.accounts.builders import ADA, GRACE, LEE, MONDAY, NORTH, SOUTH

HASH = "$argon2id$"
JO = replace(ADA, id="jo", login_name="jo@north.example", name="Jo Berg", password_hash=HASH)


def logged_in(stores: Stores, *ids: str, account_id: str = GRACE.id) -> None:
    for login_id in ids:
        login = Login(login_id, account_id, "Firefox", MONDAY, MONDAY, whole=True)
        stores.accounts.begin_login(login, login_id)


def there(stores: Stores, account_id: str = GRACE.id) -> set[str]:
    return {login.id for login in stores.accounts.logins(account_id, MONDAY)}


def test_both_factors_are_set_at_once_and_every_login_ends(north: Stores) -> None:
    logged_in(north, "l1", "l2")
    north.accounts.set_up(GRACE.id, "$hash", "sealed", 7, MONDAY)
    account = north.accounts.account(GRACE.id)
    assert (account.password_hash, account.totp_secret, account.totp_step) == ("$hash", "sealed", 7)
    assert there(north) == set()


def test_a_new_password_or_second_factor_ends_every_other_login(north: Stores) -> None:
    logged_in(north, "l1", "l2", "l3")
    logged_in(north, "adas", account_id=ADA.id)
    north.accounts.set_password(GRACE.id, "$new", MONDAY, but="l2")
    assert there(north) == {"l2"}
    logged_in(north, "l4")
    north.accounts.set_second_factor(GRACE.id, "sealed", 9, MONDAY, but="l4")
    assert there(north) == {"l4"}
    assert there(north, ADA.id) == {"adas"}


def test_a_hash_is_renewed_only_where_it_is_still_the_one(north: Stores) -> None:
    north.accounts.set_password(GRACE.id, "$old", MONDAY, but="")
    north.accounts.renew_hash(GRACE.id, "$other", "$new")
    assert north.accounts.account(GRACE.id).password_hash == "$old"  # noqa: S105
    north.accounts.renew_hash(GRACE.id, "$old", "$new")
    assert north.accounts.account(GRACE.id).password_hash == "$new"  # noqa: S105


def test_an_account_that_is_closed_is_out_at_once_and_may_be_let_in_again(north: Stores) -> None:
    logged_in(north, "l1")
    north.accounts.close_account(NORTH.id, GRACE.id, MONDAY)
    assert north.accounts.visit_of("l1", MONDAY) is None
    north.accounts.approve(NORTH.id, GRACE.id, MONDAY)
    assert north.accounts.account(GRACE.id) == GRACE
    assert north.accounts.visit_of("l1", MONDAY) is None


def test_a_clinic_keeps_an_admin_who_can_come_in(north: Stores) -> None:
    with pytest.raises(LastAdminError):
        north.accounts.close_account(NORTH.id, ADA.id, MONDAY)
    with pytest.raises(LastAdminError):
        north.accounts.set_role(NORTH.id, ADA.id, Role.THERAPIST)
    north.accounts.add_account(replace(JO, password_hash=None))
    with pytest.raises(LastAdminError):
        north.accounts.close_account(NORTH.id, ADA.id, MONDAY)
    north.accounts.set_password(JO.id, "$hash", MONDAY, but="")
    north.accounts.set_role(NORTH.id, ADA.id, Role.THERAPIST)
    with pytest.raises(LastAdminError):
        north.accounts.close_account(NORTH.id, JO.id, MONDAY)
    north.accounts.close_account(NORTH.id, GRACE.id, MONDAY)


def test_an_admin_changes_nobody_of_another_clinic(north: Stores) -> None:
    north.accounts.add_clinic(SOUTH)
    north.accounts.add_account(LEE)
    with pytest.raises(NotFoundError):
        north.accounts.close_account(NORTH.id, LEE.id, MONDAY)
    with pytest.raises(NotFoundError):
        north.accounts.set_role(NORTH.id, LEE.id, Role.ADMIN)
    with pytest.raises(NotFoundError):
        north.accounts.approve(NORTH.id, LEE.id, MONDAY)
    assert north.accounts.account(LEE.id) == LEE
