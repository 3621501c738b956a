"""The second factor: six digits of an authenticator app, new every half minute (RFC 6238). Pure.

Who loses the app is given a code by an admin of the clinic, who knows them; there are no recovery codes,
which would lie in the drawer below the computer, valid for years. Where the only admin loses theirs, whoever
runs the server makes the code with `midline clinic init-admin`.
"""

import hmac
from datetime import datetime
from random import Random

import pyotp

from coach.accounts.secret import SECOND_FACTORS, seal, unseal

#: 160 bits, as RFC 4226 advises, in letters and digits that can be typed.
_LETTERS, _LENGTH = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32
#: Seconds for which six digits stand, and how many steps a clock may be beside ours (RFC 6238, 5.2).
STEP_S, BESIDE = 30, 1


def new_key(rng: Random) -> str:
    """A key for an app; the chance is an argument, in earnest a `random.SystemRandom`."""
    return "".join(rng.choices(_LETTERS, k=_LENGTH))


def in_fours(key: str) -> str:
    """A key as somebody types it who cannot take a picture of it."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def address(key: str, login_name: str) -> str:
    """What an app reads from the picture."""
    return pyotp.TOTP(key).provisioning_uri(name=login_name, issuer_name="Midline")


def step_of(key: str, digits: str, now: datetime, last: int = 0) -> int | None:
    """The step whose digits these are, later than ``last``; ``None`` where they are of none just now."""
    typed = "".join(digits.split()).encode(errors="replace")
    at = int(now.timestamp()) // STEP_S
    steps = range(max(at - BESIDE, last + 1), at + BESIDE + 1)
    totp = pyotp.TOTP(key, interval=STEP_S)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)]
    return right[0] if right else None


def sealed_key(key: str, account_id: str, secret: bytes, now: datetime) -> str:
    """A key as it is kept: readable by this server, and as this account's alone."""
    return seal(f"{account_id} {key}", SECOND_FACTORS, secret, now)


def key_of(sealed: str, account_id: str, secret: bytes) -> str | None:
    """The key back; ``None`` where it is another account's, or sealed with another secret."""
    whose, _, key = (unseal(sealed, SECOND_FACTORS, secret) or "").partition(" ")
    return key if whose == account_id else None
