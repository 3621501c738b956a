"""JSON from outside: bounded, nothing twice, no number that is none. Pure."""

import json
from typing import Any

from coach.errors import Fault
from coach.faults import in_words
from coach.parts import canonical


class NotPlainError(Exception):
    """Bytes that are no table of fields in JSON; ``fault`` says what is wrong."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def read_table(file: str, raw: bytes, longest: int, wanted: str) -> dict[str, Any]:
    """A table of fields from its bytes, of which at most ``longest`` are read.

    Args:
        wanted: what it is to be, in words, such as ``a signed programme``.

    Raises:
        NotPlainError: it is none.
    """
    return _table(file, raw, longest, wanted)[0]


def read_canonical(file: str, raw: bytes, longest: int, wanted: str) -> dict[str, Any]:
    """The same from bytes that are exactly what `coach.parts.canonical` writes."""
    data, written = _table(file, raw, longest, wanted)
    if written != raw:
        raise NotPlainError(Fault(file, "the whole file", wanted, "the same data written otherwise"))
    return data


def _table(file: str, raw: bytes, longest: int, wanted: str) -> tuple[dict[str, Any], bytes]:
    """A table and its bytes in canonical JSON; writing it finds the letters that are none."""
    try:
        if len(raw) > longest:
            raise ValueError(f"{len(raw)} bytes, of which at most {longest} are read")
        data = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
        written = canonical(data).encode()
    except (ValueError, RecursionError) as error:
        got = str(error)[:100] if isinstance(error, ValueError) else "lists in lists, too deep to be read"
        raise NotPlainError(Fault(file, "the whole file", wanted, got)) from error
    if not isinstance(data, dict):
        raise NotPlainError(Fault(file, "the whole file", wanted, in_words(data)))
    return data, written


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field that is written twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name}, which is no number")
