"""One task as the few numbers that judging needs. Pure.

Progress toward a target is counted in the target's own direction: positive toward it, whatever its side.
"""

from dataclasses import dataclass, replace
from math import copysign, hypot, inf, isnan, nan

from coach.drawn_path import DrawnPath
from coach.motion import Channels
from coach.parts import AXES, Movement
from coach.programme import Second, Task
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
class Pair:
    """Two axes as one way: all of it, less what is left to the target.

    Attributes:
        channel, target: the second axis, signed.
        size: how far the first axis goes.
        stretch: makes the second axis' band as wide as the first one's.
    """

    channel: str
    target: float
    size: float
    stretch: float

    @property
    def whole(self) -> float:
        """All of the way."""
        return hypot(self.size, self.stretch * self.target)

    def progress(self, along: float, value: float) -> float:
        """How far of the way: ``along`` the first axis, ``value`` of the second."""
        return self.whole - hypot(self.size - along, self.stretch * (self.target - value))


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
        around: a band around the middle, in which left and right, up and down count alike.
        zero: where progress is counted from, the movement's own unit.
        pair: a second axis that goes along.
        path: a path to be near to.
    """

    channel: str | None
    sign: float
    low: float
    high: float
    fringe: float
    returns: bool
    zero: float = 0.0
    open: bool = False
    around: bool = False
    pair: Pair | None = None
    path: DrawnPath | None = None

    def progress(self, values: Channels) -> float:
        """How far the value is toward the target, for a band around the middle how far it is off; NaN where
        not seen."""
        along = self.along(values)
        if self.pair:
            return self.pair.progress(along, float(getattr(values, self.pair.channel)))
        return abs(along) if self.around else along

    def along(self, values: Channels) -> float:
        """How far the value is on its own axis alone, positive toward the target."""
        if self.channel is None:
            return 0.0
        if self.path:
            return self.path.distance(values.rotation, values.extension)
        return self.sign * (float(getattr(values, self.channel)) - self.zero)

    @property
    def asked(self) -> dict[str, float]:
        """What is asked to move, each channel with the outer edge of its band, signed."""
        if self.channel is None:
            return {}
        if self.pair is None:
            return {self.channel: self.sign * self.high}
        pair, band = self.pair, self.pair.whole - self.low
        also = pair.target + copysign(band / pair.stretch, pair.target)
        return {self.channel: self.sign * (pair.size + band), pair.channel: also}

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


def goal_of(task: Task, seat: float = nan, *, stop: int = 0, rep_number: int = 1) -> Goal:
    """The numbers of one task, at one of its stops where it has some.

    Args:
        seat: how high the patient sits at rest, shoulder widths; growing tall is counted from there, so that
            just sitting is none of it.
        stop: counted from 0.
        rep_number: counted from 1; the shapes of a path come in turn.
    """
    exercise, movement = task.exercise, task.exercise.movement
    target, band = task.plan.target, task.plan.band
    if task.marks:
        target, band = task.marks[stop].target, task.marks[stop].band
    if movement is Movement.PRESENCE:
        return Goal(None, 1.0, -inf, inf, 0.0, returns=False)
    if movement is Movement.EAR_HEIGHT:
        zero = 0.0 if isnan(seat) else seat
        return Goal("ear_height", 1.0, target - band, inf, FRINGE_WIDTHS, returns=False, zero=zero)
    if movement is Movement.PATH:
        drawn = DrawnPath(exercise.path[(rep_number - 1) % len(exercise.path)].shape, target)
        return Goal("path", 1.0, -inf, band, FRINGE_DEG, returns=False, around=True, path=drawn)
    if exercise.of_the_middle or (task.marks and target == 0):
        fringe = FRINGE_WIDTHS if movement is Movement.LATERAL_SHIFT else FRINGE_DEG
        return Goal(movement.value, 1.0, -inf, band, fringe, returns=False, around=True)
    sign = -1.0 if target < 0 else 1.0
    if is_open(task.plan):
        return Goal(movement.value, sign, inf, inf, 0.0, returns=True, open=True)
    size = abs(target)
    goal = Goal(movement.value, sign, size - band, size + band, FRINGE_DEG, returns=movement in AXES)
    return _with_second(goal, task.also, size, band) if task.also else goal


def _with_second(goal: Goal, also: Second, size: float, band: float) -> Goal:
    """Nearer to both targets than the band, whatever lies beyond."""
    pair = Pair(also.movement.value, also.target, size, band / also.band)
    return replace(goal, low=pair.whole - band, high=inf, pair=pair)


def hold_s_of(task: Task, stop: int) -> float:
    """How long is held, at one of its stops where there are some."""
    return task.marks[stop].hold_s if task.marks else task.plan.hold_s


def hand_of(task: Task, stop: int) -> bool | None:
    """Whether a hold counts only with a hand near the face, or only without; ``None`` does not ask."""
    return task.exercise.stops[stop].hand if task.marks else None


def comes_back(task: Task) -> bool:
    """A repetition ends with a way back; from the middle there is none, but for opening the eyes again."""
    return task.exercise.eyes_closed or goal_of(task, stop=len(task.marks) - 1 if task.marks else 0).returns
