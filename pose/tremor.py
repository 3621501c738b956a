"""Tremor of the head from unsmoothed angles by their own, uneven time stamps. Pure.

Windows of `WINDOW_S` overlap by half. In each, the slow drift and a sinusoid are fitted together by least
squares, for every frequency of a grid: no resampling, no taper, so nothing of the amplitude is lost. Power is
averaged over the windows (as Welch's method does) and added over the axes, each in units of its own noise.
A tremor is a peak of that spectrum which stands out from both of its sides.

A camera exposes for some time, which blurs fast movement before anything is measured: at 8 Hz and 1/30 s a
sinusoid loses 11 in 100 of its amplitude. That is not corrected, because the exposure is not known.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pose.angles import HeadAngles

Array = NDArray[np.float64]

#: The order of the axes in every array of angles here.
AXES = ("rotation", "lateral_flexion", "extension")

#: Long enough to tell frequencies 0.25 Hz apart, short enough for a tremor that comes and goes.
WINDOW_S = 4.0
#: Dystonic head tremor has 3 to 6.5 Hz, with irregular bursts from 1, essential head tremor 4 to 8 (clinical
#: reference, section 3); what is slower than 2 Hz cannot be told from posture that drifts.
LOWEST_HZ, HIGHEST_HZ = 1.9, 10.0
#: At 20 frames a second 10 Hz is the fastest that exists; nearer than this share of it nothing is read.
SHARE_OF_NYQUIST = 0.9
FEWEST_FRAMES_PER_S = 20.0
#: Drift is a polynomial of this degree, which follows what is slower than 0.8 Hz (the degree over pi and over
#: the window's length); the spectrum begins a little above.
DRIFT_DEGREE, FIRST_HZ = 10, 1.0
#: A window with a faster movement is no window for tremor: its beginning and end have all frequencies.
FASTEST_DRIFT_DEG_S = 40.0
#: Seen share of a window, and the least time that windows must cover.
SEEN_SHARE, SHORTEST_S = 0.75, 6.0
#: The peak against the median of each side; the clinical reference asks for at least 3. On simulated heads
#: without a tremor (noise of 0.1 to 1 degree, white or not, drifting or not, 7 to 60 s) 0 of 800 had a peak.
PROMINENCE = 5.0
#: Where the sides are, Hz away from the peak: a window blurs a peak by 0.25 Hz, an irregular tremor more.
SIDES_HZ = (0.8, 2.0)
#: The tremor's power is taken this far to both sides, so that an irregular one is counted whole.
HALF_BAND_HZ = 0.75
#: Below this a camera's own jitter (0.1 to 0.15 degrees, one standard deviation) may hum as well.
SMALLEST_DEG = 0.2
#: Of a base: what is smaller than this share of the largest part is a matter of rounding and gaps.
SMALLEST_PART = 0.05
STEP_HZ = 0.05


class NoTremor(StrEnum):
    """Why no tremor is given."""

    NO_CLEAR_PEAK = "no_clear_peak"
    TOO_FEW_FRAMES = "too_few_frames"
    TOO_SHORT = "too_short"
    TOO_MUCH_UNSEEN = "too_much_unseen"
    TOO_MUCH_MOVEMENT = "too_much_movement"


@dataclass(frozen=True)
class Tremor:
    """A tremor. **Every amplitude is half of peak to peak**; of a tremor that comes and goes, that of the
    steady sinusoid with the same power.

    Attributes:
        frequency_hz: of the peak.
        frequency_error_hz: its standard error, from the spread between windows.
        amplitude_deg: along ``direction``, degrees.
        amplitude_error_deg: its standard error, from the spread between windows; how truly the camera reads
            a fast angle is not in it.
        axis: the axis with the largest amplitude, one of `AXES`.
        direction: the head's axis of trembling as a unit vector, in the order of `AXES`; the component of
            ``axis`` is positive.
        amplitudes: the amplitude on each axis.
        regularity: 0 to 1, the share of the tremor's power in a window that one steady sinusoid explains.
        prominence: the peak's power over that of its sides.
        seen_s: seconds that it was measured in.
        frames_per_s: seen frames a second.
    """

    frequency_hz: float
    frequency_error_hz: float
    amplitude_deg: float
    amplitude_error_deg: float
    axis: str
    direction: tuple[float, float, float]
    amplitudes: HeadAngles
    regularity: float
    prominence: float
    seen_s: float
    frames_per_s: float


class Window(NamedTuple):
    """Some seconds of seen frames: times from the window's middle, shape (n,), angles (n, 3), and an
    orthonormal base of slow drift, (n, k)."""

    t_s: Array
    angles_deg: Array
    drift: Array

    @property
    def quick(self) -> Array:
        """The angles without drift, shape (n, 3)."""
        return self.angles_deg - self.drift @ (self.drift.T @ self.angles_deg)


def tremor(t_s: Array, angles_deg: Array) -> Tremor | NoTremor:
    """The head's tremor, or why none is given.

    Args:
        t_s: shape (frames,), seconds, rising, as uneven as they came.
        angles_deg: shape (frames, 3), not smoothed, degrees in the order of `AXES`; NaN where not seen.
    """
    seen = ~np.isnan(angles_deg).any(axis=1)
    if len(t_s) < 2 or t_s[-1] - t_s[0] < SHORTEST_S:
        return NoTremor.TOO_SHORT
    if not seen.any():
        return NoTremor.TOO_MUCH_UNSEEN
    rate = frames_per_s(t_s[seen])
    if round(rate) < FEWEST_FRAMES_PER_S:
        return NoTremor.TOO_FEW_FRAMES
    spans = _spans(t_s[seen], angles_deg[seen], rate)
    if _covered_s(spans) < SHORTEST_S:
        return NoTremor.TOO_MUCH_UNSEEN
    still = [span for span in spans if _drift_speed(span) <= FASTEST_DRIFT_DEG_S]
    if _covered_s(still) < SHORTEST_S:
        return NoTremor.TOO_MUCH_MOVEMENT
    return _tremor(still, rate)


def frames_per_s(t_s: Array) -> float:
    """Seen frames a second, pauses left out; ``t_s`` of the seen frames."""
    steps = np.diff(t_s)
    going = steps[steps <= 3 * np.median(steps)] if steps.size else steps
    return float(1 / going.mean()) if going.size else 0.0


def _spans(t_s: Array, angles_deg: Array, rate: float) -> list[Window]:
    """Windows that are seen well enough, in order."""
    starts = np.arange(t_s[0], t_s[-1] - WINDOW_S + 1.5 / rate, WINDOW_S / 2)
    edges = np.searchsorted(t_s, [starts, starts + WINDOW_S])
    whole = [(a, b) for a, b in edges.T if b - a >= SEEN_SHARE * WINDOW_S * rate]
    return [_window(t_s[a:b], angles_deg[a:b]) for a, b in whole]


def _window(t_s: Array, angles_deg: Array) -> Window:
    place = 2 * (t_s - t_s[0]) / (t_s[-1] - t_s[0]) - 1
    drift, _ = np.linalg.qr(np.polynomial.legendre.legvander(place, DRIFT_DEGREE))
    return Window(t_s - (t_s[0] + t_s[-1]) / 2, angles_deg, drift)


def _drift_speed(window: Window) -> float:
    slow = window.angles_deg - window.quick
    return float(np.percentile(np.abs(np.gradient(slow, window.t_s, axis=0)), 90, axis=0).max())


def _covered_s(windows: list[Window]) -> float:
    """Overlap by half: each adds half of itself, and the first the rest."""
    return WINDOW_S * (len(windows) + 1) / 2 if windows else 0.0


class Rest(NamedTuple):
    """What else is known of a peak: the grid of frequencies, Hz, its prominence, and frames a second."""

    grid: Array
    prominence: float
    rate: float


def _tremor(windows: list[Window], rate: float) -> Tremor | NoTremor:
    grid = np.arange(FIRST_HZ, min(HIGHEST_HZ, SHARE_OF_NYQUIST * rate / 2) + STEP_HZ / 2, STEP_HZ)
    powers = np.array([_power(window, grid) for window in windows])  # (windows, frequencies, axes)
    spectrum = _spectrum(powers)
    at, prominence = _peak(grid, spectrum)
    if at is None:
        return NoTremor.NO_CLEAR_PEAK
    rest = Rest(grid, prominence, rate)
    found = _measured(windows, powers, _between(grid, spectrum, at), rest)
    return found if found.amplitude_deg >= SMALLEST_DEG else NoTremor.NO_CLEAR_PEAK


def _spectrum(powers: Array) -> Array:
    mean = powers.mean(axis=0)
    floor = np.median(mean, axis=0)
    return np.asarray((mean / np.where(floor > 0, floor, 1.0)).sum(axis=1), dtype=np.float64)


def _power(window: Window, grid: Array) -> Array:
    """Variance that the best sinusoid beside the drift explains, degrees²; shape (frequencies, axes)."""
    turns = 2 * np.pi * np.outer(window.t_s, grid)
    waves = np.stack([np.cos(turns), np.sin(turns)], axis=2)  # (n, frequencies, 2)
    slow = np.tensordot(window.drift, np.tensordot(window.drift.T, waves, 1), 1)
    waves = waves - slow
    squares = np.einsum("nfi,nfj->fij", waves, waves)
    shares = np.einsum("nfi,na->fia", waves, window.quick)
    explained = (shares * np.linalg.solve(squares, shares)).sum(axis=1)
    return np.asarray(explained / len(window.t_s), dtype=np.float64)


def _peak(grid: Array, spectrum: Array) -> tuple[int | None, float]:
    """The highest point and how far it stands out of the higher of its sides; none where it does not."""
    allowed = np.flatnonzero(grid >= LOWEST_HZ)[:-1]
    at = int(allowed[np.argmax(spectrum[allowed])])
    away = grid - grid[at]
    sides = [spectrum[(side * away >= SIDES_HZ[0]) & (side * away <= SIDES_HZ[1])] for side in (-1, 1)]
    prominence = float(spectrum[at] / max(np.median(side) for side in sides if side.size))
    slope = spectrum[at - 1] > spectrum[at]  # the foot of the drift, no peak
    return (None if slope or prominence < PROMINENCE else at), prominence


def _between(grid: Array, spectrum: Array, at: int) -> float:
    """The top of the parabola through a peak and its neighbours, Hz."""
    left, top, right = spectrum[at - 1 : at + 2]
    bend = left - 2 * top + right
    return float(grid[at] + (0.5 * (left - right) / bend * STEP_HZ if bend < 0 else 0.0))


def _measured(windows: list[Window], powers: Array, frequency_hz: float, rest: Rest) -> Tremor:
    kept = np.mean([_kept(window, frequency_hz) for window in windows])
    bands = np.array([_band_power(window, frequency_hz) for window in windows]) / kept  # (windows, 3, 3)
    band = bands.mean(axis=0)
    _, directions = np.linalg.eigh(band)
    axis = int(np.argmax(np.abs(directions[:, -1])))
    direction = directions[:, -1] * np.sign(directions[axis, -1])
    along = np.einsum("i,wij,j->w", direction, bands, direction)
    near = np.abs(rest.grid - frequency_hz) <= HALF_BAND_HZ
    alone = powers[:, near, axis] / kept  # (windows, frequencies)
    return Tremor(
        frequency_hz=frequency_hz,
        frequency_error_hz=_error_of_mean(rest.grid[near][np.argmax(alone, axis=1)], STEP_HZ / 2),
        amplitude_deg=float(_amplitude(along.mean())),
        amplitude_error_deg=_error_of_mean(_amplitude(along), 0.0),
        axis=AXES[axis],
        direction=_three(direction),
        amplitudes=HeadAngles(*_three(_amplitude(np.diag(band)))),
        regularity=float(np.clip(alone.mean(axis=0).max() / max(band[axis, axis], 1e-9), 0.0, 1.0)),
        prominence=rest.prominence,
        seen_s=_covered_s(windows),
        frames_per_s=rest.rate,
    )


def _kept(window: Window, frequency_hz: float) -> float:
    """The share of a sinusoid's power that is left when the drift is taken off: 0.9 at 2 Hz, 0.97 at 4 Hz."""
    wave = np.exp(2j * np.pi * frequency_hz * window.t_s)
    return 1 - float(np.sum(np.abs(window.drift.T @ wave) ** 2)) / len(wave)


def _amplitude(variance: Array) -> Array:
    return np.asarray(np.sqrt(2 * np.maximum(0.0, variance)))


def _band_power(window: Window, frequency_hz: float) -> Array:
    """How the axes tremble together: covariance of what lies in the band, noise taken off; shape (3, 3)."""
    offsets = np.arange(-HALF_BAND_HZ, HALF_BAND_HZ + 1e-9, 1 / WINDOW_S)
    turns = 2 * np.pi * np.outer(window.t_s, frequency_hz + offsets)
    waves = np.column_stack([np.cos(turns), np.sin(turns)])
    base, sizes, _ = np.linalg.svd(waves - window.drift @ (window.drift.T @ waves), full_matrices=False)
    base = base[:, sizes > SMALLEST_PART * sizes[0]]  # what a gap makes alike is counted once
    inside = base.T @ window.quick
    rest = window.quick - base @ inside
    freedom = len(rest) - window.drift.shape[1] - base.shape[1]
    noise = rest.T @ rest / freedom
    return np.asarray((inside.T @ inside - noise * base.shape[1]) / len(rest), dtype=np.float64)


def _error_of_mean(values: Array, finest: float) -> float:
    """Of windows that overlap by half, every other one counts as independent."""
    independent = max(1.0, (len(values) + 1) / 2)
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else finest
    return float(np.hypot(spread, finest) / np.sqrt(independent))


def _three(values: Array) -> tuple[float, float, float]:
    one, two, three = (float(value) for value in values)
    return one, two, three
