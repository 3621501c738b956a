"""The server's secret, from which a key is drawn for each use, so that none of them tells another. Pure."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: The uses. Another secret makes every code and every second factor of before worthless.
CODES, SECOND_FACTORS, SET_UP, TRIES = "codes", "second factors", "set up", "tries"


def key_for(use: str, secret: bytes) -> bytes:
    """The key of one use, 32 bytes (HKDF with SHA-256, RFC 5869).

    Args:
        use: what for, such as `CODES`.
        secret: the server's, at least 32 random bytes.
    """
    return HKDF(SHA256(), 32, salt=None, info=f"midline {use}".encode()).derive(secret)


def hidden(typed: str, secret: bytes) -> str:
    """What is kept where only "the same or not" is asked, 64 hexadecimal digits: people type their password
    where the name belongs."""
    return hmac.digest(key_for(TRIES, secret), typed.encode(errors="replace"), "sha256").hex()


def seal(text: str, use: str, secret: bytes, now: datetime) -> str:
    """A text that only this server can read; letters, digits, ``-``, ``_`` and ``=``."""
    return _fernet(use, secret).encrypt_at_time(text.encode(), int(now.timestamp())).decode()


def unseal(
    sealed: str, use: str, secret: bytes, now: datetime | None = None, lasts: timedelta = timedelta.max
) -> str | None:
    """The text back; ``None`` where this server did not seal it for this use, or longer ago than it lasts.

    Args:
        now: where it lasts for a while only.
    """
    fernet = _fernet(use, secret)
    try:
        if now is None:
            return fernet.decrypt(sealed.encode()).decode()
        return fernet.decrypt_at_time(
            sealed.encode(), int(lasts.total_seconds()), int(now.timestamp())
        ).decode()
    except (InvalidToken, UnicodeEncodeError):
        return None


def _fernet(use: str, secret: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(key_for(use, secret)))
