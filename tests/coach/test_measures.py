"""What is taken of an exercise: asked and rest, with and without a hand, the same again from storage."""

from dataclasses import replace

import numpy as np
import pytest

from coach.measures import measures_of, session_measures
from coach.record import TRACE_COLUMNS, ExercisePlan, ExerciseRecord, Hand, Phase, Trace, Value
from coach.store.traces import pack, unpack
from tests.coach.store.builders import HOLD, TURN

PHASES = tuple(Phase)
FPS = 30


def exercise(length_s: float = 60.0, *, hand: bool = False, plan: ExercisePlan = HOLD) -> ExerciseRecord:
    """Ten seconds of rest 12 degrees off, then the middle held at 4 degrees with a little tremor of 5 Hz."""
    t_s = np.arange(0, length_s, 1 / FPS)
    resting = t_s < 10
    values = np.full((len(t_s), len(TRACE_COLUMNS)), 0.0)

    def put(name: str, column: object) -> None:
        values[:, TRACE_COLUMNS.index(name)] = column

    put("t_s", t_s)
    jitter = np.random.default_rng(3).normal(0, 0.1, (3, len(t_s)))
    put("rotation_deg", np.where(resting, 12.0, 4.0) + jitter[0])
    put("lateral_flexion_deg", 0.8 * np.sin(2 * np.pi * 5 * t_s) * ~resting + jitter[1])
    put("extension_deg", jitter[2])
    put("deviation_deg", 1.0)
    put("hand_near_face", hand & (t_s > 40))
    put("phase", np.where(resting, PHASES.index(Phase.REST), PHASES.index(Phase.HOLD)))
    return ExerciseRecord(plan, (), None, Trace(values))


def taken(done: ExerciseRecord, hand: Hand = Hand.ALL) -> dict[str, Value]:
    return {m.name: m.value for m in measures_of(done) if m.hand is hand}


def test_what_is_asked_and_what_is_rest_are_kept_apart() -> None:
    numbers = taken(exercise())
    assert numbers["asked_deviation_median"].value == pytest.approx(4.0, abs=0.2)
    assert numbers["rest_deviation_median"].value == pytest.approx(12.0, abs=0.2)
    assert numbers["asked_longest_within_5"].value == pytest.approx(50, abs=0.5)
    assert numbers["rest_share_within_10"].value == 0.0
    assert (numbers["asked_seen"].value, numbers["rest_seen"].value) == pytest.approx((50, 10), abs=0.1)
    assert numbers["tremor_frequency"].value == pytest.approx(5.0, abs=0.05)
    assert numbers["tremor_lateral_flexion"].value == pytest.approx(0.8, rel=0.1)
    assert numbers["furthest_rotation_left"].value == pytest.approx(12.2, abs=0.3)
    assert numbers["furthest_rotation_right"].value == pytest.approx(-3.8, abs=0.3)


def test_every_number_knows_its_unit_and_has_a_value_or_a_reason() -> None:
    for measure in measures_of(exercise(hand=True)):
        assert measure.value.unit
        assert (measure.value.value is None) == bool(measure.value.reason), measure


def test_only_an_exercise_of_the_middle_asks_for_the_middle() -> None:
    assert not any(name.startswith("asked") for name in taken(exercise(plan=TURN)))


def test_with_and_without_a_hand_are_the_same_numbers_of_other_moments() -> None:
    done = exercise(hand=True)
    everything, with_hand, without = (taken(done, hand) for hand in Hand)
    assert everything.keys() - {"hand_share", "rest_shoulder_tilt"} == with_hand.keys() == without.keys()
    share = everything["hand_share"].value or 0.0
    assert share == pytest.approx((with_hand["seen"].value or 0.0) / (everything["seen"].value or 1.0))
    assert with_hand["asked_seen"].value == pytest.approx(20, abs=0.1)
    assert without["asked_seen"].value == pytest.approx(30, abs=0.1)
    assert {m.hand for m in measures_of(exercise())} == {Hand.ALL}


def test_at_rest_the_shoulders_slant_as_they_do_then_and_not_while_something_is_asked() -> None:
    done = exercise()
    assert done.trace
    values, resting = done.trace.values.copy(), done.trace.column("t_s") < 10
    values[:, TRACE_COLUMNS.index("shoulder_tilt_deg")] = np.where(resting, -6.0, 20.0)
    slant = taken(replace(done, trace=Trace(values)))["rest_shoulder_tilt"]
    assert slant.value == pytest.approx(-6.0)
    assert slant.standard_error == 2.0


def test_pauses_are_left_out() -> None:
    done = exercise()
    assert done.trace is not None
    paused = done.trace.values.copy()
    paused[30 * FPS :, -1] = PHASES.index(Phase.PAUSED)
    numbers = taken(replace(done, trace=Trace(paused)))
    assert (numbers["asked_seen"].value, numbers["seen"].value) == pytest.approx((20, 30), abs=0.1)


def test_what_was_stored_gives_the_same_numbers_again() -> None:
    done = exercise(hand=True)
    assert done.trace is not None
    stored = replace(done, trace=unpack(pack(done.trace)))
    again = replace(done, trace=unpack(pack(stored.trace)))  # type: ignore[arg-type]
    assert measures_of(again) == measures_of(stored)


def test_without_a_trace_or_a_neutral_nothing_was_measured() -> None:
    done = exercise()
    assert done.trace is not None
    blind = done.trace.values.copy()
    blind[:, TRACE_COLUMNS.index("deviation_deg")] = np.nan
    assert measures_of(replace(done, trace=None)) == ()
    assert measures_of(replace(done, trace=Trace(blind))) == ()


def test_the_noise_floor_is_of_the_whole_session() -> None:
    numbers = {m.name: m.value for m in session_measures((exercise(), exercise(plan=TURN)))}
    assert numbers["noise_rotation"].value == pytest.approx(0.1, rel=0.2)
    assert numbers["still_seconds"].value is not None
    assert session_measures((replace(exercise(), trace=None),)) == ()
    (first, *_) = session_measures((exercise(length_s=2),))
    assert first.value.reason == "no_still_seconds"
