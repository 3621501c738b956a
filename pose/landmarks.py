"""What the landmark models found in one frame, in our own types."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Face:
    """The nearest face in one frame.

    Attributes:
        points_px: shape (478, 2), pixels, x to the patient's left, y down.
        matrix: shape (4, 4), the library's own head matrix (kept for comparison in the bench).
    """

    points_px: NDArray[np.float64]
    matrix: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Body:
    """The nearest body in one frame; 33 points in the order of the Pose Landmarker.

    Attributes:
        points_px: shape (33, 2), pixels.
        world_m: shape (33, 3), metres around the hips, as the model gives them.
        visibility: shape (33,), 0 to 1.
    """

    points_px: NDArray[np.float64]
    world_m: NDArray[np.float64]
    visibility: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Landmarks:
    """Everything found in one frame. ``None`` means "not seen".

    Attributes:
        t_s: time of the frame, seconds.
        size_px: (width, height) of the picture.
        faces: how many faces were seen, 0 to 2.
    """

    t_s: float
    size_px: tuple[int, int]
    faces: int
    face: Face | None
    body: Body | None
