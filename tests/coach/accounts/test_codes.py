"""A code is handed over, typed once, and opens one thing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from coach.accounts import Stores
from coach.accounts.codes import LASTS, LETTERS, TRIES, Bound, Purpose, in_two, letters_of, new_code
from coach.errors import CodeError
from tests.coach.accounts.builders import GRACE, MONDAY, NORTH, SECRET, SOUTH, seeded
from tests.coach.store.builders import ANNA, OMAR

SECOND = timedelta(seconds=1)
FOR_ANNA = Bound(NORTH.id, patient_id=ANNA.id, made_by=GRACE.id)
FOR_OMAR = Bound(NORTH.id, patient_id=OMAR.id, made_by=GRACE.id)


def made(north: Stores, bound: Bound = FOR_ANNA, seed: int = 1) -> str:
    code, ends_at = north.accounts.make_code(Purpose.PAIR, bound, secret=SECRET, now=MONDAY, rng=seeded(seed))
    assert ends_at == MONDAY + LASTS[Purpose.PAIR]
    return code


def opens(north: Stores, typed: str, *, after: timedelta = SECOND, purpose: Purpose = Purpose.PAIR) -> bool:
    try:
        north.accounts.redeem_code(purpose, typed, secret=SECRET, now=MONDAY + after)
    except CodeError:
        return False
    return True


def wrong(code: str) -> str:
    """The code that is meant, with another last letter."""
    return code[:-1] + LETTERS[(LETTERS.index(code[-1]) + 1) % len(LETTERS)]


def test_a_code_is_eight_letters_that_nothing_looks_like() -> None:
    code = new_code(seeded(1))
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert not set(LETTERS) & set("AEIOUY0125")
    assert letters_of(f" {in_two(code).lower()} ") == code


def test_a_code_opens_what_it_is_bound_to_once(north: Stores) -> None:
    code = made(north)
    found = north.accounts.redeem_code(Purpose.PAIR, in_two(code).lower(), secret=SECRET, now=MONDAY + SECOND)
    assert found.bound == FOR_ANNA
    assert not opens(north, code)


def test_a_code_that_is_looked_at_stays_open(north: Stores) -> None:
    code = made(north)
    assert north.accounts.check_code(Purpose.PAIR, code, secret=SECRET, now=MONDAY).bound == FOR_ANNA
    assert opens(north, code)


def test_a_code_lasts_as_long_as_is_said_and_no_longer(north: Stores) -> None:
    assert not opens(north, made(north), after=LASTS[Purpose.PAIR])
    assert opens(north, made(north), after=LASTS[Purpose.PAIR] - SECOND)


def test_a_code_opens_nothing_else_and_not_with_another_secret(north: Stores) -> None:
    code = made(north)
    assert not opens(north, code, purpose=Purpose.RESET)
    with pytest.raises(CodeError):
        north.accounts.redeem_code(Purpose.PAIR, code, secret=b"another" * 6, now=MONDAY)


def test_five_wrong_tries_end_a_code_and_four_do_not(north: Stores) -> None:
    code = made(north)
    assert not any(opens(north, wrong(code)) for _ in range(TRIES - 1))
    assert opens(north, code)
    code = made(north)
    assert not any(opens(north, wrong(code)) for _ in range(TRIES))
    assert not opens(north, code)


def test_wrong_tries_at_one_code_end_no_other(north: Stores) -> None:
    annas, omars = made(north, FOR_ANNA, 1), made(north, FOR_OMAR, 2)
    assert not any(opens(north, wrong(annas)) for _ in range(TRIES))
    assert opens(north, omars)


def test_of_twenty_at_once_one_redeems_a_code(north: Stores) -> None:
    code = made(north)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: opens(north, code), range(20))) == 1


def test_a_new_code_for_the_same_patient_ends_the_older_one(north: Stores) -> None:
    older, newer = made(north, seed=1), made(north, seed=2)
    assert not opens(north, older)
    assert [one.bound for one in north.accounts.open_codes(NORTH.id, Purpose.PAIR, MONDAY)] == [FOR_ANNA]
    assert north.accounts.open_codes(SOUTH.id, Purpose.PAIR, MONDAY) == ()
    assert opens(north, newer)


def test_two_open_codes_never_begin_alike(north: Stores) -> None:
    annas, omars = made(north, FOR_ANNA, 1), made(north, FOR_OMAR, 1)
    assert annas[:3] != omars[:3]


def test_what_is_kept_of_a_code_does_not_tell_it(north: Stores) -> None:
    code = made(north)
    with north.accounts.moment() as db:
        kept = str(db.exec_driver_sql("SELECT * FROM code").all())
    assert code[3:] not in kept
    assert "".join(reversed(code)) not in kept


@pytest.mark.parametrize("typed", ["", "B", "\0\0\0", "ŻŻŻŻŻŻŻŻ", "B" * 5000])
def test_whatever_else_is_typed_opens_nothing(north: Stores, typed: str) -> None:
    made(north)
    assert not opens(north, typed)
