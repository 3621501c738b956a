"""The noise floor: how much the angles of a still head jitter. Pure."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pose.angles import HeadAngles

Array = NDArray[np.float64]

#: A second is still when each axis stays within this much of its own slow course: a healthy head that is held
#: sways by 0.3 to 1 degree over half a minute, much less in a second (clinical reference, section 3).
STILL_DEG = 1.0
#: And when that course is no movement.
STILL_DEG_S = 2.0
#: A second with fewer frames says too little, as do fewer seconds.
FEWEST_FRAMES, FEWEST_SECONDS = 8, 5
#: Of the still seconds this quantile is taken: some tremor or swallowing in the others does not count.
QUIET = 0.25
#: The slow course within a second is a parabola.
COURSE = 2


def noise_floor(t_s: Array, angles_deg: Array) -> tuple[HeadAngles, int] | None:
    """Standard deviation of a still head on each axis, degrees, and from how many still seconds it is known.

    Each whole second in which the head was seen all the time and kept still gives the standard deviation
    around its slow course; the quiet quarter of them gives the floor, corrected for what such a quarter of
    pure noise would be. A head that trembles all the time has no still second.

    Args:
        t_s: shape (frames,), seconds, rising.
        angles_deg: shape (frames, 3), not smoothed: rotation, lateral flexion, extension; NaN where not seen.

    Returns:
        ``None`` where there were fewer than `FEWEST_SECONDS` still seconds.
    """
    cuts = np.flatnonzero(np.diff(np.floor(t_s))) + 1
    pieces = zip(np.split(t_s, cuts), np.split(angles_deg, cuts), strict=True)
    found = [spread for t, angles in pieces if (spread := _spread(t, angles)) is not None]
    if len(found) < FEWEST_SECONDS:
        return None
    floor = np.quantile(np.array(found), QUIET, axis=0)
    return HeadAngles(*(float(axis) for axis in floor)), len(found)


def _spread(t_s: Array, angles_deg: Array) -> Array | None:
    """Standard deviation around the slow course, in units of what the quiet quarter of noise has."""
    if len(t_s) < FEWEST_FRAMES or np.isnan(angles_deg).any():
        return None
    place = t_s - t_s.mean()
    course = np.polynomial.polynomial.polyfit(place, angles_deg, COURSE)
    rest = angles_deg - np.polynomial.polynomial.polyval(place, course).T
    if np.abs(rest).max() > STILL_DEG or np.abs(course[1]).max() > STILL_DEG_S:
        return None
    freedom = len(t_s) - COURSE - 1
    return np.asarray(np.sqrt((rest**2).sum(axis=0) / freedom) / _quiet_part(freedom), dtype=np.float64)


def _quiet_part(freedom: int) -> float:
    """The `QUIET` quantile of a standard deviation of unit noise (Wilson and Hilferty 1931)."""
    part = 2 / (9 * freedom)
    return float((1 - part + NormalDist().inv_cdf(QUIET) * part**0.5) ** 1.5)
