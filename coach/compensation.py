"""What moves along that should keep still, and movements that are too fast. Pure.

Each is looked at from the patient's own rest posture: a shoulder or a tilt that belongs to the resting
head is no compensation, more of it is. Limits are the exercise's own; persistence and the second edge are
those of the clinical reference, section 4.4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan, degrees, isnan, nan
from typing import NamedTuple

from coach.exercise import Exercise, KeepStill, Still
from coach.motion import Channels, Motion
from coach.record import Side

#: Trembling must not count: a compensation is one only after this long, and over only 2 degrees lower.
PERSISTENCE_S = 0.7
HYSTERESIS_DEG = 2.0

#: Slower than the limit by this much before "too fast" is over. Judgement.
SPEED_HYSTERESIS_DEG_S = 5.0

#: Each kind in the therapist's words.
WORDS = {
    "trunk_lean_left": "trunk leaned to the left",
    "trunk_lean_right": "trunk leaned to the right",
    "shoulder_hike_left": "left shoulder raised",
    "shoulder_hike_right": "right shoulder raised",
    "shoulder_hike_both": "both shoulders raised",
    "rotation": "head turned",
    "lateral_flexion": "head tilted",
    "extension": "chin lifted or lowered",
    "too_fast": "too fast",
}

#: The cue that speaks of each kind.
CORRECTIONS = {
    "trunk_lean_left": "correct_trunk_lean",
    "trunk_lean_right": "correct_trunk_lean",
    "shoulder_hike_left": "correct_shoulder",
    "shoulder_hike_right": "correct_shoulder",
    "shoulder_hike_both": "correct_shoulders",
    "rotation": "correct_rotation",
    "lateral_flexion": "correct_lateral_flexion",
    "extension": "correct_extension",
    "too_fast": "correct_too_fast",
}

#: Core outward: trunk, shoulders, then the head.
ORDER = (Still.TRUNK, Still.SHOULDERS, Still.ROTATION, Still.LATERAL_FLEXION, Still.EXTENSION)

#: Both shoulders are raised when the lower one has at least this share of the higher one's rise. Judgement.
BOTH_SHARE = 0.5


@dataclass(frozen=True)
class Found:
    """How far one movement is beyond its limit now (negative is within), and its second edge."""

    kind: str
    excess: float
    hysteresis: float
    side: Side | None = None


class Upper(NamedTuple):
    """Trunk and shoulders told apart, degrees.

    Attributes:
        lean: of the trunk, left positive.
        raised_left, raised_right: the slant of the shoulder line that raising this shoulder makes.
    """

    lean: float
    raised_left: float
    raised_right: float


def upper(values: Channels) -> Upper:
    """A leaning trunk lifts one shoulder toward the ears as much as it lowers the other, a raised shoulder
    comes nearer by itself: what both have in common is the lean, what is left over is raised.

    Rises are heights of the shoulder points in shoulder widths; a line from shoulder to shoulder that is
    higher by ``x`` widths at one end slants by ``atan(x)``. NaN where the shoulders are not seen.
    """
    left, right = values.elevation_left, values.elevation_right
    raised = max(0.0, left + right)
    if isnan(left + right):
        return Upper(nan, nan, nan)
    if left > 0 and right > 0:
        return Upper(0.0, _slant(left), _slant(right))
    lean = -min(left, -right) if left > right else min(right, -left)
    if raised == 0.0:
        lean = (right - left) / 2
    return Upper(
        _slant(2 * lean), _slant(raised) if left > right else 0.0, _slant(raised) if right > left else 0.0
    )


def _slant(rise: float) -> float:
    return degrees(atan(rise))


def beyond(value: float, home: float) -> float:
    """How far a value is outside the span between the neutral and the rest posture; signed, 0 inside."""
    resting = 0.0 if isnan(home) else home
    return value - min(max(value, min(0.0, resting)), max(0.0, resting))


def look(exercise: Exercise, motion: Motion) -> Iterator[Found]:
    """What the exercise wants still, as it is now: core first, outward to the head, and no further than the
    first that is beyond its limit, because what is further out follows from it."""
    for still in sorted(exercise.keep_still, key=lambda entry: ORDER.index(entry.movement)):
        found = _find(still, motion)
        yield found
        if found.excess > 0:
            return


def _find(still: KeepStill, motion: Motion) -> Found:
    value, home = motion.value, motion.home
    if still.movement is Still.TRUNK:
        off = beyond(upper(value).lean, upper(home).lean)
        side = Side.LEFT if off > 0 else Side.RIGHT
        return Found(f"trunk_lean_{side}", abs(off) - still.within_deg, HYSTERESIS_DEG, side)
    if still.movement is Still.SHOULDERS:
        return _shoulders(upper(value), upper(home), still.within_deg)
    off = beyond(getattr(value, still.movement), getattr(home, still.movement))
    return Found(still.movement.value, abs(off) - still.within_deg, HYSTERESIS_DEG)


def _shoulders(now: Upper, home: Upper, within_deg: float) -> Found:
    left, right = beyond(now.raised_left, home.raised_left), beyond(now.raised_right, home.raised_right)
    high, low = max(left, right), min(left, right)
    if low > BOTH_SHARE * high:
        return Found("shoulder_hike_both", high - within_deg, HYSTERESIS_DEG)
    side = Side.LEFT if left > right else Side.RIGHT
    return Found(f"shoulder_hike_{side}", high - within_deg, HYSTERESIS_DEG, side)


def too_fast(exercise: Exercise, speed_deg_s: float) -> Iterator[Found]:
    """A movement beyond the exercise's own speed."""
    if exercise.max_speed_deg_s is not None:
        yield Found("too_fast", abs(speed_deg_s) - exercise.max_speed_deg_s, SPEED_HYSTERESIS_DEG_S)


@dataclass(frozen=True)
class Timer:
    """How long one kind has been beyond its limit, and whether it has been spoken of."""

    kind: str
    over_s: float = 0.0
    active: bool = False


Timers = tuple[Timer, ...]


def watch(timers: Timers, found: tuple[Found, ...], dt_s: float) -> tuple[Timers, tuple[Found, ...]]:
    """Time each kind; the second part is what has just lasted long enough to be called a compensation."""
    known = {timer.kind: timer for timer in timers}
    after = {entry.kind: _time(known.get(entry.kind, Timer(entry.kind)), entry, dt_s) for entry in found}
    fresh = tuple(e for e in found if after[e.kind].active and not known.get(e.kind, Timer(e.kind)).active)
    return tuple(after.values()), fresh


def _time(timer: Timer, found: Found, dt_s: float) -> Timer:
    if timer.active:
        return timer if found.excess > -found.hysteresis else Timer(timer.kind)
    over_s = timer.over_s + dt_s if found.excess > 0 else 0.0
    return Timer(timer.kind, over_s, over_s >= PERSISTENCE_S)
