"""How soon a password is guessed, by zxcvbn: its lists of passwords that leaked, of words and names, and its
rows of keys, repetitions and dates. Everything is in the package; nothing is asked of a network.

NIST SP 800-63B-4 (3.1.1.2) and ASVS 5.0 (6.2.4) want a new password compared with those that are common or
leaked. How many guesses one takes is estimated as in Wheeler, "zxcvbn: low-budget password strength
estimation", USENIX Security 2016.
"""

from collections.abc import Collection, Iterator, Mapping
from threading import Lock
from typing import Any

from zxcvbn import zxcvbn

#: Of 0 to 4: zxcvbn's "safely unguessable", 10^8 guesses or more, where tries are slow (Argon2) and counted.
LEAST_SCORE = 3
#: Only so many characters are looked at, and must do by themselves: zxcvbn stops at 72, and takes seconds for
#: what was made to keep it busy.
LOOKED_AT = 32

#: What a password is made of, by zxcvbn's word for it.
_FOUND = {
    "spatial": "keys in a row",
    "repeat": "something repeated",
    "sequence": "letters or digits in a row",
    "regex": "a year or a date",
    "date": "a year or a date",
}
_LISTS = {
    "user_inputs": "your name or the clinic's",
    "passwords": "a password that many people have",
}
_A_WORD = "a common word or name"
_one_at_a_time = Lock()  # zxcvbn keeps the names of whom it was asked for last where everybody finds them


def guessed_soon(password: str, names: Collection[str]) -> str:
    """Empty where a new password takes long enough to guess; else what to say.

    Args:
        names: what somebody who knows the person would try, in small letters.
    """
    with _one_at_a_time:
        told = zxcvbn(password[:LOOKED_AT], user_inputs=names)
    if told["score"] >= LEAST_SCORE:
        return ""
    found = ", ".join(dict.fromkeys(_found_in(told["sequence"])))
    return (
        f"This password would be guessed soon: there is little more in it than {found}. Better are four "
        "words that do not belong together, or one that a password manager makes."
    )


def _found_in(parts: Collection[Mapping[str, Any]]) -> Iterator[str]:
    for part in parts:
        if part["pattern"] == "dictionary":
            yield _LISTS.get(part["dictionary_name"], _A_WORD)
        elif part["pattern"] in _FOUND:
            yield _FOUND[part["pattern"]]
