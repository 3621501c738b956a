"""The two-minute check as stories: time that runs whatever the head does, as far as the head likes, and a
whole check of somebody whose every number is known."""

from dataclasses import replace

import pytest

from coach import session as coach
from coach.checkup import check_measures, whole_measures
from coach.events import HoldBroken, PhaseChanged
from coach.metrics import recompute
from coach.programme import Task
from coach.record import (
    Ending,
    Hand,
    Phase,
    Value,
)
from coach.state import State
from tests.coach.builders import Camera, Piece, Pose, glide, hold, judge, play, reps
from tests.coach.checked import CHECKS, FPS, MIDDLE, PULLED, Known, Sitting
from tests.coach.store.builders import OPENING


def part(name: str) -> Task:
    return next(task for task in CHECKS.tasks if task.exercise.id == name)


def out_and_back(to: Pose, home: Pose, stays_s: float = 3) -> list[Piece]:
    return [glide(to, 2), hold(stays_s), glide(home, 2), hold(4.5)]


# Time that runs whatever the head does


def test_a_minute_in_the_middle_lasts_a_minute_whatever_the_head_does() -> None:
    story = [glide(MIDDLE, 1), hold(20), glide(Pose(rotation=25), 1), hold(30), glide(MIDDLE, 1), hold(30)]
    state, events = judge(play(story), part("middle"))
    (rep,) = state.done
    assert rep.completed
    assert rep.ended_s - rep.started_s == pytest.approx(60.3, abs=0.3)
    assert rep.in_band_s == pytest.approx(30, abs=1.5)
    assert not any(isinstance(event, HoldBroken) for event in events)


def test_who_cannot_come_to_the_middle_is_timed_all_the_same() -> None:
    (rep,) = reps(play([hold(70, PULLED)]), part("middle"))
    assert rep.completed
    assert rep.in_band_s == 0.0
    assert rep.ended_s == pytest.approx(68, abs=0.2)


# As far as the head likes


def test_going_there_and_back_three_times_is_three_tries() -> None:
    done = reps(play(out_and_back(Pose(rotation=62), Pose()) * 3), part("turn_left"))
    assert [rep.completed for rep in done] == [True] * 3
    assert [rep.peak_deg for rep in done] == [pytest.approx(62, abs=0.5)] * 3


def test_a_tremor_ends_no_try_on_the_way() -> None:
    shaking = Camera(tremor_deg=4, tremor_hz=4)
    _, events = judge(play(out_and_back(Pose(rotation=62), Pose()), shaking), part("turn_left"))
    (back,) = [e.t_s for e in events if isinstance(e, PhaseChanged) and e.phase is Phase.RETURN]
    assert back == pytest.approx(2 + 1.5, abs=0.6)


@pytest.mark.parametrize("home", [Pose(), PULLED, Pose(rotation=-20)], ids=["straight", "left", "right"])
@pytest.mark.parametrize("far", [30.0, 60.0])
def test_from_any_rest_posture(home: Pose, far: float) -> None:
    story = [hold(20, home), *out_and_back(replace(home, rotation=far), home) * 3]
    state, _ = judge(play(story), part("turn_left"), State())
    assert [rep.peak_deg for rep in state.done] == [pytest.approx(far, abs=0.5)] * 3


def test_turning_back_at_once_counts_and_so_does_staying_away() -> None:
    turns_back = out_and_back(Pose(lateral_flexion=-28), Pose(), stays_s=0)
    state, events = judge(play([*turns_back, hold(2)]), part("tilt_right"))
    assert state.done[0].completed
    back = next(e.t_s for e in events if isinstance(e, PhaseChanged) and e.phase is Phase.RETURN)
    assert 2 < back < 3  # sooner than a stay would be one
    (never,) = reps(play([hold(19)]), part("tilt_right"))
    assert not never.completed
    assert never.peak_deg == pytest.approx(0.0, abs=0.1)


def test_the_way_back_is_asked_for_once_the_head_stays() -> None:
    _, events = judge(play(out_and_back(Pose(extension=-25), Pose(), stays_s=3)), part("chin_down"))
    back = next(e.t_s for e in events if isinstance(e, PhaseChanged) and e.phase is Phase.RETURN)
    assert back == pytest.approx(2 + 1.5, abs=0.5)


# A whole check


@pytest.fixture(scope="module")
def whole() -> Sitting:
    return Sitting(Known()).to_the_end()


def value(numbers: dict[str, Value], name: str) -> float:
    found = numbers[name].value
    assert found is not None, (name, numbers[name])
    return found


def test_at_rest_the_head_is_where_it_is_with_its_tremor(whole: Sitting) -> None:
    numbers = whole.numbers()
    assert numbers["rest_seen"].value == pytest.approx(20, abs=0.1)
    assert numbers["rest_rotation"].value == pytest.approx(12, abs=0.1)
    assert numbers["rest_lateral_flexion"].value == pytest.approx(-6, abs=0.1)
    assert numbers["rest_extension"].value == pytest.approx(0, abs=0.1)
    assert numbers["rest_deviation_mean"].value == pytest.approx(13.4, abs=0.2)
    assert abs(value(numbers, "rest_drift")) < 0.5
    assert numbers["tremor_frequency"].value == pytest.approx(5, abs=0.1)
    assert numbers["tremor_amplitude"].value == pytest.approx(1.5, rel=0.1)


def test_both_tries_in_the_middle_are_kept_and_the_better_one_is_told(whole: Sitting) -> None:
    numbers = whole.numbers()
    first = {name: value(numbers, f"middle_1_{name}") for name in ("share_within_10", "longest_within_10")}
    assert first == {
        "share_within_10": pytest.approx(0.667, abs=0.02),
        "longest_within_10": pytest.approx(40, abs=1),
    }
    assert numbers["middle_2_share_within_10"].value == pytest.approx(1)
    assert numbers["middle_2_share_within_5"].value == pytest.approx(0)
    assert numbers["middle_2_deviation_mean"].value == pytest.approx(6, abs=0.3)
    assert numbers["middle_longest_within_10"].value == pytest.approx(60, abs=0.5)
    assert value(numbers, "middle_2_steadiness") < 0.5
    assert numbers["middle_1_steadiness"].value == pytest.approx(
        5.2, abs=0.3
    )  # 11 degrees between two places
    assert numbers["middle_deviation_mean"] == numbers["middle_2_deviation_mean"]


def test_the_range_is_the_median_of_three_to_each_side(whole: Sitting) -> None:
    numbers = whole.numbers()
    sides = ("rotation_left", "rotation_right", "lateral_flexion_left", "lateral_flexion_right")
    found = [value(numbers, f"range_{side}") for side in (*sides, "extension", "flexion")]
    assert found == pytest.approx([61, 42, 24, 31, 36, 27], abs=0.5)
    assert numbers["range_rotation_difference"].value == pytest.approx(19, abs=0.7)
    assert numbers["range_lateral_flexion_difference"].value == pytest.approx(-7, abs=0.7)
    assert numbers["range_rotation_left_speed"].value == pytest.approx(20, abs=2)
    assert all(value(numbers, f"range_{side}_smoothness") < 0 for side in sides)
    assert all(1 <= (numbers[f"range_{side}"].standard_error or 0) < 3 for side in sides)


def test_what_the_hand_changes_is_told_against_rest(whole: Sitting) -> None:
    gain = whole.numbers()["trick_gain"]
    with_hand, without = (whole.numbers(hand)["trick_deviation_mean"] for hand in (Hand.WITH, Hand.WITHOUT))
    assert without.value == pytest.approx(13.4, abs=0.2)
    assert with_hand.value == pytest.approx(4, abs=0.6)
    assert gain.value == pytest.approx(9.4, abs=0.6)


def test_the_words_lead_through_it_and_every_part_is_done(whole: Sitting) -> None:
    assert [one.summary.ending for one in whole.done if one.summary] == [Ending.DONE] * 9
    assert [len(one.reps) for one in whole.done] == [1, 2, *[3] * 6, 1]
    told = " ".join(whole.said)
    assert told.startswith("We begin. Rest. Sit easy")
    assert told.count("Slowly turn to your left.") == 3
    assert "Half way." in told
    assert whole.said[-1] == "That is all for today. Thank you for your work."


def test_the_traces_give_every_repetition_again(whole: Sitting) -> None:
    for task, one in zip(CHECKS.tasks, whole.done, strict=True):
        assert one.trace is not None
        again = recompute(task, one.trace)
        assert len(again.reps) == len(one.reps)
        assert [rep.peak_deg for rep in again.reps] == [
            pytest.approx(rep.peak_deg, abs=0.02) for rep in one.reps
        ]


def test_without_a_hand_in_sight_no_gain_is_told() -> None:
    who = Known(touched=PULLED)
    sitting = Sitting(who)
    for _ in range(8):
        sitting.session, events = coach.skip(sitting.session, sitting.t_s)
        sitting.take(events)
        sitting.rows = []
    numbers = sitting.to_the_end().numbers()
    assert (numbers["trick_gain"].value, numbers["trick_gain"].reason) == (None, "no_hand_seen")
    assert "rest_rotation" not in numbers  # left out, and nothing is made up of it


def test_a_check_that_ends_early_keeps_what_was_measured() -> None:
    sitting = Sitting(Known()).to_the_end(lambda session: session.index == 1 and session.state is not None)
    for _ in range(30 * FPS):
        sitting._frame()
    sitting.session, events = coach.stop(sitting.session, sitting.t_s)
    sitting.take(events)
    numbers = sitting.numbers()
    assert sitting.session.ending is Ending.STOPPED
    assert numbers["rest_rotation"].value == pytest.approx(12, abs=0.1)
    assert numbers["middle_1_share_within_10"].value == pytest.approx(1)
    assert value(numbers, "middle_1_seen") < 30
    assert not any(name.startswith("range") for name in numbers)


def test_training_has_no_numbers_of_a_check(whole: Sitting) -> None:
    training = replace(whole.record(), opening=OPENING)
    assert not any(m.name.startswith(("rest", "middle", "range")) for m in whole_measures(training))
    assert check_measures(()) == ()
