"""Covers faces in pictures: with hair, cloth, noise, a plain board, or so much blur that nothing is left."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from pose.crop import Crop

Picture = NDArray[np.uint8]

#: Half axes of the covered ellipse, shares of the crop's side: across and up, from and to.
ACROSS, UP = (0.30, 0.42), (0.36, 0.48)


def cover(rgb: Picture, crop: Crop, rng: np.random.Generator) -> Picture:
    """The picture with the face in this crop covered, its edge a little soft."""
    height, width = rgb.shape[:2]
    mask = np.zeros((height, width), np.float32)
    axes = (round(crop.side_px * rng.uniform(*ACROSS)), round(crop.side_px * rng.uniform(*UP)))
    x, y = (round(float(at)) for at in crop.centre_px)
    cv2.ellipse(mask, (x, y), axes, float(np.degrees(crop.roll)), 0, 360, 1.0, -1)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.01 * crop.side_px)), np.float32)[:, :, None]
    over = COVERS[rng.integers(len(COVERS))](rgb, crop, rng)
    return np.asarray(rgb * (1 - mask) + over * mask, dtype=np.uint8)


def _hair(rgb: Picture, crop: Crop, rng: np.random.Generator) -> Picture:
    """The colour above the forehead, streaked, as the back of a head is."""
    x, y = (int(at) for at in crop.centre_px)
    top = max(0, int(y - 0.42 * crop.side_px))
    patch = rgb[top : top + 12, max(0, x - 12) : x + 12].reshape(-1, 3)
    colour = patch.mean(axis=0) if len(patch) else np.full(3, 60.0)
    streaks = cv2.GaussianBlur(rng.normal(0, 40, rgb.shape[:2]).astype(np.float32), (0, 0), 1.0, sigmaY=12)
    return np.asarray(np.clip(colour + streaks[:, :, None], 0, 255), np.uint8)


def _elsewhere(rgb: Picture, _: Crop, rng: np.random.Generator) -> Picture:
    """Another part of the picture: clothes or the room."""
    return np.roll(rgb, (int(rng.integers(150, 330)), int(rng.integers(150, 490))), axis=(0, 1))


def _noise(rgb: Picture, _: Crop, rng: np.random.Generator) -> Picture:
    return rng.integers(0, 255, rgb.shape, dtype=np.uint8)


def _plain(rgb: Picture, _: Crop, rng: np.random.Generator) -> Picture:
    """One colour, of skin or any other, lit from one side."""
    skin = np.array([190, 145, 120]) * rng.uniform(0.4, 1.2)
    colour = skin if rng.integers(2) else rng.uniform(20, 235, 3)
    light = np.linspace(0.8, 1.2, rgb.shape[1])[None, :, None]
    return np.asarray(np.clip(colour * light, 0, 255) * np.ones(rgb.shape), np.uint8)


def _blur(rgb: Picture, crop: Crop, _: np.random.Generator) -> Picture:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.12 * crop.side_px), np.uint8)


COVERS: tuple[Callable[[Picture, Crop, np.random.Generator], Picture], ...] = (
    _hair,
    _hair,
    _elsewhere,
    _noise,
    _plain,
    _plain,
    _blur,
)
