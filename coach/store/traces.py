"""A trace as bytes: small integers, differences, zlib. Pure; what is lost is stated here and nowhere else.

========================================================  ==================  =======================
columns                                                   resolution          limits
========================================================  ==================  =======================
``t_s``                                                   0.1 ms              59 hours
angles (``*_deg``)                                        0.01 degree         327 degrees either way
heights and shifts in shoulder widths                     0.0005 widths       16 widths either way
``confidence``                                            0.0001              3
``hand_near_face``, ``phase``                             1                   32767
========================================================  ==================  =======================

A value beyond its limit is kept at the limit and never wraps round. "Not seen" (NaN) is the smallest integer
of its kind, which no measured value can take.
"""

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.errors import StoreError
from coach.record import DEGREES_STEP, SECONDS_STEP, TRACE_COLUMNS, WIDTHS_STEP, Phase, Trace

#: The first byte of every chunk; a change of the layout below is a new number.
FORMAT = 2
#: Two hours at 30 frames a second; nothing longer is read. Judgement.
MOST_FRAMES = 216_000


@dataclass(frozen=True)
class Kept:
    """How one column is kept: ``round(value / step)`` as an integer of ``kind``."""

    name: str
    step: float
    kind: str = "<i2"

    @property
    def limits(self) -> np.iinfo[np.signedinteger]:
        return np.iinfo(self.kind)


LAYOUT = (
    Kept("t_s", SECONDS_STEP, "<i4"),
    Kept("camera_rotation_deg", DEGREES_STEP),
    Kept("camera_lateral_flexion_deg", DEGREES_STEP),
    Kept("camera_extension_deg", DEGREES_STEP),
    Kept("rotation_deg", DEGREES_STEP),
    Kept("lateral_flexion_deg", DEGREES_STEP),
    Kept("extension_deg", DEGREES_STEP),
    Kept("deviation_deg", DEGREES_STEP),
    Kept("shoulder_tilt_deg", DEGREES_STEP),
    Kept("elevation_left", WIDTHS_STEP),
    Kept("elevation_right", WIDTHS_STEP),
    Kept("lean_deg", DEGREES_STEP),
    Kept("lateral_shift", WIDTHS_STEP),
    Kept("ear_height", WIDTHS_STEP),
    Kept("hand_near_face", 1),
    Kept("confidence", 0.0001),
    Kept("rotation_error_deg", DEGREES_STEP),
    Kept("lateral_flexion_error_deg", DEGREES_STEP),
    Kept("extension_error_deg", DEGREES_STEP),
    Kept("phase", 1),
)
#: What each format holds; the first had no standard errors.
LAYOUTS = {1: tuple(kept for kept in LAYOUT if "_error_" not in kept.name), FORMAT: LAYOUT}


def pack(trace: Trace) -> bytes:
    """A trace of shape (frames, columns) as one chunk of bytes."""
    if trace.values.ndim != 2 or trace.values.shape[1] != len(TRACE_COLUMNS):
        wanted = f"(frames, {len(TRACE_COLUMNS)})"
        raise StoreError(f"A trace was not saved: wanted shape {wanted}, got {trace.values.shape}.")
    columns = (_narrow(trace.column(kept.name), kept).tobytes() for kept in LAYOUT)
    return bytes([FORMAT]) + zlib.compress(b"".join(columns))


def unpack(chunk: bytes) -> Trace:
    """The trace of one chunk, to the resolution of each column."""
    columns = dict(_columns(chunk))
    frames = len(next(iter(columns.values())))
    values = np.full((frames, len(TRACE_COLUMNS)), np.nan)
    for name, column in columns.items():
        values[:, TRACE_COLUMNS.index(name)] = column
    return Trace(values)


def _columns(
    chunk: bytes, names: Collection[str] = TRACE_COLUMNS
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """The columns of these names."""
    layout = LAYOUTS.get(chunk[0]) if chunk else None
    if layout is None:
        got = chunk[0] if chunk else "nothing"
        raise StoreError(f"A trace cannot be read: wanted format 1 to {FORMAT}, got {got}.")
    raw = _inflated(chunk[1:], _frame_bytes(layout))
    frames, start = len(raw) // _frame_bytes(layout), 0
    for kept in layout:
        if kept.name in names:
            yield kept.name, _widen(raw, start, frames, kept)
        start += frames * np.dtype(kept.kind).itemsize


def check(chunk: bytes) -> None:
    """Look into a chunk that came from elsewhere.

    Raises:
        StoreError: it cannot be read, or holds a time or a phase that is none.
    """
    columns = dict(_columns(chunk, ("t_s", "phase")))
    if not np.isfinite(columns["t_s"]).all() or not np.isin(columns["phase"], range(len(Phase))).all():
        raise StoreError("A trace cannot be read: wanted a time and a phase in every frame, got others.")


def _inflated(packed: bytes, frame_bytes: int) -> bytes:
    """The integers of a chunk; no more of them than the longest piece of a session has."""
    inflating = zlib.decompressobj()
    try:
        raw = inflating.decompress(packed, MOST_FRAMES * frame_bytes)
    except zlib.error as error:
        raise StoreError(f"A trace cannot be read: {error}.") from error
    if not inflating.eof or inflating.unused_data or len(raw) % frame_bytes:
        raise StoreError(f"A trace cannot be read: wanted whole frames, at most {MOST_FRAMES}, got others.")
    return raw


def _frame_bytes(layout: tuple[Kept, ...]) -> int:
    return sum(np.dtype(kept.kind).itemsize for kept in layout)


def join(traces: list[Trace]) -> Trace | None:
    """Chunks one after the other, or ``None`` where there is none."""
    return Trace(np.concatenate([trace.values for trace in traces])) if traces else None


def _narrow(column: NDArray[np.float64], kept: Kept) -> NDArray[np.unsignedinteger]:
    """Integers as differences from one frame to the next, which compress to three quarters (measured)."""
    limits = kept.limits
    whole = np.clip(np.round(column / kept.step), limits.min + 1, limits.max)
    integers = np.where(np.isnan(column), limits.min, whole).astype(kept.kind)
    unsigned = integers.view(kept.kind.replace("i", "u"))
    return np.diff(unsigned, prepend=unsigned.dtype.type(0))


def _widen(raw: bytes, start: int, frames: int, kept: Kept) -> NDArray[np.float64]:
    unsigned = np.frombuffer(raw, kept.kind.replace("i", "u"), frames, start)
    integers = np.cumsum(unsigned, dtype=unsigned.dtype).view(kept.kind)
    return np.where(integers == kept.limits.min, np.nan, integers * kept.step)
