"""Everything that is measured of a recording, as plain values for JSON. Pure.

Every number stands three times: of all moments, and of those with and without a hand near the face. It has
a unit and a standard error, ``null`` where none can be derived; a number that cannot be had is ``null`` with
its reason. Angles are those of the head on the trunk relative to the neutral; without a neutral they are
those of the head in the camera's frame, and what needs a middle cannot be had.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.measures import BANDS_DEG, SIDES, trembling
from coach.movement import (
    AXES,
    JITTER_DEG,
    SHORTEST_S,
    SYSTEMATIC_DEG,
    Series,
    drift,
    furthest,
    longest_within,
    mean_deviation,
    median_deviation,
    series,
    share_within,
    too_little,
)
from coach.record import Value
from coach.strokes import peak_speed, smoothness, strokes
from pose.analyse import Moment
from pose.angles import HeadAngles, head_angles
from pose.neutral import Neutral, camera_tilt_deg
from pose.noise import noise_floor
from pose.reading import Unseen

Array = NDArray[np.float64]
Named = Iterator[tuple[str, Value]]

SIGNS = (
    "Left and up are positive, always the person's own left. Each number has its unit (deg is degrees, share "
    "is 0 to 1) and a standard error in that unit: two times in three the true value is no further away."
)
#: A thousandth is finer than anything here is known.
DECIMALS = 3
#: The numbers that need a middle; without a neutral there is none.
NO_NEUTRAL = "no_neutral"
MIDDLE = ("deviation", "drift")


@dataclass(frozen=True, eq=False)
class Recording:
    """What was measured of a recording.

    Attributes:
        series: the angles over time.
        hand: shape (n,), whether a hand was near the face.
        shoulders, second_person: shape (n,), whether they were seen.
        unseen: why the head was not seen, one entry a frame; ``None`` where it was.
        neutral: what the angles are relative to, or ``None`` for the camera's frame.
    """

    series: Series
    hand: NDArray[np.bool_]
    shoulders: NDArray[np.bool_]
    second_person: NDArray[np.bool_]
    unseen: tuple[Unseen | None, ...]
    neutral: Neutral | None


def recording_of(moments: Sequence[Moment]) -> Recording:
    """The moments of a whole recording as arrays."""
    postures = [moment.posture for moment in moments]
    heads = [_head(moment) for moment in moments]
    errors = [posture.standard_error for posture in postures]
    return Recording(
        series=series(
            np.array([posture.t_s for posture in postures]),
            _angles(heads, np.nan),
            error_deg=_angles(errors, SYSTEMATIC_DEG),
        ),
        hand=np.array([posture.hand_near_face for posture in postures], dtype=bool),
        shoulders=np.array([posture.shoulders is not None for posture in postures], dtype=bool),
        second_person=np.array([posture.faces > 1 for posture in postures], dtype=bool),
        unseen=tuple(posture.unseen for posture in postures),
        neutral=moments[0].neutral if moments else None,
    )


def _head(moment: Moment) -> HeadAngles | None:
    return moment.posture.head_angles if moment.sample is None else moment.sample.head


def _angles(heads: Sequence[HeadAngles | None], missing: float) -> Array:
    rows = [
        (missing,) * 3 if head is None else (head.rotation_deg, head.lateral_flexion_deg, head.extension_deg)
        for head in heads
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3)


def summary(recording: Recording, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything, in the order of reading.

    Args:
        about: what is known of the recording beside its pictures, such as versions and field of view.
    """
    return {**about, **{name: rounded(value) for name, value in _measured(recording).items()}}


def _measured(recording: Recording) -> dict[str, Any]:
    hand, given = recording.hand, recording.series
    parts = {"all": np.ones_like(hand), "with_hand": hand, "without_hand": ~hand}
    neutral = recording.neutral
    return {
        "signs": SIGNS,
        "relative_to": "the camera" if neutral is None else "the neutral",
        "neutral": None if neutral is None else told_neutral(neutral),
        "seen": {name: asdict(value) for name, value in _seen(recording)},
        "not_seen": {name: asdict(value) for name, value in _not_seen(recording)},
        "noise": {name: asdict(value) for name, value in noise(given)},
        "numbers": {
            name: numbers(given.only(mask), has_middle=neutral is not None) for name, mask in parts.items()
        },
    }


def rounded(value: Any) -> Any:
    """Every number in it to `DECIMALS`."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return round(value, DECIMALS) if isinstance(value, float) else value


def told_neutral(neutral: Neutral) -> dict[str, float]:
    """The neutral: where the straight head was in the camera's frame, and how still."""
    return {
        **asdict(head_angles(neutral.head)),
        "shoulder_tilt_deg": neutral.shoulder_tilt_deg,
        "camera_tilt_deg": camera_tilt_deg(neutral),
        "spread_deg": neutral.spread_deg,
        "frames": neutral.frames,
    }


def _seen(recording: Recording) -> Named:
    given = recording.series
    t_s, seen = given.t_s, given.seen
    yield "length", Value(float(t_s[-1] - t_s[0]) if len(t_s) else 0.0, None, "s")
    yield "frames", Value(float(len(t_s)), None, "count")
    yield "head", _share(seen)
    yield "shoulders", _share(recording.shoulders)
    yield "hand_near_face", _share(recording.hand)
    yield "second_person", _share(recording.second_person)


def _not_seen(recording: Recording) -> Named:
    """Of all frames those without a head, by the reason."""
    for why in Unseen:
        yield why.value, _share(np.array([one is why for one in recording.unseen], dtype=bool))


def _share(mask: NDArray[np.bool_]) -> Value:
    return Value(float(mask.mean()), None, "share") if mask.size else too_little("share")


def noise(given: Series) -> Named:
    """The jitter of a still head on each axis (one standard deviation), and from how many still seconds."""
    found = noise_floor(given.t_s, given.angles_deg)
    for axis in AXES:
        if found is None:
            yield axis, Value(None, None, "deg", "no_still_seconds")
        else:
            yield axis, Value(getattr(found[0], f"{axis}_deg"), None, "deg")
    yield "still_seconds", Value(0.0 if found is None else float(found[1]), None, "s")


def numbers(given: Series, *, has_middle: bool) -> dict[str, Any]:
    """Every number of these moments."""
    groups: dict[str, Named] = {
        "deviation": _deviation(given),
        "drift": iter([("drift", drift(_between_movements(given)))]),
        "movement": _movement(given),
        "tremor": trembling(given),
    }
    told = {"axes": {axis: _plain(_axis(given, axis)) for axis in AXES}}
    told |= {name: _plain(group) for name, group in groups.items()}
    told["tremor"]["axis"] = _tremor_axis(told["tremor"])
    if not has_middle:
        told |= {name: {key: _without_middle(value) for key, value in told[name].items()} for name in MIDDLE}
    return told


def _plain(named: Named) -> dict[str, Any]:
    return {name.removeprefix("tremor_"): asdict(value) for name, value in named}


def _without_middle(value: dict[str, Any]) -> dict[str, Any]:
    return value | {"value": None, "standard_error": None, "reason": NO_NEUTRAL}


def _tremor_axis(tremor: Mapping[str, Any]) -> dict[str, Any]:
    """The axis that trembles most, by its name."""
    sizes = {axis: tremor[axis]["value"] for axis in AXES}
    largest = None if None in sizes.values() else max(sizes, key=lambda axis: sizes[axis])
    return {
        "value": largest,
        "standard_error": None,
        "unit": "name",
        "reason": tremor["frequency"]["reason"],
    }


def _axis(given: Series, axis: str) -> Named:
    """How far to both sides (low-passed at 1 Hz), from one end to the other, and where the head mostly is."""
    ends = [furthest(given, axis, sign) for sign in (1, -1)]
    yield from ((f"furthest_{side}", end) for side, end in zip(SIDES[axis], ends, strict=True))
    yield "range", _sum(ends)
    yield "mean", _middle(given, axis, np.average)
    yield "median", _middle(given, axis, _median)


def _sum(ends: Sequence[Value]) -> Value:
    sizes = [end.value for end in ends if end.value is not None]
    error = hypot(*(end.standard_error or 0.0 for end in ends))
    return Value(sum(sizes), error, "deg") if len(sizes) == len(ends) else ends[0]


def _middle(given: Series, axis: str, how: Any) -> Value:
    """A mean or median of the angle over time. The error of a sample is mostly that of the next one as well,
    so it stays; only the jitter averages out (see `coach.movement`)."""
    if given.seen_s < SHORTEST_S:
        return too_little("deg")
    at, column = given.seen, AXES.index(axis)
    size = float(how(given.angles_deg[at, column], weights=given.seconds[at]))
    jitter = JITTER_DEG / np.sqrt(at.sum())
    return Value(size, float(np.hypot(given.error_deg[at, column].mean(), jitter)), "deg")


def _median(values: Array, weights: Array) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])


def _deviation(given: Series) -> Named:
    """The one angle from the middle, and the time near it."""
    yield "mean", mean_deviation(given)
    yield "median", median_deviation(given)
    for band_deg in BANDS_DEG:
        share = share_within(given, band_deg)
        yield f"share_within_{band_deg:g}", share
        yield f"time_within_{band_deg:g}", _times(share, given.seen_s)
        yield f"longest_within_{band_deg:g}", longest_within(given, band_deg)


def _times(share: Value, seen_s: float) -> Value:
    if share.value is None or share.standard_error is None:
        return Value(None, None, "s", share.reason)
    return Value(share.value * seen_s, share.standard_error * seen_s, "s")


def _between_movements(given: Series) -> Series:
    """The moments in which the head is not on its way from one place to another: there it can drift."""
    still = np.ones(len(given.t_s), dtype=bool)
    for one in strokes(given):
        still[one] = False
    return given.only(still)


def _movement(given: Series) -> Named:
    yield "movements", Value(float(len(strokes(given))), None, "count")
    yield "peak_speed", peak_speed(given)
    yield "smoothness", smoothness(given)
