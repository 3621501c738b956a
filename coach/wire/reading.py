"""Records as bytes and back; what is read is bounded and of our own shape, or refused with its faults."""

import hashlib

from pydantic import ValidationError

from coach.errors import Fault, RecordError
from coach.faults import faults
from coach.parts import canonical
from coach.strict_json import NotPlainError, read_canonical
from coach.wire.bodies import (
    AnswersBody,
    AnyBody,
    Body,
    ErasureBody,
    FlagBody,
    GuideBody,
    LetterBody,
    SessionBody,
)
from coach.wire.kinds import Kind
from coach.wire.limits import LONGEST_RECORD, limit_faults

#: The shape of each kind; a programme is a signed file, see `coach.signed`.
SHAPES: dict[Kind, type[AnyBody]] = {
    Kind.SESSION: SessionBody,
    Kind.ANSWERS: AnswersBody,
    Kind.FLAG: FlagBody,
    Kind.GUIDE: GuideBody,
    Kind.QUESTION: LetterBody,
    Kind.ERASURE: ErasureBody,
    Kind.MESSAGE: LetterBody,
}
#: So many faults are told; a record of noise has thousands.
MOST_FAULTS = 20


def sha256_of(body: bytes) -> str:
    """The hash of a record, hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def written(body: Body) -> bytes:
    """A record as canonical JSON."""
    return canonical(body.model_dump(mode="json")).encode()


def read(kind: Kind, body: bytes) -> AnyBody:
    """A record from its bytes.

    Raises:
        RecordError: it is none of this kind, with every fault.
    """
    file = f"the {kind}"
    try:
        data = read_canonical(file, body, LONGEST_RECORD, f"a {kind} as canonical JSON")
    except NotPlainError as error:
        raise RecordError((error.fault,)) from error
    beyond = tuple(limit_faults(file, data))
    if beyond:
        raise RecordError(beyond[:MOST_FAULTS])
    try:
        return SHAPES[kind].model_validate_json(body)
    except ValidationError as error:
        raise RecordError(faults(file, "", error)[:MOST_FAULTS]) from error


def kind_of(text: str) -> Kind:
    """A kind by its name.

    Raises:
        RecordError: there is none of this name.
    """
    try:
        return Kind(text)
    except ValueError:
        wanted = f"one of {', '.join(Kind)}"
        raise RecordError((Fault("the record", "kind", wanted, text[:60]),)) from None
