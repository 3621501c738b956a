"""A spasm or flare: the head is pulled suddenly and far from what is asked. The clock waits until it is calm.

All numbers are judgement, chosen so that no asked movement, no letting go after a hold and no tremor of a
usual size reaches them; a therapist may want others.
"""

from dataclasses import dataclass
from math import copysign

from coach.compensation import beyond
from coach.goal import Goal
from coach.motion import HEAD_AXES, Motion

#: This far outside the way between rest and target, and this fast outward, both at once.
STRIKES_DEG = 15.0
STRIKES_DEG_S = 60.0

#: Calm is slower than this on every axis, for this long.
CALM_DEG_S = 15.0
CALM_S = 2.0


@dataclass(frozen=True)
class Spasm:
    """A spasm under way; ``calm_s`` is how long the head has been calm."""

    calm_s: float = 0.0

    @property
    def over(self) -> bool:
        """Calm for long enough."""
        return self.calm_s >= CALM_S


def strikes(goal: Goal, motion: Motion) -> bool:
    """Whether the head is being pulled far away, fast, on any axis."""
    return any(_strikes(_away(goal, motion, axis), motion.speed(axis)) for axis in HEAD_AXES)


def _strikes(away_deg: float, speed_deg_s: float) -> bool:
    outward = speed_deg_s if away_deg > 0 else -speed_deg_s
    return abs(away_deg) >= STRIKES_DEG and outward >= STRIKES_DEG_S


def _away(goal: Goal, motion: Motion, axis: str) -> float:
    """How far outside what is asked, in the axis' own sign."""
    value: float = getattr(motion.value, axis)
    home: float = getattr(motion.home, axis)
    if goal.around or axis not in goal.asked:
        return beyond(value, home)
    edge = goal.asked[axis]
    if value * edge > 0:
        return copysign(max(0.0, abs(value) - abs(edge)), edge)
    return beyond(value, home)


def calms(spasm: Spasm, motion: Motion, dt_s: float) -> Spasm:
    """The spasm after one more stretch of time."""
    calm = all(abs(motion.speed(axis)) < CALM_DEG_S for axis in HEAD_AXES)
    return Spasm(spasm.calm_s + dt_s if calm else 0.0)
