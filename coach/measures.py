"""Which numbers are taken of an exercise and of a session, by name. Pure; a stored trace gives them again.

``asked_*`` are of the time in which the middle is asked for (going there and holding, in an exercise that
keeps the head in the middle), ``rest_*`` of the time in which nothing is asked of the head, all others of the
whole exercise. The patient's pauses are left out everywhere.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from coach.movement import (
    AXES,
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
from coach.record import ExerciseRecord, Hand, Measure, Phase, Trace, Value
from coach.strokes import peak_speed, smoothness, strokes
from pose.noise import noise_floor
from pose.tremor import NoTremor, Tremor, tremor

#: A change of how any number here is taken is a new version; `midline recompute` brings old sessions to it.
VERSION = 1

PHASES = tuple(Phase)
ASKED, RESTING = (Phase.MOVE, Phase.HOLD), (Phase.PREPARE, Phase.REST)
#: In the middle: the clinical criterion is 10 degrees, fine control 5 (clinical reference, section 3).
BANDS_DEG = (5.0, 10.0)
#: The two sides of each axis, the positive one first (signs in `pose`).
SIDES = {
    "rotation": ("rotation_left", "rotation_right"),
    "lateral_flexion": ("lateral_flexion_left", "lateral_flexion_right"),
    "extension": ("extension", "flexion"),
}
#: What a fast angle is misread by, as a share: sinusoids of 1 degree at 2 and 5 Hz are read as 0.9.
TREMOR_SHARE = 0.1

#: A head that only turns slants the shoulder line by 1 to 4 degrees, as measured on photographs.
SHOULDER_ERROR_DEG = 2.0

Named = Iterator[tuple[str, Value]]


def measures_of(exercise: ExerciseRecord) -> tuple[Measure, ...]:
    """Every number of an exercise; none where it has no trace or was done without a neutral."""
    trace = exercise.trace
    if trace is None or not len(trace.values) or np.isnan(trace.column("deviation_deg")).all():
        return ()
    whole, hand = series_of(trace), trace.column("hand_near_face") > 0
    movement, phases = exercise.plan.movement, trace.column("phase")
    parts = [(Hand.ALL, np.ones(len(hand), dtype=bool))]
    if hand.any():
        parts += [(Hand.WITH, hand), (Hand.WITHOUT, ~hand)]
    split = [
        (which, named) for which, mask in parts for named in _numbers(whole.only(mask), phases, movement)
    ]
    together = [(Hand.ALL, named) for named in _together(trace, whole, hand, movement)]
    return tuple(Measure(name, which, value, VERSION) for which, (name, value) in (*split, *together))


def _together(trace: Trace, whole: Series, hand: NDArray[np.bool_], movement: str) -> Named:
    """Numbers that are not split by a hand near the face."""
    with_hand = Value(whole.only(hand).seen_s / whole.seen_s, None, "share") if whole.seen_s else None
    yield "hand_share", with_hand or too_little("share")
    resting = RESTING if movement != "presence" else PHASES
    yield "rest_shoulder_tilt", shoulder_tilt(trace, during(trace.column("phase"), resting))


def shoulder_tilt(trace: Trace, when: NDArray[np.bool_]) -> Value:
    """Mean slant of the shoulder line against the neutral over these moments, degrees, the left one higher
    positive; its error is what a moving head leaks into it (`SHOULDER_ERROR_DEG`)."""
    given = series_of(trace)
    slant = trace.column("shoulder_tilt_deg")
    at = when & given.seen & ~np.isnan(slant)
    seconds = given.seconds[at]
    if seconds.sum() < SHORTEST_S:
        return too_little("deg")
    return Value(float(np.average(slant[at], weights=seconds)), SHOULDER_ERROR_DEG, "deg")


def session_measures(exercises: tuple[ExerciseRecord, ...]) -> tuple[Measure, ...]:
    """The numbers of a session as a whole: its noise floor, from the still seconds of all its traces."""
    traces = [exercise.trace for exercise in exercises if exercise.trace and len(exercise.trace.values)]
    if not traces:
        return ()
    values = np.concatenate([_angles(trace) for trace in traces])
    t_s = np.concatenate([trace.column("t_s") for trace in traces])
    return tuple(Measure(name, Hand.ALL, value, VERSION) for name, value in _noise(t_s, values))


def _noise(t_s: NDArray[np.float64], angles_deg: NDArray[np.float64]) -> Named:
    found = noise_floor(t_s, angles_deg)
    if found is None:
        yield from ((f"noise_{axis}", Value(None, None, "deg", "no_still_seconds")) for axis in AXES)
        return
    floor, seconds = found
    yield from ((f"noise_{axis}", Value(getattr(floor, f"{axis}_deg"), None, "deg")) for axis in AXES)
    yield "still_seconds", Value(float(seconds), None, "s")


def series_of(trace: Trace) -> Series:
    """A trace as a series of angles; the patient's pauses do not count."""
    unpaused = ~during(trace.column("phase"), (Phase.PAUSED, Phase.DONE))
    return series(trace.column("t_s"), _angles(trace), unpaused, _errors(trace))


def _angles(trace: Trace) -> NDArray[np.float64]:
    return np.column_stack([trace.column(f"{axis}_deg") for axis in AXES])


def _errors(trace: Trace) -> NDArray[np.float64]:
    """Each sample's own standard errors; the usual one where none was kept."""
    errors = np.column_stack([trace.column(f"{axis}_error_deg") for axis in AXES])
    return np.where(np.isnan(errors), SYSTEMATIC_DEG, errors)


def during(phases: NDArray[np.float64], wanted: tuple[Phase, ...]) -> NDArray[np.bool_]:
    """Which samples are in one of these phases; ``phases`` is that column of a trace."""
    return np.isin(phases, [PHASES.index(phase) for phase in wanted])


def _numbers(given: Series, phases: NDArray[np.float64], movement: str) -> Named:
    yield "seen", Value(given.seen_s, None, "s")
    if movement == "deviation":
        yield from _in_the_middle("asked", given.only(during(phases, ASKED)))
    rest = given if movement == "presence" else given.only(during(phases, RESTING))
    yield from _in_the_middle("rest", rest)
    yield "rest_drift", drift(rest)
    for axis, sides in SIDES.items():
        for side, sign in zip(sides, (1, -1), strict=True):
            yield f"furthest_{side}", furthest(given, axis, sign)
    yield "movements", Value(float(len(strokes(given))), None, "count")
    yield "peak_speed", peak_speed(given)
    yield "smoothness", smoothness(given)
    yield from trembling(given)


def _in_the_middle(prefix: str, given: Series) -> Named:
    """How far from the middle and how long in it; see `coach.movement`."""
    yield f"{prefix}_seen", Value(given.seen_s, None, "s")
    yield f"{prefix}_deviation_mean", mean_deviation(given)
    yield f"{prefix}_deviation_median", median_deviation(given)
    how: tuple[tuple[str, Callable[[Series, float], Value]], ...] = (
        ("share_within", share_within),
        ("longest_within", longest_within),
    )
    for name, function in how:
        for band_deg in BANDS_DEG:
            yield f"{prefix}_{name}_{band_deg:g}", function(given, band_deg)


def trembling(given: Series) -> Named:
    """The tremor's numbers, or on each of them why there is none."""
    found = tremor(given.t_s[given.used], given.angles_deg[given.used])
    if isinstance(found, NoTremor):
        units = {"frequency": "Hz", "amplitude": "deg"} | dict.fromkeys(AXES, "deg") | {"regularity": "share"}
        yield from ((f"tremor_{n}", Value(None, None, unit, found.value)) for n, unit in units.items())
        return
    yield "tremor_frequency", Value(found.frequency_hz, found.frequency_error_hz, "Hz")
    yield "tremor_amplitude", _amplitude(found, found.amplitude_deg)
    for axis in AXES:
        yield f"tremor_{axis}", _amplitude(found, getattr(found.amplitudes, f"{axis}_deg"))
    yield "tremor_regularity", Value(found.regularity, None, "share")


def _amplitude(found: Tremor, size_deg: float) -> Value:
    spread = found.amplitude_error_deg * size_deg / found.amplitude_deg
    return Value(size_deg, float(np.hypot(spread, TREMOR_SHARE * size_deg)), "deg")
