"""Ids of records: UUIDs of version 7 (RFC 9562), which begin with the time and so lie beside each other in an
index. Nothing is ordered by them, because clocks differ."""

import secrets
import time
import uuid


def uuid7() -> str:
    """A new one; made by the standard library where it can."""
    own = getattr(uuid, "uuid7", None)  # from Python 3.14
    return str(own()) if own else made_of(time.time_ns() // 1_000_000, secrets.randbits(74))


def made_of(milliseconds: int, chance: int) -> str:
    """The one of a moment, in milliseconds since 1970, and 74 bits of chance."""
    high, low = chance >> 62, chance & (1 << 62) - 1
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def milliseconds_of(made: str) -> int:
    """When it was made, milliseconds since 1970."""
    return uuid.UUID(made).int >> 80
