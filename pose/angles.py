"""Landmarks to `Posture`: the absolute position of head and shoulders, no neutral taken off. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class HeadAngles:
    """Head angles in degrees, left and up positive (see `pose`)."""

    rotation_deg: float
    lateral_flexion_deg: float
    extension_deg: float


@dataclass(frozen=True)
class Shoulders:
    """Shoulders and trunk in one frame, in the picture's plane.

    Attributes:
        left_px, right_px: the patient's own left and right shoulder, pixels (x, y).
        width_px: distance between them, pixels.
        tilt_deg: shoulder line, left shoulder higher is positive.
        mid_ear_px: the point between the ears, pixels (x, y).
    """

    left_px: tuple[float, float]
    right_px: tuple[float, float]
    width_px: float
    tilt_deg: float
    mid_ear_px: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Posture:
    """One measured frame, before any neutral.

    Attributes:
        t_s: seconds since the camera was opened.
        faces: faces seen, 0 to 2; 2 means that somebody else is in the picture.
        head: shape (3, 3), head in the camera's patient frame, corrected for where it stands in the
            picture; ``None`` when not seen.
        head_angles: the same as angles, degrees; ``None`` when not seen.
        head_px: centre of the head, pixels (x, y); ``None`` when not seen.
        distance_m: estimated distance of the head from the camera; ``None`` when not seen.
        shoulders: ``None`` when not seen.
        hand_near_face: a hand is at the chin, cheek, neck or back of the head.
        confidence: 0 to 1; 0 when the head is not seen.
    """

    t_s: float
    faces: int
    head: NDArray[np.float64] | None
    head_angles: HeadAngles | None
    head_px: tuple[float, float] | None
    distance_m: float | None
    shoulders: Shoulders | None
    hand_near_face: bool
    confidence: float
