"""The numbers of the two-minute check, from the traces of its parts. Pure; a stored trace gives them again.

    rest    20 s, the head let go: where it is, drift, tremor
    middle  two tries of 60 s: time within 5 and 10 degrees, longest stay, steadiness, mean deviation
    range   three times to each side of each axis: furthest point, speed, smoothness
    hand    10 s with a hand where it helps: what it changes against rest

A check is a session of kind ``check`` whose exercises are these parts; which part an exercise is follows
from its plan. Every number belongs to the session as a whole. A part that was left out gives none; one that
was cut short gives what its seen time allows. Of the two tries both are kept, ``middle_1_*`` and
``middle_2_*``; ``middle_*`` is the better one: longer within 10 degrees, and then nearer to the middle.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.measures import (
    BANDS_DEG,
    SIDES,
    VERSION,
    Named,
    during,
    series_of,
    session_measures,
    shoulder_tilt,
    trembling,
)
from coach.movement import (
    AXES,
    SHORTEST_S,
    STEADY_S,
    Series,
    drift,
    furthest,
    longest_within,
    low_passed,
    mean_deviation,
    one_angle_deg,
    share_within,
    too_little,
)
from coach.record import (
    Ending,
    ExerciseRecord,
    Hand,
    Measure,
    Phase,
    RepRecord,
    SessionKind,
    SessionRecord,
    Value,
)
from coach.strokes import peak_speed, smoothness

#: The check and the one of its parts that only its name tells from rest.
CHECK, WITH_HAND = "two_minutes", "with_hand"
#: For the error of the steadiness this long is one independent look at it. Judgement.
LOOK_S = 5.0
#: The standard error of a median against that of a mean, of normal values.
MEDIAN = 1.25
#: Sides that are compared with each other: up and down differ in everybody.
COMPARED = ("rotation", "lateral_flexion")


def whole_measures(record: SessionRecord) -> tuple[Measure, ...]:
    """Every number of a session as a whole, those of the check where it is one."""
    check = record.opening.kind is SessionKind.CHECK
    return session_measures(record.exercises) + (check_measures(record.exercises) if check else ())


def check_measures(exercises: tuple[ExerciseRecord, ...]) -> tuple[Measure, ...]:
    """Every number of a check; ``exercises`` are its parts as they were done."""
    done = [exercise for exercise in exercises if _measured(exercise)]
    rest = _part(done, "presence", with_hand=False)
    hand = _part(done, "presence", with_hand=True)
    found = [
        *(_rest(rest) if rest else ()),
        *_middle([one for one in done if one.plan.movement == "deviation"]),
        *_ranges([one for one in done if one.plan.movement in AXES]),
    ]
    measures = [Measure(name, Hand.ALL, value, VERSION) for name, value in found]
    return (*measures, *(_trick(_held(hand), _held(rest) if rest else None) if hand else ()))


def _measured(exercise: ExerciseRecord) -> bool:
    trace = exercise.trace
    return trace is not None and not np.isnan(trace.column("deviation_deg")).all()


def _part(done: list[ExerciseRecord], movement: str, *, with_hand: bool) -> ExerciseRecord | None:
    fits = [one for one in done if one.plan.movement == movement]
    return next((one for one in fits if (one.plan.exercise_id == WITH_HAND) is with_hand), None)


class Held(NamedTuple):
    """A part while it was held, and when a hand was near the face, shape (n,)."""

    given: Series
    hand: NDArray[np.bool_]


def _held(exercise: ExerciseRecord, start_s: float = -np.inf, end_s: float = np.inf) -> Held:
    assert exercise.trace is not None  # noqa: S101 - only measured parts come here
    given = series_of(exercise.trace)
    now = (
        during(exercise.trace.column("phase"), (Phase.HOLD,)) & (given.t_s >= start_s) & (given.t_s <= end_s)
    )
    return Held(given.only(now), exercise.trace.column("hand_near_face") > 0)


def _hand_s(held: Held) -> Value:
    return Value(held.given.only(held.hand).seen_s, None, "s")


# Rest


def _rest(part: ExerciseRecord) -> Named:
    assert part.trace is not None  # noqa: S101 - only measured parts come here
    held = _held(part)
    given = held.given
    yield "rest_seen", Value(given.seen_s, None, "s")
    yield "rest_hand", _hand_s(held)
    yield "rest_deviation_mean", mean_deviation(given)
    for column, axis in enumerate(AXES):
        yield f"rest_{axis}", _mean(given, column)
    yield "rest_drift", drift(given)
    yield "rest_shoulder_tilt", shoulder_tilt(part.trace, during(part.trace.column("phase"), (Phase.HOLD,)))
    yield from trembling(given)


def _mean(given: Series, column: int) -> Value:
    """Mean angle on one axis over time, signed."""
    if given.seen_s < SHORTEST_S:
        return too_little("deg")
    at = given.seen
    mean = float(np.average(given.angles_deg[at, column], weights=given.seconds[at]))
    return Value(mean, float(given.error_deg[at, column].mean()), "deg")


# The middle


def _middle(parts: list[ExerciseRecord]) -> Named:
    tries = [dict(_try(_held(part, rep.started_s, rep.ended_s))) for part in parts for rep in part.reps]
    for number, one in enumerate(tries, start=1):
        yield from ((f"middle_{number}_{name}", value) for name, value in one.items())
    told = [one for one in tries if one["share_within_10"].value is not None]
    if told:
        yield from ((f"middle_{name}", value) for name, value in max(told, key=_rank).items())


def _rank(one: dict[str, Value]) -> tuple[float, float]:
    return one["share_within_10"].value or 0.0, -(one["deviation_mean"].value or 0.0)


def _try(held: Held) -> Named:
    given = held.given
    yield "seen", Value(given.seen_s, None, "s")
    yield "hand", _hand_s(held)
    yield "deviation_mean", mean_deviation(given)
    for band_deg in BANDS_DEG:
        yield f"share_within_{band_deg:g}", share_within(given, band_deg)
    for band_deg in BANDS_DEG:
        yield f"longest_within_{band_deg:g}", longest_within(given, band_deg)
    yield "steadiness", steadiness(given)


def steadiness(given: Series) -> Value:
    """How far the head strays from its own mean place: root mean square of the one angle to it, low-passed at
    1 Hz, degrees. What does not change from frame to frame falls out; the standard error is from the spread
    between stretches of `LOOK_S`."""
    at = given.seen & (given.seconds > 0)
    if given.seen_s < SHORTEST_S:
        return too_little("deg")
    slow, seconds = low_passed(given, STEADY_S)[0][at], given.seconds[at]
    squares = one_angle_deg(slow - np.average(slow, axis=0, weights=seconds)) ** 2
    size = float(np.sqrt(np.average(squares, weights=seconds)))
    look = np.floor(np.cumsum(seconds) / LOOK_S)
    looks = [float(squares[look == one].mean()) for one in np.unique(look)]
    if len(looks) < 2 or size == 0:
        return Value(size, None, "deg")
    return Value(size, float(np.std(looks, ddof=1) / np.sqrt(len(looks)) / (2 * size)), "deg")


# Range


def _ranges(parts: list[ExerciseRecord]) -> Named:
    found: dict[str, Value] = {}
    for part in parts:
        axis, sign = part.plan.movement, -1 if part.plan.target < 0 else 1
        side = SIDES[axis][0 if sign > 0 else 1]
        found[side] = _furthest(part, axis, sign)
        yield f"range_{side}", found[side]
        yield from _outward(part, side)
    for axis in COMPARED:
        if all(side in found for side in SIDES[axis]):
            yield f"range_{axis}_difference", _difference(*(found[side] for side in SIDES[axis]))


def _furthest(part: ExerciseRecord, axis: str, sign: int) -> Value:
    """The median of the furthest points of all tries, toward the side; its standard error is that of an angle
    and that of a median of so many."""
    assert part.trace is not None  # noqa: S101 - only measured parts come here
    given = series_of(part.trace)
    windows = [given.only((given.t_s >= a) & (given.t_s < b)) for a, b in _windows(part)]
    tries = [value for value in (furthest(one, axis, sign) for one in windows) if value.value is not None]
    if not tries:
        return too_little("deg")
    points = [value.value or 0.0 for value in tries]
    errors = [value.standard_error or 0.0 for value in tries]
    spread = float(np.std(points, ddof=1)) if len(points) > 1 else 0.0
    own = MEDIAN * spread / np.sqrt(len(points))
    return Value(float(np.median(points)), float(np.hypot(np.mean(errors), own)), "deg")


def _windows(part: ExerciseRecord) -> Iterator[tuple[float, float]]:
    """Each try with the rest after it; one that was cut off says nothing of how far it would have gone."""
    for rep in part.reps:
        if rep.completed or not _cut(part, rep):
            yield rep.started_s, rep.ended_s + part.plan.rest_s


def _cut(part: ExerciseRecord, rep: RepRecord) -> bool:
    ended = part.summary.ending if part.summary else Ending.INTERRUPTED
    return ended is not Ending.DONE and rep is part.reps[-1]


def _outward(part: ExerciseRecord, side: str) -> Named:
    """The way out, which the patient was asked for; the way home is shorter of will than of range."""
    assert part.trace is not None  # noqa: S101 - only measured parts come here
    way = series_of(part.trace).only(during(part.trace.column("phase"), (Phase.MOVE,)))
    yield f"range_{side}_speed", peak_speed(way)
    yield f"range_{side}_smoothness", smoothness(way)


def _difference(positive: Value, negative: Value) -> Value:
    """How much further to the left than to the right. A middle that is off moves both sides against each
    other, so their errors add up."""
    if positive.value is None or negative.value is None:
        return too_little("deg")
    error = (positive.standard_error or 0.0) + (negative.standard_error or 0.0)
    return Value(positive.value - negative.value, error, "deg")


# With a hand


def _trick(held: Held, rest: Held | None) -> Iterator[Measure]:
    """Away from the middle with a hand at the face, and at rest without; the gain is positive where the hand
    brings the head nearer to the middle."""
    touched = held.given.only(held.hand)
    with_hand = mean_deviation(touched) if touched.seen_s >= SHORTEST_S else _no_hand()
    without = mean_deviation(rest.given.only(~rest.hand)) if rest else too_little("deg")
    yield Measure("trick_hand", Hand.ALL, _hand_s(held), VERSION)
    yield Measure("trick_deviation_mean", Hand.WITH, with_hand, VERSION)
    yield Measure("trick_deviation_mean", Hand.WITHOUT, without, VERSION)
    yield Measure("trick_gain", Hand.ALL, _gain(with_hand, without), VERSION)


def _no_hand() -> Value:
    return Value(None, None, "deg", "no_hand_seen")


def _gain(with_hand: Value, without: Value) -> Value:
    if with_hand.value is None or without.value is None:
        return with_hand if with_hand.value is None else without
    error = float(np.hypot(with_hand.standard_error or 0.0, without.standard_error or 0.0))
    return Value(without.value - with_hand.value, error, "deg")
