"""A laptop has its place once, however often it asks; nobody else has it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from coach.accounts import Device, Stores
from coach.accounts.codes import LASTS, TRIES, Bound, Purpose
from coach.errors import CodeError
from tests.coach.accounts.builders import GRACE, MONDAY, NORTH, SECRET, seeded
from tests.coach.store.builders import ANNA

SECOND = timedelta(seconds=1)
KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))


def a_code(north: Stores, seed: int = 1) -> str:
    bound = Bound(NORTH.id, patient_id=ANNA.id, made_by=GRACE.id)
    made = north.accounts.make_code(Purpose.PAIR, bound, secret=SECRET, now=MONDAY, rng=seeded(seed))
    return made[0]


def placed(north: Stores, code: str, key: bytes = KEY, after: timedelta = SECOND) -> Device:
    return north.accounts.take_place(code, "Anna's laptop", key, secret=SECRET, now=MONDAY + after)


def laptops(north: Stores) -> tuple[Device, ...]:
    return north.accounts.devices(NORTH.id, ANNA.id)


def test_whoever_asks_again_with_the_same_key_has_the_same_place(north: Stores) -> None:
    code = a_code(north)
    first = placed(north, code)
    assert (first.patient_id, first.paired_by, first.paired_at) == (ANNA.id, GRACE.id, MONDAY + SECOND)
    assert placed(north, f"{code[:4]}-{code[4:]}".lower(), after=2 * SECOND) == first
    with pytest.raises(CodeError):
        placed(north, code, OTHER_KEY)
    assert laptops(north) == (first,)


def test_a_place_is_told_again_only_while_its_code_would_last(north: Stores) -> None:
    code, lasts = a_code(north), LASTS[Purpose.PAIR]
    first = placed(north, code)
    assert placed(north, code, after=lasts - SECOND) == first
    with pytest.raises(CodeError):
        placed(north, code, after=lasts)


def test_a_laptop_that_was_taken_off_has_no_place_any_more(north: Stores) -> None:
    code = a_code(north)
    north.accounts.revoke_device(placed(north, code), MONDAY + SECOND)
    with pytest.raises(CodeError):
        placed(north, code)
    assert len(laptops(north)) == 1


def test_a_key_that_has_a_place_has_another_with_another_code(north: Stores) -> None:
    first = placed(north, a_code(north))
    newer = a_code(north, seed=2)
    assert placed(north, newer, after=2 * SECOND).id != first.id
    assert len(laptops(north)) == 2


def test_wrong_letters_are_counted_and_end_a_code(north: Stores) -> None:
    code = a_code(north)
    wrong = code[:-1] + ("B" if code[-1] != "B" else "C")
    for _ in range(TRIES):
        with pytest.raises(CodeError):
            placed(north, wrong)
    with pytest.raises(CodeError):
        placed(north, code)
    assert laptops(north) == ()


def test_of_twenty_laptops_at_once_one_has_the_place(north: Stores) -> None:
    code = a_code(north)

    def has(number: int) -> bool:
        try:
            return bool(placed(north, code, bytes([number]) * 32))
        except CodeError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(has, range(20))) == 1
    assert len(laptops(north)) == 1
