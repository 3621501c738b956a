"""Several records in one body: a laptop that was away for a week is done with one question, and the clinic's
server with one transaction.

The first line tells of them in JSON, ``{"records": [{"id", "kind", "sequence", "sha256"}], "sent_at"}``; each
further line is one of them as it is, for canonical JSON has no line break. The answer, with 200, has
``answers``: for each what `coach.sync.serving.take_record` answers, with its ``status``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.errors import CoachError, Fault, NotFoundError, RecordError
from coach.faults import faults
from coach.parts import canonical
from coach.store import Receipt, Sealed, Sender, Store
from coach.strict_json import NotPlainError, read_table
from coach.sync.serving import LARGEST, Answer, Told, receipt_answer, record_of, refusal, sent_at_of

#: So many go together, as long as they are short together, bytes. Judgement: a week of sessions, and half a
#: minute of a slow line.
MOST_TOGETHER, LONGEST_TOGETHER = 10, 3_000_000
LINES = "application/x-ndjson"
FILE, FIRST_LINE = "the records", 10_000


class _Told(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    id: str
    kind: str
    sequence: int = Field(ge=0, le=LARGEST)
    sha256: str


class _FirstLine(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    records: tuple[_Told, ...] = Field(min_length=1, max_length=MOST_TOGETHER)
    sent_at: str = Field(min_length=1)


def together(records: Sequence[Sealed], sent_at: datetime) -> bytes:
    """The body that carries them."""
    told = [
        {"id": one.id, "kind": one.kind.value, "sequence": one.sequence, "sha256": one.sha256}
        for one in records
    ]
    first = canonical({"records": told, "sent_at": sent_at.isoformat()}).encode()
    return b"\n".join([first, *(one.body for one in records)])


def take_records(store: Store, sender: Sender, body: bytes, at: datetime) -> Answer:
    """Records that go up together, and what is answered to each.

    Args:
        at: now, by the clock here.
    """
    try:
        told, bodies = _opened(body)
        sent_at = sent_at_of(told.sent_at)
        looked = [_looked(*one) for one in zip(told.records, bodies, strict=True)]
        records = [one for one in looked if isinstance(one, Sealed)]
        taken = iter(store.receive_together(sender, records, at, sent_at))
    except (RecordError, NotFoundError) as error:
        return refusal(error)
    answers = [_answer(next(taken) if isinstance(one, Sealed) else one) for one in looked]
    return Answer(200, {"answers": answers})


def _opened(body: bytes) -> tuple[_FirstLine, list[bytes]]:
    first, *bodies = body.split(b"\n")
    try:
        read_table(FILE, first, FIRST_LINE, "a line that tells of the records")
        told = _FirstLine.model_validate_json(first)
    except NotPlainError as error:
        raise RecordError((error.fault,)) from error
    except ValidationError as error:
        raise RecordError(faults(FILE, "", error)[:20]) from error
    if len(bodies) != len(told.records):
        wanted = f"{len(told.records)} records, each on a line of its own"
        raise RecordError((Fault(FILE, "the whole body", wanted, f"{len(bodies)} lines"),))
    return told, bodies


def _looked(told: _Told, body: bytes) -> Sealed | Answer:
    try:
        return record_of(Told(told.id, told.kind, str(told.sequence), told.sha256), body)
    except RecordError as error:
        return refusal(error)


def _answer(taken: Answer | Receipt | CoachError) -> dict[str, Any]:
    if isinstance(taken, Receipt):
        taken = receipt_answer(taken)
    answer = refusal(taken) if isinstance(taken, CoachError) else taken
    return answer.body | {"status": answer.status}
