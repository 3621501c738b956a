"""Records that must not be taken: good ones that are broken in one place, damaged on the way, told wrongly in
one header, or sent by somebody who is not let in."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from coach.wire.limits import LONGEST_RECORD
from coach.wire.reading import sha256_of
from tests.coach.sync.broken_records import broken
from tests.web.clinic_server.junk_bodies import BODY_TYPES, ID, TEXTS, Asked, Samples

LENGTHS = ("", "x", "-1", "1e3", str(LONGEST_RECORD + 1), "9" * 30, "1, 2")
OTHER_IDS = (
    "01980000",
    ID.format(239).upper(),
    "{" + ID.format(7) + "}",
    ID.format(7).replace("-", ""),
    "x" * 40,
)


def sent(chance: Random, samples: Samples, body: bytes, kind: str, told_of: bytes) -> Asked:
    """A record as a laptop sends it."""
    headers = {
        "Authorization": f"Bearer {samples.token}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Midline-Kind": kind,
        "Midline-Sequence": "9",
        "Midline-SHA256": sha256_of(told_of),
        "Midline-Sent-At": "2026-03-03T09:30:00+00:00",
    }
    return Asked("", "PUT", f"/records/{ID.format(chance.randrange(256))}", headers, body)


def good(chance: Random, samples: Samples) -> Asked:
    one = chance.choice(samples.records)
    return sent(chance, samples, one.body, one.kind, one.body)


def broken_record(chance: Random, samples: Samples) -> Asked:
    """Rightly hashed, but broken in one place."""
    sample = chance.choice(samples.records)
    what, body = broken(chance, sample)
    return replace(sent(chance, samples, body, sample.kind, body), what=what)


def damaged_record(chance: Random, samples: Samples) -> Asked:
    """Bytes changed on the way: the hash that was told is another's."""
    sample = chance.choice(samples.records)
    body, at = sample.body, chance.randrange(len(sample.body))
    made = chance.choice(
        (
            body[:at],
            body[:at] + bytes([body[at] ^ (1 << chance.randrange(8))]) + body[at + 1 :],
            body[:at] + chance.randbytes(3) + body[at:],
            body + body[at:],
            body[at:] + body[:at] + b" ",
        )
    )
    return replace(sent(chance, samples, made, sample.kind, body), what="damaged")


def wrong_header(chance: Random, samples: Samples) -> Asked:
    """A good record, one of whose headers is another, or missing."""
    made = good(chance, samples)
    name, values = chance.choice(list(WRONG_HEADERS.items()))
    value = chance.choice(values)
    if value is None:
        del made.headers[name]
    else:
        made.headers[name] = value
    return replace(made, what=name)


#: A header that is told so is no good; ``None``: that is missing.
WRONG_HEADERS: dict[str, tuple[str | None, ...]] = {
    "Midline-Kind": (None, "", "Session", "programme", "message", "picture", "session,flag", "x" * 900, "é"),
    "Midline-Sequence": (None, "", "-1", "1.0", "1e3", "²", " 1", "2147483648", "9" * 5000, "0x9"),
    "Midline-SHA256": (None, "", "ab" * 32, "AB" * 32, "ab" * 31, "zz" * 32, "é" * 64, "ab" * 33),
    "Midline-Sent-At": ("now", "2026-03-03T09:30:00", "1999-01-01T00:00:00Z", "9" * 900, "-1", "é", "2026"),
    "Content-Type": (None, *BODY_TYPES),
    "Content-Encoding": ("gzip", "identity", "br", ""),
    "Content-Length": (None, *LENGTHS),
    "Transfer-Encoding": ("chunked",),
    "Cookie": ("a=b", "__Host-midline=x", ""),
    "Origin": ("https://midline.north.example", "null", "https://evil.example"),
    "Sec-Fetch-Site": ("same-origin", "cross-site", "none"),
    "Host": (
        "evil.example",
        "",
        "127.0.0.1",
        "midline.north.example:444",
        "midline.north.example@evil.example",
    ),
}


def other_kind(chance: Random, samples: Samples) -> Asked:
    """A good record that is told to be one of another kind."""
    one, other = chance.sample(samples.records, 2)
    return replace(sent(chance, samples, one.body, other.kind, one.body), what="another kind")


def no_token(chance: Random, samples: Samples) -> Asked:
    """A good record from somebody who is not let in."""
    token, made = samples.token, good(chance, samples)
    at = chance.randrange(len(token))
    other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    tokens = (
        other,
        token[:-1],
        token + "A",
        token.swapcase(),
        "",
        *samples.dead_tokens,
        samples.device,
        "é\x00",
    )
    words = (
        *(f"Bearer {one}" for one in tokens),
        f"Basic {token}",
        token,
        f"bearer {token}",
        f"Bearer  {token}",
    )
    made.headers["Authorization"] = chance.choice(words)
    return replace(made, what="token")


def other_length(chance: Random, samples: Samples) -> Asked:
    """The body ends before it should, or goes on after that."""
    made = good(chance, samples)
    length = len(made.data) + chance.choice((-1, 1)) * chance.randrange(1, len(made.data))
    made.headers["Content-Length"] = str(length)
    return replace(made, what="length")


def other_id(chance: Random, samples: Samples) -> Asked:
    made = good(chance, samples)
    return replace(made, what="id", path=f"/records/{chance.choice((*OTHER_IDS, *TEXTS[5:])) or '-'}")
