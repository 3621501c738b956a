"""The correction of what the fitted face is known to read wrong."""

import numpy as np
import pytest

from pose.bias import line_of_sight, unbiased
from pose.geometry import FLIP, Fit, angles_deg, rotation_matrix

MIDDLE = np.array([0.0, 0.0, 80.0])


def corrected(
    rotation_deg: float, extension_deg: float, lateral_flexion_deg: float, place: tuple[float, float, float]
) -> tuple[float, float, float]:
    fit = Fit(rotation_matrix(rotation_deg, extension_deg, lateral_flexion_deg), np.array(place), 0.3)
    return angles_deg(unbiased(fit).head)


@pytest.mark.parametrize(
    ("angles", "place"),
    [((35, -10, 5), (0, 0, 80)), ((-60, 20, -15), (25, -10, 110)), ((10, -45, 30), (-20, 15, 60))],
)
def test_a_mirror_image_reads_mirrored(
    angles: tuple[float, float, float], place: tuple[float, float, float]
) -> None:
    rotation, extension, lateral_flexion = corrected(*angles, place)
    x, y, z = place
    mirrored = corrected(-angles[0], angles[1], -angles[2], (-x, y, z))
    assert mirrored == pytest.approx((-rotation, extension, -lateral_flexion), abs=1e-6)


def test_an_average_straight_face_reads_straight() -> None:
    straight = corrected(0.0, -8.0, 0.0, (0, 0, 80))
    assert straight == pytest.approx((0, 0, 0), abs=2)


def test_turned_and_bowed_heads_are_read_further() -> None:
    straight = corrected(0, -8, 0, (0, 0, 80))
    assert corrected(32, -4, 0, (0, 0, 80))[0] > 33
    assert corrected(0, -30, 0, (0, 0, 80))[1] - straight[1] < -24


def test_beyond_what_was_fitted_the_correction_stays_as_it_is() -> None:
    furthest, further = (corrected(angle, -8, 0, (0, 0, 80))[0] - angle for angle in (75, 85))
    assert abs(furthest) < 10
    assert abs(further) < 10


def test_the_line_of_sight_looks_back_at_the_camera() -> None:
    place = np.array([30.0, -20.0, 90.0])
    toward_camera = FLIP @ -place / np.linalg.norm(place)
    np.testing.assert_allclose(line_of_sight(place) @ [0, 0, 1], toward_camera, atol=1e-12)
    np.testing.assert_allclose(line_of_sight(MIDDLE), np.eye(3), atol=1e-12)
