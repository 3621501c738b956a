"""Real photographs: three people who looked at marks on the walls (Pointing'04). Their true angles are not
known, so: is the head found, does rotation rise with the marks, are left and right alike, and does what is
learned agree with plain geometry where geometry can be trusted."""

import csv
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pose.frame import Frame
from pose.geometry import angles_deg
from pose.landmarker import Models, load_models
from pose.measure import Measurer
from tests.bench.shared import DATA, FOV_DEG, picture

TITLE = "Real photographs (Pointing'04)"
FOLDER = DATA / "real" / "pointing04"
#: Each photograph is shown so often, as if it were a film, and long after the one before.
SHOWN, FRAME_S, APART_S = 3, 1 / 30, 10.0
FAR_DEG, HIGH_DEG, NEAR_DEG = 75.0, 30.0, 30.0
SIDES_DEG = (15.0, 30.0, 45.0, 60.0, 75.0)

Head = NDArray[np.float64] | None
#: (person and series, nominal rotation, nominal extension) to what ours and the plain fit read.
Reads = dict[tuple[str, float, float], tuple[Head, Head]]


def lines() -> Iterator[str]:
    """The table."""
    if not FOLDER.is_dir():
        yield f"The shared photographs are not at {FOLDER}; nothing to measure."
        return
    reads = after_neutral(read_all(load_models()))
    wanted = [heads for (_, rotation, high), heads in reads.items() if _asked(rotation, high)]
    for name, which in (("ours", 0), ("plain fit", 1)):
        found = np.mean([heads[which] is not None for heads in wanted])
        falls, steps = _falls(reads, which)
        yield (
            f"{name:10}found {found:5.1%} (to {FAR_DEG:.0f} aside, {HIGH_DEG:.0f} up and down)   "
            f"rotation falls back in {falls} of {steps} steps   sides differ by {_sides(reads, which)}"
        )
    rotation, extension, lateral_flexion = _agreement(reads)
    yield (
        f"ours less plain fit within {NEAR_DEG:.0f}: rotation {rotation:.1f}, "
        f"lateral flexion {lateral_flexion:.1f}, extension {extension:.1f} degrees on average"
    )


def _asked(rotation: float, high: float) -> bool:
    return abs(rotation) <= FAR_DEG and abs(high) <= HIGH_DEG


def read_all(models: Models) -> Reads:
    """Every photograph in range, as ours and the plain fit read it."""
    with (FOLDER / "nominal.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    reads: Reads = {}
    for person, group in groupby(rows, key=lambda row: row["file"].split("_")[0]):
        with (
            Measurer(models, vertical_fov_deg=FOV_DEG) as ours,
            Measurer(models, vertical_fov_deg=FOV_DEG) as plain,
        ):
            for number, row in enumerate(group):
                rotation, high = float(row["nominal_rotation_deg"]), float(row["nominal_extension_deg"])
                if _asked(rotation, high):
                    frames = _shown(FOLDER / row["file"], number)
                    heads = [ours.measure(frame).head for frame in frames]
                    fits = [plain.fit(frame) for frame in frames]
                    reads[person, rotation, high] = heads[-1], fits[-1].head if fits[-1] else None
    return reads


def _shown(path: Path, number: int) -> list[Frame]:
    return [picture(path, number * APART_S + shown * FRAME_S) for shown in range(SHOWN)]


def after_neutral(reads: Reads) -> Reads:
    """Each series less its own straight photograph."""
    after: Reads = {}
    for (series, rotation, high), heads in reads.items():
        straight = reads[series, 0.0, 0.0]
        pairs = [
            None if head is None or zero is None else head @ zero.T
            for head, zero in zip(heads, straight, strict=True)
        ]
        after[series, rotation, high] = pairs[0], pairs[1]
    return after


def _rotation(head: Head) -> float:
    return float("nan") if head is None else angles_deg(head)[0]


def _falls(reads: Reads, which: int) -> tuple[int, int]:
    """How many steps from mark to mark go backward, of how many; each series and height by itself."""
    falls = steps = 0
    for series, high in {(series, high) for series, _, high in reads}:
        row = sorted((r, _rotation(h[which])) for (s, r, x), h in reads.items() if (s, x) == (series, high))
        read = [value for _, value in row if np.isfinite(value)]
        sign = np.sign(read[-1] - read[0])
        falls += sum(sign * (after - before) < 0 for before, after in pairwise(read))
        steps += len(read) - 1
    return falls, steps


def _sides(reads: Reads, which: int) -> str:
    differences = [
        abs(_rotation(reads[series, side, 0.0][which]) + _rotation(reads[series, -side, 0.0][which]))
        for series in sorted({series for series, _, _ in reads})
        for side in SIDES_DEG
    ]
    return f"{np.nanmean(differences):.1f} degrees (nominal 15 to 75)"


def _agreement(reads: Reads) -> NDArray[np.float64]:
    """Mean absolute difference of rotation, extension and lateral flexion between ours and the plain fit."""
    differences = [
        np.abs(np.subtract(angles_deg(ours), angles_deg(plain)))
        for (_, rotation, high), (ours, plain) in reads.items()
        if abs(rotation) <= NEAR_DEG and abs(high) <= NEAR_DEG and ours is not None and plain is not None
    ]
    return np.asarray(np.mean(differences, axis=0))
