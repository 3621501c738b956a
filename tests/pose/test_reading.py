"""How mesh and networks become one reading, and when neither can tell."""

import numpy as np
import pytest

from pose.crop import Crop
from pose.geometry import Fit, angles_deg, rotation_matrix
from pose.reading import NETWORKS_SHARE, together, told
from pose.turned import Turned, _weights

PLACE = np.array([0.0, 0.0, 80.0])
CROP = Crop(np.array([320.0, 240.0]), 200.0, 0.0)


def mesh(rotation_deg: float, misfit: float = 0.2) -> Fit:
    return Fit(rotation_matrix(rotation_deg, 0, 0), PLACE, misfit)


def networks(rotation_deg: float, *, spread_deg: float = 1.0, seen: float = 0.9) -> Turned:
    fit = mesh(rotation_deg)
    return Turned(fit, spread_deg, seen, CROP, fit.head)


def rotation_deg(near: Fit | None, turned: Turned | None) -> float | None:
    reading = together(near, turned)
    return None if reading is None else angles_deg(reading.fit.head)[0]


def test_near_the_line_of_sight_both_count() -> None:
    assert rotation_deg(mesh(10), networks(12)) == pytest.approx(10 + 2 * NETWORKS_SHARE, abs=0.01)


def test_networks_that_are_far_from_a_good_mesh_looked_where_the_head_was() -> None:
    assert rotation_deg(mesh(5), networks(20)) == pytest.approx(5, abs=0.01)


def test_far_out_or_where_the_mesh_fits_badly_only_the_networks_count() -> None:
    assert rotation_deg(mesh(56), networks(60)) == pytest.approx(60, abs=0.01)
    assert rotation_deg(mesh(10, misfit=0.95), networks(14)) == pytest.approx(14, abs=0.01)


@pytest.mark.parametrize(
    "unsure",
    [networks(20, spread_deg=11), networks(20, seen=0.2), networks(89)],
    ids=["differ", "unseen", "far"],
)
def test_where_the_networks_cannot_tell_only_a_mesh_that_can_be_trusted_counts(unsure: Turned) -> None:
    assert told(networks(20, spread_deg=9))
    assert not told(unsure)
    assert rotation_deg(mesh(20), unsure) == pytest.approx(20, abs=0.01)
    assert rotation_deg(mesh(40), unsure) is None
    assert rotation_deg(None, unsure) is None


def test_networks_on_the_fit_count_near_and_those_alone_far() -> None:
    on_fit = np.array([True, False])
    near, far = (_weights(np.array([rotation_matrix(a, 0, 0)] * 2), on_fit) for a in (10, 60))
    assert near[0] > 5 * near[1] > 0, "the others count a little, for the spread"
    assert far[1] > 5 * far[0] > 0
