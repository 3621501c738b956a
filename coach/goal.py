"""One task as the few numbers that judging needs. Pure.

Progress toward a target is counted in the target's own direction: positive toward it, whatever its side.
"""

from dataclasses import dataclass
from math import inf, isnan, nan

from coach.motion import Channels
from coach.parts import AXES, Movement
from coach.programme import Task
from coach.record import ExercisePlan

#: A repetition is over when the head is back within this share of the way to the band's near edge, and has
#: begun when it is further than the second share. Two edges, so that trembling starts nothing. Judgement.
BACK_SHARE = 0.3
BEGUN_SHARE = 0.45

#: The two edges keep at least this far apart, and a rest posture this far on is home as well. Judgement: the
#: error of the measurement, held still, is about 2 degrees.
EDGE_DEG = 2.0

#: Never nearer to the band than this share, however far the patient's rest posture lies. Judgement.
BACK_SHARE_MOST = 0.7

#: Where the head goes as far as it likes, a repetition begins this far from the rest posture and is over near
#: the middle. Judgement.
OFF_DEG, NEAR_DEG = 6.0, 3.0

#: The second edge of a band: only beyond it a hold is in question. 2 degrees as for compensations; in widths
#: how steady the height of a person who just sits is read. Judgement.
FRINGE_DEG = 2.0
FRINGE_WIDTHS = 0.005


@dataclass(frozen=True)
class Goal:
    """Where the band is and how the way there is counted.

    Attributes:
        channel: the judged channel, or ``None`` where only presence counts.
        sign: +1 or -1: what makes progress toward the target positive.
        low, high: edges of the band in progress, the movement's own unit; infinite where it is open.
        fringe: how far beyond an edge a hold is not yet in question.
        returns: a repetition ends with the way back.
        open: as far as the head likes: there is no band.
        zero: where progress is counted from, the movement's own unit.
    """

    channel: str | None
    sign: float
    low: float
    high: float
    fringe: float
    returns: bool
    zero: float = 0.0
    open: bool = False

    def progress(self, values: Channels) -> float:
        """How far the value is toward the target; NaN where not seen."""
        return 0.0 if self.channel is None else self.sign * (float(getattr(values, self.channel)) - self.zero)

    def back_line(self, home: Channels) -> float:
        """At or below this progress the patient is back, at the middle or in their own rest posture."""
        resting = self.progress(home)
        if self.open:
            return max(NEAR_DEG, _or_zero(resting) + EDGE_DEG)
        own = -inf if isnan(resting) else min(resting + EDGE_DEG, BACK_SHARE_MOST * self.low)
        return max(BACK_SHARE * self.low, own)

    def begun_line(self, home: Channels) -> float:
        """At or above this progress a repetition has begun."""
        if self.open:
            return _or_zero(self.progress(home)) + OFF_DEG
        return max(BEGUN_SHARE * self.low, self.back_line(home) + EDGE_DEG)


def _or_zero(value: float) -> float:
    return 0.0 if isnan(value) else value


def is_open(plan: ExercisePlan) -> bool:
    """As far as the head likes: there is no band, and the target is only the direction."""
    return plan.band == 0 and plan.target != 0


def goal_of(task: Task, seat: float = nan) -> Goal:
    """The numbers of one task.

    Args:
        seat: how high the patient sits at rest, shoulder widths; growing tall is counted from there, so that
            just sitting is none of it.
    """
    plan, movement = task.plan, task.exercise.movement
    if movement is Movement.PRESENCE:
        return Goal(None, 1.0, -inf, inf, 0.0, returns=False)
    if movement is Movement.DEVIATION:
        return Goal("deviation", 1.0, -inf, plan.band, FRINGE_DEG, returns=False)
    if movement is Movement.EAR_HEIGHT:
        zero = 0.0 if isnan(seat) else seat
        return Goal("ear_height", 1.0, plan.target - plan.band, inf, FRINGE_WIDTHS, returns=False, zero=zero)
    sign = -1.0 if plan.target < 0 else 1.0
    if is_open(plan):
        return Goal(movement.value, sign, inf, inf, 0.0, returns=True, open=True)
    size = abs(plan.target)
    return Goal(
        movement.value, sign, size - plan.band, size + plan.band, FRINGE_DEG, returns=movement in AXES
    )
