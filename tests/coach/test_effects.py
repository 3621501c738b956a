"""What works for this neck: four answers from made-up days whose true effect is known.

The simulated patients have ten exercises, days that are alike (first-order autoregressive) and noise with
normal or with heavy tails. `pytest -m soak -s tests/coach/test_effects.py` prints the long tables.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.effects import LEAST_DAYS, SCALES, Answer, Effect, claims, day_means, effects, weigh
from coach.paired import Kind, Pair

Array = NDArray[np.float64]

FIRST = date(2026, 1, 1)
EXERCISES = 10
SPREAD_DEG = 4.0
SCALE = SCALES[Kind.AFTER]
#: A therapist who looks every week for a year, five days of training in each.
LOOKS = range(5, 261, 5)


def days(rng: np.random.Generator, shape: tuple[int, int], alike: float, tails: float) -> Array:
    """Differences of one spread without an effect, shape (series, days); ``tails``: degrees of freedom."""
    noise: Array = rng.standard_t(tails, shape) * SPREAD_DEG / np.sqrt(tails / (tails - 2))
    found = noise.copy()
    for day in range(1, shape[1]):
        found[:, day] = alike * found[:, day - 1] + np.sqrt(1 - alike**2) * noise[:, day]
    return found


def claimed(given: Array, place: int | NDArray[np.int_]) -> NDArray[np.bool_]:
    weighed = weigh(given, SCALE.prior)
    return claims(weighed.log_factor, place) & (np.abs(weighed.mean) >= SCALE.least)


def ever_claimed(given: Array) -> float:
    """Share of patients in whom any look at any exercise claimed something."""
    place = np.tile(np.arange(1, EXERCISES + 1), len(given) // EXERCISES)
    ever = np.zeros(len(given), dtype=bool)
    for look in LOOKS:
        if look >= LEAST_DAYS:
            ever |= claimed(given[:, :look], place)
    return float(ever.reshape(-1, EXERCISES).any(axis=1).mean())


def covered(given: Array, effect: float, look: int) -> float:
    weighed = weigh(given[:, :look] + effect, SCALE.prior)
    return float(((weighed.low <= effect) & (effect <= weighed.high)).mean())


def of(exercise: str, differences: Iterable[float], kind: Kind = Kind.AFTER) -> list[Pair]:
    """One pair a day, from 12 degrees before."""
    return [
        Pair(exercise, kind, FIRST + timedelta(days=day), 12.0, 12.0 + one)
        for day, one in enumerate(differences)
    ]


def answer(differences: Array, kind: Kind = Kind.AFTER) -> Effect:
    (found,) = effects(of("slow_turn", differences.tolist(), kind))
    return found


def test_nearer_to_the_middle_after_it_day_after_day_helps_and_further_off_looks_worse() -> None:
    noise = np.random.default_rng(1).normal(0, 2, 40)
    helps, worse = answer(noise - 3), answer(noise + 3)
    assert (helps.answer, worse.answer) == (Answer.HELPS, Answer.LOOKS_WORSE)
    assert helps.mean is not None
    assert helps.low is not None
    assert helps.high is not None
    assert helps.low < -3 < helps.high < 0
    assert -3.5 < helps.mean < -2.5


def test_many_days_around_nothing_are_no_visible_effect_and_few_are_not_enough() -> None:
    noise = np.random.default_rng(2).normal(0, 3, 60)
    none, few, unsure = answer(noise), answer(noise[: LEAST_DAYS - 1]), answer(3 * noise[:20])
    assert none.answer is Answer.NO_VISIBLE_EFFECT
    assert none.low is not None
    assert none.high is not None
    assert max(-none.low, none.high) <= SCALE.hidden
    assert (few.answer, few.mean, few.days) == (Answer.NOT_ENOUGH_DATA, None, LEAST_DAYS - 1)
    assert unsure.answer is Answer.NOT_ENOUGH_DATA
    assert unsure.mean is not None  # its interval is there, and too wide


def test_a_change_that_is_sure_but_that_nobody_could_see_is_not_called_one() -> None:
    noise = np.random.default_rng(3).normal(0, 0.5, 100)
    assert answer(noise - 0.6).answer is Answer.NO_VISIBLE_EFFECT
    assert answer(noise / 3 - 0.6, Kind.TENSION).answer is Answer.HELPS  # of ten points of tension it counts


def test_three_sessions_of_a_day_are_one_day() -> None:
    thrice = [pair for pair in of("slow_turn", [-3.0] * 13) for _ in range(3)]
    assert len(day_means(thrice)) == 13
    (found,) = effects(thrice)
    assert found.answer is Answer.NOT_ENOUGH_DATA


def test_the_table_begins_with_what_helps_and_ends_with_what_nobody_knows() -> None:
    rng = np.random.default_rng(4)
    every = [
        *of("unknown", [1.0, 2.0]),
        *of("nothing", rng.normal(0, 2, 60).tolist()),
        *of("worse", rng.normal(4, 2, 60).tolist()),
        *of("a_little", rng.normal(-3, 2, 60).tolist()),
        *of("much", rng.normal(-6, 2, 60).tolist()),
    ]
    assert [one.exercise_id for one in effects(every)] == ["much", "a_little", "worse", "nothing", "unknown"]


def test_without_an_effect_hardly_any_patient_ever_sees_a_claim_in_a_year_of_weekly_looks() -> None:
    rng = np.random.default_rng(5)
    for alike, tails in ((0.0, 30.0), (0.5, 30.0), (0.3, 3.0)):
        assert ever_claimed(days(rng, (200 * EXERCISES, 260), alike, tails)) <= 0.05


def test_the_intervals_cover_the_true_effect() -> None:
    rng = np.random.default_rng(6)
    for alike, tails in ((0.0, 30.0), (0.4, 30.0), (0.3, 3.0)):
        given = days(rng, (3000, 60), alike, tails)
        for effect, look in ((0.0, LEAST_DAYS), (-3.0, 25), (8.0, LEAST_DAYS), (3.0, 60)):
            assert covered(given, effect, look) >= 0.94  # 95 % less two standard errors of 3000


def test_an_effect_as_large_as_the_days_differ_is_claimed_within_twelve_weeks() -> None:
    given = days(np.random.default_rng(7), (500, 60), 0.0, 30.0)
    assert claimed(given - SPREAD_DEG, EXERCISES).mean() > 0.9
    assert claimed(given - SPREAD_DEG / 2, EXERCISES).mean() < 0.5  # half of it takes longer


@pytest.mark.soak
def test_the_long_form_of_all_three() -> None:
    rng = np.random.default_rng(8)
    print("\nalike tails | false claim in a year | least cover | effect: claimed by day 20 30 60 120 260")
    for alike in (0.0, 0.2, 0.4, 0.6):
        for tails in (3.0, 30.0):
            given = days(rng, (2000 * EXERCISES, 260), alike, tails)
            false = ever_claimed(given)
            cover = min(
                covered(given, effect, look)
                for effect in (0.0, -1.0, 2.0, -4.0, 8.0)
                for look in (LEAST_DAYS, 20, 40, 80, 160, 260)
            )
            power = {
                effect: [
                    float(claimed(given[:2000, :look] - effect, 5).mean()) for look in (20, 30, 60, 120, 260)
                ]
                for effect in (1.0, 2.0, 3.0, 4.0, 6.0)
            }
            told = "; ".join(
                f"{effect:g}°: {' '.join(f'{p:.2f}' for p in row)}" for effect, row in power.items()
            )
            print(f"{alike:.1f} {tails:4g} | {false:.3f} | {cover:.3f} | {told}")
            assert false <= 0.05
            assert cover >= 0.945
