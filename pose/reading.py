"""Mesh and networks together as one reading of the head, with its standard error. Pure.

A reading's error is mostly the person's and the place's own: it is the same in the next frame and does not
average out over a session. What trembles from frame to frame is `pose.noise`.
"""

from dataclasses import dataclass
from math import erf, exp, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from pose.geometry import Camera, Fit, angle_between_deg, mean_rotation
from pose.turned import Turned, facing_away_deg

#: Between these edges the networks take over from the mesh. Of 20-50, 25-45, 30-50 and 35-55 degrees this
#: left the smallest errors on the development people, by little.
TURNED_DEG, TURNED_MISFIT = (30.0, 50.0), (0.45, 0.9)
#: The mesh alone is trusted up to here: the face points not further from the line of sight, degrees, and fits
#: no worse, centimetres; nearly all faces within 40 degrees of rotation fit better.
TRUSTED_DEG, TRUSTED_MISFIT = 27.0, 0.45
#: A head beside the camera's axis is seen a little from the side. What the mesh makes of that is personal;
#: the mean of both is better than either (worst straight head 30 cm aside: 4.0, 3.1 and 2.6 degrees).
ASIDE_DEG, ASIDE_SHARE = (6.0, 14.0), 0.5
#: Not so where they differ by more: then the networks looked where the head was, not where it is.
APART_DEG = (6.0, 12.0)
#: Height of a face, centimetres.
FACE_HEIGHT = 18.0
#: Standard error, degrees, for each of the `terms` (columns) of rotation, lateral flexion and extension
#: (rows). Most likely values on the training people, by `tests/bench/fit_error.py`, times 0.87, 0.75, 0.78:
#: those pictures are blurred and noisier. On the sharp stills of four other people 71 to 74 in 100 errors are
#: then within one standard error and 93 to 96 within two.
ERROR = np.array(
    [
        [0.01, 0.73, 0.27, 1.75, 2.38],
        [0.00, 0.52, 0.45, 0.26, 1.42],
        [0.04, 0.51, 0.58, 2.37, 1.86],
    ]
)


@dataclass(frozen=True, eq=False)
class Reading:
    """The head in one frame.

    Attributes:
        fit: where it is.
        turned_share: how much of it is from the networks, 0 to 1.
        spread_deg: how far these differ among themselves; 0 where they did not look.
    """

    fit: Fit
    turned_share: float = 0.0
    spread_deg: float = 0.0


def trusted(near: Fit) -> bool:
    """Whether the mesh alone tells the head."""
    return near.misfit <= TRUSTED_MISFIT and facing_away_deg(near) <= TRUSTED_DEG


def together(near: Fit | None, turned: Turned | None) -> Reading | None:
    """Mesh and networks, each by how far it can be trusted; a mean, so that nothing jumps."""
    if turned is None:
        return None if near is None else Reading(near)
    if near is None:
        return Reading(turned.fit, 1.0, turned.spread_deg)
    away_deg = (facing_away_deg(near) + facing_away_deg(turned.fit)) / 2
    trust = (1 - _rise(away_deg, *TURNED_DEG)) * (1 - _rise(near.misfit, *TURNED_MISFIT))
    agreed = 1 - _rise(angle_between_deg(near.head, turned.fit.head), *APART_DEG)
    share = 1 - trust * (1 - ASIDE_SHARE * agreed * _rise(aside_deg(near), *ASIDE_DEG))
    weights = np.array([1 - share, share])
    head = mean_rotation(np.array([near.head, turned.fit.head]), weights)
    fit = Fit(head, weights @ np.array([near.place, turned.fit.place]), near.misfit)
    return Reading(fit, share, turned.spread_deg)


def aside_deg(fit: Fit) -> float:
    """How far beside the camera's axis the head stands, degrees."""
    return float(np.degrees(np.arctan2(np.hypot(fit.place[0], fit.place[1]), fit.place[2])))


def _rise(value: float, low: float, high: float) -> float:
    """From 0 at the low edge to 1 at the high one, smooth at both."""
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


def terms(reading: Reading, camera: Camera) -> NDArray[np.float64]:
    """What an error grows with, shape (5,): a constant; the square of how far the face points away, in 45
    degrees; how small it is, 100 pixels over its height; how badly the mesh fits, cm, and how far the
    networks differ, degrees, each as far as it counts."""
    fit, share = reading.fit, reading.turned_share
    height_px = camera.focal_px * FACE_HEIGHT / float(fit.place[2])
    misfit = min(fit.misfit, 1.0) * (1 - share)
    away = facing_away_deg(fit) / 45
    return np.array([1.0, away**2, 100 / height_px, misfit, reading.spread_deg * share])


def standard_errors_deg(reading: Reading, camera: Camera) -> NDArray[np.float64]:
    """Of rotation, lateral flexion and extension after neutral, degrees, shape (3,)."""
    return np.asarray(ERROR @ terms(reading, camera), dtype=np.float64)


def chance_within(errors_deg: NDArray[np.float64], limit_deg: float) -> float:
    """The chance that the head, all axes together, is read within this many degrees (Maxwell's distribution,
    the three errors taken as equal and independent)."""
    x = limit_deg / float(np.sqrt((errors_deg**2).mean()))
    return erf(x / sqrt(2)) - sqrt(2 / pi) * x * exp(-(x**2) / 2)
