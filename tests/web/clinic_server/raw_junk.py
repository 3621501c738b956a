"""Bytes for the socket of a clinic's server: requests that are broken in one place, cut off or sent slowly,
and what is no request at all. Each is drawn from the chance that is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

BODY = json.dumps({"device": "01980000-0000-7000-8000-000000000001"}).encode()
API = b"/api/v1/device/challenge"


@dataclass(frozen=True)
class Raw:
    """What one connection does.

    Attributes:
        what: what is the matter with it, in a word.
        pieces: sent one after the other, the next a moment later.
        good: some of it is a request that may be answered well.
        ends: how it ends: ``waits`` for the answer, ``closes`` at once, or is ``reset``.
    """

    what: str
    pieces: tuple[bytes, ...]
    good: bool = False
    ends: str = "waits"


def raw(chance: Random, host: str) -> Raw:
    """One connection."""
    return chance.choice(MAKERS)(chance, host.encode())


def request(
    host: bytes, line: bytes = b"", head: bytes = b"", body: bytes = BODY, length: bytes | None = None
) -> bytes:
    """A good request but for what is given; with an empty ``length`` none is told."""
    told = str(len(body)).encode() if length is None else length
    lines = (
        line or b"POST " + API + b" HTTP/1.1",
        b"Host: " + host,
        b"Content-Type: application/json",
        *([b"Content-Length: " + told] if told else []),
        *([head] if head else []),
    )
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _broken_line(chance: Random, host: bytes) -> Raw:
    path = chance.choice((API, b"/", b"/readyz", b"/" + b"a" * chance.choice((10, 3900, 4200, 9000, 70_000))))
    lines = (
        b"",
        b"POST",
        b"POST " + path,
        path,
        b"POST " + path + b" HTTP/9.9",
        b"POST " + path + b" HTTP/1.1 more",
        b"POST " + path + b" http/1.1",
        b"POST\t" + path + b"\tHTTP/1.1",
        b"P\x00ST " + path + b" HTTP/1.1",
        b"POST " + path + b"\x00\xff HTTP/1.1",
        b"P(ST " + path + b" HTTP/1.1",
        b"x" * 300 + b" " + path + b" HTTP/1.1",
        b"POST http://evil.example" + path + b" HTTP/1.1",
        b"POST  " + path + b"  HTTP/1.1",
        b"CONNECT evil.example:443 HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"POST /%%%00%ff" + path + b" HTTP/1.1",
        b"POST /../../etc/passwd HTTP/1.1",
        b"POST \xe2\x98\x83 HTTP/1.1",
        b"POST //evil.example//" + path + b" HTTP/1.1",
        b" POST " + path + b" HTTP/1.1",
        b"POST " + path + b" HTTP/1.1\r",
    )
    return Raw("line", (request(host, chance.choice(lines)),))


def _broken_head(chance: Random, host: bytes) -> Raw:
    heads = (
        b"X: " + b"y" * chance.choice((8000, 9000, 70_000)),
        b"\r\n".join(b"X-%d: y" % number for number in range(chance.choice((61, 500)))),
        b"no colon",
        b": no name",
        b"X : y",
        b"X: y\r\n folded",
        b"X\x00Y: z",
        b"X: \x00",
        b"X: \r y",
        b"\xff\xfe: y",
        b"X(Y): z",
        b"Host: evil.example",
        b"Content-Length: 5",
        b"Expect: nonsense",
        b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAA",
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off",
        b"X-Forwarded-For: " + b"1," * 900,
        b"Authorization: Bearer " + b"x" * 5000,
        b"Cookie: " + b"a=b; " * 900,
        b"Range: bytes=0-,-1",
        b"Script-Name: /evil\r\nPath-Info: x",
        b"SCRIPT_NAME: /evil",
    )
    return Raw("head", (request(host, head=chance.choice(heads)),))


def _broken_length(chance: Random, host: bytes) -> Raw:
    lengths = (
        b"-1",
        b"+5",
        b"0x10",
        b"1e3",
        b"9" * 40,
        b"5, 6",
        b"5 6",
        b" ",
        b"\xb2",
        b"8000001",
        b"1_0",
        b"005",
    )
    return Raw("length", (request(host, length=chance.choice(lengths)),), ends=chance.choice(ENDS))


def _chunked(chance: Random, host: bytes) -> Raw:
    """A body in pieces, which laptops never send, whole or not."""
    codings = (
        b"chunked",
        b"chunked, chunked",
        b"gzip, chunked",
        b"xchunked",
        b"chunked;q=1",
        b"identity",
        b"\x0bchunked",
    )
    bodies = (
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY),
        b"zz\r\nabc\r\n0\r\n\r\n",
        b"-5\r\nabcde\r\n0\r\n\r\n",
        b"F" * 16 + b"\r\nabc\r\n",
        b"F" * 4000 + b"\r\n",
        b"5\r\nabcdefgh\r\n0\r\n\r\n",
        b"5;" + b"x" * 9000 + b"\r\nabcde\r\n0\r\n\r\n",
        b"5\nabcde\n0\n\n",
        b"5\r\nabcde",
        b"0\r\nX\x00: y\r\n\r\n",
        b"0\r\n" + b"X: y\r\n" * 900 + b"\r\n",
        b"",
        b"\r\n",
    )
    length = chance.choice((b"", b"", b"5"))
    head = b"Transfer-Encoding: " + chance.choice(codings)
    return Raw("chunks", (request(host, b"", head, chance.choice(bodies), length),), ends=chance.choice(ENDS))


def _cut(chance: Random, host: bytes) -> Raw:
    """A good request that ends in the middle."""
    whole = request(host)
    return Raw("cut", (whole[: chance.randrange(len(whole))],), ends=chance.choice(("closes", "reset")))


def _too_short(chance: Random, host: bytes) -> Raw:
    """More is told than is sent."""
    told = str(len(BODY) + chance.choice((1, 900))).encode()
    return Raw("too short", (request(host, length=told),), ends=chance.choice(("closes", "reset")))


def _slow(chance: Random, host: bytes) -> Raw:
    """A request in small pieces."""
    whole = chance.choice((request(host), request(host, b"POST / HTTP/7"), request(host, head=b"x")))
    at = sorted(chance.sample(range(1, len(whole)), 4))
    pieces = (whole[: at[0]], *(whole[a:b] for a, b in pairwise(at)), whole[at[3] :])
    return Raw("slow", pieces, good=True, ends=chance.choice(ENDS))


def _pipelined(chance: Random, host: bytes) -> Raw:
    """Several at once, the last of them broken."""
    good = b"GET /healthz HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"
    many = chance.choice((good, request(host))) * chance.randrange(1, 6)
    return Raw(
        "pipelined",
        (many + chance.choice(MAKERS[:4])(chance, host).pieces[0],),
        good=True,
        ends=chance.choice(ENDS),
    )


def _changed(chance: Random, host: bytes) -> Raw:
    """A few bits of a request are others."""
    whole = bytearray(request(host))
    for _ in range(chance.randrange(1, 4)):
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return Raw("changed", (bytes(whole),), good=True, ends=chance.choice(ENDS[1:]))


def _no_request(chance: Random, _host: bytes) -> Raw:
    others = (
        b"",
        b"\r\n" * chance.randrange(1, 900),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(120),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + chance.randbytes(40),
        b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
        b"\r\n\r\n\x00\r\nQUIT\n",
        b"SSH-2.0-x\r\n",
        b"\x00" * chance.randrange(1, 90_000),
        b"A" * chance.randrange(1, 90_000),
        chance.randbytes(chance.randrange(1, 900)),
    )
    return Raw("no request", (chance.choice(others),), ends=chance.choice(("closes", "reset")))


ENDS = ("waits", "closes", "reset")
MAKERS: tuple[Callable[[Random, bytes], Raw], ...] = (
    *(_broken_line, _broken_head, _broken_length, _chunked),
    *(_cut, _too_short, _slow, _pipelined, _changed, _no_request),
)
