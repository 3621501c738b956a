"""What the landmark models found in one frame, in our own types."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Places in the Pose Landmarker's list of 33 points; sides are the person's own.
NOSE = 0
LEFT_EAR, RIGHT_EAR = 7, 8
MOUTH = (9, 10)
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12
#: wrist, little finger, index finger and thumb of each hand
LEFT_HAND, RIGHT_HAND = (15, 17, 19, 21), (16, 18, 20, 22)
#: The same places in a mirror: left and right change.
OTHER_SIDE = (0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + (1 if i % 2 else -1) for i in range(11, 33)))

#: The face model's points 0 to 467 are the canonical mesh; 468 to 477 are the irises.
MESH_POINTS = 468
#: The irises in a mirror: centre, its four edges (outer and inner change), first the right eye's.
IRISES_OTHER_SIDE = (473, 476, 475, 474, 477, 468, 471, 470, 469, 472)


def other_side(mesh: NDArray[np.float64]) -> NDArray[np.int_]:
    """The face model's points in a mirror, shape (478,), from its mesh, shape (468, 3)."""
    apart = np.abs(mesh[:, None] * (-1, 1, 1) - mesh[None]).sum(axis=2)
    return np.concatenate([apart.argmin(axis=1), IRISES_OTHER_SIDE])


@dataclass(frozen=True, eq=False)
class Face:
    """The nearest face in one frame.

    Attributes:
        points_px: shape (478, 2), pixels, x to the patient's left, y down.
        depth_px: shape (478,), the model's depth in pixels of the same scale, smaller is nearer.
    """

    points_px: NDArray[np.float64]
    depth_px: NDArray[np.float64]


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
        faces: how many people's faces were seen, 0 to 2.
    """

    t_s: float
    size_px: tuple[int, int]
    faces: int
    face: Face | None
    body: Body | None
