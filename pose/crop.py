"""The square that the networks look at: cut out around a head, upright with it. Pure.

The crop's frame faces the camera along the line of sight to the crop's middle, and is upright with the crop.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pose.bias import line_of_sight
from pose.geometry import FLIP, Camera, Fit
from pose.landmarks import Body

Array = NDArray[np.float64]

#: Side of the crop as the network sees it, pixels.
CROP_PX = 256
#: Where the crop is cut, in the head, mesh units: its middle, and its side. Mean of the training people.
CROP_MIDDLE = np.array([0.0, -0.9, -1.2])
CROP_SIDE = 28.4
#: The first crop, from the body's points: its side, metres, in the body's own scale.
FIRST_SIDE_M = 0.26
#: How far one look may move, grow and turn the next crop: shares of its side, log of its size, radians.
MOST_MOVED, MOST_GROWN, MOST_ROLLED = 0.4, 0.4, 0.5
#: Twice what the looks of the training were beside the head, in the same units: less than that does no harm.
APART_MOVED, APART_GROWN, APART_ROLLED = 0.1, 0.16, np.radians(12.0)
#: The body's own head is no further from the middle of its crop than this share of the side. Judgement.
OWN_HEAD = 0.75
#: The Pose Landmarker's points of head, mouth and shoulders, and of the head alone.
UPPER, HEAD = 13, 11


@dataclass(frozen=True, eq=False)
class Crop:
    """A square in the picture: centre, pixels; side, pixels; how far its x axis is turned from the picture's
    toward image y (down), radians."""

    centre_px: Array
    side_px: float
    roll: float


def crop_frame(crop: Crop, camera: Camera) -> Array:
    """From the crop's frame to the camera's patient frame, shape (3, 3)."""
    ray = np.array([*(crop.centre_px - camera.centre_px), camera.focal_px])
    cos, sin = np.cos(crop.roll), np.sin(crop.roll)
    upright = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    return np.asarray(line_of_sight(ray) @ upright, dtype=np.float64)


def to_picture(crop: Crop) -> Array:
    """From the crop's pixels to the picture's, shape (2, 3)."""
    turn = unrolled(crop).T * (crop.side_px / CROP_PX)
    return np.column_stack([turn, crop.centre_px - turn @ [CROP_PX / 2, CROP_PX / 2]])


def crop_around(fit: Fit, camera: Camera) -> Crop:
    """The crop of a head that has been fitted."""
    middle = fit.place + (fit.head @ CROP_MIDDLE) @ FLIP
    centre_px = middle[:2] / middle[2] * camera.focal_px + camera.centre_px
    return Crop(centre_px, CROP_SIDE * camera.focal_px / float(middle[2]), _roll(fit.head))


def apart(one: Crop, other: Crop) -> bool:
    """Whether a look at the one crop says less of a head that is in the middle of the other."""
    moved = np.abs(one.centre_px - other.centre_px).max() / other.side_px
    grown = abs(np.log(one.side_px / other.side_px))
    return bool(moved > APART_MOVED or grown > APART_GROWN or abs(one.roll - other.roll) > APART_ROLLED)


def belongs(crop: Crop, body: Body) -> bool:
    """Whether the head in this crop can be that of this body."""
    gap_px = np.linalg.norm(body.points_px[:HEAD].mean(axis=0) - crop.centre_px)
    return bool(gap_px <= OWN_HEAD * crop.side_px)


def first_crop(body: Body) -> Crop:
    """The crop of a head of which only the body model knows."""
    flat, world = body.points_px[:UPPER], body.world_m[:UPPER, :2]
    scale = float(np.sqrt(((flat - flat.mean(0)) ** 2).sum() / ((world - world.mean(0)) ** 2).sum()))
    return Crop(flat[:HEAD].mean(axis=0), FIRST_SIDE_M * scale, 0.0)


def _roll(head: Array) -> float:
    """How far the head's crown leans to image x; nothing where it points at the camera."""
    crown = head[:, 1]
    return float(np.arctan2(crown[0], crown[1])) if np.hypot(crown[0], crown[1]) > 0.3 else 0.0


def unrolled(crop: Crop) -> Array:
    """From the picture's directions to the crop's, shape (2, 2)."""
    cos, sin = np.cos(crop.roll), np.sin(crop.roll)
    return np.array([[cos, sin], [-sin, cos]])


def moved(crop: Crop, by: Array, head: Array) -> Crop:
    """Where to look next, from how the networks say the crop should move, shape (3,), and the head in it."""
    step = np.clip(by[:2], -MOST_MOVED, MOST_MOVED) * crop.side_px
    side_px = crop.side_px * float(np.exp(np.clip(by[2], -MOST_GROWN, MOST_GROWN)))
    roll = crop.roll + float(np.clip(_roll(head), -MOST_ROLLED, MOST_ROLLED))
    return Crop(crop.centre_px + step @ unrolled(crop), side_px, roll)


def place_of(crop: Crop, head: Array, camera: Camera) -> Array:
    """Where the mesh's origin is, so that the crop is `crop_around` it."""
    depth = CROP_SIDE * camera.focal_px / crop.side_px
    flat = (crop.centre_px - camera.centre_px) / camera.focal_px
    return np.asarray(np.array([*flat, 1.0]) * depth - (head @ CROP_MIDDLE) @ FLIP, dtype=np.float64)
