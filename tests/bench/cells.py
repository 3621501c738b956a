"""Errors by movement and range: the cells of the tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pose.geometry import angle_between_deg, angles_deg
from tests.bench.shared import Truth

#: Each movement: index of its angle in (rotation, lateral flexion, extension), its sequences, its ranges.
MOVEMENTS = {
    "rotation": (
        0,
        ("rotation_left", "rotation_right"),
        ((0, 15), (20, 30), (35, 45), (50, 60), (65, 75), (80, 90)),
    ),
    "extension": (2, ("extension",), ((0, 10), (15, 25), (30, 40), (45, 50), (55, 60))),
    "flexion": (2, ("flexion",), ((0, 10), (15, 25), (30, 40), (45, 50), (55, 60))),
    "lateral flexion": (1, ("tilt_left", "tilt_right"), ((0, 15), (20, 30), (35, 45), (50, 60))),
}
#: "In range": what a patient's exercises ask for; every sequence of head movements within these.
IN_RANGE_ROTATION_DEG = 45.0
IN_RANGE_EXTENSION_DEG = 30.0


@dataclass(frozen=True, eq=False)
class Reading:
    """One picture, one method.

    Attributes:
        sequence: which walk the picture is from.
        truth: its row.
        head: shape (3, 3), what the method read, its own reading of the straight head taken off; ``None``
            where it found no face.
    """

    sequence: str
    truth: Truth
    head: NDArray[np.float64] | None

    def errors_deg(self) -> NDArray[np.float64]:
        """Read less true: rotation, lateral flexion, extension; NaN where nothing was found."""
        if self.head is None:
            return np.full(3, np.nan)
        rotation, extension, lateral_flexion = angles_deg(self.head)
        return np.array([rotation, lateral_flexion, extension]) - self.truth.angles_deg

    def geodesic_deg(self) -> float:
        """The one angle between read and true; NaN where nothing was found."""
        return float("nan") if self.head is None else angle_between_deg(self.head, self.truth.head)


@dataclass(frozen=True)
class Cell:
    """Of the pictures in one range: share found, then errors in degrees over those found.

    Attributes:
        found: 0 to 1.
        mean_abs_deg: on the movement's own axis.
        signed_deg: the same signed; negative reads too little.
        geodesic_deg: all axes together.
    """

    found: float
    mean_abs_deg: float
    signed_deg: float
    geodesic_deg: float

    def __str__(self) -> str:
        if not self.found:
            return "  0%                  "
        return (
            f"{self.found:4.0%} {self.mean_abs_deg:4.1f} {self.signed_deg:+5.1f} geo {self.geodesic_deg:4.1f}"
        )


def cell(readings: Sequence[Reading], axis: int) -> Cell:
    """The cell of these readings."""
    errors = np.array([reading.errors_deg()[axis] for reading in readings])
    sides = np.sign([reading.truth.angles_deg[axis] or 1.0 for reading in readings])
    geodesic = np.array([reading.geodesic_deg() for reading in readings])
    seen = np.isfinite(errors)
    if not seen.any():
        return Cell(0.0, np.nan, np.nan, np.nan)
    return Cell(
        float(seen.mean()),
        float(np.abs(errors[seen]).mean()),
        float((errors * sides)[seen].mean()),
        float(geodesic[seen].mean()),
    )


def by_range(readings: Sequence[Reading]) -> Iterator[tuple[str, tuple[int, int], Cell]]:
    """(movement, range in degrees, cell) of all readings."""
    for movement, (axis, names, ranges) in MOVEMENTS.items():
        for low, high in ranges:
            inside = [
                reading
                for reading in readings
                if reading.sequence in names
                and low - 0.1 <= abs(reading.truth.angles_deg[axis]) <= high + 0.1
            ]
            yield movement, (low, high), cell(inside, axis)


def readings_in_range(readings: Sequence[Reading]) -> list[Reading]:
    """All head movements in range."""
    names = {name for _, sequences, _ in MOVEMENTS.values() for name in sequences}
    return [
        reading
        for reading in readings
        if (reading.sequence in names or reading.sequence.startswith("combination"))
        and abs(reading.truth.angles_deg[0]) <= IN_RANGE_ROTATION_DEG + 0.1
        and abs(reading.truth.angles_deg[2]) <= IN_RANGE_EXTENSION_DEG + 0.1
    ]


def in_range(readings: Sequence[Reading]) -> tuple[float, float, float]:
    """(share found, mean of the three axes, geodesic) of all head movements in range, degrees."""
    inside = readings_in_range(readings)
    errors = np.array([np.abs(reading.errors_deg()).mean() for reading in inside])
    geodesic = np.array([reading.geodesic_deg() for reading in inside])
    return float(np.isfinite(errors).mean()), float(np.nanmean(errors)), float(np.nanmean(geodesic))
