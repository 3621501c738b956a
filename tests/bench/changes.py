"""Changes pictures as rooms, cameras, hair and hands do, and leaves the head where it is: so that the
networks learn what does not matter."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pose.crop import Crop

Picture = NDArray[np.uint8]
Rng = np.random.Generator

#: Of the pictures, shares with other light, blur, noise, locks of hair and a hand.
LIGHT, BLUR, NOISE, LOCKS, HAND = 0.8, 0.3, 0.3, 0.3, 0.15
#: Exponent of brightness (natural logarithm, both ways), strength of each colour, contrast.
GAMMA, COLOUR, CONTRAST = 0.6, 0.12, (0.6, 1.2)
#: Standard deviation of blur, shares of the crop's side, and of noise, of 255.
MOST_BLUR, MOST_NOISE = 0.008, 9.0
#: Locks of hair: how many at most, and, in shares of the crop's side, how wide, from how far above its
#: middle, how far to either side, and how far down.
MOST_LOCKS, WIDE, FROM, ASIDE, LONG = 4, (0.01, 0.045), (-0.36, -0.22), (0.08, 0.34), (0.2, 0.6)
#: A hand at chin or cheek: half axes of its ellipse and where its middle is, shares of the crop's side.
PALM, PLACE = ((0.05, 0.12), (0.08, 0.16)), ((0.05, 0.28), (0.08, 0.3))


def changed(rgb: Picture, crop: Crop, rng: Rng) -> Picture:
    """The picture as it might have been; the head in this crop stays recognisable."""
    if rng.random() < LOCKS:
        rgb = _locks(rgb, crop, rng)
    if rng.random() < HAND:
        rgb = _hand(rgb, crop, rng)
    if rng.random() < LIGHT:
        rgb = _light(rgb, rng)
    if rng.random() < BLUR:
        rgb = _picture(cv2.GaussianBlur(rgb, (0, 0), max(0.3, rng.uniform(0, MOST_BLUR) * crop.side_px)))
    if rng.random() < NOISE:
        rgb = _picture(rgb + rng.normal(0, rng.uniform(0, MOST_NOISE), rgb.shape))
    return rgb


def _picture(values: NDArray[Any]) -> Picture:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def _light(rgb: Picture, rng: Rng) -> Picture:
    levels = np.linspace(0, 1, 256)[:, None] ** np.exp(rng.uniform(-GAMMA, GAMMA))
    contrast, middle = rng.uniform(*CONTRAST), rng.uniform(0.3, 0.6)
    table = ((levels - middle) * contrast + middle) * rng.uniform(1 - COLOUR, 1 + COLOUR, 3)
    return _picture(cv2.LUT(rgb, _picture(255 * table)[:, None, :]))


def _in_picture(crop: Crop, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """From shares of the crop's side, its middle the origin, to pixels."""
    cos, sin = np.cos(crop.roll), np.sin(crop.roll)
    return np.asarray(crop.centre_px + crop.side_px * points @ np.array([[cos, sin], [-sin, cos]]))


def _locks(rgb: Picture, crop: Crop, rng: Rng) -> Picture:
    """Hair that hangs into the face, in the colour above the forehead or a dark one."""
    top = np.clip(_in_picture(crop, np.array([0.0, -0.4])), 0, np.array(rgb.shape[1::-1]) - 1).astype(int)
    above = rgb[top[1], top[0]].astype(np.float64)
    over = rgb.copy()
    for _ in range(rng.integers(1, MOST_LOCKS + 1)):
        colour = above * rng.uniform(0.6, 1.3) if rng.random() < 0.5 else rng.uniform(10, 70, 3)
        across = rng.choice([-1, 1]) * rng.uniform(*ASIDE)
        down = np.linspace(rng.uniform(*FROM), rng.uniform(*FROM) + rng.uniform(*LONG), 12)
        bent = across + rng.normal(0, 0.05) * np.sin(np.linspace(0, rng.uniform(1, 4), 12))
        line = _in_picture(crop, np.column_stack([bent, down])).astype(np.int32)
        wide = max(1, round(crop.side_px * rng.uniform(*WIDE)))
        cv2.polylines(over, [line], isClosed=False, color=tuple(_picture(colour).tolist()), thickness=wide)
    return over


def _hand(rgb: Picture, crop: Crop, rng: Rng) -> Picture:
    """An ellipse of skin's colour, lit from one side, its edge soft."""
    middle = np.array([rng.choice([-1, 1]) * rng.uniform(*PLACE[0]), rng.uniform(*PLACE[1])])
    x, y = (round(float(at)) for at in _in_picture(crop, middle))
    axes = [round(crop.side_px * rng.uniform(*half)) for half in PALM]
    mask = np.zeros(rgb.shape[:2], np.float32)
    cv2.ellipse(mask, (x, y), axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, 0.006 * crop.side_px)), np.float32)[..., None]
    cheek = np.clip(_in_picture(crop, np.array([0.0, 0.05])), 0, np.array(rgb.shape[1::-1]) - 1).astype(int)
    colour = rgb[cheek[1], cheek[0]] * rng.uniform(0.8, 1.2)
    light = np.linspace(0.85, 1.15, rgb.shape[1])[None, :, None]
    return _picture(rgb * (1 - mask) + colour * light * mask)
