"""The patient's own straight position, and everything measured from it. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pose.angles import HeadAngles


@dataclass(frozen=True, eq=False)
class Neutral:
    """The accepted straight position of one session; stored with it, never changed silently.

    Attributes:
        head: shape (3, 3), mean head rotation in the camera's patient frame.
        shoulder_tilt_deg: shoulder line in the neutral, degrees.
        shoulder_left, shoulder_right: height of each shoulder below the ears' middle, shoulder widths.
        lateral_shift: head beside the shoulders' middle, shoulder widths.
        shoulder_mid_px, shoulder_width_px: where the shoulders were, pixels.
        frames: how many seen frames it was taken from.
        spread_deg: how much the head moved while it was taken, standard deviation of the deviation angle.
    """

    head: NDArray[np.float64]
    shoulder_tilt_deg: float
    shoulder_left: float
    shoulder_right: float
    lateral_shift: float
    shoulder_mid_px: tuple[float, float]
    shoulder_width_px: float
    frames: int
    spread_deg: float


@dataclass(frozen=True)
class Trunk:
    """Shoulders and trunk relative to the neutral (units and signs in `pose`).

    Attributes:
        shoulder_tilt_deg: change of the shoulder line, degrees.
        elevation_left, elevation_right: each shoulder's rise, shoulder widths.
        lean_deg: trunk lean, degrees, left positive.
        lateral_shift: head beside the shoulders' middle, shoulder widths, left positive.
        ear_height: rise of the ears above the shoulder line, shoulder widths: taller is positive.
    """

    shoulder_tilt_deg: float
    elevation_left: float
    elevation_right: float
    lean_deg: float
    lateral_shift: float
    ear_height: float


@dataclass(frozen=True)
class Sample:
    """One frame relative to the neutral: what the coach judges. ``None`` means "not seen".

    Attributes:
        t_s: seconds since the camera was opened.
        head: head on trunk relative to the neutral, degrees.
        deviation_deg: the one angle of that rotation, degrees, never negative.
        camera_head: the head in the camera's frame, no neutral taken off, degrees.
        trunk: shoulders and trunk relative to the neutral.
        faces: faces seen, 0 to 2.
        hand_near_face: a hand is at the chin, cheek, neck or back of the head.
        confidence: 0 to 1.
    """

    t_s: float
    head: HeadAngles | None
    deviation_deg: float | None
    camera_head: HeadAngles | None
    trunk: Trunk | None
    faces: int
    hand_near_face: bool
    confidence: float

    @property
    def seen(self) -> bool:
        """Whether the head was seen; an unseen moment earns nothing and costs nothing."""
        return self.head is not None
