"""Movements from one place to another: where they are, how fast, how smooth. Pure.

Smoothness is the spectral arc length (SPARC: S. Balasubramanian, A. Melendez-Calderon, A. Roby-Brami, E.
Burdet, "On the analysis of movement smoothness", J NeuroEng Rehabil 2015, 12:112): the length of the curve of
the speed's spectrum, negative, nearer to 0 is smoother; a movement of minimum jerk has -1.4. The log
dimensionless jerk, which the clinical reference names beside it, cannot be had from a webcam: at 30 frames a
second a jitter of 0.12 degrees alone has more jerk than a calm turn of 30 degrees in 3 seconds, even when it
is low-passed at 2 Hz.
"""

import numpy as np
from numpy.typing import NDArray

from coach.movement import (
    JITTER_DEG,
    SPEED_SHARE,
    Series,
    low_passed,
    turning_deg_s,
)
from coach.record import Value

Array = NDArray[np.float64]

#: A movement begins and ends at this speed, low-passed so far that no tremor of 2 Hz or more is in it.
MOVING_DEG_S, MOVING_WIDTH_S = 4.0, 0.25
#: And goes at least so far; smoothness needs more, or the camera's jitter would be in its spectrum.
SHORTEST_DEG, SHORTEST_SMOOTH_DEG = 5.0, 10.0
#: Low pass before the spectrum: 0.06 s leaves a third of 4 Hz, which is plenty to see a tremor by.
SMOOTH_WIDTH_S = 0.06
#: As in the source: up to 10 Hz, cut where the spectrum stays under 5 in 100 of its top, zeros added to 16
#: times the length.
HIGHEST_HZ, LOWEST_SHARE, PADDING = 10.0, 0.05, 16
FRAMES_PER_S = 60.0


def strokes(given: Series) -> list[slice]:
    """Each movement from one place to another, as a slice of the samples."""
    slow, rates = low_passed(given, MOVING_WIDTH_S)
    moving = given.seen & (np.nan_to_num(np.sqrt((rates**2).sum(axis=1))) > MOVING_DEG_S)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], moving, [False]]).astype(np.int8)))
    found = [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [one for one in found if _way_deg(slow[one]) >= SHORTEST_DEG]


def _way_deg(angles_deg: Array) -> float:
    return float(np.linalg.norm(angles_deg[-1] - angles_deg[0]))


def peak_speed(given: Series) -> Value:
    """The fastest moment of a movement, the median over all of them, degrees a second (as one angle)."""
    speed = turning_deg_s(given)
    peaks = [float(np.nanmax(speed[one])) for one in strokes(given)]
    if not peaks:
        return Value(None, None, "deg/s", "no_movement")
    peak = float(np.median(peaks))
    return Value(peak, float(np.hypot(SPEED_SHARE * peak, 2 * JITTER_DEG)), "deg/s")


def smoothness(given: Series) -> Value:
    """Spectral arc length, the median over all movements of `SHORTEST_SMOOTH_DEG` and more; its standard
    error is from the spread between them."""
    found = [(given.t_s[one], given.angles_deg[one]) for one in strokes(given)]
    found = [(t_s, angles) for t_s, angles in found if _way_deg(angles) >= SHORTEST_SMOOTH_DEG]
    if not found:
        return Value(None, None, "SPARC", "no_movement")
    arcs = [arc_length(t_s, _along(given, t_s)) for t_s, _ in found]
    error = float(np.std(arcs, ddof=1) / np.sqrt(len(arcs))) if len(arcs) > 1 else None
    return Value(float(np.median(arcs)), error, "SPARC")


def _along(given: Series, t_s: Array) -> Array:
    """The speed along the movement's own way, degrees a second: noise in it is not turned into speed."""
    at = np.searchsorted(given.t_s, t_s)
    angles, rates = low_passed(given, SMOOTH_WIDTH_S)
    way = angles[at[-1]] - angles[at[0]]
    return np.asarray(np.nan_to_num(rates[at]) @ (way / np.linalg.norm(way)), dtype=np.float64)


def arc_length(t_s: Array, speed: Array) -> float:
    """Spectral arc length of one movement's speed, any unit, at its time stamps."""
    even = np.arange(t_s[0], t_s[-1], 1 / FRAMES_PER_S)
    spectrum = np.abs(
        np.fft.rfft(np.interp(even, t_s, speed), PADDING * 2 ** int(np.ceil(np.log2(len(even)))))
    )
    hz = np.arange(len(spectrum)) * FRAMES_PER_S / (2 * (len(spectrum) - 1))
    low = hz <= HIGHEST_HZ
    share, hz = spectrum[low] / spectrum[low].max(), hz[low]
    last = int(np.flatnonzero(share >= LOWEST_SHARE)[-1]) + 1
    share, hz = share[:last], hz[:last]
    return float(-np.sum(np.hypot(np.diff(hz) / (hz[-1] - hz[0]), np.diff(share))))
