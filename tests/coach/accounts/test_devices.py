"""A paired laptop comes in by its key, for a quarter of an hour, until its key is taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coach.accounts import Accounts, Device, Stores
from coach.accounts.tables import ChallengeRow, DeviceTokenRow
from coach.errors import DeviceError, NotFoundError, UnconfirmedError
from coach.signed import public_key_of
from coach.sync.proof import prove
from coach.wire.compared_words import words_to_compare
from tests.coach.accounts.builders import GRACE, LEE, MONDAY, NORTH, SOUTH, add_device
from tests.coach.store.builders import ANNA, OMAR

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
LAPTOP = Device(
    id="01980000-0000-7000-8000-0000000000d1",
    clinic_id=NORTH.id,
    patient_id=ANNA.id,
    name="Anna's laptop",
    public_key=bytes.fromhex(public_key_of(KEY)),
    paired_by=GRACE.id,
    paired_at=MONDAY,
)
OTHER = replace(LAPTOP, id=LAPTOP.id[:-1] + "2", clinic_id=SOUTH.id, patient_id=OMAR.id, paired_by=LEE.id)
NONCE = "ab" * 32
SECOND = timedelta(seconds=1)


@pytest.fixture
def accounts(stores: Stores) -> Accounts:
    """Two clinics, each with a laptop; that of the first is confirmed."""
    for clinic, account, laptop in ((NORTH, GRACE, LAPTOP), (SOUTH, LEE, OTHER)):
        stores.accounts.add_clinic(clinic)
        stores.accounts.add_account(account)
        add_device(stores, laptop)
    stores.accounts.confirm_device(LAPTOP, MONDAY)
    return stores.accounts


def counted(accounts: Accounts) -> tuple[int, int]:
    with accounts._reading() as db:
        tables = (ChallengeRow, DeviceTokenRow)
        challenges, tokens = (db.scalar(select(func.count()).select_from(one)) or 0 for one in tables)
        return challenges, tokens


def comes_in(accounts: Accounts, token: str) -> None:
    accounts.challenge(LAPTOP.id, NONCE, MONDAY)
    accounts.let_in(LAPTOP.id, NONCE, prove(KEY, NONCE), token, MONDAY)


def test_a_laptop_that_signs_its_challenge_is_known_for_a_quarter_of_an_hour(accounts: Accounts) -> None:
    assert accounts.challenge(LAPTOP.id, NONCE, MONDAY) == MONDAY + timedelta(minutes=2)
    signature = prove(KEY, NONCE)
    at = MONDAY + timedelta(minutes=2) - SECOND
    ends_at = accounts.let_in(LAPTOP.id, NONCE, signature, "token", at)
    assert ends_at == at + timedelta(minutes=15)
    seen = replace(LAPTOP, confirmed_at=MONDAY, seen_at=at)
    assert accounts.device_of("token", ends_at - SECOND) == (seen, NORTH)
    assert accounts.device_of("token", ends_at) is None
    assert accounts.device_of("another", at) is None
    assert accounts.devices(NORTH.id, ANNA.id) == (seen,)
    assert accounts.devices(SOUTH.id, ANNA.id) == ()


def test_a_challenge_is_good_once_and_for_two_minutes(accounts: Accounts) -> None:
    comes_in(accounts, "t")
    with pytest.raises(DeviceError, match="too late"):
        accounts.let_in(LAPTOP.id, NONCE, prove(KEY, NONCE), "u", MONDAY)
    accounts.challenge(LAPTOP.id, NONCE, MONDAY)
    with pytest.raises(DeviceError, match="too late"):
        accounts.let_in(LAPTOP.id, NONCE, prove(KEY, NONCE), "u", MONDAY + timedelta(minutes=2))
    assert accounts.device_of("u", MONDAY) is None


@pytest.mark.parametrize(
    "signature",
    [
        prove(OTHER_KEY, NONCE),
        prove(KEY, "cd" * 32),
        "",
        "00" * 64,
    ],
    ids=["another key", "another challenge", "nothing", "zeros"],
)
def test_a_forged_answer_lets_nobody_in_and_uses_the_challenge_up(accounts: Accounts, signature: str) -> None:
    accounts.challenge(LAPTOP.id, NONCE, MONDAY)
    for answer in (signature, prove(KEY, NONCE)):
        with pytest.raises(DeviceError, match="not right"):
            accounts.let_in(LAPTOP.id, NONCE, answer, "t", MONDAY)
    assert counted(accounts) == (0, 0)


def test_another_laptops_challenge_is_none(accounts: Accounts) -> None:
    accounts.confirm_device(OTHER, MONDAY)
    accounts.challenge(OTHER.id, NONCE, MONDAY)
    with pytest.raises(DeviceError, match="not right"):
        accounts.let_in(LAPTOP.id, NONCE, prove(KEY, NONCE), "t", MONDAY)
    accounts.let_in(OTHER.id, NONCE, prove(KEY, NONCE), "t", MONDAY)
    found = accounts.device_of("t", MONDAY)
    assert found
    assert (found[0].patient_id, found[1]) == (OMAR.id, SOUTH)


def test_nobody_comes_in_before_the_words_were_compared(accounts: Accounts) -> None:
    accounts.challenge(OTHER.id, NONCE, MONDAY)
    with pytest.raises(UnconfirmedError, match="four words"):
        accounts.let_in(OTHER.id, NONCE, prove(KEY, NONCE), "t", MONDAY)
    assert accounts.device_of("t", MONDAY) is None


def test_taking_the_key_away_shuts_a_laptop_out_at_once(accounts: Accounts) -> None:
    comes_in(accounts, "t")
    accounts.challenge(LAPTOP.id, NONCE, MONDAY)
    accounts.revoke_device(LAPTOP, MONDAY)
    assert accounts.device_of("t", MONDAY) is None
    assert counted(accounts) == (0, 0)
    with pytest.raises(DeviceError, match="pair it again"):
        accounts.challenge(LAPTOP.id, NONCE, MONDAY)
    with pytest.raises(DeviceError, match="pair it again"):
        accounts.let_in(LAPTOP.id, NONCE, prove(KEY, NONCE), "t", MONDAY)
    with pytest.raises(NotFoundError, match="taken off"):
        accounts.confirm_device(LAPTOP, MONDAY)
    (kept,) = accounts.devices(NORTH.id, ANNA.id)
    assert (kept.public_key, kept.revoked_at) == (None, MONDAY)


def test_the_laptops_of_a_closed_clinic_come_in_no_more(accounts: Accounts) -> None:
    comes_in(accounts, "t")
    accounts.close_clinic(NORTH.id, MONDAY)
    assert accounts.device_of("t", MONDAY) is None
    with pytest.raises(DeviceError):
        accounts.challenge(LAPTOP.id, NONCE, MONDAY)


def test_what_is_over_is_not_kept_and_a_laptop_has_few_challenges(accounts: Accounts) -> None:
    comes_in(accounts, "t")
    for number in range(9):
        accounts.challenge(LAPTOP.id, f"{number:064x}", MONDAY + number * SECOND)
    assert counted(accounts) == (5, 1)
    old = f"{3:064x}"
    with pytest.raises(DeviceError, match="not right"):
        accounts.let_in(LAPTOP.id, old, prove(KEY, old), "u", MONDAY)
    accounts.sweep_devices(MONDAY + timedelta(minutes=5))
    assert counted(accounts) == (0, 1)
    accounts.sweep_devices(MONDAY + timedelta(minutes=15))
    assert counted(accounts) == (0, 0)


def test_no_token_is_kept_as_it_is(accounts: Accounts) -> None:
    comes_in(accounts, "secret")
    with accounts._reading() as db:
        (row,) = db.scalars(select(DeviceTokenRow))
        assert "secret" not in row.token_hash


def test_the_words_are_of_both_keys_and_of_the_id_that_the_server_made() -> None:
    mine, theirs = public_key_of(KEY), public_key_of(OTHER_KEY)
    words = words_to_compare(theirs, mine, LAPTOP.id)
    assert len(words.split()) == 4
    assert words == words_to_compare(theirs, mine, LAPTOP.id)
    others = {
        words_to_compare(mine, mine, LAPTOP.id),
        words_to_compare(theirs, theirs, LAPTOP.id),
        words_to_compare(theirs, mine, OTHER.id),
    }
    assert words not in others
