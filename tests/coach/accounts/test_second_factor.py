"""Six digits of an app, as the standard's own examples have them; each step once, and only this server reads
the key."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.accounts import Stores
from coach.accounts.second_factor import address, in_fours, key_of, new_key, sealed_key, step_of
from coach.accounts.secret import SET_UP, seal, unseal
from tests.coach.accounts.builders import ADA, GRACE, MONDAY, SECRET, seeded

#: "12345678901234567890" in base 32: the key of RFC 6238, appendix B.
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("at_s", "digits"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_digits_are_those_of_the_standard(at_s: int, digits: str) -> None:
    assert step_of(KEY, digits, datetime.fromtimestamp(at_s, UTC)) == at_s // 30


def test_a_clock_may_be_one_step_beside_and_no_more() -> None:
    def right(beside_s: int) -> bool:
        return step_of(KEY, "081804", datetime.fromtimestamp(1111111109 + beside_s, UTC)) is not None

    assert [right(by) for by in (-60, -30, 0, 30, 60)] == [False, True, True, True, False]


@pytest.mark.parametrize("typed", ["", "08180", "0818044", "081805", "０８１８０４", "\0"])
def test_other_digits_are_of_no_step(typed: str) -> None:
    assert step_of(KEY, typed, datetime.fromtimestamp(1111111109, UTC)) is None


def test_digits_may_be_typed_with_a_space() -> None:
    assert step_of(KEY, " 081 804 ", datetime.fromtimestamp(1111111109, UTC)) is not None


def test_a_step_is_used_once(north: Stores) -> None:
    assert step_of(KEY, "287082", datetime.fromtimestamp(59, UTC), last=1) is None
    assert north.accounts.use_step(GRACE.id, 5)
    assert not north.accounts.use_step(GRACE.id, 5)
    assert not north.accounts.use_step(GRACE.id, 4)
    assert north.accounts.use_step(GRACE.id, 6)


def test_a_key_is_typed_in_fours_and_read_from_a_picture() -> None:
    key = new_key(seeded(1))
    assert len(key) == 32
    assert in_fours(KEY).split() == ["GEZD", "GNBV", "GY3T", "QOJQ"] * 2
    assert address(KEY, GRACE.login_name) == (
        f"otpauth://totp/Midline:grace%40north.example?secret={KEY}&issuer=Midline"
    )


def test_a_key_is_read_by_this_server_as_this_account_s_alone() -> None:
    sealed = sealed_key(KEY, GRACE.id, SECRET, MONDAY)
    assert KEY not in sealed
    assert key_of(sealed, GRACE.id, SECRET) == KEY
    assert key_of(sealed, ADA.id, SECRET) is None
    assert key_of(sealed, GRACE.id, b"another secret of this length..") is None
    assert key_of("", GRACE.id, SECRET) is None


def test_what_is_sealed_for_a_while_lasts_so_long() -> None:
    sealed, lasts = seal("set up", SET_UP, SECRET, MONDAY), timedelta(minutes=10)
    assert unseal(sealed, SET_UP, SECRET, MONDAY + lasts, lasts) == "set up"
    assert unseal(sealed, SET_UP, SECRET, MONDAY + lasts + timedelta(seconds=1), lasts) is None
    assert unseal("é", SET_UP, SECRET, MONDAY, lasts) is None
