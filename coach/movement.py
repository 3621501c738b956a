"""The numbers of movement, from angles over time. Pure; degrees and seconds, left and up positive.

Time counts by the samples' own stamps. A moment that was not seen earns nothing and costs nothing; a moment
that a mask leaves out ends a hold. The head's distance from the middle is the one angle of its rotation, not
a sum of axes.

How sure a number is: the error of a sample is mostly the same in the next one (the shape of a face, the field
of view, the neutral), so it does not average out over frames; only the jitter does. So a mean of angles is as
unsure as one angle, and a share of time is as unsure as its edge is: it is counted again with the edge moved
by one standard error to each side, and half the difference is its standard error.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from coach.holding import GRACE_S
from coach.motion import LONGEST_GAP_S
from coach.record import Value

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

AXES = ("rotation", "lateral_flexion", "extension")

#: Standard error of an angle that stays from frame to frame, degrees: the most that a straight head may be
#: misread anywhere in the middle of the picture. Used where a sample has no standard error of its own.
SYSTEMATIC_DEG = 1.5
#: Standard deviation of a still head from frame to frame, degrees: the most that the camera may jitter.
JITTER_DEG = 0.15
#: Standard error of a speed, as a share of it: `SYSTEMATIC_DEG` over a movement of 30 degrees.
SPEED_SHARE = SYSTEMATIC_DEG / 30

#: Less time than this gives no number.
SHORTEST_S = 3.0
#: After a movement the head settles first; drift is what comes then. Judgement.
SETTLED_S = 3.0
#: Width (one standard deviation) of the bell that a value is low-passed with: half the power at 1 Hz, as the
#: clinical reference asks for holds under tremor. Speeds keep a little more, so that a turn of one second
#: loses 8 in 100 of its peak and a tremor of 4 Hz leaves 4 in 100.
STEADY_S, SPEED_S = 0.1325, 0.1


@dataclass(frozen=True, eq=False)
class Series:
    """A stretch of time to be measured.

    Attributes:
        t_s: shape (n,), rising.
        angles_deg: shape (n, 3), in the order of `AXES`, relative to the neutral; NaN where not seen.
        used: shape (n,), the samples that count.
        error_deg: shape (n, 3), standard error of each angle.
        smoothed: what `low_passed` has found, by the bell's width; the parts of a series share it.
    """

    t_s: Array
    angles_deg: Array
    used: Mask
    error_deg: Array
    smoothed: dict[float, tuple[Array, Array]] = field(default_factory=dict)

    @property
    def seen(self) -> Mask:
        """Samples that count and were seen."""
        return np.asarray(self.used & ~np.isnan(self.angles_deg).any(axis=1))

    @property
    def seconds(self) -> Array:
        """The time that each sample stands for, shape (n,); 0 where unseen or after a long gap."""
        step = np.diff(self.t_s, prepend=self.t_s[:1])
        return np.where(self.seen & (step <= LONGEST_GAP_S), step, 0.0)

    @property
    def seen_s(self) -> float:
        return float(self.seconds.sum())

    @property
    def deviation_deg(self) -> Array:
        """The one angle from the middle, shape (n,)."""
        return one_angle_deg(self.angles_deg)

    def only(self, mask: Mask) -> "Series":
        """The part of it that a mask leaves, such as the moments with a hand near the face."""
        return replace(self, used=self.used & mask)


def series(t_s: Array, angles_deg: Array, used: Mask | None = None, error_deg: Array | None = None) -> Series:
    """Angles over time as a `Series`; all samples count, each with the usual error, unless said."""
    everything = np.ones(len(t_s), dtype=bool)
    usual = np.full((len(t_s), 3), SYSTEMATIC_DEG)
    return Series(
        t_s, angles_deg, everything if used is None else used, usual if error_deg is None else error_deg
    )


def one_angle_deg(angles_deg: Array) -> Array:
    """The angle of the rotation that three head angles make together; shape (n, 3) to (n,), degrees."""
    turn, tilt, up = np.radians(angles_deg).T
    # The trace of Ry(turn) Rx(-up) Rz(-tilt), see `pose`.
    trace = np.cos(turn) * (np.cos(tilt) + np.cos(up)) + np.cos(up) * np.cos(tilt)
    trace += np.sin(turn) * np.sin(up) * np.sin(tilt)
    return np.asarray(np.degrees(np.arccos(np.clip((trace - 1) / 2, -1.0, 1.0))), dtype=np.float64)


# Where the head is


def mean_deviation(given: Series) -> Value:
    """Mean distance from the middle over time, degrees."""
    if given.seen_s < SHORTEST_S:
        return too_little("deg")
    at, seconds = given.seen, given.seconds[given.seen]
    mean = float(np.average(given.deviation_deg[at], weights=seconds))
    return Value(mean, float(np.hypot(_deviation_error(given), _averaged(given))), "deg")


def median_deviation(given: Series) -> Value:
    """The distance from the middle that is exceeded half of the time, degrees."""
    if given.seen_s < SHORTEST_S:
        return too_little("deg")
    values, seconds = given.deviation_deg[given.seen], given.seconds[given.seen]
    order = np.argsort(values)
    passed = np.cumsum(seconds[order])
    median = float(values[order][np.searchsorted(passed, passed[-1] / 2)])
    return Value(median, float(np.hypot(_deviation_error(given), 1.25 * _averaged(given))), "deg")


def share_within(given: Series, band_deg: float) -> Value:
    """Share of the seen time within so many degrees of the middle, 0 to 1."""
    if given.seen_s < SHORTEST_S:
        return too_little("share")
    deviation, seconds = given.deviation_deg, given.seconds

    def share(edge_deg: float) -> float:
        return float(seconds[given.seen & (deviation <= edge_deg)].sum() / seconds.sum())

    error_deg = _deviation_error(given)
    return Value(share(band_deg), (share(band_deg + error_deg) - share(band_deg - error_deg)) / 2, "share")


def longest_within(given: Series, band_deg: float) -> Value:
    """Longest stay within so many degrees of the middle, seconds: low-passed at 1 Hz, dips shorter than
    `GRACE_S` forgiven and counted (clinical reference, metric definitions). Unseen time neither counts nor
    breaks the stay."""
    if given.seen_s < SHORTEST_S:
        return too_little("s")
    deviation = one_angle_deg(low_passed(given, STEADY_S)[0])
    error_deg = _deviation_error(given)
    least, here, most = (
        float(_longest_s(given, deviation <= band_deg + more)) for more in (-error_deg, 0.0, error_deg)
    )
    return Value(here, (most - least) / 2, "s")


def _longest_s(given: Series, inside: Mask) -> float:
    best = held = out = 0.0
    for seconds, is_in, used in zip(given.seconds, inside, given.used, strict=True):
        if not used:
            held = out = 0.0
        elif seconds and is_in:
            held, out = held + out + seconds, 0.0
        elif seconds and held:
            out += seconds
            held = 0.0 if out > GRACE_S else held
            out = out if held else 0.0
        best = max(best, held)
    return best


def drift(given: Series) -> Value:
    """How the head creeps away from the middle, degrees a minute; negative is toward it.

    One slope for all unbroken pieces, each from its own level and without its first `SETTLED_S`. For its
    standard error one second is one independent look; what does not change from frame to frame falls out.
    """
    seconds = _second_by_second(given)
    if given.seen_s < SHORTEST_S or len(seconds) < SHORTEST_S:
        return too_little("deg/min")
    piece, t_s, deviation = seconds.T
    pieces = np.unique(piece)
    for one in pieces:
        t_s[piece == one] -= t_s[piece == one].mean()
        deviation[piece == one] -= deviation[piece == one].mean()
    spread, freedom = float(np.sum(t_s**2)), len(t_s) - len(pieces) - 1
    if spread == 0 or freedom < 1:
        return too_little("deg/min")
    slope = float(np.sum(t_s * deviation)) / spread
    rest = float(np.sum((deviation - slope * t_s) ** 2)) / freedom
    return Value(60 * slope, 60 * float(np.sqrt(rest / spread)), "deg/min")


def _second_by_second(given: Series) -> Array:
    """The mean of each seen second of a settled head: its piece, its time, the deviation; shape (n, 3)."""
    starts = np.diff(given.used, prepend=False) & given.used
    piece = np.cumsum(starts)
    since = given.t_s - np.concatenate([[-np.inf], given.t_s[starts]])[piece]
    settled = given.seen & (since >= SETTLED_S)
    rows = np.column_stack([piece, given.t_s, given.deviation_deg])[settled]
    if not len(rows):
        return np.empty((0, 3))
    cuts = np.flatnonzero(np.diff(np.floor(rows[:, 1])) + np.diff(rows[:, 0])) + 1
    return np.array([part.mean(axis=0) for part in np.split(rows, cuts)])


def furthest(given: Series, axis: str, sign: int) -> Value:
    """The furthest point on one axis to one side, low-passed at 1 Hz, degrees toward that side; negative
    where the head stayed on the other side of the middle all the time."""
    if given.seen_s < SHORTEST_S:
        return too_little("deg")
    column = AXES.index(axis)
    toward = sign * low_passed(given, STEADY_S)[0][:, column]
    toward[~given.seen] = np.nan
    at = int(np.nanargmax(toward))
    return Value(float(toward[at]), float(np.hypot(given.error_deg[at, column], JITTER_DEG / 2)), "deg")


# How it moves


def turning_deg_s(given: Series) -> Array:
    """The head's speed as one angle a second, shape (n,)."""
    angles, slopes = low_passed(given, SPEED_S)
    turn, tilt, up = slopes.T
    # The axes of turn and tilt are not square to each other when the chin is up or down.
    squares = turn**2 + tilt**2 + up**2 - 2 * turn * tilt * np.sin(np.radians(angles[:, 2]))
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)), dtype=np.float64)


def low_passed(given: Series, width_s: float) -> tuple[Array, Array]:
    """Angles and their rates, each from the straight line that fits best under a bell of this width (one
    standard deviation, seconds), by the real time stamps; shapes (n, 3); NaN where not seen."""
    if width_s not in given.smoothed:
        given.smoothed[width_s] = _lines(given, width_s)
    return given.smoothed[width_s]


def _lines(given: Series, width_s: float) -> tuple[Array, Array]:
    sums = np.zeros((5, len(given.t_s), 3))
    for near, here in _neighbours(given, width_s):
        gap = (given.t_s[near] - given.t_s[here])[:, None]
        value = given.angles_deg[near]
        weight = np.where(np.isnan(value), 0.0, np.exp(-0.5 * (gap / width_s) ** 2))
        value = np.nan_to_num(value)
        for total, term in zip(sums, (1.0, gap, gap**2, value, gap * value), strict=True):
            total[here] += weight * term
    ones, first, second, level, rise = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        determinant = ones * second - first**2
        slope = (ones * rise - first * level) / determinant
        middle = np.where(determinant > 1e-9, (second * level - first * rise) / determinant, level / ones)
    unseen = np.isnan(given.angles_deg)
    return np.where(unseen, np.nan, middle), np.where(unseen | (determinant <= 1e-9), np.nan, slope)


def _neighbours(given: Series, width_s: float) -> Iterator[tuple[slice, slice]]:
    """Pairs of slices: each sample with the one so many places after or before it, out to three widths."""
    count = len(given.t_s)
    steps = np.diff(given.t_s)
    reach = int(np.ceil(3 * width_s / max(float(np.median(steps)), 1e-3))) if steps.size else 0
    for shift in range(-min(reach, count - 1), min(reach, count - 1) + 1):
        yield slice(max(0, shift), count + min(0, shift)), slice(max(0, -shift), count + min(0, -shift))


def _deviation_error(given: Series) -> float:
    """Mean standard error of the deviation: that of each axis by its part in it."""
    angles, errors = given.angles_deg[given.seen], given.error_deg[given.seen]
    parts = (angles**2 + 1e-6) / (angles**2 + 1e-6).sum(axis=1, keepdims=True)
    return float(np.sqrt((parts * errors**2).sum(axis=1)).mean())


def _averaged(given: Series) -> float:
    """What is left of the jitter in a mean."""
    return float(JITTER_DEG / np.sqrt(max(1, given.seen.sum())))


def too_little(unit: str) -> Value:
    """No number, because too little was seen."""
    return Value(None, None, unit, "too_little_seen")
