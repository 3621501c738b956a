"""What the rendered person does: poses over time, as plain values.

Left and up are positive, always the person's own left. Head angles are of the head in the camera's frame:
intrinsic rotation, then extension, then lateral flexion. A motion is any iterable of
``(t_s, label, BodyPose)`` at 30 frames a second.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

FRAME_RATE_HZ = 30.0


@dataclass(frozen=True)
class BodyPose:
    """All zero is the straight, upright person. A shoulder's raise is the angle of its clavicle."""

    head_rotation_deg: float = 0.0
    head_lateral_flexion_deg: float = 0.0
    head_extension_deg: float = 0.0
    trunk_lean_left_deg: float = 0.0
    shoulder_raise_left_deg: float = 0.0
    shoulder_raise_right_deg: float = 0.0


ANGLES = tuple(field.name for field in fields(BodyPose))

Frame = tuple[float, str, BodyPose]
Step = tuple[str, BodyPose, float]


def minimum_jerk(share: float) -> float:
    """How far a calm human movement has come after ``share`` (0 to 1) of its time (Flash and Hogan 1985)."""
    return share**3 * (10 - 15 * share + 6 * share**2)


def between(start: BodyPose, end: BodyPose, share: float) -> BodyPose:
    """The pose that lies ``share`` (0 to 1) of the way from start to end, each angle by itself."""
    pairs = ((getattr(start, name), getattr(end, name)) for name in ANGLES)
    return BodyPose(*(a + (b - a) * share for a, b in pairs))


def glide(start: BodyPose, end: BodyPose, duration_s: float) -> Iterator[BodyPose]:
    """Poses at the frame rate from just after ``start`` to ``end`` itself, starting and stopping gently."""
    frames = max(1, round(duration_s * FRAME_RATE_HZ))
    return (between(start, end, minimum_jerk((i + 1) / frames)) for i in range(frames))


def perform(start: BodyPose, steps: Iterable[Step]) -> Iterator[Frame]:
    """A motion from steps ``(label, pose to reach, seconds)``; to reach the pose one is in is to hold it."""
    now, index = start, 0
    for label, goal, duration_s in steps:
        for pose in glide(now, goal, duration_s):
            yield index / FRAME_RATE_HZ, label, pose
            index += 1
        now = goal


def read_truth(path: Path) -> list[Frame]:
    """The motion of a rendered clip, from the file beside it."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        (float(row["t_s"]), row["label"], BodyPose(*(float(row[name]) for name in ANGLES))) for row in rows
    ]
