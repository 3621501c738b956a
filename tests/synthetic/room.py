"""The room behind the person: a plain wall in window light, a picture and a door frame, all out of focus."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.synthetic.render import HEIGHT, WIDTH

WALL_RGB = (206, 201, 191)
DOOR_RGB = (224, 221, 214)
SHELF_RGB = (150, 118, 88)
BLUR_PX = 7.0
GRAIN = 1.2  # grey levels; a little unevenness of the wall, so that its soft light does not show as bands


def calm_room() -> NDArray[np.uint8]:
    """(480, 640, 3) uint8 RGB."""
    room = np.full((HEIGHT, WIDTH, 3), WALL_RGB, np.uint8)
    _box(room, (498, -20, 660, 500), DOOR_RGB)
    _box(room, (512, 40, 660, 500), (212, 208, 200))
    _box(room, (506, -20, 511, 500), (176, 170, 160))
    _box(room, (40, 62, 170, 222), (112, 84, 60))
    _box(room, (48, 70, 162, 214), (236, 232, 222))
    _box(room, (64, 88, 146, 196), (146, 170, 168))
    _box(room, (64, 150, 146, 196), (110, 138, 112))
    soft = cv2.GaussianBlur(room, (0, 0), BLUR_PX).astype(float)
    grain = np.random.default_rng(seed=0).normal(0, GRAIN, (HEIGHT, WIDTH, 1))
    return np.clip(soft * _window_light()[:, :, None] + grain, 0, 255).astype(np.uint8)


def _box(room: NDArray[np.uint8], edges: tuple[int, int, int, int], colour: tuple[int, int, int]) -> None:
    left, top, right, bottom = edges
    room[max(top, 0) : bottom, max(left, 0) : right] = colour


def _window_light() -> NDArray[np.float64]:
    """Brighter towards the window at the left, darker in the far corner."""
    x, y = np.meshgrid(np.linspace(0, 1, WIDTH), np.linspace(0, 1, HEIGHT))
    return np.asarray(1.06 - 0.20 * x - 0.14 * y, float)
