"""A laptop proves that it has its key: it signs what the clinic's server has made up for this once. Pure.

``POST /api/v1/device/challenge {"device"}`` gives ``{"nonce"}``; ``POST /api/v1/device/token {"device",
"nonce", "signature"}`` takes what `prove` makes of it and gives ``{"token", "expires_in"}`` (seconds). The
words before the nonce keep the key from ever signing anything else that a server might want signed.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BEFORE = b"midline device challenge 1\n"


def prove(device_key: bytes, nonce: str) -> str:
    """The signature of a laptop, hexadecimal, with its private key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(device_key).sign(BEFORE + nonce.encode()).hex()


def proves(public_key: str, nonce: str, signature: str) -> bool:
    """Whether a signature is that of a laptop's public key, hexadecimal, over a nonce."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), BEFORE + nonce.encode())
    except (ValueError, InvalidSignature):
        return False
    return True
