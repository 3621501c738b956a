"""Passwords: long, whatever their letters, and nothing that is tried first. Kept as Argon2 hashes only.

The list of what is tried first was written for this program: words, keyboard rows, seasons, names of the
trade. A password may hold them; what is left without them must be enough by itself. What is tried next is
looked up in `coach.accounts.guessing`.
"""

import re
import secrets
from collections.abc import Iterable
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from coach.accounts.guessing import guessed_soon

#: Characters. ASVS 5.0, 6.2.1 and 6.2.9: at least 8, 15 advised; 64 must be allowed. The second factor is
#: always there besides, so 12; more than 128 only makes the server work. Judgement.
LEAST, MOST = 12, 128
#: How many different characters must be left when everything is taken out that is tried first. Judgement.
LEFT = 5
#: A part of somebody's name that is shorter than this is in too many words.
SHORTEST_NAME = 3

_WRITTEN = (
    "password passwort passwd wachtwoord motdepasse contrasena parola senha kennwort geheim secret sesame "
    "letmein welcome willkommen bienvenue changeme change default admin administrator root guest user "
    "login master system server access test testing demo sample temp temporary initial start begin hello "
    "hallo iloveyou loveyou love forever friend family mother father daughter sweetheart darling honey "
    "angel princess prince queen king hero batman superman spiderman pokemon starwars matrix gandalf "
    "hobbit merlin phoenix dragon monkey tiger lion panda wolf eagle falcon turtle butterfly dolphin "
    "horse puppy kitten cat dog bear football soccer baseball basketball hockey tennis golf rugby cricket "
    "chelsea arsenal liverpool barcelona madrid bayern juventus ferrari porsche mercedes harley corvette "
    "mustang yankee cowboy sunshine sunflower flower rainbow summer winter spring autumn fall sommer "
    "fruehling herbst january february march april may june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday montag freitag sonntag today "
    "tomorrow computer internet google facebook apple samsung windows microsoft android iphone laptop "
    "keyboard whatever nothing something anything everything trustno trust nobody freedom blessed jesus "
    "christ heaven church money dollar euro lottery lucky magic music guitar piano coffee chocolate "
    "cookie cheese banana orange cherry lemon pizza whisky red green blue black white silver golden "
    "purple yellow london paris berlin rome vienna zurich boston dallas austin chicago newyork texas "
    "america england michael jennifer jessica jordan thomas daniel andrew robert charlie ashley matthew "
    "anthony william maria anna peter hannah nicole amanda samantha stephanie george midline clinic "
    "klinik hospital doctor nurse therapist therapy physio patient health medical praxis practice "
    "dystonia dystonie cervical torticollis neck botulinum botox injection exercise posture neurology "
    "neuro qwertyuiop qwertzuiop azertyuiop asdfghjkl yxcvbnm zxcvbnm qwerty qwertz azerty asdfgh asdf "
    "zxcv qwer qazwsx edcrfv wsxedc qweasd zaqxsw abcdefghijklmnopqrstuvwxyz abcdef abcd abc xyz "
)
WORDS = frozenset(_WRITTEN.split())
#: Keys in a row, digits and the alphabet; both ways, three or more of them.
ROWS: tuple[str, ...] = (
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "qsdfghjklm",
    "zxcvbnm",
    "yxcvbnm",
)
ROWS += ("abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgb", "1qaz2wsx3edc4rfv5tgb")
_BOTH_WAYS = ROWS + tuple(row[::-1] for row in ROWS)
_IN_A_ROW = 3
_YEARS, _AGAIN = re.compile(r"(?:19|20)\d\d"), re.compile(r"(.+?)\1+")
#: What people write for a letter.
_LIKE = str.maketrans("013457@$!", "oleastasi")

_hasher = PasswordHasher()  # Argon2id with 64 MiB, the library's choice by RFC 9106
_few_at_once = BoundedSemaphore(2)  # each takes 64 MiB
_NOBODYS = _hasher.hash(secrets.token_hex())


def refused_password(password: str, names: Iterable[str]) -> str:
    """Empty where a new password will do; else what to say.

    Args:
        names: what is known of the person and the clinic, such as their name and login name.
    """
    password = _plain(password)
    if not LEAST <= len(password) <= MOST:
        return f"A password has {LEAST} to {MOST} characters; this one has {len(password)}."
    names, typed = _parts(names), password.casefold()
    if min(len(_left(one, names)) for one in (typed, typed.translate(_LIKE))) < LEFT:
        return (
            "This password is among the first that anybody tries: it is made of common words, names, rows of "
            "keys or years. Please choose another, such as four words that do not belong together."
        )
    return guessed_soon(password, {*names, "midline"})


def hash_password(password: str) -> str:
    """What is kept of it."""
    with _few_at_once:
        return _hasher.hash(_plain(password))


def right_password(password_hash: str | None, password: str) -> bool:
    """Whether it is the one of the hash; where there is no hash it takes as long to say no."""
    with _few_at_once:
        try:
            return (
                _hasher.verify(password_hash or _NOBODYS, _plain(password)[:MOST])
                and password_hash is not None
            )
        except VerificationError:
            return False


def outdated(password_hash: str) -> bool:
    """Whether it was made more cheaply than hashes are now."""
    return _hasher.check_needs_rehash(password_hash)


def _plain(password: str) -> str:
    """The same characters, however the keyboard composes them (NIST SP 800-63B-4, 3.1.1.2)."""
    return normalize("NFKC", password)


def _parts(names: Iterable[str]) -> set[str]:
    """The words of names, but for the shortest, in small letters."""
    parts = {part for name in names for part in re.split(r"[\W_\d]+", name.casefold())}
    return {part for part in parts if len(part) >= SHORTEST_NAME}


def _left(password: str, names: set[str]) -> str:
    """The different characters of a password without what is tried first."""
    for word in sorted(WORDS | names, key=len, reverse=True):
        password = password.replace(word, " ")
    left = _without_rows(_AGAIN.sub(r"\1", _YEARS.sub(" ", password)))
    return "".join(set(left) - {" "})


def _without_rows(text: str) -> str:
    kept, at = "", 0
    while at < len(text):
        row = _row_at(text, at)
        kept += "" if row else text[at]
        at += row or 1
    return kept


def _row_at(text: str, at: int) -> int:
    """How many keys in a row are pressed from here; 0 where there are too few to be one."""
    end = at + _IN_A_ROW
    while end <= len(text) and any(text[at:end] in row for row in _BOTH_WAYS):
        end += 1
    return end - 1 - at if end > at + _IN_A_ROW else 0
