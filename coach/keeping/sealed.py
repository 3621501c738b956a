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
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

import pyrage
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pyrage import x25519

from coach.errors import BackupError, NewerDataError

MAGIC = b"Midline backup 1\n"
_ANY_MAGIC = b"Midline backup "
_LENGTH, _HASH = 8, hashlib.sha256().digest_size
_TRAILER = _LENGTH + _HASH
_PIECE = 1 << 16
#: Longer than any second line and far shorter than any harm.
_LONGEST_HEAD = 4096
#: A repetition's trace has some ten thousand bytes; a line longer than this is none of ours.
LONGEST_LINE = 1 << 26
#: For a passphrase: the second recommendation of RFC 9106, for where memory is scarce.
MEMORY_KIB, PASSES, LANES = 65536, 3, 4
_SALT = 16
_NONCE = bytes(12)  # the key that it is used with is made for one file only
GZIP = 31  # zlib's name for the format of gzip


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
    out = _Hashed(to)
    out.write(MAGIC)
    out.write(json.dumps(head).encode() + b"\n")
    packed = _Pulled(_packed(lines))
    if recipient is None:
        while piece := packed.read(_PIECE):
            out.write(piece)
    else:
        pyrage.encrypt_io(packed, out, [recipient])
    to.write(out.length.to_bytes(_LENGTH, "big") + out.sha256.digest())


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
    inside, lines = _Inside(file), _Lines(take)
    if head["key"] == "none":
        while piece := inside.read(_PIECE):
            lines.write(piece)
    else:
        try:
            pyrage.decrypt_io(inside, lines, [_identity(head, key)])
        except (pyrage.DecryptError, pyrage.IdentityError, InvalidTag) as error:
            raise BackupError(_WRONG_KEY) from error
    lines.finish()


_DAMAGED = "This backup was damaged or cut short, and cannot be used. Nothing was changed."
_WRONG_KEY = (
    "This is not what the backup was sealed with: look for another passphrase or key file. "
    "Nothing was changed."
)


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
        cipher = _cipher(key, b64decode(head["salt"]))
        opened = cipher.decrypt(_NONCE, b64decode(head["identity"]), None)
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
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError(_DAMAGED) from error


def _check(file: IO[bytes]) -> None:
    left = file.seek(0, io.SEEK_END) - _TRAILER
    file.seek(0)
    length, sha256 = left, hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        sha256.update(piece)
        left -= len(piece)
    if left or file.read() != length.to_bytes(_LENGTH, "big") + sha256.digest():
        raise BackupError(_DAMAGED)


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    pack = zlib.compressobj(wbits=GZIP)
    for line in lines:
        if piece := pack.compress(line):
            yield piece
    yield pack.flush()


class _Pulled:
    """Pieces of bytes, to be read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int) -> bytes:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


class _Hashed:
    """Writes on, and keeps the hash of it."""

    def __init__(self, to: IO[bytes]) -> None:
        self._to = to
        self.sha256 = hashlib.sha256()
        self.length = 0

    def write(self, piece: bytes) -> int:
        self.sha256.update(piece)
        self.length += len(piece)
        return self._to.write(piece)

    def flush(self) -> None:
        self._to.flush()


class _Inside:
    """What is left of a file before its trailer, to be read."""

    def __init__(self, file: IO[bytes]) -> None:
        here = file.tell()
        self._left = file.seek(0, io.SEEK_END) - _TRAILER - here
        self._file = file
        file.seek(here)

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece


class _Lines:
    """Unpacks what is written into lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._unpack = zlib.decompressobj(wbits=GZIP)
        self._rest = b""

    def write(self, piece: bytes) -> int:
        size = len(piece)
        while piece:
            try:
                self._split(self._unpack.decompress(piece, _PIECE))
            except zlib.error as error:
                raise BackupError(_DAMAGED) from error
            piece = self._unpack.unconsumed_tail
        return size

    def _split(self, unpacked: bytes) -> None:
        *lines, self._rest = (self._rest + unpacked).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise BackupError(_DAMAGED)
        for line in lines:
            self._take(line)

    def flush(self) -> None:
        """Nothing is held back that could be given."""

    def finish(self) -> None:
        try:
            self._split(self._unpack.flush())
        except zlib.error as error:
            raise BackupError(_DAMAGED) from error
        if not self._unpack.eof or self._rest or self._unpack.unused_data:
            raise BackupError(_DAMAGED)
