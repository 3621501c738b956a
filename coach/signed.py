"""A published programme as one signed file, the way it travels without a network. Pure.

The file is canonical JSON: ``format``, ``format_version``, ``patient`` and ``published``; the ``sha256`` of
these; the signer's ``public_key`` (Ed25519) and the ``signature`` over the same bytes. The signature tells
who published it and that nothing was changed on the way; what it asks for is judged again where it arrives.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from coach.compose import refusals_of_published
from coach.errors import Fault, ProgrammeError, RefusedError
from coach.faults import faults, in_words
from coach.parts import canonical
from coach.prescription import Published
from coach.refusal import RefusalList
from coach.strict_json import NotPlainError, read_table

FORMAT, FORMAT_VERSION = "midline-programme", 1
#: Longer than any programme of 20 exercises with all their words; nothing longer is read. Judgement.
LONGEST = 4_000_000  # bytes

SIGNED = ("format", "format_version", "patient", "published")
FIELDS = (*SIGNED, "public_key", "sha256", "signature")


@dataclass(frozen=True)
class Signed:
    """A version as it came, with the id that its patient has where it was signed, and the public key of its
    signer, hexadecimal."""

    published: Published
    patient: str
    public_key: str


def fingerprint(public_key: str) -> str:
    """A public key in short, to be compared by two people."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
    return "-".join(digest[i : i + 4] for i in range(0, 16, 4))


def public_key_of(private_key: bytes) -> str:
    """The public key, hexadecimal, that belongs to a private one of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw().hex()


def sign(published: Published, patient: str, private_key: bytes) -> str:
    """A version as the text of a signed file, for the patient of this id."""
    # Read once more, so that the text is the one that a reader writes again.
    plain = Published.model_validate_json(published.model_dump_json())
    return sealed(plain.model_dump(mode="json"), patient, private_key)


def sealed(published: object, patient: str, private_key: bytes) -> str:
    """Anything as the published version of a signed file; whether it is one shows where it arrives."""
    data = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "patient": patient,
        "published": published,
    }
    body = canonical(data).encode()
    data |= {
        "public_key": public_key_of(private_key),
        "sha256": hashlib.sha256(body).hexdigest(),
        "signature": Ed25519PrivateKey.from_private_bytes(private_key).sign(body).hex(),
    }
    return canonical(data) + "\n"


def read_signed(file: str, raw: bytes) -> Signed:
    """A version from the bytes of a signed file, whole and unchanged.

    Raises:
        ProgrammeError: it is none, was changed, or is not a programme, with what is wrong.
    """
    try:
        data = read_table(file, raw, LONGEST, "a signed programme")
    except NotPlainError as error:
        raise ProgrammeError((error.fault,)) from error
    found = list(_outer_faults(file, data)) or list(_changed(file, data))
    if found:
        raise ProgrammeError(tuple(found))
    inner = json.dumps(data["published"])
    try:
        published = Published.model_validate_json(inner)
    except ValidationError as error:
        raise ProgrammeError(faults(file, inner, error)) from error
    return Signed(published, data["patient"], data["public_key"])


def _outer_faults(file: str, data: dict[str, Any]) -> Iterator[Fault]:
    for name in FIELDS:
        if name not in data:
            yield Fault(file, name, "a value", "nothing")
    for name, value in data.items():
        if name not in FIELDS:
            yield Fault(file, name, "no field of this name", in_words(value))
    if data.get("format", FORMAT) != FORMAT:
        yield Fault(file, "format", FORMAT, in_words(data["format"]))
    version = data.get("format_version", FORMAT_VERSION)
    if version != FORMAT_VERSION or type(version) is not int:
        yield Fault(file, "format_version", f"{FORMAT_VERSION}, which this program reads", in_words(version))
    if not _is_id(data.get("patient", "id")):
        yield Fault(file, "patient", "an id of at most 80 letters", in_words(data["patient"]))
    for name, length in (("public_key", 64), ("sha256", 64), ("signature", 128)):
        if name in data and not _is_hex(data[name], length):
            yield Fault(file, name, f"{length} hexadecimal digits", in_words(data[name]))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 80


def _is_hex(value: object, length: int) -> bool:
    return isinstance(value, str) and len(value) == length and set(value) <= set("0123456789abcdef")


def _changed(file: str, data: dict[str, Any]) -> Iterator[Fault]:
    body = canonical({name: data[name] for name in SIGNED}).encode()
    if hashlib.sha256(body).hexdigest() != data["sha256"]:
        yield Fault(file, "sha256", "the hash of what is in the file", "another: the file was changed")
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(data["public_key"]))
    try:
        key.verify(bytes.fromhex(data["signature"]), body)
    except InvalidSignature:
        wanted = f"the signature of {fingerprint(data['public_key'])} over what is in the file"
        yield Fault(file, "signature", wanted, "another: the file was changed, or somebody else signed it")


def accept(
    file: str, signed: Signed, trusted: Collection[str], newest: Published | None, refusal_list: RefusalList
) -> Published:
    """The version, where it may hold for a patient who has ``newest`` now.

    Args:
        trusted: the public keys that are trusted here.

    Raises:
        ProgrammeError: the signer is not trusted here, or it is not newer than what the patient has.
        RefusedError: something of it must not be prescribed.
    """
    if signed.public_key not in trusted:
        wanted = "a signer that is trusted here"
        got = f"{fingerprint(signed.public_key)}, {signed.published.author}"
        raise ProgrammeError((Fault(file, "public_key", wanted, got),))
    refusals = refusals_of_published(signed.published, refusal_list)
    if refusals:
        raise RefusedError(refusals)
    if newest and signed.published.version <= newest.version:
        wanted = f"a version after {newest.version}, which the patient has"
        got = f"version {signed.published.version}"
        raise ProgrammeError((Fault(file, "published.version", wanted, got),))
    return signed.published
