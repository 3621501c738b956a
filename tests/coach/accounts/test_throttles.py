"""Wrong tries make the next one wait, in whichever process it is made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from coach.accounts import Stores, open_stores
from coach.accounts.secret import hidden
from coach.accounts.throttles import Throttle
from tests.coach.accounts.builders import MONDAY, SECRET

HERE, THERE = Throttle("pair from 192.0.2.7", 2), Throttle("pair from 192.0.2.8", 2)
NOTHING, SECOND = timedelta(0), timedelta(seconds=1)


def test_after_some_free_tries_each_waits_twice_as_long_in_every_process(stores: Stores) -> None:
    with open_stores(stores.url.render_as_string(hide_password=False)) as other:
        now, waits = MONDAY, []
        for number in range(12):
            accounts = (stores, other)[number % 2].accounts
            while wait := accounts.try_once(HERE, now):
                waits.append(wait.total_seconds())
                now += wait
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert stores.accounts.try_once(THERE, now) == NOTHING


def test_a_right_one_or_a_day_without_begins_anew(stores: Stores) -> None:
    def used_up() -> None:
        assert [stores.accounts.try_once(HERE, MONDAY) for _ in range(2)] == [NOTHING] * 2
        assert stores.accounts.try_once(HERE, MONDAY) > NOTHING

    used_up()
    stores.accounts.was_right(HERE)
    used_up()
    assert stores.accounts.try_once(HERE, MONDAY + timedelta(hours=24) + SECOND) == NOTHING


def test_a_clock_that_was_set_back_waits_no_longer(stores: Stores) -> None:
    for _ in range(2):
        stores.accounts.try_once(HERE, MONDAY)
    assert stores.accounts.try_once(HERE, MONDAY - timedelta(days=300)) == 5 * SECOND


def test_a_right_one_may_take_back_itself_alone(stores: Stores) -> None:
    assert [stores.accounts.try_once(HERE, MONDAY) for _ in range(2)] == [NOTHING] * 2
    stores.accounts.take_back(HERE)
    assert [stores.accounts.try_once(HERE, MONDAY) for _ in range(2)] == [NOTHING, 5 * SECOND]


def test_what_is_dear_waits_longer(stores: Stores) -> None:
    dear, now, waits = Throttle("digits of grace", 1, timedelta(minutes=1), timedelta(minutes=3)), MONDAY, []
    for _ in range(4):
        while wait := stores.accounts.try_once(dear, now):
            waits.append(wait.total_seconds())
            now += wait
    assert waits == [60, 120, 180]


def test_of_many_at_once_in_two_processes_only_the_free_ones_are_tried(stores: Stores) -> None:
    with open_stores(stores.url.render_as_string(hide_password=False)) as other:
        both = (stores, other) * 15
        with ThreadPoolExecutor(8) as pool:
            waits = list(pool.map(lambda one: one.accounts.try_once(HERE, MONDAY), both))
    assert waits.count(NOTHING) == HERE.free


def test_what_was_typed_is_not_kept() -> None:
    assert "teapot" not in hidden("teapot lantern", SECRET)
    assert hidden("teapot", SECRET) != hidden("teapot", b"another")
