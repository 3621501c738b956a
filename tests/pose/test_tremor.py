"""Tremor is found with its frequency, amplitude and axis; what is no tremor is never called one."""

import csv

import numpy as np
import pytest

from pose.analyse import Row
from pose.tremor import NoTremor, Tremor, tremor
from tests.bench.shared import DATA
from tests.pose.trembling import COLUMNS, drift, shake, stamps, still, tremor_table

RNG = np.random.default_rng


def found(t_s: np.ndarray, angles_deg: np.ndarray) -> Tremor:
    result = tremor(t_s, angles_deg)
    assert isinstance(result, Tremor), result
    return result


@pytest.mark.parametrize("frequency_hz", [2.0, 3.3, 5.0, 6.7, 8.0])
@pytest.mark.parametrize("amplitude_deg", [0.5, 2.5])
def test_frequency_and_amplitude_over_drift(frequency_hz: float, amplitude_deg: float) -> None:
    for seed in range(5):
        rng = RNG(seed)
        t_s = stamps(rng, fps=rng.uniform(24, 30))
        angles = still(rng, t_s) + drift(rng, t_s) + shake(t_s, amplitude_deg, frequency_hz)
        seen = found(t_s, angles)
        assert seen.frequency_hz == pytest.approx(frequency_hz, abs=0.05)
        assert seen.amplitude_deg == pytest.approx(amplitude_deg, rel=0.1)
        assert seen.axis == "rotation"


def test_a_tremor_of_two_axes_has_both_amplitudes_and_a_direction() -> None:
    rng = RNG(1)
    t_s = stamps(rng)
    both = shake(t_s, 2.0, 4.2, "rotation") + shake(t_s, 1.0, 4.2, "lateral_flexion")

    seen = found(t_s, both + drift(rng, t_s) + still(rng, t_s))

    assert seen.amplitudes.rotation_deg == pytest.approx(2.0, rel=0.05)
    assert seen.amplitudes.lateral_flexion_deg == pytest.approx(1.0, rel=0.05)
    assert seen.amplitudes.extension_deg < 0.1
    assert seen.amplitude_deg == pytest.approx(np.hypot(2, 1), rel=0.05)
    assert seen.direction == pytest.approx((0.894, 0.447, 0), abs=0.03)
    assert seen.axis == "rotation"


def test_gaps_and_lost_frames_change_nothing() -> None:
    rng = RNG(2)
    t_s = stamps(rng, length_s=15)
    angles = still(rng, t_s) + drift(rng, t_s) + shake(t_s, 1.0, 4.5, "extension")
    angles[100:120] = np.nan
    kept = rng.random(len(t_s)) > 0.15

    seen = found(t_s[kept], angles[kept])

    assert seen.frequency_hz == pytest.approx(4.5, abs=0.05)
    assert seen.amplitude_deg == pytest.approx(1.0, rel=0.1)


def test_a_tremor_that_swells_counts_by_its_power_and_stays_at_its_frequency() -> None:
    rng = RNG(3)
    t_s = stamps(rng, length_s=20)
    swelling = (1 + 0.5 * np.sin(2 * np.pi * 0.3 * t_s))[:, None] * shake(t_s, 1.0, 5.0)

    seen = found(t_s, swelling + still(rng, t_s))

    assert seen.frequency_hz == pytest.approx(5.0, abs=0.05)
    assert seen.amplitude_deg == pytest.approx(np.sqrt(1 + 0.5**2 / 2), rel=0.05)


def test_an_irregular_tremor_is_less_regular_but_counted_whole() -> None:
    rng = RNG(4)
    t_s = stamps(rng, length_s=20)
    wandering = 2 * np.pi * 4.2 * t_s + np.cumsum(rng.normal(0, 0.3, len(t_s)))
    jerky = np.column_stack([np.sin(wandering), 0 * t_s, 0 * t_s])
    steady = shake(t_s, 1.0, 4.2)

    irregular, regular = (found(t_s, tremor + still(rng, t_s)) for tremor in (jerky, steady))

    assert irregular.regularity < 0.7
    assert regular.regularity > 0.95
    assert irregular.frequency_hz == pytest.approx(4.2, abs=0.4)
    assert irregular.amplitude_deg == pytest.approx(1.0, rel=0.25)
    assert irregular.frequency_error_hz > 3 * regular.frequency_error_hz


def test_the_tremors_of_the_clips_are_those_that_were_rendered() -> None:
    """From the true angles themselves: what is left to be misread is the camera's part."""
    truth = DATA / "clips" / "person-a" / "tremor.csv"
    if not truth.is_file():
        pytest.skip(f"the shared clips are not at {DATA}")
    with truth.open(newline="", encoding="utf-8") as file:
        known = list(csv.DictReader(file))
    rows = [
        Row(float(row["t_s"]), 1, 1, **{name: float(row[f"head_{name}"]) for name in COLUMNS})
        for row in known
    ]
    drifting, *trembling = (line.split("true:")[0].split() for line in tremor_table("a", rows, truth))
    assert drifting[2:] == ["no", "clear", "peak"]
    assert [float(words[2]) for words in trembling] == pytest.approx([5.0, 3.5, 4.2], abs=0.02)
    sizes = [float(words[4].rstrip("°")) for words in trembling]
    assert sizes == pytest.approx([0.5, 1.0, np.hypot(2, 1)], rel=0.05)


def test_noise_and_drift_are_no_tremor() -> None:
    def head(seed: int) -> bool:
        rng = RNG(seed)
        t_s = stamps(rng, fps=rng.uniform(24, 30), length_s=rng.uniform(7, 20))
        angles = still(rng, t_s, noise_deg=rng.choice([0.1, 0.15, 0.5, 1.0])) + drift(rng, t_s)
        return isinstance(tremor(t_s, angles), Tremor)

    assert sum(head(seed) for seed in range(150)) <= 1


def test_calm_turns_and_slow_swaying_are_no_tremor() -> None:
    rng = RNG(5)
    t_s = stamps(rng, length_s=30)
    way = np.clip((t_s % 8) / 2, 0, 1) - np.clip((t_s % 8 - 5) / 2, 0, 1)
    turning = 33 * (10 * way**3 - 15 * way**4 + 6 * way**5)

    for moving in (shake(t_s, 3.0, 1.0), turning[:, None] * np.array([1.0, 0.1, 0.0])):
        assert tremor(t_s, moving + still(rng, t_s)) is NoTremor.NO_CLEAR_PEAK


def test_a_tremor_between_calm_turns_is_found() -> None:
    rng = RNG(6)
    t_s = stamps(rng, length_s=30)
    turning = 15 * np.sin(2 * np.pi * 0.1 * t_s)[:, None] * np.array([1.0, 0.0, 0.0])

    seen = found(t_s, turning + shake(t_s, 0.8, 5.5, "lateral_flexion") + still(rng, t_s))

    assert seen.axis == "lateral_flexion"
    assert seen.frequency_hz == pytest.approx(5.5, abs=0.05)


@pytest.mark.parametrize(
    ("fps", "length_s", "seen_share", "why"),
    [
        (15, 20, 1.0, NoTremor.TOO_FEW_FRAMES),
        (30, 4, 1.0, NoTremor.TOO_SHORT),
        (30, 20, 0.3, NoTremor.TOO_MUCH_UNSEEN),
        (30, 20, 0.0, NoTremor.TOO_MUCH_UNSEEN),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(
    fps: float, length_s: float, seen_share: float, why: NoTremor
) -> None:
    rng = RNG(7)
    t_s = stamps(rng, fps, length_s)
    angles = shake(t_s, 3.0, 5.0) + still(rng, t_s)
    angles[t_s % 2 > 2 * seen_share] = np.nan
    assert tremor(t_s, angles) is why


def test_a_head_that_is_thrown_about_is_refused() -> None:
    t_s = stamps(RNG(8), length_s=20)
    assert tremor(t_s, shake(t_s, 40.0, 0.5) + still(RNG(8), t_s)) is NoTremor.TOO_MUCH_MOVEMENT
