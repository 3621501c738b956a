"""Charts of trends as plain values: what is drawn at each place, and what lies around it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coach.point import Point, Source
from web.chart_dots import Dot, dots
from web.chart_values import Chart, Line, Stretch, Window
from web.chart_words import breaks, rows
from web.charts import figure

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
QUARTER, YEAR = 91, 365
MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))


def point(day: float = 0, value: float = 10.0, source: Source = Source.EXERCISE, **more: Any) -> Point:
    given: dict[str, Any] = {"name": "deviation", "standard_error": 1.0, "session_id": None} | more
    return Point(at=MONDAY + timedelta(days=day), value=value, source=source, **given)


def drawn(points: list[Point], days: int = QUARTER) -> list[Dot]:
    return dots(points, lambda one: (one.seen_share or 1.0) < 0.6, days)


def chart(*stretches: Stretch, **more: Any) -> Chart:
    return Chart("Away from the middle", more.pop("unit", "deg"), stretches, **more)


def stretch(*points: Point, **more: Any) -> Stretch:
    return Stretch(tuple(drawn(list(points))), **more)


# What is drawn


def test_the_exercises_of_a_day_are_one_dot_and_every_check_is_its_own() -> None:
    checks = [point(0.1, 3.0, Source.CHECK), point(0.2, 5.0, Source.CHECK)]
    points = [point(0, 8.0), point(0.1, 12.0), *checks, point(1, 11.0)]
    told = sorted((dot.source, dot.at.day, dot.value, dot.count) for dot in drawn(points))
    assert told == [
        ("check", 2, 3.0, 1),
        ("check", 2, 5.0, 1),
        ("exercise", 2, 10.0, 2),
        ("exercise", 3, 11.0, 1),
    ]


def test_a_long_time_is_drawn_by_weeks() -> None:
    week = [point(day, float(day)) for day in range(7)]
    (dot,) = drawn(week, YEAR)
    assert (f"{dot.at:%A %H}", dot.value, dot.count) == ("Thursday 12", 3.0, 7)


def test_a_mean_is_as_sure_as_its_numbers_and_their_spread_allow() -> None:
    alike = drawn([point(0, 8.0), point(0.1, 8.0)])[0]
    apart = drawn([point(0, 2.0), point(0.01, 8.0), point(0.02, 14.0)])[0]
    assert alike.error == 1.0  # what a camera misreads does not fall out of a mean
    assert apart.error == pytest.approx(6.0 / 3**0.5)
    assert drawn([point(standard_error=None)])[0].error is None


def test_what_was_seen_poorly_is_kept_apart_but_no_answer_of_the_patient_is() -> None:
    poor = point(0, 30.0, seen_share=0.4)
    found = drawn([point(0), poor, point(0, 5.0, Source.REPORT, seen_share=0.4)])
    assert [(dot.value, dot.poor) for dot in found] == [(10.0, False), (30.0, True), (5.0, False)]


# The figure


def test_sources_are_told_apart_by_shape_and_a_poor_one_is_marked() -> None:
    one = stretch(point(0), point(1, source=Source.CHECK), point(2, seen_share=0.1))
    traces = figure(chart(one), MARCH, [])["data"]
    assert [(trace["name"], trace["marker"]["symbol"]) for trace in traces] == [
        ("two-minute check", "circle"),
        ("exercises", "diamond-open"),
        ("poorly seen", "x-thin-open"),
    ]
    assert traces[0]["error_y"]["array"] == [1.0]


def test_a_line_ends_where_the_setting_changed_and_says_why() -> None:
    broken = chart(stretch(point(0)), stretch(point(5), why_broken="another camera"))
    made = figure(broken, MARCH, [])
    assert made["data"][0]["y"] == [10.0, None, 10.0]
    assert [note["text"] for note in made["layout"]["annotations"]] == ["another camera"]
    assert list(breaks(broken)) == ["The line breaks on 7 Mar 2026: another camera."]


def test_each_stretch_has_its_own_grey_band() -> None:
    both = chart(stretch(point(0), point(3), band=(3.0, 17.0)), stretch(point(5), point(8), band=(1.0, 9.0)))
    bands = [shape for shape in figure(both, MARCH, [])["layout"]["shapes"] if shape["type"] == "rect"]
    assert [(band["x0"][:10], band["x1"][:10], band["y0"], band["y1"]) for band in bands] == [
        ("2026-03-02", "2026-03-05", 3.0, 17.0),
        ("2026-03-07", "2026-03-10", 1.0, 9.0),
    ]


def test_all_charts_share_the_axis_of_time_and_the_lines_of_what_happened() -> None:
    lines = [Line(date(2026, 3, 4), "injection"), Line(date(2026, 3, 5), "visit")]
    made = figure(chart(stretch(point(0))), MARCH, lines)["layout"]
    assert made["xaxis"]["range"] == ["2026-03-01T00:00", "2026-03-31T23:59"]
    assert [shape["x0"] for shape in made["shapes"]] == ["2026-03-04T12:00", "2026-03-05T12:00"]
    assert [(note["text"], note["yshift"]) for note in made["annotations"]] == [
        ("injection", 0),
        ("visit", 14),
    ]


def test_an_axis_tells_the_side_in_words() -> None:
    both = stretch(point(0, -8.0), point(1, 8.0))
    axis = figure(chart(both, sides=("to their left", "to their right")), MARCH, [])["layout"]["yaxis"]
    assert axis["ticktext"][1:4] == ["5°<br>to their right", "0°", "5°<br>to their left"]


def test_a_tremor_is_drawn_by_ratios() -> None:
    axis = figure(chart(stretch(point(0, 0.1), point(1, 4.0)), log=True), MARCH, [])["layout"]["yaxis"]
    assert axis["type"] == "log"
    assert axis["tickvals"] == [0.1, 1.0, 10.0]
    assert axis["range"][0] == pytest.approx(-1.30103)


def test_no_axis_goes_beyond_what_there_can_be() -> None:
    whole = stretch(point(0, 0.9), point(1, 1.0), band=(0.7, 1.3))
    axis = figure(chart(whole, unit="share"), MARCH, [])["layout"]["yaxis"]
    assert axis["ticktext"][-1] == "100 %"


@pytest.mark.parametrize("value", [0.5, 7.0, -7.0])
def test_one_number_has_an_axis_too_even_where_it_cannot_be(value: float) -> None:
    for other in (value, value + 1e-16):
        alike = stretch(point(0, value), point(1, other))
        low, high = figure(chart(alike, unit="share"), MARCH, [])["layout"]["yaxis"]["range"]
        assert high > low + 1


def test_the_table_and_the_reading_out_tell_the_same_numbers() -> None:
    one = chart(
        stretch(point(0, -8.0), point(1, 9.0, Source.CHECK)), sides=("to their left", "to their right")
    )
    assert list(rows(one)) == [
        ("3 Mar 2026", "9.0° to their left ± 1.0°", "two-minute check"),
        ("2 Mar 2026", "8.0° to their right ± 1.0°", "exercises"),
    ]
    assert [read["words"] for read in figure(one, MARCH, [])["points"]] == [
        "8.0° to their right ± 1.0° (exercises)",
        "9.0° to their left ± 1.0° (two-minute check)",
    ]


def test_a_label_near_the_end_stands_before_its_line_and_a_long_one_is_cut() -> None:
    late = Line(date(2026, 3, 30), "a new camera above the screen")
    (note,) = figure(chart(stretch(point(0))), MARCH, [late])["layout"]["annotations"]
    assert (note["xanchor"], note["text"]) == ("right", "a new camera above the s…")


def test_the_words_of_an_event_are_only_words() -> None:
    (note,) = figure(chart(stretch(point(0))), MARCH, [Line(date(2026, 3, 9), "<b>5 & 6")])["layout"][
        "annotations"
    ]
    assert note["text"] == "&lt;b&gt;5 &amp; 6"
