"""Somebody who does a whole two-minute check, and whose every number is known."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import pi, sin

from coach import session as coach
from coach.checkup import CHECK, whole_measures
from coach.events import Event, ExerciseFinished, RepFinished
from coach.feedback import Cued
from coach.metrics import trace, trace_row
from coach.record import (
    ExerciseRecord,
    ExerciseSummary,
    Hand,
    Phase,
    RepRecord,
    SessionKind,
    SessionRecord,
    Value,
)
from coach.session import Session, SessionView
from tests.coach.builders import LIBRARY, Pose, sample
from tests.coach.store.builders import OPENING

FPS = 30
CHECKS = LIBRARY.checks[CHECK]
PULLED = Pose(rotation=12, lateral_flexion=-6)
MIDDLE, OFF, STRAYED = Pose(rotation=3), Pose(rotation=6), Pose(rotation=14)
TOUCHED = Pose(rotation=4, hand=True)


@dataclass
class Known:
    """Somebody whose numbers are known: where each part finds them."""

    reach: dict[str, float] = field(
        default_factory=lambda: {
            "turn_left": 61.0,
            "turn_right": -42.0,
            "tilt_left": 24.0,
            "tilt_right": -31.0,
            "chin_up": 36.0,
            "chin_down": -27.0,
        }
    )
    tries: tuple[tuple[Pose, ...], ...] = ((MIDDLE, STRAYED), (OFF,))
    touched: Pose = TOUCHED

    def wants(self, name: str, view: SessionView) -> Pose:
        if name == "with_hand" and view.phase is Phase.HOLD:
            return self.touched
        if name == "middle" and view.phase in (Phase.MOVE, Phase.HOLD):
            places = self.tries[view.rep_number - 1]
            return places[min(int(view.hold_s // 40), len(places) - 1)]
        if name in self.reach and view.phase is Phase.MOVE:
            return replace(PULLED, **{view.movement: self.reach[name]})  # type: ignore[arg-type]
        return PULLED


class Sitting:
    """A check from its first word to its last, one exercise record after the other."""

    def __init__(self, who: Known) -> None:
        self.who, self.pose, self.t_s = who, PULLED, 0.0
        self.session = coach.begin(CHECKS, LIBRARY.cues)
        self.rows: list[tuple[float, ...]] = []
        self.reps: list[RepRecord] = []
        self.done: list[ExerciseRecord] = []
        self.said: list[str] = []

    def to_the_end(self, until: Callable[[Session], bool] = lambda _: False) -> "Sitting":
        while not self.session.over and not until(self.session):
            self._frame()
        return self

    def _frame(self) -> None:
        task = self.session.task
        assert task is not None
        if coach.view(self.session).phase is Phase.PREPARE and len(self.rows) == FPS:
            self.session, _ = coach.start_exercise(self.session, self.t_s)
        self.pose = _toward(self.pose, self.who.wants(task.exercise.id, coach.view(self.session)))
        shake = 1.5 * sin(2 * pi * 5 * self.t_s) if task.exercise.id == "rest" else 0.0
        now = sample(self.t_s, replace(self.pose, rotation=self.pose.rotation + shake))
        self.session, events = coach.advance(self.session, now)
        self.rows.append(trace_row(now, coach.view(self.session).phase))
        self.take(events)
        self.t_s += 1 / FPS

    def take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, RepFinished):
                self.reps.append(event.rep)
            elif isinstance(event, ExerciseFinished):
                self._keep(event.index, event.summary)
            elif isinstance(event, Cued):
                self.said.append(event.cue.text)

    def _keep(self, index: int, summary: ExerciseSummary) -> None:
        plan = CHECKS.tasks[index].plan
        self.done.append(ExerciseRecord(plan, tuple(self.reps), summary, trace(self.rows)))
        self.reps, self.rows = [], []

    def record(self) -> SessionRecord:
        opening = replace(OPENING, kind=SessionKind.CHECK)
        return SessionRecord(opening, tuple(self.done), self.session.ending, None)

    def numbers(self, hand: Hand = Hand.ALL) -> dict[str, Value]:
        return {m.name: m.value for m in whole_measures(self.record()) if m.hand is hand}


def _toward(now: Pose, goal: Pose) -> Pose:
    step = 20.0 / FPS
    moved = {
        name: getattr(now, name) + max(-step, min(step, getattr(goal, name) - getattr(now, name)))
        for name in ("rotation", "lateral_flexion", "extension")
    }
    return replace(goal, **moved)
