"""A password is long and not among the first that anybody tries; nothing else is asked of it."""

import pytest
from argon2 import PasswordHasher

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
