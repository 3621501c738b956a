"""The head as small networks read it: beside the face mesh, and alone where that can no longer be trusted,
in a head that is turned far, bowed, or half hidden by hair. Pure.

Out there the mesh collapses onto the half of the face that is seen. What the mesh network knows before it
draws the mesh (its last 512 activations) and where the Pose Landmarker sees ears, eyes, nose, mouth and
shoulders still tell which way the head points. A few small networks, trained on 34 rendered people by
`tests/bench/fit_turned.py` and averaged, read it from them.

The network looks at a square cut out upright around the head, the *crop*. Its answer is the head in the
crop's frame, which faces the camera along the line of sight and is upright with the head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pose.bias import line_of_sight
from pose.crop import (
    CROP_PX,
    HEAD,
    UPPER,
    Crop,
    crop_frame,
    moved,
    place_of,
    to_picture,
    unrolled,
)
from pose.geometry import (
    FLIP,
    MIRROR,
    Camera,
    Fit,
    angle_between_deg,
    angles_deg,
    fit_face,
    mean_rotation,
    nearest_rotation,
)
from pose.landmarks import LEFT_EAR, OTHER_SIDE, RIGHT_EAR, Body, Face

Array = NDArray[np.float64]

#: The network's input keeps within these, so that one absurd point cannot carry it away.
FURTHEST_INPUT = 6.0
#: Between these edges the networks that stand alone take over from those that correct the mesh's fit.
ALONE_DEG = (25.0, 45.0)
#: Of what the others count for, so that the spread always speaks of all.
LEAST_WEIGHT = 0.1
#: The fitted head goes into the networks multiplied by this.
FIT_SCALE = 1.5
#: What is left of a negative value between two layers.
LEAK = 0.1
#: What stands for the fit where the mesh fits nothing.
NO_FIT = Fit(np.eye(3), np.array([0.0, 0.0, 50.0]), 9.0)


@dataclass(frozen=True, eq=False)
class Look:
    """What the mesh network saw in a crop.

    Attributes:
        mirrored: whether it looked in a mirror; all the rest is then of what it saw there.
        points: shape (478, 3), the mesh in pixels of the crop, its depth in the same (smaller is nearer).
        presence: the network's own score that a face is there; not usable beyond 40 degrees of rotation.
        activations: shape (512,), its last layer before the mesh.
    """

    crop: Crop
    mirrored: bool
    points: Array
    presence: float
    activations: Array

    def face(self) -> Face:
        """The mesh in the picture."""
        x = CROP_PX - self.points[:, 0] if self.mirrored else self.points[:, 0]
        matrix = to_picture(self.crop)
        points_px = np.column_stack([x, self.points[:, 1]]) @ matrix[:, :2].T + matrix[:, 2]
        return Face(points_px, self.points[:, 2] * (self.crop.side_px / CROP_PX))


@dataclass(frozen=True, eq=False)
class Weights:
    """The trained networks: one reduction of the activations for all, then the layers of each.

    Attributes:
        reduce, shift: shape (512, n) and (n,).
        layers: for each network the matrix and the bias of each layer.
        on_fit: for each network whether its answer is added to the mesh's own fit; the others stand alone.
        seen: the layers of the network that tells a face from what covers it.
    """

    reduce: Array
    shift: Array
    layers: tuple[tuple[tuple[Array, Array], ...], ...]
    on_fit: tuple[bool, ...]
    seen: tuple[tuple[Array, Array], ...]


@dataclass(frozen=True, eq=False)
class Turned:
    """What the networks read.

    Attributes:
        fit: the head as it most likely is, as a fit (its misfit is `spread_deg`, not a distance).
        spread_deg: root mean square angle between the single networks and their mean.
        seen: how sure it is that a face was there, 0 to 1.
        crop: where to look next.
        mesh_head: shape (3, 3), what the mesh of the looks alone says, its bias and all.
    """

    fit: Fit
    spread_deg: float
    seen: float
    crop: Crop
    mesh_head: Array


def inputs_of(look: Look, body: Body, mesh: Array, camera: Camera) -> tuple[Array, Array]:
    """The activations, shape (512,), and all other inputs, shape (n,), of which the first nine are the fitted
    head."""
    crop = look.crop
    seen = Camera(camera.focal_px * CROP_PX / crop.side_px, (CROP_PX / 2, CROP_PX / 2))
    fit = fit_face(mesh, look.points[: len(mesh), :2], seen) or NO_FIT
    x, y, z = fit.place
    place = [x / z, y / z, np.log(z / 60), np.log(seen.focal_px / 1000)]
    fitted = [*(FIT_SCALE * fit.head.ravel()), min(fit.misfit, 3.0), look.presence / 10, *place]
    return look.activations, np.array([*fitted, *_body_inputs(body, look, camera)])


def _body_inputs(body: Body, look: Look, camera: Camera) -> Array:
    crop = look.crop
    flat = (body.points_px - crop.centre_px) @ unrolled(crop).T / crop.side_px
    deep = body.world_m - body.world_m[[LEFT_EAR, RIGHT_EAR]].mean(axis=0)
    deep, visibility = deep @ FLIP @ crop_frame(crop, camera), body.visibility
    if look.mirrored:
        other = list(OTHER_SIDE)
        flat, deep, visibility = flat[other] * (-1, 1), deep[other] * (-1, 1, 1), visibility[other]
    values = np.concatenate([3 * flat[:UPPER].ravel(), 10 * deep[:HEAD].ravel(), visibility[:UPPER]])
    return np.asarray(np.clip(values, -FURTHEST_INPUT, FURTHEST_INPUT), dtype=np.float64)


def run(weights: Weights, activations: Array, others: Array) -> Array:
    """The answers of the networks, shape (networks, ..., 12), for inputs of shape (..., 512) and (..., n):
    nine numbers of the head's matrix, then how the crop should move (x, y, log of its size)."""
    first = _reduced(weights, activations, others)
    answers = np.array([_through(layers, first) for layers in weights.layers])
    answers[list(weights.on_fit), ..., :9] += others[..., :9] / FIT_SCALE
    return answers


def seen(weights: Weights, activations: Array, others: Array) -> Array:
    """How sure it is that a face is there, 0 to 1, shape (...)."""
    score = _through(weights.seen, _reduced(weights, activations, others))[..., 0]
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))), dtype=np.float64)


def _reduced(weights: Weights, activations: Array, others: Array) -> Array:
    return np.concatenate([activations @ weights.reduce + weights.shift, others], axis=-1)


def _through(layers: Sequence[tuple[Array, Array]], values: Array) -> Array:
    for matrix, bias in layers[:-1]:
        values = values @ matrix + bias
        values = np.where(values > 0, values, LEAK * values)
    matrix, bias = layers[-1]
    return np.asarray(values @ matrix + bias, dtype=np.float64)


def read(looks: Sequence[Look], body: Body, weights: Weights, mesh: Array, camera: Camera) -> Turned:
    """The head in one or more looks at the same crop. What the networks read in the picture and in its mirror
    differs by several degrees in a far turn; the mean of both is nearer to the truth (rotation of 50 to 60
    degrees on the development people: 3.1 and 2.2 degrees off), and fair to both sides."""
    crop = looks[0].crop
    told = [_told(look, body, weights, mesh, camera) for look in looks]
    heads = np.concatenate([one.heads for one in told])
    each = _weights(heads, np.array(weights.on_fit * len(looks)))
    mean = mean_rotation(heads, each)
    off_deg = np.array([angle_between_deg(mean, one) for one in heads])
    spread_deg = float(np.sqrt(np.average(off_deg**2, weights=each)))
    head = crop_frame(crop, camera) @ mean
    next_crop = moved(crop, np.mean([one.move for one in told], axis=0), mean)
    fit = Fit(head, place_of(next_crop, head, camera), spread_deg)
    mesh_head = crop_frame(crop, camera) @ mean_rotation(np.array([one.fitted for one in told]))
    return Turned(fit, spread_deg, float(np.mean([one.seen for one in told])), next_crop, mesh_head)


def _weights(heads: Array, on_fit: NDArray[np.bool_]) -> Array:
    """What each network counts for, shape (n,): those that correct the fit where the face points at the
    camera, the others where it points away and the fit collapses."""
    away_deg = np.degrees(np.arccos(np.clip(heads[:, 2, 2].mean(), -1, 1)))
    alone = rise(float(away_deg), *ALONE_DEG)
    return np.where(on_fit, 1 - alone, alone) + LEAST_WEIGHT


def rise(value: float, low: float, high: float) -> float:
    """From 0 at the low edge to 1 at the high one, smooth at both."""
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


class _Told(NamedTuple):
    """What one look says, out of the mirror again: the head as each network reads it, shape (networks, 3, 3),
    and as the mesh is fitted, (3, 3); where the crop should go, (3,); how sure it is that a face is there."""

    heads: Array
    fitted: Array
    move: Array
    seen: float


def _told(look: Look, body: Body, weights: Weights, mesh: Array, camera: Camera) -> _Told:
    inputs = inputs_of(look, body, mesh, camera)
    answers = run(weights, *inputs)
    heads, move = nearest_rotation(answers[:, :9].reshape(-1, 3, 3)), answers[:, 9:].mean(axis=0)
    fitted = inputs[1][:9].reshape(3, 3) / FIT_SCALE
    if look.mirrored:
        heads, fitted, move = MIRROR @ heads @ MIRROR, MIRROR @ fitted @ MIRROR, move * (-1, 1, 1)
    return _Told(heads, fitted, move, float(seen(weights, *inputs)))


def facing_away_deg(fit: Fit) -> float:
    """The angle between the way the face points and the line to the camera, degrees, 0 to 180."""
    toward = (line_of_sight(fit.place).T @ fit.head)[2, 2]
    return float(np.degrees(np.arccos(np.clip(toward, -1.0, 1.0))))


def within(fit: Fit, furthest_deg: Sequence[float]) -> bool:
    """Whether (rotation, extension, lateral flexion) along the line of sight are all within these."""
    angles = angles_deg(line_of_sight(fit.place).T @ fit.head)
    return all(abs(angle) <= most for angle, most in zip(angles, furthest_deg, strict=True))
