"""Several records in one body, none of which may be taken: each is broken, or what is told of them."""

from __future__ import annotations

from random import Random
from typing import Any

from coach.parts import canonical
from coach.sync.several import LINES
from coach.wire.reading import sha256_of
from tests.coach.sync.broken_records import Sample, broken
from tests.web.clinic_server.junk_bodies import BODY_TYPES, ID, Asked, Samples, broken_body

PATH = "/records"


def broken_together(chance: Random, samples: Samples) -> Asked:
    """Rightly told of and hashed, but each broken in one place."""
    chosen = chance.choices(samples.records, k=chance.randrange(1, 4))
    records = [Sample(one.kind, broken(chance, one)[1]) for one in chosen]
    return _sent(samples, canonical(_told(chance, records)).encode(), records)


def broken_first_line(chance: Random, samples: Samples) -> Asked:
    """A good record of which something wrong is told."""
    one = chance.choice(samples.records)
    return _sent(samples, broken_body(chance, _told(chance, [one])), [one])


def other_lines(chance: Random, samples: Samples) -> Asked:
    """More lines than are told of, or fewer; or another type of body."""
    one = chance.choice(samples.records)
    first = canonical(_told(chance, [one])).encode()
    made = _sent(samples, first, chance.choice(([], [one, one], [one, Sample(one.kind, b"")])))
    if chance.random() < 0.3:
        made = _sent(samples, first, [one])
        made.headers["Content-Type"] = chance.choice((*BODY_TYPES, "application/json"))
    return made


def _told(chance: Random, records: list[Sample]) -> dict[str, Any]:
    told = [
        {
            "id": ID.format(chance.randrange(256)),
            "kind": one.kind.value,
            "sequence": 9,
            "sha256": sha256_of(one.body),
        }
        for one in records
    ]
    return {"records": told, "sent_at": "2026-03-03T09:30:00+00:00"}


def _sent(samples: Samples, first: bytes, records: list[Sample]) -> Asked:
    data = b"\n".join([first, *(one.body for one in records)])
    headers = {
        "Authorization": f"Bearer {samples.token}",
        "Content-Type": LINES,
        "Content-Length": str(len(data)),
    }
    return Asked("together", "POST", PATH, headers, data)
