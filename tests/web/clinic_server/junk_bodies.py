"""A request, what good ones are made of, and bodies of a few fields that must not be taken: good ones that
are wrong in one place, and what is none."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from coach.wire.limits import LONGEST_RECORD
from tests.coach.faulty import OTHERS, nodes
from tests.coach.sync.broken_records import MANY, NO_NUMBERS, Sample, changed

ID = "01980000-0000-7000-8000-0000000000{:02x}"
BODY_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "",
    "application/jsonx",
)
TEXTS = (
    *("", " ", "null", "é" * 300, "../../etc", "' OR 1=1 --", "9" * 400, "-1", "1e309", "NaN", "0x1f", "1.0"),
    *("\x00", "²", "٣", "%00", "%ff%fe", "{{7*7}}", "<script>", "\u202e", "x" * 3000),
)


#: A laptop may be called almost anything.
NO_NAMES = ("", " ", "\n", "\x00", "\u202e", "x" * 81)


@dataclass
class Asked:
    """One request.

    Attributes:
        what: what is the matter with it, in a word.
    """

    what: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    data: bytes = b""


@dataclass(frozen=True)
class Samples:
    """What would be taken.

    Attributes:
        records: one of each kind.
        bodies: of the routes that take fields, by their path.
        token: a good one.
        dead_tokens: of a laptop that was taken off, and one that is over.
        device, key: a laptop that is let in, and its private key.
        nonce: gives a new challenge for it.
    """

    records: tuple[Sample, ...]
    bodies: dict[str, dict[str, Any]]
    token: str
    dead_tokens: tuple[str, ...]
    device: str
    key: bytes
    nonce: Callable[[], str]


def broken_body(chance: Random, body: dict[str, Any]) -> bytes:
    """What would be taken, but for one thing."""
    return chance.choice(BODIES)(chance, body)


def _one_value(chance: Random, body: dict[str, Any]) -> bytes:
    place, value = chance.choice([one for one in nodes(body) if one[0]])
    texts = NO_NAMES if place[-1] == "name" else TEXTS
    others = [*OTHERS[type(value)], *(texts if type(value) is str else ())]
    return json.dumps(changed(body, place, chance.choice(others))).encode()


def _odd_letter(chance: Random, body: dict[str, Any]) -> bytes:
    place, text = chance.choice([one for one in nodes(body) if type(one[1]) is str])
    at = chance.randrange(len(text))
    return json.dumps(
        changed(body, place, text[:at] + chance.choice("\x00\n\x7f\ud800") + text[at + 1 :])
    ).encode()


def _fields(chance: Random, body: dict[str, Any]) -> bytes:
    name = chance.choice(list(body))
    less = {one: value for one, value in body.items() if one != name}
    return json.dumps(chance.choice((less, body | {chance.choice(("more", "", "__class__")): 1}))).encode()


def _text(chance: Random, body: dict[str, Any]) -> bytes:
    text = json.dumps(body).encode()
    at = chance.randrange(len(text))
    ways = (
        text[:at],
        text + text,
        text[:-1] + b"," + text[1:],  # every field twice
        text[:at] + b"\xff" + text[at:],
        text.replace(b'": ', b'": ' + chance.choice(NO_NUMBERS).encode() + b", ", 1),
        text[:-1] + b",}",
        text.replace(b'"', b"'"),
        b"\xef\xbb\xbf" + text,
        gzip.compress(text),
        b"[" + text + b"]",
        text + b" " * LONGEST_RECORD if chance.random() < 0.002 else text + b"\x00",
    )
    return chance.choice(ways)


def _no_body(chance: Random, _body: dict[str, Any]) -> bytes:
    deep = chance.choice((10, 900, 1900))
    others = (
        b"",
        b"null",
        b"[]",
        b"{}",
        b"1",
        b'"x"',
        b"[" * deep,
        b'{"a":' * deep,
        MANY,
        b'{"records":' + MANY + b"}",
    )
    return chance.choice((*others, chance.randbytes(chance.randrange(1, 900))))


BODIES: tuple[Callable[[Random, dict[str, Any]], bytes], ...] = (
    _one_value,
    _odd_letter,
    _fields,
    _text,
    _no_body,
)
