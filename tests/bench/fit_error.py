"""Fits `ERROR` of `pose/reading.py`: `python -m tests.bench.fit_error` prints it, and how honest it is.

Every training picture is shown three times as if it were a film, and read by the whole measuring code; each
person's straight heads are the neutral. The networks were trained on the same people: as far as they count,
errors are taken as much larger as they were on people left out of the training (`LEFT_OUT`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pose.frame import Frame
from pose.geometry import angle_between_deg, angles_deg, mean_rotation
from pose.landmarker import Models, load_models
from pose.measure import Measurer
from pose.reading import terms
from tests.bench.shared import Truth, people, picture, truths

Array = NDArray[np.float64]

STRAIGHT, SHOWN, FRAME_S, APART_S = 6, 3, 1 / 30, 1.0
LEFT_OUT = 1.3
#: A reading that is off by more is a wrong find; the standard error speaks of the others.
WRONG_DEG = 25.0
STEPS, RATE = 4000, 0.01
#: Nothing is surer than this, degrees.
LEAST = 0.2


@dataclass(frozen=True, eq=False)
class Read:
    """One picture as it was read."""

    truth: Truth
    head: Array
    terms: Array
    turned_share: float


def reads(models: Models, folder: Path) -> list[Read]:
    """All pictures of one person in which the head was seen."""
    rows = truths(folder / "truth.csv")
    height = picture(folder / rows[0].row["file"], 0.0).rgb.shape[0]
    fov_deg = float(np.degrees(2 * np.arctan(height / 2 / rows[0]["focal_length_px"])))
    with Measurer(models, vertical_fov_deg=fov_deg) as measurer:
        return [read for number, row in enumerate(rows) if (read := _read(measurer, folder, row, number))]


def _read(measurer: Measurer, folder: Path, row: Truth, number: int) -> Read | None:
    rgb = picture(folder / row.row["file"], 0.0).rgb
    for shown in range(SHOWN):
        found = measurer.read(Frame(number * APART_S + shown * FRAME_S, rgb))
    if found.reading is None:
        return None
    return Read(row, found.reading.fit.head, terms(found.reading, found.camera), found.reading.turned_share)


def errors_deg(person: list[Read]) -> Iterator[tuple[Array, Read]]:
    """Errors of rotation, lateral flexion and extension after neutral; wrong finds are left out."""
    straight = mean_rotation(np.array([one.head for one in person[:STRAIGHT]]))
    for one in person:
        head = one.head @ straight.T
        if angle_between_deg(head, one.truth.head) < WRONG_DEG:
            rotation, extension, lateral_flexion = angles_deg(head)
            off = np.array([rotation, lateral_flexion, extension]) - one.truth.angles_deg
            yield (off + 180) % 360 - 180, one


def most_likely(errors: Array, grown: Array) -> Array:
    """Coefficients, none negative, that make errors, shape (n,), most likely; terms of shape (n, k)."""
    logs = np.log(np.full(grown.shape[1], 0.5))
    mean, square = np.zeros_like(logs), np.zeros_like(logs)
    for step in range(1, STEPS + 1):
        sizes = np.exp(logs)
        sigma = np.maximum(grown @ sizes, LEAST)
        slope = ((1 / sigma - errors**2 / sigma**3)[:, None] * grown).mean(axis=0) * sizes
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        logs -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return np.asarray(np.exp(logs))


def main() -> None:
    """Fits each axis on all people and prints how many errors are within one and two standard errors."""
    models = load_models()
    pairs = [pair for folder in people("training") for pair in errors_deg(reads(models, folder))]
    errors = np.array([error * (1 + (LEFT_OUT - 1) * one.turned_share) for error, one in pairs])
    grown = np.array([one.terms for _, one in pairs])
    for axis, name in enumerate(("rotation", "lateral flexion", "extension")):
        sizes = most_likely(errors[:, axis], grown)
        off = np.abs(errors[:, axis]) / np.maximum(grown @ sizes, LEAST)
        shares = f"{np.mean(off < 1):.0%} within one, {np.mean(off < 2):.0%} within two"
        print(f"{name:16}[{', '.join(f'{size:.3f}' for size in sizes)}],  # {shares}")


if __name__ == "__main__":
    main()
