"""Pieces of a trace that are none."""

from __future__ import annotations

import zlib
from functools import lru_cache
from random import Random

import numpy as np

from coach.store.traces import FORMAT, MOST_FRAMES

#: Bytes of one frame of a trace.
FRAME = 42


def spoiled(chance: Random, chunk: bytes) -> bytes:
    """What can be done to a good one."""
    at, bit = chance.randrange(len(chunk)), 1 << chance.randrange(8)
    raw = zlib.decompress(chunk[1:])
    if chance.random() < 0.02:  # it costs the server nine megabytes for a moment, as it must
        return bytes([FORMAT]) + _bomb()
    ways = (
        lambda: b"",
        lambda: chunk[:at],
        lambda: _flipped(chunk, at, bit, raw),
        lambda: chunk + chunk[1:],
        lambda: bytes([chance.choice((0, 3, 9, 255))]) + chunk[1:],
        lambda: bytes([FORMAT]) + raw,
        lambda: bytes([FORMAT]) + zlib.compress(raw[: chance.randrange(1, FRAME)]),
        lambda: bytes([FORMAT]) + zlib.compress(raw + raw[:7]),
        lambda: bytes([FORMAT]) + zlib.compress(raw)[2:-4],  # neither head nor sum
        lambda: bytes([FORMAT]) + zlib.compress(b"\xff" * FRAME),  # a phase that is none
        lambda: bytes([FORMAT]) + zlib.compress(_with_first(raw, np.iinfo("<i4").min)),  # no time
    )
    return chance.choice(ways)()


def _flipped(chunk: bytes, at: int, bit: int, raw: bytes) -> bytes:
    """One bit is another; where packing has bits that stand for nothing, the last byte is missing instead."""
    made = chunk[:at] + bytes([chunk[at] ^ bit]) + chunk[at + 1 :]
    try:
        same = at > 0 and zlib.decompress(made[1:]) == raw
    except zlib.error:
        same = False
    return chunk[:-1] if same else made


def _with_first(raw: bytes, time: int) -> bytes:
    return int(time).to_bytes(4, "little", signed=True) + raw[4:]


@lru_cache
def _bomb() -> bytes:
    """A hundred times the longest trace in some hundred kilobytes."""
    packing, piece = zlib.compressobj(9), bytes(FRAME * MOST_FRAMES // 8)
    return b"".join(packing.compress(piece) for _ in range(80)) + packing.flush()
