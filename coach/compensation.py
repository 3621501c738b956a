"""What moves along that should keep still, and movements that are too fast. Pure.

Each is looked at from the patient's own rest posture: a shoulder or a tilt that belongs to the resting
head is no compensation, more of it is. Limits are the exercise's own; persistence and the second edge are
those of the clinical reference, section 4.4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from coach.exercise import Exercise
from coach.motion import Channels, Motion, slant_deg
from coach.parts import KeepStill, Still
from coach.record import Side

#: Trembling must not count: a compensation is one only after this long, and over only 2 degrees lower (half
#: of the limit where that is less).
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

#: Both shoulders are raised when each is nearer to the ears by this much, shoulder widths (same source).
BOTH_RAISED = 0.10


@dataclass(frozen=True)
class Found:
    """How far one movement is beyond its limit now (negative is within), and its second edge."""

    kind: str
    excess: float
    hysteresis: float
    side: Side | None = None


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
    value, home, within_deg = motion.value, motion.home, still.within_deg
    if still.movement is Still.TRUNK:
        return _sided("trunk_lean", beyond(value.lean, home.lean), within_deg)
    if still.movement is Still.SHOULDERS:
        return _shoulders(value, home, within_deg)
    off = beyond(getattr(value, still.movement), getattr(home, still.movement))
    return Found(still.movement.value, abs(off) - within_deg, _second_edge(within_deg))


def _shoulders(value: Channels, home: Channels, within_deg: float) -> Found:
    """Both shoulders near the ears, or else one by the slant that its own rise gives the shoulder line."""
    both = min(
        beyond(value.elevation_left, home.elevation_left), beyond(value.elevation_right, home.elevation_right)
    )
    if both > BOTH_RAISED:
        return Found("shoulder_hike_both", both - BOTH_RAISED, BOTH_RAISED / 2)
    rise = beyond(value.elevation_left - value.elevation_right, home.elevation_left - home.elevation_right)
    return _sided("shoulder_hike", slant_deg(rise), within_deg)


def _sided(name: str, off: float, within_deg: float) -> Found:
    side = Side.LEFT if off > 0 else Side.RIGHT
    return Found(f"{name}_{side}", abs(off) - within_deg, _second_edge(within_deg), side)


def _second_edge(within_deg: float) -> float:
    return min(HYSTERESIS_DEG, within_deg / 2)


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
