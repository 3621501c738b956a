"""Rotations are composed, and the fit of the face finds a head wherever it stands."""

import numpy as np
import pytest

from pose.geometry import (
    FLIP,
    angle_between_deg,
    angles_deg,
    camera_of,
    fit_face,
    mean_rotation,
    project,
    rotation_matrix,
)
from pose.landmarker import Models
from pose.landmarks import other_side

CAMERA = camera_of((640, 480), 50.0)


def test_the_focal_length_of_the_clips() -> None:
    assert CAMERA.focal_px == pytest.approx(514.68, abs=0.01)


def test_the_canonical_mesh_is_a_face_looking_forward(models: Models) -> None:
    assert models.mesh.shape == (468, 3)
    nose, left_eye, right_eye, chin = models.mesh[[1, 263, 33, 152]]
    assert nose[2] == pytest.approx(models.mesh[:, 2].max(), abs=0.2), "the nose is foremost"
    assert left_eye[0] > 3
    assert right_eye[0] == pytest.approx(-left_eye[0], abs=1e-4)
    assert chin[1] < nose[1] < left_eye[1]


def test_in_a_mirror_every_point_has_its_partner_on_the_other_side(models: Models) -> None:
    partner = other_side(models.mesh)
    assert sorted(partner) == list(range(478))
    np.testing.assert_array_equal(partner[partner], np.arange(478))
    assert (partner[263], partner[1], partner[468]) == (33, 1, 473), "eye corners, nose, irises"


@pytest.mark.parametrize("place", [(0.0, 0.0, 80.0), (30.0, 5.0, 110.0), (-25.0, -20.0, 70.0)])
def test_a_head_is_fitted_exactly_wherever_it_stands(
    models: Models, place: tuple[float, float, float]
) -> None:
    head = rotation_matrix(25, -15, 10)
    points_px = project(models.mesh @ head.T @ FLIP + np.array(place), CAMERA)
    fit = fit_face(models.mesh, points_px, CAMERA)
    assert fit is not None
    assert angle_between_deg(fit.head, head) < 0.01
    np.testing.assert_allclose(fit.place, place, atol=0.01)
    assert fit.misfit < 0.001


def test_points_beside_the_mesh_are_a_misfit(models: Models) -> None:
    place = np.array([0.0, 0.0, 80.0])
    beside = np.random.default_rng(1).normal(0, 0.5, (468, 2)) * CAMERA.focal_px / 80
    fit = fit_face(models.mesh, project(models.mesh @ FLIP + place, CAMERA) + beside, CAMERA)
    assert fit is not None
    assert fit.misfit == pytest.approx(0.5 * np.sqrt(2), rel=0.1)


def test_a_mean_of_rotations_is_a_rotation_between_them() -> None:
    mean = mean_rotation(np.array([rotation_matrix(angle, 0, 0) for angle in (10, 20, 30)]))
    assert angles_deg(mean) == pytest.approx((20, 0, 0), abs=1e-6)
    np.testing.assert_allclose(mean @ mean.T, np.eye(3), atol=1e-12)
