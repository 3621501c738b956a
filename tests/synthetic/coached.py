"""The coach and a clip that waits for it, as in the application, without camera, threads and waiting time."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from coach import session as rules
from coach.events import Event
from coach.feedback import Cued
from coach.library import load_library, prescribe
from coach.record import Phase
from pose.neutral import Sample
from tests.coach.builders import Pose, sample
from tests.synthetic.motion import FRAME_RATE_HZ, BodyPose
from web.who_trains import demo_assignment

# What a raised collar bone changes, for each degree of it, as it is measured on the rendered person.
SLANT_DEG, RISE_WIDTHS, HEIGHT_WIDTHS = 0.25, 0.007, -0.0036


def exact_sample(t_s: float, pose: BodyPose) -> Sample:
    """A pose as the measuring side would give it without any error; the trunk does not lean here."""
    left, right = pose.shoulder_raise_left_deg, pose.shoulder_raise_right_deg
    seen = Pose(
        rotation=pose.head_rotation_deg,
        lateral_flexion=pose.head_lateral_flexion_deg,
        extension=pose.head_extension_deg,
        shoulder_tilt=SLANT_DEG * (left - right),
        elevation_left=RISE_WIDTHS * left,
        elevation_right=RISE_WIDTHS * right,
        ear_height=HEIGHT_WIDTHS * (left + right) / 2,
    )
    return sample(t_s, seen)


class Coached:
    """The ``demo`` programme under way, one sample at a time, a frame apart."""

    def __init__(self) -> None:
        library = load_library()
        self.session = rules.begin(prescribe(library, demo_assignment(library)), library.cues)
        self.events: list[Event] = []
        self._t_s = 0.0

    @property
    def plays(self) -> bool:
        """Whether the clip runs: while something is measured, not while an exercise is explained."""
        return not self.session.over and rules.view(self.session).phase is not Phase.PREPARE

    def see(self, seen: Sample) -> list[str]:
        """One more frame; the keys of what is said then."""
        self.session, events = rules.advance(self.session, replace(seen, t_s=self._t_s))
        self._t_s += 1 / FRAME_RATE_HZ
        self.events += events
        return [event.cue.key for event in events if isinstance(event, Cued)]


@dataclass(frozen=True)
class Sat:
    """A session as it went over a clip: what happened, and the frame that was shown when it was over."""

    events: tuple[Event, ...]
    over: bool
    last: int

    def all(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def sit_through(clip: Sequence[Sample], first: int, late: int = 0) -> Sat:
    """The session over a clip that was measured already, a sample a frame.

    The clip begins at frame ``first``, runs and waits as it does in the application, ``late`` frames after
    the coach has said so, and holds its last frame when it has ended.
    """
    coached, now = Coached(), first
    runs = deque([False] * late)
    for _ in range(3 * len(clip)):
        coached.see(clip[now])
        runs.append(coached.plays)
        now = min(now + runs.popleft(), len(clip) - 1)
        if coached.session.over:
            break
    return Sat(tuple(coached.events), coached.session.over, now)
