"""What laptops send that is neither a record nor a list of them, strictly read. Pure."""

import re
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from coach.errors import RecordError
from coach.faults import faults
from coach.parts import Broken, refuse
from coach.strict_json import NotPlainError, read_table

B = TypeVar("B", bound="Body")

HEXADECIMAL = re.compile(r"[0-9a-f]*")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST_CODE, LONGEST_NAME = 40, 80
LONGEST = 2_000  # bytes, of the longest of them


class Body(BaseModel):
    """A table of texts; ``RULES`` names those that are more than texts."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @model_validator(mode="after")
    def _rules(self) -> "Body":
        refuse(self.broken())
        return self

    def broken(self) -> Iterator[Broken]:
        """Every text that is not what is wanted."""
        for name, text in self:
            wanted = WANTED[name](text)
            if wanted:
                yield Broken(name, wanted, text[:60])


def _digits(text: str, count: int) -> str:
    good = len(text) == count and HEXADECIMAL.fullmatch(text)
    return "" if good else f"{count} hexadecimal digits in small letters"


def _readable(text: str, most: int) -> str:
    good = len(text.strip()) >= 1 and len(text) <= most and text.isprintable()
    return "" if good else f"1 to {most} letters that can be seen"


def _id(text: str) -> str:
    return "" if ID.fullmatch(text) else "a UUID in small letters"


#: What is wanted of each, in words; empty where it is so.
WANTED = {
    "code": lambda text: _readable(text, LONGEST_CODE),
    "name": lambda text: _readable(text, LONGEST_NAME),
    "public_key": lambda text: _digits(text, 64),
    "nonce": lambda text: _digits(text, 64),
    "signature": lambda text: _digits(text, 128),
    "device": _id,
}


class PairBody(Body):
    """The code as it was typed, and the laptop's Ed25519 public key and name."""

    code: str
    public_key: str
    name: str


class ChallengeBody(Body):
    """Who asks."""

    device: str


class TokenBody(Body):
    """The answer to a challenge."""

    device: str
    nonce: str
    signature: str


def read_body(kind: type[B], raw: bytes) -> B:
    """A body from its bytes.

    Raises:
        RecordError: it is none, with every fault.
    """
    file = "the request"
    try:
        read_table(file, raw, LONGEST, "a table of fields as JSON")
        return kind.model_validate_json(raw)
    except NotPlainError as error:
        raise RecordError((error.fault,)) from error
    except ValidationError as error:
        raise RecordError(faults(file, "", error)[:20]) from error
