"""The signs of the rendered person's angles, and how her movements join."""

from __future__ import annotations

import numpy as np
import pytest

from tests.synthetic.choreography import STRAIGHT
from tests.synthetic.motion import BodyPose, glide, perform
from tests.synthetic.skin import head_orientation, orientations, partial

NOSE, CROWN = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
TO_HER_LEFT, UP = 0, 1


@pytest.mark.parametrize(
    ("pose", "of", "goes"),
    [
        (BodyPose(head_rotation_deg=30), NOSE, TO_HER_LEFT),
        (BodyPose(head_lateral_flexion_deg=30), CROWN, TO_HER_LEFT),
        (BodyPose(head_extension_deg=30), NOSE, UP),
    ],
)
def test_positive_is_left_and_up(pose: BodyPose, of: np.ndarray, goes: int) -> None:
    assert (head_orientation(pose) @ of)[goes] == pytest.approx(0.5)


def test_the_trunk_leans_left_while_the_head_stays() -> None:
    turned = orientations(BodyPose(trunk_lean_left_deg=30))
    assert (turned["root"] @ CROWN)[TO_HER_LEFT] == pytest.approx(0.5)
    assert turned["head"] @ CROWN == pytest.approx(CROWN)


def test_two_halves_of_a_turn_make_the_whole() -> None:
    whole = head_orientation(BodyPose(40, 20, -10))
    half = partial(whole, 0.5)
    assert half @ half == pytest.approx(whole)


def test_a_glide_takes_its_time_and_ends_where_it_should() -> None:
    poses = list(glide(STRAIGHT, BodyPose(head_rotation_deg=30), duration_s=2.0))
    assert len(poses) == 60
    assert poses[29].head_rotation_deg == pytest.approx(15)
    assert poses[-1].head_rotation_deg == pytest.approx(30)


def test_steps_follow_each_other_without_a_gap() -> None:
    goal = BodyPose(head_extension_deg=-12)
    motion = list(perform(STRAIGHT, [("nod", goal, 0.5), ("held", goal, 0.1), ("back", STRAIGHT, 0.5)]))
    assert [round(t_s * 30) for t_s, _, _ in motion] == list(range(33))
    assert [pose for _, label, pose in motion if label == "held"] == [goal] * 3
