"""Requests to the laptops' door that must not be taken. Most are good ones, with a good token and headers,
wrong in one place only, so that they come as deep as a good one; the rest is noise. Each is drawn from the
chance that is given, so that any can be made again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any

from coach.parts import canonical
from coach.sync.proof import prove
from coach.wire.reading import sha256_of
from tests.web.clinic_server import junk_records as records
from tests.web.clinic_server import junk_together as several
from tests.web.clinic_server.junk_bodies import BODY_TYPES, ID, TEXTS, Asked, Samples, broken_body


def asked(chance: Random, samples: Samples) -> Asked:
    """One request that must not be taken."""
    (make,) = chance.choices(list(MAKERS), WEIGHTS)
    return make(chance, samples)


def _broken_body(chance: Random, samples: Samples) -> Asked:
    """A body of fields that is wrong in one of them, or no such body."""
    path, body = chance.choice(list(samples.bodies.items()))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {samples.token}"}
    data = broken_body(chance, body)
    return Asked(path, "POST", path, headers | {"Content-Length": str(len(data))}, data)


def _list(chance: Random, samples: Samples) -> Asked:
    """A long list of records, one of which is none."""
    pair = [ID.format(1), "ab" * 32]
    odd = chance.choice(
        ([], pair[:1], [*pair, 1], pair[::-1], [pair[0], 1], {"a": 1}, [records.OTHER_IDS[1], pair[1]], None)
    )
    listed = [pair] * chance.choice((0, 1, 40))
    listed.insert(chance.randrange(len(listed) + 1), odd)  # type: ignore[arg-type]
    if chance.random() < 0.002:
        listed = [pair] * 50_001
    made = records.good(chance, samples)
    data = canonical({"records": listed}).encode()
    headers = made.headers | {"Content-Length": str(len(data))}
    return Asked("/reconcile", "POST", "/reconcile", headers, data)


def _down(chance: Random, samples: Samples) -> Asked:
    """After which revision is told in no number."""
    after = chance.choice((*(one for one in TEXTS if "&" not in one), "2147483648", "1_0", "+1", "1 ", "0b1"))
    query = chance.choice((f"after={after}", "", "After=1", f"before={after}"))
    return Asked("/down", "GET", f"/down?{query}", {"Authorization": f"Bearer {samples.token}"})


def _not_proved(chance: Random, samples: Samples) -> Asked:
    """A real challenge that was not signed by this laptop's key, or is not this laptop's."""
    nonce = samples.nonce()
    good, other = prove(samples.key, nonce), prove(bytes(32), nonce)
    at, digit = chance.randrange(128), chance.choice("0123456789abcdef")
    flipped = good[:at] + (digit if digit != good[at] else ("0" if digit != "0" else "1")) + good[at + 1 :]
    fields = chance.choice(
        (
            {"signature": flipped},
            {"signature": other},
            {"signature": good[64:] + good[:64]},
            {"signature": "0" * 128},
            {"nonce": nonce[1:] + nonce[0]},
            {"nonce": sha256_of(nonce.encode())},
            {"device": ID.format(9)},
            {"signature": prove(samples.key, nonce + " ")},
        )
    )
    body = {"device": samples.device, "nonce": nonce, "signature": good} | fields
    return _of_fields("/device/token", body)


def _no_such(chance: Random, samples: Samples) -> Asked:
    """A laptop that is none, a challenge that never was, a code that opens nothing; in the right shape."""
    letters = "".join(chance.choices("BCDFGHJKLMNPQRSTVWXZ", k=7))
    code = {"code": f"Y{letters}", "public_key": chance.randbytes(32).hex(), "name": "x"}
    proof = {"nonce": chance.randbytes(32).hex(), "signature": chance.randbytes(64).hex()}
    body: dict[str, Any]
    path, body = chance.choice(
        (
            ("/device/challenge", {"device": ID.format(chance.randrange(256))}),
            ("/device/token", {"device": samples.device} | proof),
            ("/pair", code),
        )
    )
    return _of_fields(path, body)


def _of_fields(path: str, body: dict[str, Any]) -> Asked:
    data = json.dumps(body).encode()
    return Asked(
        path, "POST", path, {"Content-Type": "application/json", "Content-Length": str(len(data))}, data
    )


def _noise(chance: Random, samples: Samples) -> Asked:
    path = chance.choice([*samples.bodies, f"/records/{ID.format(1)}"])
    data = chance.randbytes(chance.randrange(400))
    data = chance.choice((data, base64.b64encode(data), b"[" * chance.randrange(1, 3000)))
    headers = {
        "Content-Type": chance.choice(("application/json", *BODY_TYPES)),
        "Content-Length": str(len(data)),
    }
    return Asked("noise", "PUT" if "records" in path else "POST", path, headers, data)


def _elsewhere(chance: Random, samples: Samples) -> Asked:
    """Somewhere else, or in another way."""
    method = chance.choice(("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "TRACE", "X", "get", "PRI"))
    where = chance.choice(
        ("/records/", "/device/", "/", "/reconcile/", "/pair/", "//", "/records//", "/../", "/x?")
    )
    headers = {
        "Authorization": f"Bearer {samples.token}",
        "Content-Type": "application/json",
        "Content-Length": "2",
    }
    return Asked("elsewhere", method, where + chance.choice(TEXTS), headers, b"{}")


#: How often of a thousand; what makes the database write costs most.
MAKERS: dict[Callable[[Random, Samples], Asked], int] = {
    records.broken_record: 270,
    records.damaged_record: 60,
    records.wrong_header: 120,
    records.no_token: 60,
    records.other_kind: 20,
    records.other_length: 40,
    records.other_id: 30,
    several.broken_together: 40,
    several.broken_first_line: 40,
    several.other_lines: 10,
    _broken_body: 150,
    _list: 30,
    _down: 20,
    _not_proved: 15,
    _no_such: 15,
    _noise: 40,
    _elsewhere: 40,
}
WEIGHTS = list(MAKERS.values())
