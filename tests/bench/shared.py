"""Where the shared pictures with known angles are, and how they are read."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pose.frame import Frame
from pose.geometry import rotation_matrix

#: Beside the project: rendered people with exactly known angles. See its own README.
DATA = Path(__file__).parents[3] / "shared" / "data"
#: Vertical field of view of every rendered picture but those for training, degrees.
FOV_DEG = 50.0
#: The time stamps of numbered pictures.
STILLS_FPS = 30.0


@dataclass(frozen=True)
class Truth:
    """The row that belongs to one picture.

    Attributes:
        row: the file's own cells, by column.
    """

    row: dict[str, str]

    def __getitem__(self, column: str) -> float:
        return float(self.row.get(column) or 0.0)

    @property
    def angles_deg(self) -> tuple[float, float, float]:
        """(rotation, lateral flexion, extension) of the head in the camera's frame."""
        names = ("rotation", "lateral_flexion", "extension")
        rotation, lateral_flexion, extension = (self[f"head_{name}_deg"] for name in names)
        return rotation, lateral_flexion, extension

    @property
    def head(self) -> NDArray[np.float64]:
        """The head's matrix, shape (3, 3)."""
        rotation, lateral_flexion, extension = self.angles_deg
        return rotation_matrix(rotation, extension, lateral_flexion)


def truths(path: Path) -> list[Truth]:
    """All rows of a truth file."""
    with path.open(newline="", encoding="utf-8") as file:
        return [Truth(row) for row in csv.DictReader(file)]


def people(kind: str) -> list[Path]:
    """The folders of ``stills``, ``clips`` or ``training``; empty where the shared data are not there."""
    return sorted(path for path in (DATA / kind).glob("*") if path.is_dir())


def picture(path: Path, t_s: float) -> Frame:
    """One picture as a frame."""
    bgr = cv2.imread(str(path))
    assert bgr is not None, path
    return Frame(t_s, np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8))


def sequences(person: Path) -> Iterator[tuple[str, list[Truth]]]:
    """The sequences of a person's stills, each with its rows in order."""
    rows = truths(person / "truth.csv")
    for name in dict.fromkeys(row.row["sequence"] for row in rows):
        yield name, [row for row in rows if row.row["sequence"] == name]
