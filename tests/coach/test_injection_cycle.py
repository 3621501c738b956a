"""The cycles of made-up patients laid over each other: what is known of them comes out, and nothing else.

`pytest -m soak -s tests/coach/test_injection_cycle.py` prints how often the intervals cover.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest

from coach.injection_cycle import (
    LEAST_DAYS,
    Course,
    Overlay,
    Span,
    cycle_days,
    fades_now,
    overlay,
)

FIRST = date(2025, 1, 6)


@dataclass(frozen=True)
class Neck:
    """A made-up patient: full effect by a day, fading from one until one; days differ by ``noise`` and are
    alike; measured on a share of the days; better by ``progress`` a day beside the cycle; cycles are
    ``unlike`` each other in length and size by so much (a share, one standard deviation)."""

    by: int = 20
    fades: int = 60
    gone: int = 90
    gain: float = 6.0
    noise: float = 2.0
    alike: float = 0.3
    cycles: int = 4
    measured: float = 0.8
    progress: float = 0.0
    tails: float = 30.0
    unlike: float = 0.0

    @property
    def truth(self) -> dict[str, float]:
        return {
            "half_there": self.by / 2,
            "best_from": 0.9 * self.by,
            "best_until": self.gone - 0.9 * (self.gone - self.fades),
            "half_gone": (self.fades + self.gone) / 2,
            "gain": self.gain,
        }

    def left(self, day: float) -> float:
        return float(np.clip(min(day / self.by, (self.gone - day) / (self.gone - self.fades)), 0, 1))

    def overlay(self, rng: np.random.Generator, length: int = 98) -> Overlay:
        """Cycles of so many days, each beginning at a level of its own."""
        injected = [FIRST + timedelta(days=length * cycle) for cycle in range(self.cycles)]
        values, off = [], 0.0
        for cycle, on in enumerate(injected):
            level = 15 + rng.normal(0, 1.5)
            slower, larger = 1 + self.unlike * rng.normal(size=2)
            for day in range(length):
                fresh = rng.standard_t(self.tails) * self.noise
                off = self.alike * off + np.sqrt(1 - self.alike**2) * fresh
                if rng.random() < self.measured:
                    gained = larger * self.gain * self.left(day / slower) + self.progress * (
                        length * cycle + day
                    )
                    values.append((on + timedelta(days=day), level - gained + off))
        return overlay(values, injected, "less")


def holds(span: Span, truth: float) -> bool:
    return (span.low is None or span.low <= truth) and (span.high is None or truth <= span.high)


def course(neck: Neck, seed: int = 1) -> Course:
    found = neck.overlay(np.random.default_rng(seed)).course
    assert found is not None
    return found


def test_onset_window_and_fading_of_a_known_patient_come_out_with_their_uncertainty() -> None:
    found = course(Neck())
    for name, truth in Neck().truth.items():
        span: Span = getattr(found, name)
        assert holds(span, truth), (name, span)
        assert span.low is not None, name
        assert span.high is not None, name
        assert span.low <= span.value <= span.high
    assert found.half_gone.high is not None
    assert found.half_gone.high - (found.half_gone.low or 0) < 30


def test_a_day_belongs_to_the_injection_before_it_and_days_before_the_first_to_none() -> None:
    injected = (date(2026, 1, 1), date(2026, 4, 1))
    values = [
        (date(2025, 12, 31), 1.0),
        (date(2026, 1, 1), 2.0),
        (date(2026, 3, 31), 3.0),
        (date(2026, 3, 31), 5.0),
        (date(2026, 4, 1), 6.0),
        (date(2026, 12, 1), 7.0),  # so long after it that it is no part of the cycle
    ]
    told = [(one.cycle, one.day, one.value) for one in cycle_days(values, injected)]
    assert told == [(0, 0, 2.0), (0, 89, 4.0), (1, 0, 6.0)]


def test_one_cycle_or_few_days_or_no_days_after_the_window_are_not_enough() -> None:
    rng = np.random.default_rng(2)
    assert not Neck(cycles=1).overlay(rng).enough
    assert not Neck(measured=(LEAST_DAYS - 5) / 90).overlay(rng).enough
    assert not Neck().overlay(rng, length=50).enough
    assert Neck(cycles=2).overlay(rng).enough


def test_a_flat_patient_gets_no_window_and_one_who_only_makes_progress_neither() -> None:
    rng = np.random.default_rng(3)
    every = [Neck(gain=0, alike=0.5).overlay(rng) for _ in range(12)]
    every += [Neck(gain=0, progress=0.02).overlay(rng) for _ in range(8)]
    assert all(one.enough and one.course is None for one in every)


def test_what_gets_worse_after_an_injection_is_no_window() -> None:
    assert Neck(gain=-6).overlay(np.random.default_rng(4)).course is None


def test_a_fading_that_lies_after_the_last_day_has_no_end() -> None:
    found = course(Neck(fades=86, gone=130, gain=8, noise=1.5))
    assert found.half_gone.high is None


def test_the_intervals_of_other_patients_cover_too() -> None:
    rng = np.random.default_rng(5)
    missed = told = 0
    for neck in (Neck(cycles=2, alike=0.5), Neck(by=14, fades=45, gone=70, tails=3, progress=0.02)):
        for _ in range(8):
            found = neck.overlay(rng).course
            assert found is not None
            told += len(neck.truth)
            missed += sum(not holds(getattr(found, name), truth) for name, truth in neck.truth.items())
    assert missed <= 0.1 * told  # 95 % of them cover; here are few, and those of one patient miss together


def test_numbers_drop_after_the_patients_own_window_and_by_the_plan_where_it_is_not_known() -> None:
    own = course(Neck(fades=40, gone=60, gain=8))
    until = round(own.best_until.value)
    assert (fades_now(until - 2, own), fades_now(until + 2, own)) == (False, True)
    assert (fades_now(55, None), fades_now(56, None)) == (False, True)


@pytest.mark.soak
def test_the_long_form_covers_and_finds_nothing_in_flat_patients() -> None:
    rng = np.random.default_rng(6)
    for alike in (0.0, 0.3, 0.6):
        for measured in (0.15, 0.8):
            flat = [Neck(gain=0, alike=alike, measured=measured).overlay(rng) for _ in range(200)]
            seen = sum(one.course is not None for one in flat)
            print(f"flat, alike {alike:g}, measured {measured:g}: {seen} of 200 told a window")
            assert seen <= 4
    for neck in (
        Neck(),
        Neck(cycles=2),
        Neck(alike=0.6),
        Neck(measured=0.15),
        Neck(gain=4, noise=3),
        Neck(by=14, fades=45, gone=70, progress=0.02),
        Neck(by=28, fades=70, gone=84, tails=3),
        Neck(gone=85, unlike=0.2),
    ):
        told = [found for _ in range(150) if (found := neck.overlay(rng).course)]
        shares = {
            name: sum(holds(getattr(one, name), truth) for one in told) / len(told)
            for name, truth in neck.truth.items()
        }
        print(neck, f"told in {len(told)} of 150;", {name: round(share, 3) for name, share in shares.items()})
        assert min(shares.values()) >= (0.8 if neck.unlike else 0.9)
        assert sum(shares.values()) / len(shares) >= (0.9 if neck.unlike else 0.95)
