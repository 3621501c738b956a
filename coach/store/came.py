"""A record that came in, read and looked into, before anything of it is kept. Pure."""

import base64
from dataclasses import dataclass
from typing import Any

from coach.errors import DamagedError, Fault, RecordError, StoreError
from coach.store import traces
from coach.store.record_values import Sealed
from coach.wire.bodies import AnyBody, SessionBody
from coach.wire.reading import read, sha256_of


@dataclass(frozen=True, eq=False)
class Came:
    """A good record.

    Attributes:
        chunks: the pieces of a session's traces as columns.
    """

    record: Sealed
    body: AnyBody
    chunks: list[dict[str, Any]]


def come(record: Sealed) -> Came:
    """Look into a record.

    Raises:
        DamagedError: it was changed on the way.
        RecordError: it is none of its kind.
    """
    if sha256_of(record.body) != record.sha256:
        fault = Fault(f"the {record.kind}", "the whole file", "the hash that was told", "another")
        raise DamagedError((fault,))
    body = read(record.kind, record.body)
    return Came(record, body, _chunks(body) if isinstance(body, SessionBody) else [])


def _chunks(body: SessionBody) -> list[dict[str, Any]]:
    found = []
    for position, exercise in enumerate(body.exercises):
        for number, text in enumerate(exercise.chunks):
            chunk = base64.b64decode(text)
            try:
                traces.check(chunk)
            except StoreError as error:
                where = f"exercises.{position}.chunks.{number}"
                raise RecordError((Fault("the session", where, "a trace", str(error)),)) from error
            found.append({"session_id": body.id, "position": position, "chunk": chunk})
    return found
