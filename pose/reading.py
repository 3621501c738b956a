"""Mesh and networks together as one reading of the head, with its standard error. Pure.

A reading's error is mostly the person's and the place's own: it is the same in the next frame and does not
average out over a session. What trembles from frame to frame is `pose.noise`.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import erf, exp, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from pose.geometry import Camera, Fit, angle_between_deg, mean_rotation
from pose.landmarks import LEFT_EAR, NOSE, RIGHT_EAR, Landmarks
from pose.turned import Turned, facing_away_deg, rise, within

#: Between these edges the networks take over from the mesh. Of 20-50, 25-45, 30-50 and 35-55 degrees this
#: left the smallest errors on the development people, by little.
TURNED_DEG, TURNED_MISFIT = (30.0, 50.0), (0.45, 0.9)
#: The mesh alone is trusted up to here: the face points not further from the line of sight, degrees, and fits
#: no worse, centimetres; nearly all faces within 40 degrees of rotation fit better.
TRUSTED_DEG, TRUSTED_MISFIT = 27.0, 0.45
#: What the networks count for where the mesh is trusted. Both err in their own way; the mean is better than
#: the mesh and nearer to plain geometry on real faces than the networks. Of 0.35, 0.4 and 0.5 the errors on
#: the development people hardly differ; more moves real faces further from geometry.
NETWORKS_SHARE = 0.4
#: Not so where they differ by more: then the networks looked where the head was, not where it is.
APART_DEG = (6.0, 12.0)
#: Rotation, extension and lateral flexion along the line of sight that the networks can still tell, degrees,
#: and how sure they must be that a face is there, 0 to 1.
FURTHEST_DEG = (88.0, 66.0, 65.0)
SEEN = 0.3
#: Networks that differ by more among themselves, degrees, cannot tell: on the development people such
#: readings were off by 20 degrees and more.
MOST_SPREAD_DEG = 10.0
#: A head of which no face is seen is rather turned away than covered from here on, degrees. Judgement.
AWAY_DEG = 70.0
#: Height of a face, centimetres.
FACE_HEIGHT = 18.0
#: Standard error, degrees, for each of the `terms` (columns) of rotation, lateral flexion and extension
#: (rows). Most likely values on the training people, by `tests/bench/fit_error.py`, times 0.62, 0.56, 0.60:
#: those pictures are blurred, noisier and often far away. The shares were chosen on the sharp pictures of
#: four other people, where 71 in 100 errors are then within one standard error and 94 within two; on the
#: clips of three of them 72 and 96.
ERROR = np.array(
    [
        [0.003, 0.197, 0.213, 1.720, 1.008],
        [0.002, 0.554, 0.121, 0.034, 0.603],
        [0.006, 0.172, 0.543, 1.643, 0.781],
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


class Unseen(StrEnum):
    """Why no head was read."""

    NOBODY = "nobody"
    OUTSIDE = "outside"
    TURNED = "turned"
    COVERED = "covered"


def trusted(near: Fit) -> bool:
    """Whether the mesh alone tells the head."""
    return near.misfit <= TRUSTED_MISFIT and facing_away_deg(near) <= TRUSTED_DEG


def told(turned: Turned) -> bool:
    """Whether the networks saw a face, agree on it, and it is no further away than they can tell."""
    sure = turned.seen >= SEEN and turned.spread_deg <= MOST_SPREAD_DEG
    return sure and within(turned.fit, FURTHEST_DEG)


def together(near: Fit | None, turned: Turned | None) -> Reading | None:
    """Mesh and networks, each by how far it can be trusted; a mean, so that nothing jumps. Where the networks
    looked and cannot tell, only a mesh that can be trusted alone counts."""
    if turned is None or not told(turned):
        alone = near is not None and (turned is None or trusted(near))
        return Reading(near) if near is not None and alone else None
    if near is None:
        return Reading(turned.fit, 1.0, turned.spread_deg)
    away_deg = (facing_away_deg(near) + facing_away_deg(turned.fit)) / 2
    trust = (1 - rise(away_deg, *TURNED_DEG)) * (1 - rise(near.misfit, *TURNED_MISFIT))
    agreed = 1 - rise(angle_between_deg(near.head, turned.fit.head), *APART_DEG)
    share = 1 - trust * (1 - NETWORKS_SHARE * agreed)
    weights = np.array([1 - share, share])
    head = mean_rotation(np.array([near.head, turned.fit.head]), weights)
    fit = Fit(head, weights @ np.array([near.place, turned.fit.place]), near.misfit)
    return Reading(fit, share, turned.spread_deg)


def why_unseen(landmarks: Landmarks, turned: Turned | None) -> Unseen:
    """Why nothing was read from these; ``turned`` is what the networks made of it, if they looked."""
    if landmarks.body is None:
        return Unseen.NOBODY
    head_px = landmarks.body.points_px[[NOSE, LEFT_EAR, RIGHT_EAR]].mean(axis=0)
    if (head_px < 0).any() or (head_px > landmarks.size_px).any():
        return Unseen.OUTSIDE
    if turned is None:
        return Unseen.NOBODY
    away = turned.seen >= SEEN or facing_away_deg(turned.fit) > AWAY_DEG
    return Unseen.TURNED if away else Unseen.COVERED


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
