"""The head where the face mesh can no longer be trusted: turned far, bowed, or half hidden by hair. Pure.

Out there the mesh collapses onto the half of the face that is seen. What the mesh network knows before it
draws the mesh (its last 512 activations) and where the Pose Landmarker sees ears, eyes, nose, mouth and
shoulders still tell which way the head points. A few small networks, trained on 34 rendered people by
`tests/bench/fit_turned.py` and averaged, read it from them.

The network looks at a square cut out upright around the head, the *crop*. Its answer is the head in the
crop's frame, which faces the camera along the line of sight and is upright with the head.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pose.bias import line_of_sight
from pose.geometry import FLIP, Camera, Fit, angles_deg, fit_face, nearest_rotation
from pose.landmarks import LEFT_EAR, RIGHT_EAR, Body

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
#: The Pose Landmarker's points of head, mouth and shoulders, and of the head alone.
UPPER, HEAD = 13, 11
#: The network's input keeps within these, so that one absurd point cannot carry it away.
FURTHEST_INPUT = 6.0
#: What stands for the fit where the mesh fits nothing.
NO_FIT = Fit(np.eye(3), np.array([0.0, 0.0, 50.0]), 9.0)


@dataclass(frozen=True, eq=False)
class Crop:
    """A square in the picture: centre, pixels; side, pixels; how far its x axis is turned from the picture's
    toward image y (down), radians."""

    centre_px: Array
    side_px: float
    roll: float


@dataclass(frozen=True, eq=False)
class Look:
    """What the mesh network saw in a crop.

    Attributes:
        points_px: shape (478, 2), the mesh in the picture, pixels.
        depth_px: shape (478,), smaller is nearer.
        presence: the network's own score that a face is there; not usable beyond 40 degrees of rotation.
        activations: shape (512,), its last layer before the mesh.
    """

    crop: Crop
    points_px: Array
    depth_px: Array
    presence: float
    activations: Array


@dataclass(frozen=True, eq=False)
class Weights:
    """The trained networks: one reduction of the activations for all, then the layers of each.

    Attributes:
        reduce, shift: shape (512, n) and (n,).
        layers: for each network the matrix and the bias of each layer.
        seen: the layers of the network that tells a face from what covers it.
    """

    reduce: Array
    shift: Array
    layers: tuple[tuple[tuple[Array, Array], ...], ...]
    seen: tuple[tuple[Array, Array], ...]


@dataclass(frozen=True, eq=False)
class Turned:
    """What the networks read.

    Attributes:
        fit: the head as it most likely is, as a fit (its misfit is `spread_deg`, not a distance).
        spread_deg: root mean square angle between the single networks and their mean.
        seen: how sure it is that a face was there, 0 to 1.
        crop: where to look next.
    """

    fit: Fit
    spread_deg: float
    seen: float
    crop: Crop


def crop_frame(crop: Crop, camera: Camera) -> Array:
    """From the crop's frame to the camera's patient frame, shape (3, 3)."""
    ray = np.array([*(crop.centre_px - camera.centre_px), camera.focal_px])
    cos, sin = np.cos(crop.roll), np.sin(crop.roll)
    upright = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    return np.asarray(line_of_sight(ray) @ upright, dtype=np.float64)


def crop_around(fit: Fit, camera: Camera) -> Crop:
    """The crop of a head that has been fitted."""
    middle = fit.place + (fit.head @ CROP_MIDDLE) @ FLIP
    centre_px = middle[:2] / middle[2] * camera.focal_px + camera.centre_px
    return Crop(centre_px, CROP_SIDE * camera.focal_px / float(middle[2]), _roll(fit.head))


def first_crop(body: Body) -> Crop:
    """The crop of a head of which only the body model knows."""
    flat, world = body.points_px[:UPPER], body.world_m[:UPPER, :2]
    scale = float(np.sqrt(((flat - flat.mean(0)) ** 2).sum() / ((world - world.mean(0)) ** 2).sum()))
    return Crop(flat[:HEAD].mean(axis=0), FIRST_SIDE_M * scale, 0.0)


def _roll(head: Array) -> float:
    """How far the head's crown leans to image x; nothing where it points at the camera."""
    crown = head[:, 1]
    return float(np.arctan2(crown[0], crown[1])) if np.hypot(crown[0], crown[1]) > 0.3 else 0.0


def inputs_of(look: Look, body: Body, mesh: Array, camera: Camera) -> tuple[Array, Array]:
    """The activations, shape (512,), and all the other inputs, shape (n,)."""
    crop = look.crop
    seen = Camera(camera.focal_px * CROP_PX / crop.side_px, (CROP_PX / 2, CROP_PX / 2))
    in_crop = (look.points_px - crop.centre_px) @ _unrolled(crop).T * (CROP_PX / crop.side_px) + CROP_PX / 2
    fit = fit_face(mesh, in_crop[: len(mesh)], seen) or NO_FIT
    x, y, z = fit.place
    place = [x / z, y / z, np.log(z / 60), np.log(seen.focal_px / 1000)]
    fitted = [*(1.5 * fit.head.ravel()), min(fit.misfit, 3.0), look.presence / 10, *place]
    return look.activations, np.array([*fitted, *_body_inputs(body, crop, camera)])


def _unrolled(crop: Crop) -> Array:
    cos, sin = np.cos(crop.roll), np.sin(crop.roll)
    return np.array([[cos, sin], [-sin, cos]])


def _body_inputs(body: Body, crop: Crop, camera: Camera) -> Array:
    flat = (body.points_px[:UPPER] - crop.centre_px) @ _unrolled(crop).T / crop.side_px
    deep = body.world_m[:HEAD] - body.world_m[[LEFT_EAR, RIGHT_EAR]].mean(axis=0)
    deep = deep @ FLIP @ crop_frame(crop, camera)
    values = np.concatenate([3 * flat.ravel(), 10 * deep.ravel(), body.visibility[:UPPER]])
    return np.asarray(np.clip(values, -FURTHEST_INPUT, FURTHEST_INPUT), dtype=np.float64)


def run(weights: Weights, activations: Array, others: Array) -> Array:
    """The answers of the networks, shape (networks, ..., 12), for inputs of shape (..., 512) and (..., n):
    nine numbers of the head's matrix, then how the crop should move (x, y, log of its size)."""
    first = _reduced(weights, activations, others)
    return np.array([_through(layers, first) for layers in weights.layers])


def seen(weights: Weights, activations: Array, others: Array) -> Array:
    """How sure it is that a face is there, 0 to 1, shape (...)."""
    score = _through(weights.seen, _reduced(weights, activations, others))[..., 0]
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))), dtype=np.float64)


def _reduced(weights: Weights, activations: Array, others: Array) -> Array:
    return np.concatenate([activations @ weights.reduce + weights.shift, others], axis=-1)


def _through(layers: Sequence[tuple[Array, Array]], values: Array) -> Array:
    for matrix, bias in layers[:-1]:
        values = values @ matrix + bias
        values = np.where(values > 0, values, 0.1 * values)
    matrix, bias = layers[-1]
    return np.asarray(values @ matrix + bias, dtype=np.float64)


def read(look: Look, body: Body, weights: Weights, mesh: Array, camera: Camera) -> Turned:
    """The head in one look."""
    inputs = inputs_of(look, body, mesh, camera)
    answers = run(weights, *inputs)
    heads = nearest_rotation(answers[:, :9].reshape(-1, 3, 3))
    mean = nearest_rotation(heads.mean(axis=0))
    cosines = np.clip((np.einsum("nij,ij->n", heads, mean) - 1) / 2, -1, 1)
    spread_deg = float(np.sqrt((np.degrees(np.arccos(cosines)) ** 2).mean()))
    crop = _moved(look.crop, answers[:, 9:].mean(axis=0), mean)
    fit = Fit(crop_frame(look.crop, camera) @ mean, np.zeros(3), spread_deg)
    placed = Fit(fit.head, _place(crop, fit.head, camera), spread_deg)
    return Turned(placed, spread_deg, float(seen(weights, *inputs)), crop)


def _moved(crop: Crop, by: Array, head: Array) -> Crop:
    step = np.clip(by[:2], -MOST_MOVED, MOST_MOVED) * crop.side_px
    side_px = crop.side_px * float(np.exp(np.clip(by[2], -MOST_GROWN, MOST_GROWN)))
    roll = crop.roll + float(np.clip(_roll(head), -MOST_ROLLED, MOST_ROLLED))
    return Crop(crop.centre_px + step @ _unrolled(crop), side_px, roll)


def _place(crop: Crop, head: Array, camera: Camera) -> Array:
    """Where the mesh's origin is, so that the crop is `crop_around` it."""
    depth = CROP_SIDE * camera.focal_px / crop.side_px
    flat = (crop.centre_px - camera.centre_px) / camera.focal_px
    return np.asarray(np.array([*flat, 1.0]) * depth - (head @ CROP_MIDDLE) @ FLIP, dtype=np.float64)


def facing_away_deg(fit: Fit) -> float:
    """The angle between the way the face points and the line to the camera, degrees, 0 to 180."""
    toward = (line_of_sight(fit.place).T @ fit.head)[2, 2]
    return float(np.degrees(np.arccos(np.clip(toward, -1.0, 1.0))))


def within(fit: Fit, furthest_deg: Sequence[float]) -> bool:
    """Whether (rotation, extension, lateral flexion) along the line of sight are all within these."""
    angles = angles_deg(line_of_sight(fit.place).T @ fit.head)
    return all(abs(angle) <= most for angle, most in zip(angles, furthest_deg, strict=True))
