"""A password is long and not among the first that anybody tries; nothing else is asked of it."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import process_time

import pytest
from argon2 import PasswordHasher

from coach.accounts.guessing import guessed_soon
from coach.accounts.passwords import LEAST, MOST, hash_password, outdated, refused_password, right_password

KNOWN = ("Grace Okafor", "grace@north.example", "North clinic")


@pytest.mark.parametrize(
    "password",
    [
        "Password2024!",
        "P@ssw0rd1234",
        "123456789012",
        "987654321098",
        "qwertyuiop12",
        "1qaz2wsx3edc",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "112233445566",
        "summer-winter-spring",
        "iloveyouiloveyou",
        "Trustno1Trustno1",
        "MidlineMidline",
        "Grace.Okafor.85",
        "okafor19850412",
        "north-clinic-2026",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert "among the first" in refused_password(password, KNOWN)


@pytest.mark.parametrize(
    "password",
    [
        "teapot lantern ribbon",
        "correct horse battery staple",
        "7391840255671",
        "xK9$midline7Qz",
        "zażółć gęślą jaźń",
        "rg8w kz2p 4tnd",
    ],
)
def test_whatever_else_is_long_enough_will_do(password: str) -> None:
    assert refused_password(password, KNOWN) == ""


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("grandmother1985", "a common word or name, a year or a date"),
        ("1q2w3e4r5t6y", "a password that many people have"),
        ("butterflywings", "a password that many people have, a common word or name"),
        ("garlicgarlic", "something repeated"),
        ("okaforkitchen", "your name or the clinic's, a common word or name"),
        ("grandmother78", "a common word or name, letters or digits in a row"),
    ],
)
def test_what_is_guessed_soon_is_refused_with_what_is_in_it_and_what_is_better(
    password: str, found: str
) -> None:
    told = refused_password(password, KNOWN)
    assert told.startswith("This password would be guessed soon")
    assert f"more in it than {found}. Better are four words" in told


def test_it_is_refused_below_100_million_guesses_and_not_from_there() -> None:
    with_guesses = {"butterflywings": 6.5, "password-teacup": 8.1}
    assert [bool(guessed_soon(one, ())) for one in with_guesses] == [True, False]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried")
def test_names_are_those_of_whoever_asks_also_in_many_threads() -> None:
    def told(number: int) -> bool:
        mine = "quillfeather" if number % 2 else "marblerain"
        return bool(guessed_soon("quillfeather85", (mine,)))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(told, range(200))) == [bool(number % 2) for number in range(200)]


def test_what_was_made_to_take_long_takes_no_longer_than_its_beginning() -> None:
    made = "4@8({[<369&#!1/|0$5+7%2" * 5
    began = process_time()
    assert refused_password(made, KNOWN) == ""
    assert process_time() - began < 10.0  # the whole of it takes minutes


def test_a_password_has_its_least_and_its_most() -> None:
    long = "teapot lantern ribbon " * 7
    assert "12 to 128 characters; this one has 11" in refused_password(long[3 : 3 + LEAST - 1], ())
    assert refused_password(long[3 : 3 + LEAST], ()) == ""
    assert refused_password(long[:MOST], ()) == ""
    assert "this one has 129" in refused_password(long[: MOST + 1], ())


def test_a_password_is_right_however_the_keyboard_composes_it() -> None:
    kept = hash_password("caf\u00e9 lantern ribbon")
    assert kept.startswith("$argon2id$")
    assert right_password(kept, "cafe\u0301 lantern ribbon")
    assert not right_password(kept, "cafe lantern ribbon")
    assert not outdated(kept)


def test_nobody_has_no_password() -> None:
    assert not right_password(None, "")
    assert not right_password(None, "teapot lantern ribbon")


def test_a_hash_that_was_made_more_cheaply_is_known() -> None:
    assert outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("teapot"))
