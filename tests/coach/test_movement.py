"""The numbers of movement are those of motions that are known exactly."""

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.movement import (
    SYSTEMATIC_DEG,
    Series,
    drift,
    furthest,
    longest_within,
    mean_deviation,
    median_deviation,
    one_angle_deg,
    series,
    share_within,
    turning_deg_s,
)
from coach.record import Value
from coach.strokes import arc_length, peak_speed, smoothness, strokes
from pose.geometry import angle_between_deg, rotation_matrix

Array = NDArray[np.float64]
FPS = 30


def times(length_s: float, seed: int = 1) -> Array:
    """A webcam's uneven stamps."""
    even = np.arange(0, length_s, 1 / FPS)
    return even + np.random.default_rng(seed).uniform(-0.008, 0.008, len(even))


def turning(t_s: Array, rotation_deg: Array, jitter_deg: float = 0.0) -> Series:
    """A head that only turns."""
    angles = np.random.default_rng(2).normal(0, jitter_deg, (len(t_s), 3))
    angles[:, 0] += rotation_deg
    return series(t_s, angles)


def glide(share: Array) -> Array:
    """A movement of minimum jerk, from 0 to 1."""
    u = np.clip(share, 0, 1)
    return np.asarray(10 * u**3 - 15 * u**4 + 6 * u**5)


def there_and_back(t_s: Array, size_deg: float, takes_s: float) -> Array:
    """Every 10 s to a place and back."""
    return size_deg * (glide(t_s % 10 / takes_s) - glide((t_s % 10 - 5) / takes_s))


def known(value: Value) -> float:
    assert value.value is not None, value.reason
    return value.value


def test_the_distance_from_the_middle_is_one_rotation_and_no_sum() -> None:
    angles = np.array([[0.0, 0, 0], [30, 0, 0], [0, -20, 0], [30, -20, 15], [-40, 25, -30], [170, 40, 10]])
    matrices = [rotation_matrix(turn, up, tilt) for turn, tilt, up in angles]
    one = [angle_between_deg(np.eye(3), matrix) for matrix in matrices]
    assert one_angle_deg(angles) == pytest.approx(one, abs=1e-5)


def test_mean_and_median_are_over_time_not_over_frames() -> None:
    t_s = np.concatenate([np.arange(0, 10, 1 / 30), np.arange(10, 20, 1 / 10)])
    given = turning(t_s, np.where(t_s < 10, 4.0, 12.0))
    assert known(mean_deviation(given)) == pytest.approx(8, abs=0.1)
    assert known(median_deviation(turning(t_s, np.where(t_s < 12, 4.0, 12.0)))) == pytest.approx(4)


def test_the_error_that_stays_does_not_average_out() -> None:
    t_s = times(600)
    mean = mean_deviation(turning(t_s, np.full(len(t_s), 10.0), jitter_deg=0.15))
    assert mean.standard_error == pytest.approx(SYSTEMATIC_DEG, rel=0.01)
    sure = series(t_s, np.full((len(t_s), 3), 6.0), error_deg=np.full((len(t_s), 3), 0.5))
    assert mean_deviation(sure).standard_error == pytest.approx(0.5, rel=0.01)


def test_time_in_the_middle_and_how_sure_it_is() -> None:
    t_s = times(60)
    given = turning(t_s, 20 * t_s / 60)  # evenly from 0 to 20 degrees

    ten, five = share_within(given, 10.0), share_within(given, 5.0)

    assert (known(five), known(ten)) == pytest.approx((0.25, 0.5), abs=0.01)
    assert ten.standard_error == pytest.approx(SYSTEMATIC_DEG / 20, rel=0.1)
    far = share_within(turning(t_s, np.full(len(t_s), 30.0)), 10.0)
    assert (far.value, far.standard_error) == (0.0, 0.0)


def test_a_short_dip_is_forgiven_and_a_long_one_is_not() -> None:
    t_s = times(30)
    short, long = (
        np.where((t_s > 10) & ((t_s - 10) % period < dip), 14.0, 2.0)
        for dip, period in ((0.45, 2), (2.0, 20))
    )
    assert known(longest_within(turning(t_s, short), 10.0)) == pytest.approx(30, abs=0.3)
    assert known(longest_within(turning(t_s, long), 10.0)) == pytest.approx(18, abs=0.3)


def test_tremor_does_not_break_a_hold() -> None:
    t_s = times(20)
    trembling = turning(t_s, 8 + 4 * np.sin(2 * np.pi * 5 * t_s))
    assert known(longest_within(trembling, 10.0)) == pytest.approx(20, abs=0.3)


def test_unseen_time_earns_nothing_and_costs_nothing() -> None:
    t_s = times(30)
    rotation = np.where((t_s > 10) & (t_s < 15), np.nan, 3.0)
    given = turning(t_s, rotation)
    assert given.seen_s == pytest.approx(25, abs=0.2)
    assert known(longest_within(given, 5.0)) == pytest.approx(25, abs=0.3)
    assert known(share_within(given, 5.0)) == 1.0
    assert known(mean_deviation(given)) == pytest.approx(3.0)


def test_with_and_without_a_hand_are_parts_of_the_whole() -> None:
    t_s = times(40)
    hand = (t_s > 15) & (t_s < 25)
    given = turning(t_s, np.where(hand, 2.0, 12.0))

    with_hand, without = given.only(hand), given.only(~hand)

    assert known(mean_deviation(with_hand)) == pytest.approx(2)
    assert known(mean_deviation(without)) == pytest.approx(12)
    assert with_hand.seen_s + without.seen_s == pytest.approx(given.seen_s, abs=0.001)
    steady = turning(t_s, np.full(len(t_s), 2.0))
    assert known(longest_within(steady.only(~hand), 5.0)) == pytest.approx(15, abs=0.3)


def test_drift_at_rest_is_a_slope_within_each_rest() -> None:
    t_s = times(60)
    rotation = 5 + 3.0 * (t_s % 20) / 60 + 2 * (t_s // 20)  # 3 degrees a minute, each rest from its own level
    rotation += 8 * np.exp(-(t_s % 20) / 0.6)  # the head settles first
    resting = t_s % 20 > 1
    slope = drift(turning(t_s, rotation, jitter_deg=0.15).only(resting))
    assert known(slope) == pytest.approx(3.0, abs=0.3)
    assert slope.standard_error is not None
    assert slope.standard_error < 0.3


def test_the_furthest_point_is_signed_toward_its_side() -> None:
    t_s = times(20)
    given = turning(t_s, 20 + 10 * np.sin(2 * np.pi * 0.1 * t_s), jitter_deg=0.15)
    assert known(furthest(given, "rotation", 1)) == pytest.approx(30, abs=0.3)
    assert known(furthest(given, "rotation", -1)) == pytest.approx(-10, abs=0.3)


def test_speed_is_the_heads_one_speed() -> None:
    t_s = np.arange(0, 4, 1 / FPS)
    turn, tilt, up = 10 * np.sin(t_s), 15 * np.cos(t_s), 20 * np.sin(0.7 * t_s)
    given = series(t_s, np.column_stack([turn, tilt, up]))
    matrices = [rotation_matrix(a, e, f) for a, f, e in given.angles_deg]
    steps = [angle_between_deg(one, other) * FPS for one, other in zip(matrices, matrices[2:], strict=False)]
    inside = slice(15, -15)
    assert turning_deg_s(given)[1:-1][inside] == pytest.approx(np.array(steps)[inside] / 2, rel=0.02)


def test_peak_speed_of_calm_movements_with_and_without_tremor() -> None:
    t_s = times(40)
    calm = there_and_back(t_s, 30, takes_s=2.5)
    for trembling in (0.0, 1.0):
        given = turning(t_s, calm + trembling * np.sin(2 * np.pi * 4.2 * t_s), jitter_deg=0.12)
        assert len(strokes(given)) == 8
        assert known(peak_speed(given)) == pytest.approx(1.875 * 30 / 2.5, rel=0.06)


def test_smoothness_of_a_minimum_jerk_movement_whatever_its_size_and_length() -> None:
    for takes_s in (1.0, 3.0):
        u = np.arange(0, 1, 1 / FPS / takes_s)
        assert arc_length(u * takes_s, u**2 * (1 - u) ** 2) == pytest.approx(-1.4, abs=0.05)


def test_smoothness_falls_with_tremor_and_not_with_the_cameras_jitter() -> None:
    t_s = times(40)
    calm = there_and_back(t_s, 30, takes_s=2.5)
    shake = np.sin(2 * np.pi * 4.2 * t_s)
    still, jittery, small, large = (
        known(smoothness(turning(t_s, calm + size * shake, jitter_deg=jitter)))
        for size, jitter in ((0, 0), (0, 0.12), (0.5, 0.12), (2.0, 0.12))
    )
    assert jittery == pytest.approx(still, abs=0.05)
    assert still > small + 0.3 > large + 1.0


def test_too_little_gives_no_number_and_says_so() -> None:
    short = turning(times(2), np.zeros(60))
    for value in (mean_deviation(short), share_within(short, 5), longest_within(short, 5), drift(short)):
        assert (value.value, value.standard_error, value.reason) == (None, None, "too_little_seen")
    empty = series(np.array([]), np.empty((0, 3)))
    assert mean_deviation(empty).value is None
    still = turning(times(20), np.zeros(600))
    assert (peak_speed(still).reason, smoothness(still).reason) == ("no_movement", "no_movement")
