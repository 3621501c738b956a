"""The bouts of a day, the days around an injection, and when a next step is proposed to the therapist."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.chosen import as_chosen
from coach.cycle import CyclePhase, assessment_warning, cycle_day, new_in, phase_of, untimely, words_of
from coach.day import Bout, bouts, guides
from coach.parts import Target
from coach.prescription import Choice
from coach.programme import Prescribed, Task
from coach.progression import Advance, Practice, advances, next_step
from coach.resolved import task_of
from tests.coach.builders import LIBRARY, prescribed
from tests.coach.clinic import ASSESSED_ON, assessment, draft, published


def spoken_guide(name: str) -> Task:
    return task_of(LIBRARY.exercises[name], None, None)


def with_tasks(*tasks: Task) -> Prescribed:
    return prescribed().model_copy(update={"tasks": tasks})


def done_in(found: tuple[Bout, ...]) -> set[int]:
    return {i for bout in found for i in bout.todo}


@pytest.mark.parametrize("bouts_a_day", [1, 2, 3])
def test_every_exercise_comes_at_least_once_a_day_and_in_its_order(bouts_a_day: int) -> None:
    found = bouts(prescribed(), bouts_a_day)

    assert len(found) == bouts_a_day
    assert done_in(found) == set(range(5))
    assert all(list(bout.todo) == sorted(set(bout.todo)) for bout in found)


@pytest.mark.parametrize("bouts_a_day", [2, 3])
def test_a_bout_lasts_8_to_12_minutes(bouts_a_day: int) -> None:
    assert all(8 <= bout.minutes <= 12 for bout in bouts(prescribed(), bouts_a_day))


def test_a_short_programme_is_done_whole_in_every_bout() -> None:
    short = with_tasks(*prescribed().tasks[:2])

    assert [bout.todo for bout in bouts(short, 3)] == [(0, 1)] * 3


def test_a_programme_too_long_for_its_bouts_makes_them_longer_and_leaves_nothing_out() -> None:
    long = with_tasks(*prescribed().tasks * 3)

    found = bouts(long, 2)

    assert done_in(found) == set(range(15))
    assert max(bout.minutes for bout in found) > 12


def test_the_longest_programme_that_can_be_written_is_shared_out_evenly_and_at_once() -> None:
    hold = next(task for task in prescribed().tasks if task.exercise.id == "midline_hold")
    hours = hold.model_copy(update={"plan": replace(hold.plan, sets=10, reps=30, hold_s=120, rest_s=120)})
    long = with_tasks(*(hours,) * 20)

    found = bouts(long, 4)

    assert done_in(found) == set(range(20))
    assert max(bout.length_s for bout in found) < 1.3 * min(bout.length_s for bout in found)


def test_guides_are_apart_and_that_before_sleep_comes_last() -> None:
    night, rest = spoken_guide("night_calm"), spoken_guide("day_rest")
    day = with_tasks(night, *prescribed().tasks, rest)

    assert [day.tasks[i].exercise.id for i in guides(day)] == ["day_rest", "night_calm"]
    assert done_in(bouts(day, 2)) == set(range(1, 6))
    assert bouts(with_tasks(night), 2) == ()


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (0, "settle"),
        (6, "settle"),
        (7, "rising"),
        (20, "rising"),
        (21, "window"),
        (55, "window"),
        (56, "fading"),
        (200, "fading"),
    ],
)
def test_a_day_since_the_injection_has_its_phase_and_words(day: int, phase: str) -> None:
    assert phase_of(day) is CyclePhase(phase)
    assert words_of(day, LIBRARY.day) == getattr(LIBRARY.day.phases, phase)


def test_there_is_no_day_without_an_injection_or_before_it() -> None:
    day = date(2026, 3, 2)

    assert cycle_day(None, day) is None
    assert cycle_day(day + timedelta(days=1), day) is None
    assert cycle_day(day, day) == 0


def test_a_missing_or_old_assessment_is_told_and_a_fresh_one_is_not() -> None:
    def told(days: int) -> str | None:
        return assessment_warning(assessment(), ASSESSED_ON + timedelta(days=days), LIBRARY.day)

    assert "none yet" in (assessment_warning(None, ASSESSED_ON, LIBRARY.day) or "")
    assert told(84) is None
    assert "85 days old, longer than one injection cycle of 84 days" in (told(85) or "")


def test_what_is_new_in_a_version_is_known_and_in_a_first_one_nothing_is() -> None:
    whole = prescribed()
    before = with_tasks(*whole.tasks[:4])

    assert new_in(whole, before) == (4,)
    assert new_in(whole, None) == ()


def turn(**target: float) -> Prescribed:
    """A slow turn with some of its target chosen."""
    own = LIBRARY.exercises["slow_turn"].target
    assert own is not None
    choice = Choice(exercise="slow_turn", target=own.model_copy(update=target))
    return published(draft(choice)).prescribed


def told_on(day: int | None, after: Prescribed, before: Prescribed | None) -> list[str]:
    return [what.value for what in untimely(after.tasks, before, day).values()]


def test_further_or_more_exactly_is_more_and_the_window_leaves_room_for_it() -> None:
    own = turn(share_of_reach=0.6, band_deg=5)
    further, nearer = turn(share_of_reach=0.7, band_deg=5), turn(share_of_reach=0.6, band_deg=4)

    for more in (further, nearer):
        days = (0, 6, 7, 20, 56, 80)
        assert [told_on(day, more, own) for day in days] == [["more"]] * 6
        assert [told_on(day, more, own) for day in (21, 55, None)] == [[], [], []]
        assert told_on(3, own, more) == []
    assert told_on(3, further, None) == []  # a first version


def test_something_new_waits_in_the_settling_days_only_and_rest_never_does() -> None:
    before, after = (
        published(draft(*one)).prescribed for one in (("day_rest",), ("slow_turn", "let_go_scan"))
    )

    assert [told_on(day, after, before) for day in (0, 6, 7, 56)] == [["new"], ["new"], [], []]


BEGIN = date(2026, 4, 6)
PROGRAMME = published(draft("midline_hold", "slow_turn", "grow_tall"))


def practised(exercise: str, completed: tuple[int, ...], every: int = 1) -> Iterator[Practice]:
    """One session a day, or every so many days, with so many repetitions completed."""
    task = next(task for task in PROGRAMME.prescribed.tasks if task.exercise.id == exercise)
    for number, reps in enumerate(completed):
        yield Practice(BEGIN + timedelta(days=number * every), task.plan, reps)


def proposed(*practice: Practice, day: int | None = None) -> list[Advance]:
    return list(advances(PROGRAMME, practice, day))


@pytest.mark.parametrize(
    ("completed", "every"),
    [
        ((8, 8, 8, 8, 8), 1),
        ((7, 7, 7, 7, 7), 1),  # seven of eight
        ((2, 8, 8, 8, 8, 8), 1),
        ((8, 8, 8, 8, 8), 3),
    ],
)
def test_reached_on_five_days_running_is_proposed(completed: tuple[int, ...], every: int) -> None:
    assert proposed(*practised("slow_turn", completed, every))


@pytest.mark.parametrize(
    ("completed", "every"),
    [
        ((8, 8, 8, 8), 1),  # four days only
        ((6, 6, 6, 6, 6), 1),  # six of eight
        ((8, 8, 2, 8, 8), 1),
        ((8, 8, 8, 8, 8, 2), 1),
        ((8, 8, 8, 8, 8), 4),  # too far apart to be running
    ],
)
def test_anything_less_is_not(completed: tuple[int, ...], every: int) -> None:
    assert not proposed(*practised("slow_turn", completed, every))


def test_several_sessions_of_a_day_are_one_day_and_its_best_one_counts() -> None:
    twice = [*practised("slow_turn", (8,) * 5), *practised("slow_turn", (1,) * 5)]
    one_day = [replace(one, on=BEGIN) for one in practised("slow_turn", (8,) * 5)]

    assert proposed(*twice)
    assert not proposed(*one_day)


def test_what_was_reached_with_another_target_does_not_count() -> None:
    easier = [replace(one, plan=replace(one.plan, target=-20.0)) for one in practised("slow_turn", (8,) * 9)]

    assert not proposed(*easier)


def test_the_proposal_says_what_would_change_and_holds_the_choice() -> None:
    (turn,) = proposed(*practised("slow_turn", (8,) * 5))
    (hold,) = proposed(*practised("midline_hold", (10,) * 5))

    assert (
        "Slow turn: reached on 5 days running. Possible next: 80% of the reach in place of 70%." in turn.words
    )
    assert turn.choice == Choice(exercise="slow_turn", target=Target(share_of_reach=0.8, band_deg=5.0))
    assert "hold 10 seconds in place of 5" in hold.words
    assert hold.choice.dose
    assert hold.choice.dose.hold_s == 10


@pytest.mark.parametrize(
    ("exercise", "first", "last", "hold_s"),
    [
        ("midline_hold", "hold 10 seconds in place of 5", "within 5 degrees in place of 7", 30),
        ("slow_turn", "80% of the reach in place of 70%", "within 3 degrees in place of 4", 10),
    ],
)
def test_steps_come_one_after_the_other_and_end(exercise: str, first: str, last: str, hold_s: float) -> None:
    choice, told = Choice(exercise=exercise), []
    for _ in range(20):
        version = published(draft(choice))
        plan = version.prescribed.tasks[1].plan
        practice = [Practice(BEGIN + timedelta(days=day), plan, 10) for day in range(5)]
        found = list(advances(version, practice, None))
        if not found:
            break
        choice = found[0].choice
        told.append(found[0].words.split("Possible next: ")[1].split(".")[0])

    assert (told[0], told[-1]) == (first, last)
    assert choice.dose
    assert choice.dose.hold_s == hold_s


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        ("slow_turn", "80% of the reach in place of 70%"),
        ("side_glide", "hold 5 seconds in place of 3"),
        ("heavy_shoulder", "hold 15 seconds in place of 10"),
        ("side_neck_lengthen", "hold 30 seconds in place of 25"),
        ("back_of_head_support", "hold 75 seconds in place of 60"),
        ("step_stops", "hold 5 seconds in place of 3"),
    ],
)
def test_each_kind_of_exercise_has_its_own_step(exercise: str, words: str) -> None:
    step = next_step(Choice(exercise=exercise), LIBRARY.exercises[exercise])

    assert step
    assert step[0] == words
    assert as_chosen(LIBRARY.exercises[exercise], step[1])  # and it fits the exercise


@pytest.mark.parametrize(
    "exercise", ["find_middle_blind", "front_neck_open", "calm_arm", "nose_trace", "slow_breath", "day_rest"]
)
def test_what_has_no_target_to_raise_or_asks_for_the_therapist_is_never_proposed(exercise: str) -> None:
    assert next_step(Choice(exercise=exercise), LIBRARY.exercises[exercise]) is None


@pytest.mark.parametrize("day", [None, 21, 55])
def test_in_the_window_the_proposal_is_timely(day: int | None) -> None:
    (turn,) = proposed(*practised("slow_turn", (8,) * 5), day=day)

    assert turn.timely
    assert "after the injection" not in turn.words


@pytest.mark.parametrize("day", [3, 20, 56])
def test_outside_the_window_the_proposal_says_so(day: int) -> None:
    (turn,) = proposed(*practised("slow_turn", (8,) * 5), day=day)

    assert not turn.timely
    assert f"It is day {day} after the injection" in turn.words
