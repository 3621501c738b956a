"""The file of a backup: sealed, and refused when one bit of it is not as it was written.

::

    Midline backup 1
    {"key": "passphrase" | "recipient" | "none", and with a passphrase "salt": "…", "identity": "…"}
    <age encryption (https://age-encryption.org/v1) of gzip of lines, or without a key that gzip>
    <length of all before, 8 bytes><SHA-256 of all before, 32 bytes>

A passphrase does not seal the lines but a key made for this one file; it stands in the second line, sealed
with ChaCha20-Poly1305 under the Argon2id hash of the passphrase (`MEMORY_KIB`, `PASSES`). What is between the
second line and the last 40 bytes is an ordinary age file, so that its identity opens it without Midline too.
"""

import hashlib
import io
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

import pyrage
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pyrage import x25519

from coach.errors import BackupError, NewerDataError
from coach.keeping.pieces import DAMAGED, LENGTH, PIECE, TRAILER, Hashed, Inside, Lines, Pulled, packed

MAGIC = b"Midline backup 1\n"
_ANY_MAGIC = b"Midline backup "
#: Longer than any second line and far shorter than any harm.
_LONGEST_HEAD = 4096
#: For a passphrase: the second recommendation of RFC 9106, for where memory is scarce.
MEMORY_KIB, PASSES, LANES = 65536, 3, 4
_SALT = 16
_NONCE = bytes(12)  # the key that it is used with is made for one file only


@dataclass(frozen=True)
class Passphrase:
    """Words that somebody remembers; they seal and open."""

    words: str


@dataclass(frozen=True)
class Recipient:
    """A public key of age (``age1…``): seals, and cannot open."""

    text: str


@dataclass(frozen=True)
class Identity:
    """The secret key of age (``AGE-SECRET-KEY-1…``) that opens what its public key has sealed."""

    text: str


def new_identity() -> tuple[Identity, Recipient]:
    """A new secret key and its public key."""
    identity = x25519.Identity.generate()
    return Identity(str(identity)), Recipient(str(identity.to_public()))


def seal(lines: Iterable[bytes], to: IO[bytes], key: Passphrase | Recipient | None) -> None:
    """Write lines as a sealed file; without a key they are only checked, and anybody can read them.

    Raises:
        BackupError: the public key is none.
    """
    recipient, head = _recipient(key)
    out = Hashed(to)
    out.write(MAGIC)
    out.write(json.dumps(head).encode() + b"\n")
    pieces = Pulled(packed(lines))
    if recipient is None:
        while piece := pieces.read(PIECE):
            out.write(piece)
    else:
        _encrypt(pieces, out, recipient)
    to.write(out.length.to_bytes(LENGTH, "big") + out.sha256.digest())


def key_wanted(file: IO[bytes]) -> str:
    """What opens a file: ``passphrase``, ``recipient`` (its identity) or ``none``.

    Raises:
        BackupError: it is no backup, or was damaged or cut short.
        NewerDataError: a newer version of Midline wrote it.
    """
    return str(_head(file)["key"])


def unseal(file: IO[bytes], key: Passphrase | Identity | None, take: Callable[[bytes], None]) -> None:
    """Give the lines of a sealed file to ``take``, one by one; none before the whole file has been checked.

    Raises:
        BackupError: it is no backup, was damaged or cut short, or the key is not the one.
        NewerDataError: a newer version of Midline wrote it.
    """
    head = _head(file)
    inside, lines = Inside(file), Lines(take)
    if head["key"] == "none":
        while piece := inside.read(PIECE):
            lines.write(piece)
    else:
        try:
            pyrage.decrypt_io(inside, lines, [_identity(head, key)])
        except (pyrage.DecryptError, pyrage.IdentityError, InvalidTag) as error:
            raise BackupError(_WRONG_KEY) from error
    lines.finish()


_WRONG_KEY = (
    "This is not what the backup was sealed with: look for another passphrase or key file. "
    "Nothing was changed."
)


def _encrypt(pieces: Pulled, out: Hashed, recipient: x25519.Recipient) -> None:
    """pyrage says of an error only that there was one, and of one at its last piece nothing at all."""
    try:
        pyrage.encrypt_io(pieces, out, [recipient])
    except pyrage.EncryptError as error:
        raise pieces.broke or out.broke or error from None
    if out.broke:
        raise out.broke


def _recipient(key: Passphrase | Recipient | None) -> tuple[x25519.Recipient | None, dict[str, str]]:
    if key is None:
        return None, {"key": "none"}
    if isinstance(key, Passphrase):
        identity = x25519.Identity.generate()
        salt = secrets.token_bytes(_SALT)
        sealed = _cipher(key, salt).encrypt(_NONCE, str(identity).encode(), None)
        texts = {"salt": b64encode(salt).decode(), "identity": b64encode(sealed).decode()}
        return identity.to_public(), {"key": "passphrase"} | texts
    try:
        return x25519.Recipient.from_str(key.text.strip()), {"key": "recipient"}
    except pyrage.RecipientError as error:
        raise BackupError(f"Wanted a public key that begins with age1, got {key.text!r}.") from error


def _identity(head: dict[str, str], key: Passphrase | Identity | None) -> x25519.Identity:
    if isinstance(key, Passphrase) and "identity" in head:
        try:
            salt, sealed = b64decode(head["salt"]), b64decode(head["identity"])
            opened = _cipher(key, salt).decrypt(_NONCE, sealed, None)
        except (ValueError, KeyError, HashingError) as error:
            raise BackupError(DAMAGED) from error
        return x25519.Identity.from_str(opened.decode())
    if isinstance(key, Identity):
        return x25519.Identity.from_str(key.text.strip())
    raise BackupError(_WRONG_KEY)


def _cipher(key: Passphrase, salt: bytes) -> ChaCha20Poly1305:
    words = unicodedata.normalize("NFC", key.words).encode()
    return ChaCha20Poly1305(hash_secret_raw(words, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID))


def _head(file: IO[bytes]) -> dict[str, str]:
    """The second line of a file that is as it was written; the file stands behind it."""
    file.seek(0)
    first = file.readline(len(MAGIC) + 8)
    if first != MAGIC and not first.startswith(_ANY_MAGIC):
        raise BackupError("This file is no backup of Midline. Nothing was changed.")
    _check(file)
    if first != MAGIC:
        raise NewerDataError("A newer version of Midline made this backup. Nothing was changed.")
    file.seek(len(MAGIC))
    try:
        head = json.loads(file.readline(_LONGEST_HEAD))
        return {str(name): str(head[name]) for name in head} | {"key": str(head["key"])}
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise BackupError(DAMAGED) from error


def _check(file: IO[bytes]) -> None:
    left = file.seek(0, io.SEEK_END) - TRAILER
    file.seek(0)
    length, sha256 = left, hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, PIECE))):
        sha256.update(piece)
        left -= len(piece)
    if left or file.read() != length.to_bytes(LENGTH, "big") + sha256.digest():
        raise BackupError(DAMAGED)
