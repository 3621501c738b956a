"""What may be called a change: never chance, never another camera, and what is there is found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coach.point import Point, Setting, Source
from coach.trend_measures import BY_NAME, NAMES, TREND_MEASURES, Scale
from coach.trends import Change, Kind, PartOfDay, poor, trend, trends

DEVIATION, TREMOR, PAIN, TURN = (BY_NAME[name] for name in ("deviation", "tremor", "pain", "rotation"))
HERE = Setting("4", "a camera", 45.0, (2.0, 0.0, -3.0))
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


def checks(values: Sequence[float], every: timedelta = FORTNIGHT, setting: Setting = HERE) -> list[Point]:
    """Checks of the deviation, one after the other."""
    return [
        Point("rest_deviation_mean", START + i * every, value, 1.8, Source.CHECK, f"s{i}", setting, 0.95)
        for i, value in enumerate(values)
    ]


def tremors(values: Sequence[float]) -> list[Point]:
    return [replace(one, name="tremor_amplitude") for one in checks(values)]


def change(points: Sequence[Point]) -> Change:
    return trend(DEVIATION, points).change


def test_what_lies_within_the_error_is_never_called_a_change() -> None:
    still = change(checks([14, 12, 15, 13, 11, 10, 12]))
    assert still.kind is Kind.WITHIN_ERROR
    assert still.words.startswith(
        "From 14° (5 Jan to 2 Feb 2026) to 11° (2 Mar to 30 Mar 2026): no change that"
    )


def test_what_is_larger_is_told_with_what_it_had_to_be() -> None:
    better = change(checks([15, 14, 16, 12, 8, 6, 7]))
    assert better.kind is Kind.BETTER
    assert better.detectable == pytest.approx(7.0, abs=1.0)
    assert better.since == (START + FORTNIGHT).date()  # the middle of the earlier three
    assert "better, by more than the" in better.words
    assert change(checks([6, 7, 8, 12, 15, 14, 16])).kind is Kind.WORSE


def test_two_single_checks_need_seven_degrees_or_more() -> None:
    assert change(checks([14])).kind is Kind.TOO_LITTLE
    assert change(checks([14, 8])).kind is Kind.WITHIN_ERROR


@pytest.mark.parametrize("scatter_deg", [1.0, 2.5, 4.0])
def test_under_no_change_one_is_called_in_at_most_one_of_twenty_patients(scatter_deg: float) -> None:
    rng = np.random.default_rng(5)
    called = [
        change(checks((15 + rng.standard_t(5, 10) * scatter_deg).tolist())).kind is not Kind.WITHIN_ERROR
        for _ in range(400)
    ]
    assert np.mean(called) <= 0.05


def test_neighbours_that_are_somewhat_alike_are_no_change_either() -> None:
    rng = np.random.default_rng(7)
    called = []
    for _ in range(400):
        values = [rng.normal(0, 4)]
        for _ in range(11):
            values.append(0.3 * values[-1] + rng.normal(0, 4 * np.sqrt(1 - 0.3**2)))
        called.append(change(checks([20 + value for value in values])).kind is not Kind.WITHIN_ERROR)
    assert np.mean(called) <= 0.05


@pytest.mark.parametrize("each", [4, 7])
def test_a_change_of_twice_the_detectable_one_is_nearly_always_found(each: int) -> None:
    rng, found = np.random.default_rng(6), []
    for _ in range(200):
        still = 30 + rng.normal(0, 2.0, 2 * each)
        step = 2 * (change(checks(still.tolist())).detectable or 0.0)
        found.append(change(checks([*still[:each], *(still[each:] - step)])).kind is Kind.BETTER)
    assert np.mean(found) > 0.9


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(HERE, measure_version="5"), "measured by another version"),
        (replace(HERE, camera="another"), "another camera"),
        (replace(HERE, vertical_fov_deg=60.0), "another camera"),
        (replace(HERE, head_deg=(20.0, 0.0, -3.0)), "another seat or screen"),
    ],
)
def test_another_setting_breaks_the_line_and_nothing_is_compared_across(other: Setting, why: str) -> None:
    before, after = checks([15, 14, 16, 15]), checks([5, 6, 5, 6, 5, 6], setting=other)
    later = [replace(point, at=point.at + 4 * FORTNIGHT) for point in after]
    found = trend(DEVIATION, before + later)
    assert [segment.why_broken for segment in found.segments] == [None, why]
    assert found.change.kind is Kind.WITHIN_ERROR


def test_a_seat_that_is_a_little_aside_breaks_nothing() -> None:
    aside = replace(HERE, head_deg=(10.0, 2.0, 5.0))
    points = [*checks([15, 14, 16]), *checks([15], setting=aside)]
    assert len(trend(DEVIATION, points).segments) == 1


def test_the_band_lies_around_the_beginning_and_of_a_tremor_it_is_a_ratio() -> None:
    (segment,) = trend(DEVIATION, checks([15, 14, 16, 15, 14, 15])).segments
    assert segment.baseline == pytest.approx(15)
    assert segment.band == pytest.approx((15 - (segment.detectable or 0), 15 + (segment.detectable or 0)))
    amplitudes = [
        replace(one, name="tremor_amplitude") for one in checks([2.0, 2.2, 1.8, 2.0, 1.0, 0.9, 1.0])
    ]
    found = trend(TREMOR, amplitudes)
    low, high = found.segments[0].band or (0, 0)
    assert low == pytest.approx(2.0 / 3, rel=0.1)
    assert high == pytest.approx(6.0, rel=0.1)
    assert found.change.kind is Kind.WITHIN_ERROR
    assert trend(TREMOR, tremors([1.9] * 4 + [0.5] * 4)).change.kind is Kind.BETTER


def test_the_change_is_told_from_checks_where_there_are_enough_else_from_weeks_of_exercises() -> None:
    exercises = [
        replace(point, source=Source.EXERCISE, session_id=f"e{i}")
        for i, point in enumerate(checks([20.0] * 60, timedelta(days=1)))
    ]
    few, enough = checks([14, 14, 14]), checks([14, 14, 14, 14])
    assert change(sorted([*few, *exercises], key=lambda point: point.at)).source is Source.EXERCISE
    assert change(sorted([*enough, *exercises], key=lambda point: point.at)).source is Source.CHECK


def test_one_part_of_the_day_is_compared_with_itself() -> None:
    evening = [replace(point, at=point.at + timedelta(hours=11), value=30.0) for point in checks([0, 0, 0])]
    morning = checks([12, 12, 12, 12, 12, 12])
    both = sorted([*morning, *evening], key=lambda point: point.at)
    assert change(both).to_value == 12
    assert len(trend(DEVIATION, both, part_of_day=PartOfDay.EVENING).segments[0].points) == 3


def test_poor_sessions_are_told_and_left_out_on_request() -> None:
    points = [*checks([12, 12]), replace(checks([40])[0], seen_share=0.5)]
    assert [poor(point) for point in points] == [False, False, True]
    assert len(trend(DEVIATION, points, leave_out_poor=True).segments[0].points) == 2


def test_the_same_days_of_the_injection_cycle_are_compared() -> None:
    """12 weeks each: good in the middle, worse at its end; nothing changes from cycle to cycle."""
    injections = [START.date() + timedelta(days=84 * i) for i in range(3)]
    days = range(0, 250, 7)
    points = [
        replace(checks([8.0 if 14 <= d % 84 < 63 else 18.0])[0], at=START + timedelta(days=d)) for d in days
    ]
    unlike = trend(DEVIATION, points[2:]).change
    alike = trend(DEVIATION, points[2:], injections=injections).change
    assert unlike.kind is Kind.WORSE
    assert alike.kind is Kind.WITHIN_ERROR
    first = trend(DEVIATION, points[2:12], injections=injections).change
    assert first.words.endswith("The two lie at different times of the injection cycle.")


def test_each_day_of_the_cycle_has_its_own_counterpart_wherever_the_checks_end() -> None:
    """Up and down by 8 degrees in each cycle of 12 weeks; the first check is at any day of one."""
    for first_day in range(0, 84, 6):
        injections = [START.date() + timedelta(days=84 * i - first_day) for i in range(5)]
        for weeks in (23, 24, 25, 36):
            days = [7 * i + first_day for i in range(weeks)]
            values = [float(20 + 8 * np.cos(2 * np.pi * day / 84)) for day in days]
            told = trend(DEVIATION, checks(values, timedelta(days=7)), injections=injections).change
            assert told.alike
            assert told.kind is Kind.WITHIN_ERROR, told.words


def test_an_angle_is_better_nearer_to_the_middle_and_has_its_side_in_words() -> None:
    turns = [replace(one, name="rest_rotation") for one in checks([-20, -21, -19, -20, -5, -6, -5, -4])]
    found = trend(TURN, turns).change
    assert found.kind is Kind.BETTER
    assert found.words.startswith("From 20° to their right")


def test_own_answers_go_on_over_another_camera() -> None:
    pains = [
        Point("pain", START + timedelta(days=i), 5.0 if i < 40 else 2.0, None, Source.REPORT, f"s{i}")
        for i in range(80)
    ]
    found = trend(PAIN, pains)
    assert len(found.segments) == 1
    assert found.change.kind is Kind.BETTER


def test_every_main_number_is_found_among_its_points_and_a_tremor_stays_with_the_therapist() -> None:
    by_check = [replace(checks([3.0])[0], name=one.check) for one in TREND_MEASURES if one.check]
    names = [one.measure.name for one in trends(by_check)]
    assert names == [one.name for one in TREND_MEASURES if one.check]
    assert {one.check for one in TREND_MEASURES if one.check} <= NAMES
    assert not [one for one in TREND_MEASURES if "tremor" in one.name and one.patient_words]
    assert TREMOR.scale is Scale.LOG


def test_nothing_says_so_in_words() -> None:
    assert trend(DEVIATION, []).segments == ()
    assert change([]).words == "Not enough to tell a change yet."
