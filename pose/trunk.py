"""Shoulders and trunk relative to how the patient sat in the neutral. Pure.

A turn of the trunk is not among them, not even as a hint: it would mislead more often than help. It narrows
the shoulders, but with 8, 16, 24 and 32 degrees of it four rendered people lost 0, 1, 5 and 10 in 100 of the
width (at the head's distance; the cosines say 1, 4, 9 and 15), while leaning forward by 10 to 20 degrees
took 1 to 10, and a head turned by 40 to 50 up to 16. The body model's own depth of the shoulders knows
little more. With the head within 15 degrees of the front it follows a turn of the trunk by 0.2 to 0.4 on
four people, by 0.2 on 34 others, where it explains nothing (an error of 6.3 degrees without it, 9.0 with
it), and on real people who only turn the head it is 10 degrees and more in 20 of 93 photographs, up to 80 as
the head goes further.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pose.angles import Posture, Shoulders

#: Height of the shoulder line above the point a sitting trunk leans about, shoulder widths; on rendered
#: people a lean of 20 degrees shifts it by 0.43.
TRUNK_HEIGHT = 1.25
#: The model reads a tilt of the shoulder line up to half too small, and noise where there is none; a shift is
#: read well. So sliding along the seat is nearly no lean, and a raised shoulder is none.
ALLOWED_BY_TILT = 2.0
ALLOWED_BY_SHIFT = 1.5
#: Of a shoulder's true rise the model reads about this share: 0.35 to 0.65 by clothing, on rendered people.
SHOULDER_SHARE = 0.55


@dataclass(frozen=True)
class Seat:
    """How shoulders and neck stood while the patient sat straight; ``up`` and ``across`` (left positive) are
    in shoulder widths.

    Attributes:
        tilt_deg: the shoulder line, degrees.
        width_px: distance between the shoulders, pixels.
        left_up, right_up: each shoulder above the camera's axis.
        across: the shoulders' middle beside the camera's axis.
        neck_up, neck_across: the neck above and beside the shoulders' middle.
        distance_m: the head's distance from the camera.
    """

    tilt_deg: float
    width_px: float
    left_up: float
    right_up: float
    across: float
    neck_up: float
    neck_across: float
    distance_m: float


@dataclass(frozen=True)
class Trunk:
    """Shoulders and trunk relative to the neutral (units and signs in `pose`).

    Attributes:
        shoulder_tilt_deg: change of the shoulder line, degrees.
        elevation_left, elevation_right: each shoulder's rise, shoulder widths.
        lean_deg: trunk lean, degrees, left positive.
        lateral_shift: the neck beside the shoulders' middle, shoulder widths, left positive.
        ear_height: rise of the head above the shoulder line, shoulder widths: taller is positive. Nodding,
            turning and tilting the head do not change it, and neither does leaning.
    """

    shoulder_tilt_deg: float
    elevation_left: float
    elevation_right: float
    lean_deg: float
    lateral_shift: float
    ear_height: float


def take_seat(postures: Sequence[Posture]) -> Seat:
    """The seat out of postures that all show head and shoulders."""
    shoulders = [posture.shoulders for posture in postures if posture.shoulders is not None]
    width_px = _median([each.width_px for each in shoulders])
    left = np.median([each.left_px for each in shoulders], axis=0)
    right = np.median([each.right_px for each in shoulders], axis=0)
    neck = np.median([posture.neck_px for posture in postures], axis=0)
    middle = (left + right) / 2
    axis_x, axis_y = postures[0].axis_px
    return Seat(
        tilt_deg=_median([each.tilt_deg for each in shoulders]),
        width_px=width_px,
        left_up=float(axis_y - left[1]) / width_px,
        right_up=float(axis_y - right[1]) / width_px,
        across=float(middle[0] - axis_x) / width_px,
        neck_up=float(middle[1] - neck[1]) / width_px,
        neck_across=float(neck[0] - middle[0]) / width_px,
        distance_m=_median([posture.distance_m for posture in postures if posture.distance_m]),
    )


def _median(values: Sequence[float]) -> float:
    return float(np.median(values))


def trunk_of(seat: Seat, posture: Posture) -> Trunk | None:
    """Shoulders and trunk; ``None`` without head or shoulders.

    Three things look alike in a single point, and are told apart by asking two that must agree: a leaning
    trunk tilts the shoulder line *and* carries it sideways; a body that sits taller or slumps carries
    shoulders *and* neck; what is left of the shoulders' rise is the shoulders' own.
    """
    if posture.shoulders is None or posture.neck_px is None or posture.distance_m is None:
        return None
    left, right, neck = _places(seat, posture, posture.shoulders, posture.neck_px, posture.distance_m)
    middle = (left + right) / 2
    tilt_deg = posture.shoulders.tilt_deg - seat.tilt_deg
    lean_deg = _lean_deg(tilt_deg, float(middle[0] - seat.across))
    rise_left = float(left[1]) - seat.left_up - _carried(lean_deg, 0.5)
    rise_right = float(right[1]) - seat.right_up - _carried(lean_deg, -0.5)
    across, up = _upright(neck - middle, lean_deg)
    taller = up - seat.neck_up
    carried = _agreed((rise_left + rise_right) / 2, (rise_left + rise_right) / 2 + taller)
    return Trunk(
        shoulder_tilt_deg=tilt_deg,
        elevation_left=(rise_left - carried) / SHOULDER_SHARE,
        elevation_right=(rise_right - carried) / SHOULDER_SHARE,
        lean_deg=lean_deg,
        lateral_shift=across - seat.neck_across,
        ear_height=taller,
    )


def _places(
    seat: Seat,
    posture: Posture,
    shoulders: Shoulders,
    neck_px: tuple[float, float],
    distance_m: float,
) -> tuple[NDArray[np.float64], ...]:
    """Left and right shoulder and neck, each (to the left of, above) the camera's axis, in the seat's
    shoulder widths. The scale is the head's distance, because a turned trunk narrows the shoulders."""
    width_px = seat.width_px * seat.distance_m / distance_m
    axis = np.array(posture.axis_px)
    points = (shoulders.left_px, shoulders.right_px, neck_px)
    return tuple((np.array(point) - axis) * (1, -1) / width_px for point in points)


def _lean_deg(tilt_deg: float, shift: float) -> float:
    """Lean to the left, from the shoulder line's tilt and the shift of its middle (shoulder widths): their
    mean, but no more than either allows."""
    by_tilt = -tilt_deg
    by_shift = float(np.degrees(np.arcsin(np.clip(shift / TRUNK_HEIGHT, -1, 1))))
    return _agreed((by_tilt + by_shift) / 2, _agreed(ALLOWED_BY_TILT * by_tilt, ALLOWED_BY_SHIFT * by_shift))


def _carried(lean_deg: float, beside: float) -> float:
    """How far a leaning trunk raises a point of the shoulder line `beside` its middle, shoulder widths."""
    lean = np.radians(lean_deg)
    return float(TRUNK_HEIGHT * (np.cos(lean) - 1) - beside * np.sin(lean))


def _upright(across_up: NDArray[np.float64], lean_deg: float) -> tuple[float, float]:
    """A step in the picture (to the left, up), as it is in the leaning trunk's own axes."""
    (across, up), lean = across_up, np.radians(lean_deg)
    return float(across * np.cos(lean) - up * np.sin(lean)), float(across * np.sin(lean) + up * np.cos(lean))


def _agreed(one: float, other: float) -> float:
    """The smaller of two where they point the same way, else nothing."""
    return 0.0 if one * other <= 0 else min(one, other, key=abs)
