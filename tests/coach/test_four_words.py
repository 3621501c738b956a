"""Two people compare a key by four words."""

from itertools import combinations

import pytest

from coach.four_words import WORDS, four_words


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter changed, added or left out makes one the other."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) <= 1
    return any(short == long[:at] + long[at + 1 :] for at in range(len(long)))


def test_256_words_that_nobody_takes_for_another() -> None:
    assert len(set(WORDS)) == 256
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)
    assert not [pair for pair in combinations(WORDS, 2) if _one_letter_apart(*pair)]


def test_the_same_key_has_the_same_words_on_every_computer() -> None:
    assert four_words(bytes(range(32))) == "turtle library rocket salmon"
    assert four_words(bytes(range(1, 33))) != four_words(bytes(range(32)))


def test_no_key_has_no_words() -> None:
    with pytest.raises(ValueError, match="wanted a key"):
        four_words(b"")
