"""A patient who listens: does what the session's view asks, at a calm speed, for as long as it takes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from coach import session as coach
from coach.drawn_path import PIECES, points
from coach.events import Event
from coach.feedback import Cue, Cued
from coach.metrics import trace_row
from coach.parts import Shape
from coach.record import Phase
from coach.session import Session, SessionView
from tests.coach.builders import MOVING, RESTING, STRAIGHT, Pose, sample

FPS = 15
SPEED_DEG_S = 15.0


def willing(view: SessionView) -> Pose:
    """Where a willing patient wants to be."""
    if view.phase not in (Phase.MOVE, Phase.HOLD):
        return RESTING
    scored: dict[str, Any] = {view.movement: view.target} if view.movement in MOVING else {}
    if view.path:
        along = points(Shape(view.path), view.path_size)
        share = view.hold_s / view.hold_target_s if view.phase is Phase.HOLD else 0.0
        scored["rotation"], scored["extension"] = along[round(share * PIECES)]
    if view.also:
        scored[view.also.movement] = view.also.target
    return Pose(**scored, hand=bool(view.hand))


@dataclass
class Course:
    """How a session went: what happened, what was said, and the rows of the trace of each exercise."""

    session: Session
    t_s: float = 0.0
    pose: Pose = STRAIGHT
    events: list[Event] = field(default_factory=list)
    rows: list[tuple[float, ...]] = field(default_factory=list)

    @property
    def said(self) -> list[tuple[float, Cue]]:
        return [(event.t_s, event.cue) for event in self.events if isinstance(event, Cued)]

    def all(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def frame(self, wants: Callable[[SessionView], Pose] = willing) -> None:
        """One frame of the camera."""
        self.pose = _toward(self.pose, wants(coach.view(self.session)))
        now = sample(self.t_s, self.pose)
        self.session, events = coach.advance(self.session, now)
        self.rows.append(trace_row(now, coach.view(self.session).phase))
        self.events += events
        self.t_s += 1 / FPS

    def go(self, for_s: float, wants: Callable[[SessionView], Pose] = willing) -> "Course":
        """Some seconds, or until the session is over."""
        for _ in range(round(for_s * FPS)):
            if self.session.over:
                break
            self.frame(wants)
        return self

    def until(self, phase: Phase, wants: Callable[[SessionView], Pose] = willing) -> "Course":
        """To the next beginning of a phase."""
        while coach.view(self.session).phase is phase:
            self.frame(wants)
        while coach.view(self.session).phase is not phase:
            self.frame(wants)
        return self

    def do(self, command: Callable[..., tuple[Session, tuple[Event, ...]]], *args: str) -> "Course":
        """One of the session's commands, now."""
        self.session, events = command(self.session, self.t_s, *args)
        self.events += events
        return self


def _toward(now: Pose, goal: Pose) -> Pose:
    step = SPEED_DEG_S / FPS
    moved = {
        name: getattr(now, name) + max(-step, min(step, getattr(goal, name) - getattr(now, name)))
        for name in MOVING
    }
    return replace(goal, **moved)
