"""Numbers of exercises as pairs: what was before one, and what after it."""

from datetime import UTC, date, datetime, timedelta, timezone

from coach.diary import GuideAnswers, GuideOpening, GuideRecord
from coach.paired import Kind, Pair, pairs
from coach.point import ExercisePoint

NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def point(position: int, name: str, value: float, exercise: str = "") -> ExercisePoint:
    return ExercisePoint(exercise or f"exercise_{position}", "s", position, NIGHT, name, value, 1.5)


def test_after_an_exercise_is_its_own_time_or_else_the_preparing_of_the_next() -> None:
    found = pairs(
        [
            point(0, "before_deviation", 12),
            point(1, "before_deviation", 9),
            point(1, "after_deviation", 7),
            point(2, "before_deviation", 8),
        ],
        (),
        UTC,
    )
    on = date(2026, 3, 2)
    assert found == (
        Pair("exercise_0", Kind.AFTER, on, 12, 9),
        Pair("exercise_1", Kind.AFTER, on, 9, 7),
    )  # nothing comes after the last one, so it has no pair


def test_one_that_was_left_out_is_no_time_after_the_one_before_it() -> None:
    assert pairs([point(0, "before_deviation", 12), point(2, "before_deviation", 9)], ()) == ()


def test_an_exercise_measured_against_its_own_time_before_has_that() -> None:
    (found,) = pairs(
        [
            point(0, "before_deviation", 12),
            point(0, "baseline_deviation", 11),
            point(0, "held_deviation", 4),
            point(1, "after_deviation", 9),
        ],
        (),
        UTC,
    )
    assert (found.kind, found.before, found.after) == (Kind.WHILE, 11, 4)


def test_a_spoken_guide_has_the_tension_that_was_told_and_none_where_an_answer_was_left_open() -> None:
    def guide(before: int | None, after: int | None) -> GuideRecord:
        opening = GuideOpening("let_go_scan", 1, "Let go", "p", 1, before)
        return GuideRecord("g", "anna", NIGHT, None, None, opening, GuideAnswers(tension=after))

    found = pairs((), [guide(7, 4), guide(None, 4), guide(7, None)], UTC)
    assert found == (Pair("let_go_scan", Kind.TENSION, date(2026, 3, 2), 7, 4),)


def test_a_day_ends_where_the_patient_lives() -> None:
    points = [point(0, "before_deviation", 12), point(0, "after_deviation", 9)]
    (found,) = pairs(points, (), timezone(timedelta(hours=2)))
    assert found.on == date(2026, 3, 3)
