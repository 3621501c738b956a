"""A made-up body that does one exercise before the coach's real state machine. All numbers are invention.

What comes out is a record whose repetitions, summary and trace agree, because the coach made them.
"""

from dataclasses import dataclass, replace
from math import acos, atan, cos, degrees, inf, pi, radians, sin, sqrt

import numpy as np

from coach.drawn_path import points
from coach.metrics import summarise, trace, trace_row
from coach.parts import AXES, Movement
from coach.progress import end_rep, step
from coach.record import Ending, ExerciseRecord, Phase, Side
from coach.state import State
from pose.angles import HeadAngles
from pose.neutral import Sample, Trunk
from web.madeup_course import Doing

#: Pictures a second, as a usual webcam gives them.
FRAMES_PER_S = 30.0
HEAD = ("rotation", "lateral_flexion", "extension")
#: The noise of a head that keeps still, as the camera reads it, degrees; and of a height, shoulder widths.
NOISE_DEG, NOISE_WIDTHS = 0.12, 0.002
STRAYS_S = 2.0
NOBODY = Sample(
    t_s=0.0,
    head=None,
    deviation_deg=None,
    camera_head=None,
    trunk=None,
    faces=0,
    hand_near_face=False,
    confidence=0.0,
)
NOT_SEEN_S = 1.1


@dataclass(frozen=True)
class Intent:
    """What somebody sets out to do in one repetition.

    Attributes:
        aim: where they go, as a share of the target.
        control: share of the pull that they hold back meanwhile.
        delay_s: how long they take to begin.
        stays_s: how long they hold before they let go.
        raises: how far a shoulder comes along, shoulder widths.
        hand_s: how long a hand is at the face.
        speed: of the movement, as a share of their usual one.
    """

    aim: float
    control: float
    delay_s: float
    stays_s: float
    raises: float
    hand_s: float
    speed: float


class Body:
    """Moves toward where it wants to be, strays, trembles, and is not always seen."""

    def __init__(self, doing: Doing) -> None:
        self.person, self.day, self.task, self.rng = doing.person, doing.day, doing.task, doing.rng
        self.hidden = doing.hidden
        self.intent = self._new_intent()
        self.phase, self.phase_s = Phase.PREPARE, 0.0
        self.stop = self.drawing = 0
        self.stray = dict.fromkeys((*HEAD, "ear_height"), 0.0)
        self.half_way = self._goals()
        self.at = self._goals()
        self.unseen_s = 0.0
        self.shake = self.rng.random() * 2 * pi

    def sample(self, t_s: float, dt_s: float, state: State) -> Sample:
        """One frame later."""
        self.stop = state.rep.stop if state.rep else 0
        self.drawing = state.rep_number - 1
        self._follow(state.phase, dt_s)
        self._stray(dt_s)
        self._move(dt_s)
        if self._hidden(dt_s):
            return replace(NOBODY, t_s=t_s)
        return self._seen(t_s)

    def frame_s(self) -> float:
        """Time to the next frame."""
        return float(self.rng.normal(1, 0.05)) / FRAMES_PER_S

    def _new_intent(self) -> Intent:
        rng, severity = self.rng, self.day.severity
        _, often = self.person.raises
        return Intent(
            aim=rng.normal(1.0, 0.05 + 0.08 * severity),
            control=float(np.clip(rng.normal(0.9 - 0.2 * severity, 0.08), 0.2, 1)),
            delay_s=rng.uniform(0.4, 1.3),
            stays_s=rng.uniform(0.5, 5) if rng.random() < 0.3 * severity else inf,
            raises=rng.uniform(0.06, 0.13) if rng.random() < often * (0.5 + severity) else 0.0,
            hand_s=rng.uniform(2, 5) if rng.random() < self.person.trick else 0.0,
            speed=rng.uniform(2.2, 3.2) if rng.random() < 0.04 else rng.uniform(0.85, 1.15),
        )

    def _follow(self, phase: Phase, dt_s: float) -> None:
        self.phase_s += dt_s
        if phase is self.phase:
            return
        if phase is Phase.MOVE and self.phase is Phase.HOLD:
            self.intent = replace(self.intent, stays_s=inf)
        elif phase is Phase.MOVE:
            self.intent = self._new_intent()
        self.phase, self.phase_s = phase, 0.0

    @property
    def active(self) -> bool:
        """Doing what was asked, once the words have arrived."""
        if self.phase is Phase.HOLD:
            return self.phase_s < self.intent.stays_s
        return self.phase is Phase.MOVE and self.phase_s > self.intent.delay_s

    def _goals(self) -> dict[str, float]:
        pull, severity = self.person.pull, self.day.severity
        letting_go = 1 - self.intent.control * 0.95 if self.active else 1.0
        goals = {axis: getattr(pull, f"{axis}_deg") * severity * letting_go for axis in HEAD}
        goals["ear_height"] = -0.01 if self.active else -0.035
        return goals | self._asked() if self.active else goals

    def _asked(self) -> dict[str, float]:
        """Where they want to be while they do what was asked."""
        task, aim = self.task, self.intent.aim
        movement, target = task.exercise.movement, task.plan.target
        if movement is Movement.PATH:
            return self._on_the_path()
        if movement is Movement.EAR_HEIGHT:
            return {"ear_height": 0.005 * aim}
        if movement not in AXES:
            return {}
        also = {task.also.movement.value: task.also.target} if task.also else {}
        return also | {movement.value: (task.marks[self.stop].target if task.marks else target) * aim}

    def _on_the_path(self) -> dict[str, float]:
        """From its beginning, where they go first, to its end."""
        task = self.task
        drawn = task.exercise.path[self.drawing % len(task.exercise.path)]
        way = points(drawn.shape, task.plan.target)
        share = self.phase_s / task.plan.hold_s if self.phase is Phase.HOLD else 0.0
        turn, nod = way[round(min(1.0, share) * (len(way) - 1))]
        return {"rotation": turn, "extension": nod}

    def _stray(self, dt_s: float) -> None:
        share, kick = dt_s / STRAYS_S, sqrt(2 * dt_s / STRAYS_S)
        sizes = dict.fromkeys(HEAD, self.person.wander_deg * self.day.severity) | {"ear_height": 0.008}
        for (name, size), chance in zip(sizes.items(), self.rng.standard_normal(4).tolist(), strict=True):
            self.stray[name] += -self.stray[name] * share + size * kick * chance

    def _move(self, dt_s: float) -> None:
        lag_s = self.person.lag_s / self.intent.speed
        rate = dt_s / (lag_s + dt_s)
        for name, goal in self._goals().items():
            self.half_way[name] += (goal + self.stray[name] - self.half_way[name]) * rate
            self.at[name] += (self.half_way[name] - self.at[name]) * rate

    def _hidden(self, dt_s: float) -> bool:
        self.unseen_s -= dt_s
        if self.unseen_s <= 0 and self.rng.random() < self.hidden * dt_s / NOT_SEEN_S:
            self.unseen_s = self.rng.exponential(NOT_SEEN_S)
        return self.unseen_s > 0

    def _seen(self, t_s: float) -> Sample:
        head = self._head(t_s)
        trunk = self._trunk()
        deviation_deg = one_angle_deg(head)
        # The made-up neutral faces the camera squarely, so the camera sees the lean on top of the tilt.
        camera = replace(head, lateral_flexion_deg=head.lateral_flexion_deg + trunk.lean_deg)
        hand = self.active and self.phase_s < self.intent.hand_s
        return Sample(t_s, head, deviation_deg, camera, trunk, 1, hand, 0.93)

    def _head(self, t_s: float) -> HeadAngles:
        person = self.person
        angles = {axis: self.at[axis] + n for axis, n in zip(HEAD, self._noise(NOISE_DEG, 3), strict=True)}
        calmed = 0.4 if self.active and self.phase_s < self.intent.hand_s else 1.0
        size = person.tremor_deg * self.day.severity * calmed
        self.shake += float(self.rng.normal(0, 0.12))
        angles[person.tremor_axis.value] += size * sin(2 * pi * person.tremor_hz * t_s + self.shake)
        return HeadAngles(**{f"{axis}_deg": value for axis, value in angles.items()})

    def _noise(self, size: float, how_many: int) -> list[float]:
        return [float(value) for value in self.rng.normal(0, size, how_many)]

    def _trunk(self) -> Trunk:
        noise = self._noise(NOISE_WIDTHS, 4)
        up = self.intent.raises * self._share_of_way()
        left = up if self.person.raises[0] is Side.LEFT else 0.0
        lean_deg = 0.06 * self.at["lateral_flexion"] + noise[3] * 100
        left, right = left + noise[0], up - left + noise[1]
        return Trunk(
            shoulder_tilt_deg=degrees(atan(left - right)) - lean_deg,
            elevation_left=left,
            elevation_right=right,
            lean_deg=lean_deg,
            lateral_shift=self.person.pull.lateral_shift * self.day.severity + noise[2],
            ear_height=self.at["ear_height"] + noise[2],
        )

    def _share_of_way(self) -> float:
        """How far along a movement the body is, 0 to 1; a shoulder comes up with it."""
        movement, target = self.task.exercise.movement, self.task.plan.target
        if movement not in AXES:
            return float(self.active)
        return min(1.0, max(0.0, self.at[movement.value] / target))


def one_angle_deg(head: HeadAngles) -> float:
    """The one angle of a head's rotation: from the trace of the matrix that `pose` defines."""
    a, e, f = radians(head.rotation_deg), -radians(head.extension_deg), -radians(head.lateral_flexion_deg)
    trace_of = cos(a) * cos(f) + sin(a) * sin(e) * sin(f) + cos(e) * cos(f) + cos(a) * cos(e)
    return degrees(acos(min(1.0, max(-1.0, (trace_of - 1) / 2))))


def perform(doing: Doing, start_s: float, reps: int | None = None) -> tuple[ExerciseRecord, float]:
    """One exercise from its announcement to its end, and when that is, seconds since the session began.

    Args:
        start_s: seconds since the session began.
        reps: after so many repetitions they stop; ``None`` does them all.
    """
    body, task, state, t_s = Body(doing), doing.task, State(), start_s
    rows = []
    while state.phase is not Phase.DONE and (reps is None or len(state.done) < reps):
        dt_s = body.frame_s()
        t_s += dt_s
        sample = body.sample(t_s, dt_s, state)
        state, _ = step(state, sample, task)
        rows.append(trace_row(sample, state.phase))
    ending = Ending.DONE if state.phase is Phase.DONE else Ending.STOPPED
    state, _ = end_rep(state, task, t_s)
    summary = summarise(state.done, state.tally, ending)
    return ExerciseRecord(task.plan, state.done, summary, trace(rows)), t_s
