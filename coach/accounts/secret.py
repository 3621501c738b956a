"""The server's secret, from which a key is drawn for each use, so that none of them tells another. Pure."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: The uses. Another secret makes every code and every second factor of before worthless.
CODES, SECOND_FACTORS, TRIES = "codes", "second factors", "tries"


def key_for(use: str, secret: bytes) -> bytes:
    """The key of one use, 32 bytes (HKDF with SHA-256, RFC 5869).

    Args:
        use: what for, such as `CODES`.
        secret: the server's, at least 32 random bytes.
    """
    return HKDF(SHA256(), 32, salt=None, info=f"midline {use}".encode()).derive(secret)
