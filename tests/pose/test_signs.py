"""The axes and signs of `pose/__init__.py`, frozen: everything stored depends on them."""

import numpy as np
import pytest

import pose
from pose.geometry import angles_deg, rotation_matrix

LEFT, UP, FORWARD = np.eye(3)


def test_positive_rotation_turns_the_face_to_the_patients_left() -> None:
    face = rotation_matrix(30, 0, 0) @ FORWARD
    assert face @ LEFT == pytest.approx(0.5)
    assert face @ UP == pytest.approx(0)


def test_positive_extension_lifts_the_chin() -> None:
    assert rotation_matrix(0, 30, 0) @ FORWARD @ UP == pytest.approx(0.5)


def test_positive_lateral_flexion_brings_the_left_ear_toward_the_left_shoulder() -> None:
    tilted = rotation_matrix(0, 0, 30)
    assert tilted @ UP @ LEFT == pytest.approx(0.5), "the crown goes to the left"
    assert tilted @ LEFT @ UP == pytest.approx(-0.5), "the left ear goes down"


def test_the_order_is_rotation_then_extension_then_lateral_flexion() -> None:
    one_by_one = rotation_matrix(20, 0, 0) @ rotation_matrix(0, -15, 0) @ rotation_matrix(0, 0, 10)
    np.testing.assert_allclose(rotation_matrix(20, -15, 10), one_by_one, atol=1e-12)


def test_the_matrix_is_the_one_that_the_page_on_axes_gives() -> None:
    a, e, f = np.radians([20, 15, 10])
    ry = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    rx = np.array([[1, 0, 0], [0, np.cos(-e), -np.sin(-e)], [0, np.sin(-e), np.cos(-e)]])
    rz = np.array([[np.cos(-f), -np.sin(-f), 0], [np.sin(-f), np.cos(-f), 0], [0, 0, 1]])
    np.testing.assert_allclose(rotation_matrix(20, 15, 10), ry @ rx @ rz, atol=1e-12)


@pytest.mark.parametrize("angles", [(0, 0, 0), (40, -20, 10), (-80, 55, -45), (5, -60, 60)])
def test_angles_come_back_out_of_the_matrix(angles: tuple[float, float, float]) -> None:
    assert angles_deg(rotation_matrix(*angles)) == pytest.approx(angles)


def test_the_page_on_axes_still_says_so() -> None:
    page = pose.__doc__ or ""
    for line in (
        "``rotation``                  face turned to the patient's left ",
        "``lateral_flexion``           left ear toward the left shoulder ",
        "``extension``                 chin up (negative is flexion, chin down) ",
        "``shoulder_tilt``             left shoulder higher than the right ",
        "``trunk_lean``                trunk leaning to the patient's left ",
        "Left and up are positive, always the **patient's own left**",
    ):
        assert line in page
