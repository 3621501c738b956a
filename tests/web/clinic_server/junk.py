"""Requests to the laptops' door that must not be taken: noise, cut and swapped bytes, and records that are
whole but for one thing. Each is drawn from a seed, so that any can be made again."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from coach.parts import canonical
from coach.wire.reading import sha256_of

ID = "01980000-0000-7000-8000-0000000000{:02x}"
#: No field of any record holds one of these.
NOTHING_GOOD: tuple[Any, ...] = (
    "\x00",
    {"no": "\x00"},
    [["\x00"]],
    {"": [{}]},
    "y" * 9000,
    "\ud800",
    [[[[[[[[[[1]]]]]]]]]],
)
TEXTS = (
    "",
    " ",
    "null",
    "\x00",
    "é" * 300,
    "../../etc",
    "' OR 1=1 --",
    "9" * 400,
    "%00",
    "-1",
    "1e309",
    "\r\nX: y",
    "NaN",
)
#: Headers of a record, each of which is wanted.
HEADERS = (
    "Midline-Kind",
    "Midline-Sequence",
    "Midline-SHA256",
    "Midline-Sent-At",
    "Content-Type",
    "Content-Encoding",
)


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    data: bytes = b""


@dataclass(frozen=True)
class Samples:
    """What would be taken: bodies of records by their kind, and of the other routes by their path."""

    records: dict[str, bytes]
    bodies: dict[str, dict[str, Any]]


def asked(chance: Random, samples: Samples) -> Asked:
    """One request that must not be taken."""
    makers: tuple[Callable[[Random, Samples], Asked], ...] = (
        _cut_record,
        _broken_record,
        _headers_of_a_record,
        _noise,
        _broken_body,
        _elsewhere,
    )
    return chance.choice(makers)(chance, samples)


def _record(kind: str, body: bytes, told_of: bytes, chance: Random) -> Asked:
    headers = {"Content-Type": "application/json", "Midline-Kind": kind, "Midline-Sequence": "9"}
    headers["Midline-SHA256"] = sha256_of(told_of)
    return Asked("PUT", f"/records/{ID.format(chance.randrange(256))}", headers, body)


def _cut_record(chance: Random, samples: Samples) -> Asked:
    """Bytes changed on the way: the hash that was told is another's."""
    kind, body = chance.choice(list(samples.records.items()))
    return _record(kind, _cut(chance, body), body, chance)


def _broken_record(chance: Random, samples: Samples) -> Asked:
    """Whole and rightly hashed, but one value of it cannot be."""
    kind, body = chance.choice(list(samples.records.items()))
    text = canonical(_with_nonsense(chance, json.loads(body))).encode(errors="surrogatepass")
    return _record(kind, text, text, chance)


def _headers_of_a_record(chance: Random, samples: Samples) -> Asked:
    kind, body = chance.choice(list(samples.records.items()))
    made = _record(kind, body, body, chance)
    name = chance.choice(HEADERS)
    wrong = chance.choice([one for one in TEXTS if _sendable(one) and one.strip()])
    made.headers[name] = wrong
    return made


def _noise(chance: Random, samples: Samples) -> Asked:
    path = chance.choice([*samples.bodies, f"/records/{ID.format(1)}"])
    kinds = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "")
    headers = {"Content-Type": chance.choice(kinds)}
    data = chance.randbytes(chance.randrange(400))
    deep = b"[" * chance.randrange(1, 3000)
    return Asked(
        "PUT" if "records" in path else "POST", path, headers, chance.choice((data, deep, b'{"a":' * 900))
    )


def _broken_body(chance: Random, samples: Samples) -> Asked:
    path, body = chance.choice(list(samples.bodies.items()))
    made: Any = chance.choice(
        (_with_nonsense(chance, body), {}, [], None, 1, {**body, "more": 1}, _without(chance, body))
    )
    text = json.dumps(made).encode()
    twice = text[:-1] + b"," + text[1:] if text.startswith(b'{"') else text
    data = chance.choice((text, _cut(chance, text), twice, text.replace(b":", b": NaN,", 1)))
    return Asked(
        "POST",
        path,
        {"Content-Type": "application/json"},
        data if data != json.dumps(body).encode() else b"x",
    )


def _elsewhere(chance: Random, _samples: Samples) -> Asked:
    """Somewhere else, or in another way."""
    method = chance.choice(("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "TRACE", "X"))
    where = chance.choice(("/down?after=", "/records/", "/device/", "/", "/reconcile/", "/pair/", "/down?"))
    path = where + chance.choice(TEXTS).replace("\r\n", "%0d%0a").replace("\x00", "%00")
    return Asked(method, path.replace(" ", "%20"), {"Content-Type": "application/json"}, b"{}")


def _cut(chance: Random, body: bytes) -> bytes:
    at, end = sorted(chance.choices(range(len(body) + 1), k=2))
    made = chance.choice(
        (body[:at], body[:at] + body[end:], body[:at] + chance.randbytes(3) + body[at:], body + body[at:end])
    )
    return made if made != body else body + b" "


def _with_nonsense(chance: Random, data: Any) -> Any:
    """The same with one value that no field holds, anywhere in it."""
    made = copy.deepcopy(data)
    at, key = made, chance.choice(list(made))
    while isinstance(at[key], dict | list) and at[key] and chance.random() < 0.8:
        at = at[key]
        key = chance.choice(list(at)) if isinstance(at, dict) else chance.randrange(len(at))
    at[key] = chance.choice(NOTHING_GOOD)
    return made


def _without(chance: Random, body: dict[str, Any]) -> dict[str, Any]:
    left_out = chance.choice(list(body))
    return {name: value for name, value in body.items() if name != left_out}


def _sendable(text: str) -> bool:
    """Whether a client can put it into a header at all."""
    return text.isascii() and text.isprintable()
