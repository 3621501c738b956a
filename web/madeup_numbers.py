"""The numbers of movement of made-up exercises that have no trace: some of those that the coach would take,
after how the person is on that day. All numbers are invention."""

from collections.abc import Iterator

import numpy as np

from coach.before_after import AFTER, BEFORE
from coach.measures import SIDES, VERSION
from coach.movement import AXES, SYSTEMATIC_DEG, one_angle_deg
from coach.parts import Movement
from coach.record import Hand, Measure, Side, Value
from web.madeup_course import Day, Doing
from web.madeup_people import Person

#: A tremor that is smaller than this has no clear peak.
SMALLEST_TREMOR_DEG = 0.3
#: How far the shoulder line slants on a bad day of somebody whose shoulder is always up.
RAISED_DEG = 22.0

Named = Iterator[tuple[str, Value]]


def degrees(value: float, error: float = SYSTEMATIC_DEG) -> Value:
    """An angle with its usual error."""
    return Value(float(value), float(error), "deg")


def numbers_of(doing: Doing) -> tuple[Measure, ...]:
    """Those of one exercise."""
    return tuple(Measure(name, Hand.ALL, value, VERSION) for name, value in _numbers(doing))


def _numbers(doing: Doing) -> Named:
    movement, severity, rng = doing.task.exercise.movement, doing.day.severity, doing.rng
    yield BEFORE, degrees(_near(doing, 0.0))
    if movement is Movement.PRESENCE:
        yield AFTER, degrees(_near(doing, doing.helps_deg))
        return
    if movement is Movement.DEVIATION:
        yield from in_the_middle("asked", severity, rng)
    yield "rest_deviation_mean", degrees(deviation_deg(doing.person, severity, rng))
    yield "rest_shoulder_tilt", degrees(shoulder_tilt_deg(doing.person, severity, rng))
    yield "hand_share", Value(min(1.0, doing.person.trick * float(rng.uniform(0.5, 1.5))), None, "share")
    if movement in AXES:
        yield from _way(doing)
    yield from tremor(doing.person, doing.day, rng)


def _near(doing: Doing, changed_deg: float) -> float:
    """Away from the middle while nothing is asked, after what this session has changed so far and this."""
    usual = deviation_deg(doing.person, doing.day.severity, doing.rng)
    return max(0.5, usual + doing.carried_deg + changed_deg)


def in_the_middle(prefix: str, severity: float, rng: np.random.Generator) -> Named:
    """How far from the middle and how long in it, while it is asked for."""
    within_10 = float(np.clip(1.05 - 0.45 * severity + rng.normal(0, 0.05), 0.05, 1))
    within_5 = within_10 * float(rng.uniform(0.5, 0.7))
    yield f"{prefix}_deviation_mean", degrees(max(0.5, 2.5 + 6 * severity + rng.normal(0, 0.5)))
    yield f"{prefix}_share_within_5", Value(within_5, 0.12, "share")
    yield f"{prefix}_share_within_10", Value(within_10, 0.06, "share")


def pull_deg(person: Person, severity: float, rng: np.random.Generator) -> list[float]:
    """Where the head goes by itself, one angle an axis."""
    return [getattr(person.pull, f"{axis}_deg") * severity + float(rng.normal(0, 0.7)) for axis in AXES]


def deviation_deg(person: Person, severity: float, rng: np.random.Generator) -> float:
    """The one angle of it."""
    return float(one_angle_deg(np.array([pull_deg(person, severity, rng)]))[0])


def shoulder_tilt_deg(person: Person, severity: float, rng: np.random.Generator) -> float:
    """How far the shoulder line slants at rest, by the shoulder that comes up; left up is positive."""
    side, often = person.raises
    size = RAISED_DEG * often * severity
    return (size if side is Side.LEFT else -size) + float(rng.normal(0, 0.6))


def _way(doing: Doing) -> Named:
    """Of an exercise that goes to a side."""
    plan, rng = doing.task.plan, doing.rng
    side = SIDES[plan.movement][plan.target < 0]
    yield f"furthest_{side}", degrees(abs(plan.target) * float(rng.normal(1.02, 0.05)), 1.8)
    speed = abs(plan.target) * float(rng.normal(0.55, 0.05)) * (1.2 - 0.3 * doing.day.severity)
    yield "peak_speed", Value(speed, 0.06 * speed, "deg/s")
    yield "smoothness", Value(float(-1.5 - 0.25 * doing.day.severity + rng.normal(0, 0.06)), 0.06, "SPARC")


def tremor(person: Person, day: Day, rng: np.random.Generator) -> Named:
    """Frequency, amplitude and regularity, or that there is no clear one."""
    size = person.tremor_deg * day.severity
    clear = size >= SMALLEST_TREMOR_DEG
    for name, value, unit in (
        ("frequency", person.tremor_hz + rng.normal(0, 0.1), "Hz"),
        ("amplitude", size * float(rng.lognormal(0, 0.12)), "deg"),
        ("regularity", rng.uniform(0.6, 0.9), "share"),
    ):
        there = Value(float(value), 0.1 * float(value), unit)
        yield f"tremor_{name}", there if clear else Value(None, None, unit, "no_clear_peak")
