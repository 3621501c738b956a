"""Numbers that only some exercises ask for, by what their file says. Pure; a stored trace gives them again.

    eyes_closed  ``gap``: how far off the middle the head was while the eyes were closed
    path         ``drawn``: the share of a path that was passed nearby; ``off_path``: how far from it
    rise         ``growth_*``: the most that deviation or trembling grew from one stretch to the next
    baseline_s   ``baseline_*`` before the first repetition, ``held_*``, and by how much less it is then

The first three are of each repetition, ``rep_1_gap`` and so on through all sets, and of all together.
"""

from collections.abc import Iterator

import numpy as np

from coach.before_after import before_after
from coach.drawn_path import DrawnPath, points
from coach.measures import VERSION, Named, during, measures_of, series_of
from coach.movement import STEADY_S, Series, low_passed, mean_deviation, one_angle_deg, too_little
from coach.programme import Task
from coach.record import ExerciseRecord, Hand, Measure, Phase, Trace, Value
from coach.rise import LEAST_DEG, Second, Unrest, watch_rise
from pose.tremor import NoTremor, tremor

#: A repetition that was seen for less gives no number. Judgement: its hold may be as short as 2 seconds.
LEAST_S = 1.0


def every_measure(exercise: ExerciseRecord, task: Task | None) -> tuple[Measure, ...]:
    """All numbers of an exercise; without its ``task`` only those that every exercise has."""
    common = (*measures_of(exercise), *before_after(exercise))
    if task is None or exercise.trace is None or not common:
        return common
    held = list(_holds(exercise, exercise.trace))
    found = (
        *_by_repetition(held, exercise, task),
        *(_against_before(exercise.trace, task.exercise.baseline_s) if task.exercise.baseline_s else ()),
    )
    return (*common, *(Measure(name, Hand.ALL, value, VERSION) for name, value in found))


def _holds(exercise: ExerciseRecord, trace: Trace) -> Iterator[Series]:
    """The hold of each repetition."""
    given = series_of(trace)
    holding = during(trace.column("phase"), (Phase.HOLD,))
    for rep in exercise.reps:
        yield given.only(holding & (given.t_s >= rep.started_s) & (given.t_s <= rep.ended_s))


def _by_repetition(held: list[Series], exercise: ExerciseRecord, task: Task) -> Named:
    """Each repetition's own numbers, then their mean; of growth the largest."""
    every: dict[str, list[Value]] = {}
    for number, (given, rep) in enumerate(zip(held, exercise.reps, strict=True), start=1):
        for name, value in _of_one(given, rep.rep_number, task):
            every.setdefault(name, []).append(value)
            yield f"rep_{number}_{name}", value
    for name, values in every.items():
        known = [value for value in values if value.value is not None]
        if not known:
            yield name, values[0]
        else:
            yield name, max(known, key=_size) if name.startswith("growth") else _mean(known)


def _size(value: Value) -> float:
    return value.value or 0.0


def _mean(known: list[Value]) -> Value:
    """What is misread alike each time does not average out; the spread between repetitions does."""
    sizes = [_size(value) for value in known]
    spread = float(np.std(sizes, ddof=1) / np.sqrt(len(sizes))) if len(sizes) > 1 else 0.0
    own = float(np.mean([value.standard_error or 0.0 for value in known]))
    return Value(float(np.mean(sizes)), float(np.hypot(own, spread)), known[0].unit)


def _of_one(given: Series, rep_number: int, task: Task) -> Named:
    exercise = task.exercise
    if exercise.eyes_closed:
        yield "gap", gap(given)
    if exercise.path:
        drawing = exercise.path[(rep_number - 1) % len(exercise.path)]
        path = DrawnPath(drawing.shape, task.plan.target)
        yield "drawn", drawn(given, path, task.plan.band)
        yield "off_path", off_path(given, path)
    if exercise.rise:
        yield from growth(given, round(exercise.rise.over_s))


# Closed eyes


def gap(given: Series) -> Value:
    """The one angle from the middle to the mean place of the head, degrees: the repositioning error."""
    if given.seen_s < LEAST_S:
        return too_little("deg")
    at = given.seen
    place = np.average(given.angles_deg[at], axis=0, weights=given.seconds[at])
    parts = (place**2 + 1e-6) / float((place**2 + 1e-6).sum())
    error = float(np.sqrt((parts * given.error_deg[at].mean(axis=0) ** 2).sum()))
    return Value(float(one_angle_deg(place[None])[0]), error, "deg")


# A drawn path


def drawn(given: Series, path: DrawnPath, near_deg: float) -> Value:
    """Share of the path's points that the head came as near to as counts, 0 to 1; counted again one standard
    error nearer and further, as any share is (`coach.movement`)."""
    if given.seen_s < LEAST_S:
        return too_little("share")
    here = _on_the_plane(given)
    way = np.array(points(path.shape, path.size_deg))
    nearest = np.array([np.hypot(*(here - point).T).min() for point in way])
    error_deg = _error_on_the_plane(given)
    least, share, most = (float(np.mean(nearest <= near_deg + more)) for more in (-error_deg, 0.0, error_deg))
    return Value(share, (most - least) / 2, "share")


def off_path(given: Series, path: DrawnPath) -> Value:
    """Mean distance from the nearest point of the path over time, low-passed at 1 Hz, degrees."""
    if given.seen_s < LEAST_S:
        return too_little("deg")
    off = [path.distance(float(turn), float(nod)) for turn, nod in _on_the_plane(given)]
    mean = float(np.average(off, weights=given.seconds[given.seen]))
    return Value(mean, _error_on_the_plane(given), "deg")


def _on_the_plane(given: Series) -> np.ndarray:
    """Turn and nod where seen, low-passed at 1 Hz, shape (n, 2)."""
    return low_passed(given, STEADY_S)[0][given.seen][:, [0, 2]]


def _error_on_the_plane(given: Series) -> float:
    return float(np.sqrt((given.error_deg[given.seen][:, [0, 2]] ** 2).mean()))


# A head that grows restless


def growth(given: Series, over_s: int) -> Named:
    """The most that the mean deviation, and the trembling (root mean square of what the low pass takes off),
    grew from so many seconds to as many after them; what is misread alike in both falls out."""
    seconds = _second_by_second(given)
    for name in LEAST_DEG:
        sizes = np.array([getattr(one, name) for one in seconds])
        yield from _most_growth(f"growth_{name}", sizes, over_s)


def _second_by_second(given: Series) -> tuple[Second, ...]:
    unrest, slow = Unrest(), one_angle_deg(low_passed(given, STEADY_S)[0])
    columns = np.column_stack([given.seconds, given.deviation_deg, slow])[given.seen]
    for seconds, raw, value in columns.tolist():
        unrest = watch_rise(unrest, seconds, raw, value)
    return unrest.seconds


def _most_growth(name: str, sizes: np.ndarray, over_s: int) -> Named:
    if len(sizes) < 2 * over_s:
        yield name, too_little("deg")
        yield f"{name}_share", too_little("share")
        return
    pairs = [(sizes[i - 2 * over_s : i - over_s], sizes[i - over_s : i]) for i in _ends(sizes, over_s)]
    before, after = max(pairs, key=lambda pair: float(pair[1].mean() - pair[0].mean()))
    more, then = float(after.mean() - before.mean()), max(float(before.mean()), 1e-6)
    error = float(np.hypot(before.std(ddof=1), after.std(ddof=1)) / np.sqrt(over_s))
    yield name, Value(more, error, "deg")
    yield f"{name}_share", Value(more / then, error / then, "share")


def _ends(sizes: np.ndarray, over_s: int) -> range:
    return range(2 * over_s, len(sizes) + 1)


# Against the time before


def _against_before(trace: Trace, baseline_s: float) -> Named:
    """Deviation and tremor before the first repetition, while held, and how much less they are then."""
    given, phase = series_of(trace), trace.column("phase")
    preparing = during(phase, (Phase.PREPARE,))
    ends_s = float(given.t_s[preparing].max(initial=-np.inf))
    before = given.only(preparing & (given.t_s > ends_s - baseline_s))
    held = given.only(during(phase, (Phase.HOLD,)))
    for name, number in (("deviation", mean_deviation), ("tremor", _trembling)):
        was, now = number(before), number(held)
        yield f"baseline_{name}", was
        yield f"held_{name}", now
        yield f"less_{name}", _less(was, now)


def _trembling(given: Series) -> Value:
    found = tremor(given.t_s[given.used], given.angles_deg[given.used])
    if isinstance(found, NoTremor):
        return Value(None, None, "deg", found.value)
    return Value(found.amplitude_deg, found.amplitude_error_deg, "deg")


def _less(was: Value, now: Value) -> Value:
    if was.value is None or now.value is None:
        return was if was.value is None else now
    error = float(np.hypot(was.standard_error or 0.0, now.standard_error or 0.0))
    return Value(was.value - now.value, error, "deg")
