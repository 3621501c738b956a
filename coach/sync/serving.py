"""What the clinic's server answers a paired laptop, without a framework: texts as they came in, plain values
for JSON out. Mounted by the server behind its device authentication, which says who the sender is:

==========================================  ==============================================================
``PUT /api/v1/records/<uuid>``              `take_record` with the headers ``Midline-Kind``,
                                            ``Midline-Sequence``, ``Midline-SHA256``, ``Midline-Sent-At``
``POST /api/v1/records``                    `coach.sync.several.take_records`
``GET /api/v1/down?after=<revision>``       `give_down`
``POST /api/v1/reconcile``                  `compare`
==========================================  ==============================================================

==========  ===========================================================================================
200, 201    ``{"id", "sha256", "revision", "duplicate"}``: it is kept for good; 201 the first time
400         the body is not the one that was told: damaged on the way, to be sent again
409         another record of this id is here; what came was kept apart, and is not to be sent again
410         the patient is known here no longer
422         refused, with ``faults``: a list of ``{"file", "field", "wanted", "got"}``
425         what it is about has not come in yet; to be sent again after that
==========  ===========================================================================================

Every answer but 200 and 201 has ``error``, a sentence, and ``faults``, none where the sentence says it all.
At most `LONGEST_BODY` bytes of a body are to be read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.errors import (
    ConflictError,
    DamagedError,
    Fault,
    FaultyError,
    NotFoundError,
    RecordError,
    TooEarlyError,
)
from coach.faults import faults
from coach.store import Receipt, Sealed, Sender, Store
from coach.strict_json import NotPlainError, read_table
from coach.wire import DOWN, UP
from coach.wire.limits import LONGEST_RECORD
from coach.wire.reading import kind_of

LONGEST_BODY = LONGEST_RECORD
#: So many records go down in one answer, as long as they are short together.
MOST_DOWN, LONGEST_DOWN = 50, LONGEST_RECORD
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Answer:
    """A status and the plain values of a JSON body."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a laptop says of a record, as it came: the id from the address, the rest from the headers; a
    header that is missing is empty."""

    record_id: str
    kind: str
    sequence: str
    sha256: str
    sent_at: str = ""


def take_record(store: Store, sender: Sender, told: Told, body: bytes, at: datetime) -> Answer:
    """A record that goes up, and its receipt.

    Args:
        at: now, by the clock here.
    """
    try:
        record, sent_at = record_of(told, body), sent_at_of(told.sent_at)
        return receipt_answer(store.receive(sender, record, at, sent_at))
    except (FaultyError, TooEarlyError, ConflictError, NotFoundError) as error:
        return refusal(error)


def give_down(store: Store, sender: Sender, after: str, private_key: bytes) -> Answer:
    """What the clinic wrote for a patient after a revision: ``items`` in order, each with its ``revision``,
    and whether there is ``more``.

    Args:
        private_key: the clinic's, which signs programmes.
    """
    try:
        revision = _number("after", after)
        ids = store.after(sender.patient_id, revision, MOST_DOWN + 1, DOWN)
    except (RecordError, NotFoundError) as error:
        return refusal(error)
    items: list[dict[str, Any]] = []
    room = LONGEST_DOWN
    for record_id in ids[:MOST_DOWN]:
        record = store.sealed(record_id, private_key)
        room -= len(record.body)
        if items and room < 0:
            break
        items.append(_item(record))
    return Answer(200, {"items": items, "more": len(items) < len(ids)})


class Listed(BaseModel):
    """What a laptop has: pairs of id and hash."""

    model_config = ConfigDict(strict=True, extra="forbid")

    records: tuple[tuple[str, str], ...] = Field(max_length=50_000)


def compare(store: Store, sender: Sender, body: bytes, at: datetime) -> Answer:
    """What is here beside the laptop's list, see `coach.store.Comparison`."""
    file = "the list"
    try:
        read_table(file, body, LONGEST_BODY, "a list of records")
        listed = Listed.model_validate_json(body)
        for record_id, sha256 in listed.records:
            _uuid(record_id)
            _hash(sha256)
        return Answer(200, asdict(store.compare(sender, listed.records, at)))
    except NotPlainError as error:
        return refusal(RecordError((error.fault,)))
    except ValidationError as error:
        return refusal(RecordError(faults(file, "", error)[:20]))
    except (RecordError, NotFoundError) as error:
        return refusal(error)


def refusal(error: Exception) -> Answer:
    """What is answered where something is refused."""
    if isinstance(error, DamagedError):
        return Answer(400, {"error": "The record was damaged on the way.", "faults": []})
    if isinstance(error, FaultyError):
        told = [asdict(fault) for fault in error.faults]
        return Answer(422, {"error": str(error), "faults": told})
    statuses: Mapping[type, int] = {ConflictError: 409, NotFoundError: 410, TooEarlyError: 425}
    return Answer(statuses[type(error)], {"error": str(error), "faults": []})


def receipt_of(body: Mapping[str, Any]) -> Receipt:
    """The receipt in an answer of `take_record`; the other way round.

    Raises:
        RecordError: it is none.
    """
    try:
        return Receipt(str(body["id"]), str(body["sha256"]), int(body["revision"]), bool(body["duplicate"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError((Fault("the answer", "the whole", "a receipt", str(error)[:60]),)) from error


def receipt_answer(receipt: Receipt) -> Answer:
    """A receipt; `receipt_of` reads it."""
    return Answer(200 if receipt.duplicate else 201, asdict(receipt))


def record_of(told: Told, body: bytes) -> Sealed:
    """A record as a laptop says that it is.

    Raises:
        RecordError: what is said cannot be so.
    """
    kind = kind_of(told.kind)
    if kind not in UP:
        raise _fault("kind", f"one of {', '.join(UP)}", told.kind)
    sha256 = _hash(told.sha256)
    return Sealed(_uuid(told.record_id), kind, _number("sequence", told.sequence), sha256, body)


def _item(record: Sealed) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind.value,
        "revision": record.sequence,
        "sha256": record.sha256,
        "body": record.body.decode(),
    }


def _uuid(text: str) -> str:
    try:
        plain = str(UUID(text)) == text
    except ValueError:
        plain = False
    if not plain:
        raise _fault("id", "a UUID in small letters", text)
    return text


def _hash(text: str) -> str:
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise _fault("sha256", "64 hexadecimal digits", text)
    return text


def _number(field: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LARGEST):
        raise _fault(field, f"a whole number up to {LARGEST}", text)
    return int(text)


def sent_at_of(text: str) -> datetime | None:
    """When a laptop says that it sent something, in UTC.

    Raises:
        RecordError: it is no time.
    """
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text[:40])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 2000 <= at.year <= 2200 or text[10] != "T":
        raise _fault("sent_at", "a time with its zone, from 2000 to 2200, or nothing", text)
    return at.astimezone(UTC)


def _fault(field: str, wanted: str, got: str) -> RecordError:
    return RecordError((Fault("the record", field, wanted, got[:60] or "nothing"),))
