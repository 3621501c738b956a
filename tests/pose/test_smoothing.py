"""What is shown is calm when the head is still and not late when it moves."""

import numpy as np

from pose.smoothing import Smooth, smooth


def shown(values: "list[float | None]", fps: float = 30.0) -> "list[float | None]":
    state: Smooth | None = None
    out: list[float | None] = []
    for number, value in enumerate(values):
        state, seen = smooth(state, value, number / fps)
        out.append(seen)
    return out


def test_noise_of_a_still_head_is_calmed() -> None:
    noise = np.random.default_rng(3).normal(0, 0.15, 300)
    calm = np.array(shown([float(value) for value in noise]), dtype=float)
    assert calm[60:].std() < 0.5 * noise[60:].std()


def test_a_moving_head_is_not_shown_late() -> None:
    turning = [25.0 * number / 30 for number in range(60)]
    late = turning[-1] - (shown([*turning])[-1] or 0.0)
    assert late / 25.0 < 0.03, "30 ms at most"


def test_what_was_not_seen_is_not_shown_and_starts_afresh() -> None:
    assert shown([0.0, None, 40.0]) == [0.0, None, 40.0]
