"""The noise floor is that of the still seconds, whatever happens in the others."""

import numpy as np
import pytest

from pose.noise import noise_floor
from tests.pose.trembling import drift, shake, stamps, still

RNG = np.random.default_rng
SIZES = np.array([0.08, 0.12, 0.2])


def test_a_still_head_has_its_own_noise_on_each_axis() -> None:
    t_s = stamps(RNG(1), length_s=60)
    floor = noise_floor(t_s, RNG(2).normal(0, 1, (len(t_s), 3)) * SIZES)
    assert floor is not None
    angles, seconds = floor
    assert (angles.rotation_deg, angles.lateral_flexion_deg, angles.extension_deg) == pytest.approx(
        SIZES, rel=0.08
    )
    assert seconds > 50


def test_movements_sway_and_moments_out_of_sight_do_not_count() -> None:
    t_s = stamps(RNG(3), length_s=60)
    angles = RNG(4).normal(0, 1, (len(t_s), 3)) * SIZES + drift(RNG(5), t_s) / 4
    angles += np.where((t_s % 20 < 6)[:, None], 30 * np.sin(2 * np.pi * t_s / 6)[:, None], 0)
    angles += np.where((t_s % 20 > 15)[:, None], shake(t_s, 0.4, 5.0), 0)
    angles[200:260] = np.nan

    floor = noise_floor(t_s, angles)

    assert floor is not None
    assert floor[0].rotation_deg == pytest.approx(SIZES[0], rel=0.15)
    assert floor[0].lateral_flexion_deg == pytest.approx(SIZES[1], rel=0.15)
    assert floor[1] <= 45


def test_without_still_seconds_there_is_no_floor() -> None:
    t_s = stamps(RNG(6), length_s=30)
    assert noise_floor(t_s, shake(t_s, 2.0, 5.0) + still(RNG(6), t_s)) is None
    assert noise_floor(t_s[:90], still(RNG(6), t_s[:90])) is None
    assert noise_floor(np.array([]), np.empty((0, 3))) is None
