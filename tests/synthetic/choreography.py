"""The demo person's session: straight, then her dystonic rest posture, exercises, and straight again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.synthetic.motion import BodyPose, Frame, Step, perform

STRAIGHT = BodyPose()
REST = BodyPose(head_rotation_deg=10.0, head_lateral_flexion_deg=-5.0)
TURNED_RIGHT = BodyPose(head_rotation_deg=-30.0)


def demo_motion() -> Iterator[Frame]:
    """About 40 s."""
    steps: list[Step] = [
        ("straight", STRAIGHT, 8.0),
        ("to rest posture", REST, 2.0),
        ("rest posture", REST, 2.0),
        *_there_and_back("turn right", TURNED_RIGHT, hold_s=5.0),
        *_there_and_back("tilt left", BodyPose(head_lateral_flexion_deg=20.0), hold_s=1.0),
        *_there_and_back("nod", BodyPose(head_extension_deg=-15.0), hold_s=0.5),
        *_there_and_back("look up", BodyPose(head_extension_deg=12.0), hold_s=0.5),
        *_there_and_back("raise right shoulder", replace(REST, shoulder_raise_right_deg=18.0), hold_s=1.0),
        ("to straight", STRAIGHT, 2.0),
        ("straight", STRAIGHT, 2.0),
    ]
    return perform(STRAIGHT, steps)


def _there_and_back(label: str, goal: BodyPose, hold_s: float) -> list[Step]:
    return [(f"to {label}", goal, 2.0), (label, goal, hold_s), (f"from {label}", REST, 2.0)]
