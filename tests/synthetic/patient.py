"""A patient who listens: she does what she hears after a moment, moves calmly and says what she is doing.

What she does is a generator of poses, one a frame, so that a whole session reads as a story:
``yield from she.hears("move")``, ``yield from she.goes("turn 1: out", TURNED)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from tests.synthetic.motion import ANGLES, FRAME_RATE_HZ, BodyPose, glide

REACTION_S = (0.8, 0.6, 1.0, 0.7, 0.9)
SPEED_DEG_S = 17.0  # on average over a movement; 1.9 times as fast in its middle
SHORTEST_S = 1.2  # even a small movement takes this long
PATIENCE_S = 30.0  # a cue that does not come by then never will

Moves = Iterator[BodyPose]


class Patient:
    """Where she is, what she does now, and what she has heard and not yet answered."""

    def __init__(self, pose: BodyPose, label: str) -> None:
        self.pose, self.label = pose, label
        self._heard: list[str] = []
        self._reactions = cycle(REACTION_S)

    def hear(self, key: str) -> None:
        """A cue reaches her; ``key`` is that of `coach.feedback.Cue`."""
        self._heard.append(key)

    def hears(self, key: str) -> Moves:
        """She waits for a cue, and takes a moment to answer it; what she heard before it is past.

        Raises:
            ValueError: it never comes; the coach asks for something else.
        """
        for _ in range(round(PATIENCE_S * FRAME_RATE_HZ)):
            if key in self._heard:
                break
            yield self.pose
        del self._heard[: self._heard.index(key) + 1]
        yield from self.stays(next(self._reactions))

    def stays(self, for_s: float) -> Moves:
        for _ in range(round(for_s * FRAME_RATE_HZ)):
            yield self.pose

    def goes(self, label: str, to: BodyPose, over_s: float | None = None) -> Moves:
        """A calm movement, by default at her own speed."""
        self.label = label
        for pose in glide(self.pose, to, over_s or _calm_s(self.pose, to)):
            self.pose = pose
            yield pose


def _calm_s(start: BodyPose, end: BodyPose) -> float:
    furthest_deg: float = max(abs(getattr(end, name) - getattr(start, name)) for name in ANGLES)
    return max(SHORTEST_S, furthest_deg / SPEED_DEG_S)
