"""A person made of few numbers, as `Posture`s of a 640x480 camera: for the arithmetic, without any model."""

import numpy as np

from pose.angles import Posture, Shoulders, head_angles
from pose.geometry import rotation_matrix
from pose.trunk import SHOULDER_SHARE, TRUNK_HEIGHT

WIDTH_PX = 220.0
#: Where the person leans about, and the shoulders' and the neck's height above it, shoulder widths.
SEAT_PX = (320.0, 321.0 + TRUNK_HEIGHT * WIDTH_PX)
NECK_ABOVE = 0.3


def person(
    t_s: float = 0.0,
    *,
    head: tuple[float, float, float] | None = (0.0, 0.0, 0.0),
    lean_deg: float = 0.0,
    raised: tuple[float, float] = (0.0, 0.0),
    sunk: float = 0.0,
    aside: float = 0.0,
    nearer: float = 1.0,
    shoulders: bool = True,
    faces: int = 1,
) -> Posture:
    """One frame of a person.

    Args:
        t_s: its time.
        head: rotation, extension, lateral flexion in the camera's frame; ``None`` when not seen.
        lean_deg: the trunk leans to the left, carrying neck and shoulders.
        raised: left and right shoulder, shoulder widths; the model sees a share of it.
        sunk: the whole person is lower, shoulder widths.
        aside: the whole person is further to the left, shoulder widths.
        nearer: how many times nearer to the camera than usual.
        shoulders: whether they are seen.
        faces: how many are seen.
    """

    def place(beside: float, above: float) -> tuple[float, float]:
        lean = np.radians(lean_deg)
        x = beside * np.cos(lean) + (TRUNK_HEIGHT + above) * np.sin(lean) + aside
        y = (TRUNK_HEIGHT + above) * np.cos(lean) - beside * np.sin(lean) - sunk
        across, down = SEAT_PX[0] + x * WIDTH_PX - 320, SEAT_PX[1] - y * WIDTH_PX - 240
        return 320 + nearer * float(across), 240 + nearer * float(down)

    left, right = place(0.5, SHOULDER_SHARE * raised[0]), place(-0.5, SHOULDER_SHARE * raised[1])
    matrix = None if head is None else rotation_matrix(*head)
    return Posture(
        t_s=t_s,
        faces=faces if head is not None else 0,
        head=matrix,
        head_angles=None if matrix is None else head_angles(matrix),
        head_px=None if matrix is None else place(0, 0.6),
        distance_m=None if matrix is None else 0.8 / nearer,
        shoulders=_shoulders(left, right, place(0, 0.55)) if shoulders else None,
        hand_near_face=False,
        confidence=0.0 if matrix is None else 1.0,
        neck_px=None if matrix is None else place(0, NECK_ABOVE),
        axis_px=(320.0, 240.0),
    )


def _shoulders(left: tuple[float, float], right: tuple[float, float], ears: tuple[float, float]) -> Shoulders:
    across, up = left[0] - right[0], right[1] - left[1]
    return Shoulders(
        left, right, float(np.hypot(across, up)), float(np.degrees(np.arctan2(up, across))), ears
    )
