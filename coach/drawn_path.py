"""Paths that are drawn with the nose, and how far the head is from one. Pure, in degrees."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, isnan, nan, pi, sin

from coach.parts import Shape

#: A path is half as high as it goes to one side, so that the nod stays small. Judgement.
HEIGHT_SHARE = 0.5

#: Straight pieces that a path is made of: they leave the curve by less than 0.1 degrees.
PIECES = 48

#: Drawn is a path of which this share was passed nearby; a head that keeps still in the middle passes about a
#: third. Judgement.
DRAWN_SHARE = 0.6

#: From the middle of one pass to where it ends: each shape at a share (0 to 1) of its way, for a size of 1.
SHAPES: dict[Shape, Callable[[float], tuple[float, float]]] = {
    Shape.LINE: lambda share: (1 - 2 * share, 0.0),
    Shape.ARC: lambda share: (cos(pi * share), HEIGHT_SHARE * sin(pi * share)),
    Shape.EIGHT: lambda share: (sin(2 * pi * share), HEIGHT_SHARE * sin(4 * pi * share)),
}

Point = tuple[float, float]


@dataclass(frozen=True)
class DrawnPath:
    """One path; ``size_deg`` is how far it goes to either side."""

    shape: Shape
    size_deg: float

    def distance(self, rotation_deg: float, extension_deg: float) -> float:
        """How far a head is from the nearest point of the path, degrees; NaN where not seen."""
        if isnan(rotation_deg + extension_deg):
            return nan
        here = (rotation_deg, extension_deg)
        return min(_from_piece(here, a, b) for a, b in pairwise(points(self.shape, self.size_deg)))

    def passed(self, rotation_deg: float, extension_deg: float, near_deg: float) -> frozenset[int]:
        """Which points of the path a head is near to."""
        path = points(self.shape, self.size_deg)
        return frozenset(
            i for i, (x, y) in enumerate(path) if hypot(rotation_deg - x, extension_deg - y) <= near_deg
        )


def is_drawn(passed: frozenset[int]) -> bool:
    """Whether enough of a path was passed."""
    return len(passed) >= DRAWN_SHARE * PIECES


@lru_cache(maxsize=16)
def points(shape: Shape, size_deg: float) -> tuple[Point, ...]:
    """A path as points (rotation, extension), from its beginning to its end."""
    unit = (SHAPES[shape](step / PIECES) for step in range(PIECES + 1))
    return tuple((size_deg * turn, size_deg * nod) for turn, nod in unit)


def _from_piece(here: Point, start: Point, end: Point) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    way = (here[0] - start[0]) * along[0] + (here[1] - start[1]) * along[1]
    share = max(0.0, min(1.0, way / length)) if length else 0.0
    return hypot(here[0] - start[0] - share * along[0], here[1] - start[1] - share * along[1])
