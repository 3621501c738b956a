"""A whole session: exercise after exercise, commands at any time, and what a page is told."""

import pytest

from coach import session as coach
from coach.errors import CoachError
from coach.events import ExerciseFinished, ExerciseStarted, Paused, RepFinished, Resumed, SessionFinished
from coach.record import Ending, Phase
from tests.coach.builders import LIBRARY, prescribed
from tests.coach.patient import Course


def begin(*, resting_only: bool = False) -> Course:
    return Course(coach.begin(prescribed("demo"), LIBRARY.cues, resting_only=resting_only))


@pytest.fixture(scope="module")
def whole() -> Course:
    return begin().go(400)


def test_every_exercise_is_done_in_its_order(whole: Course) -> None:
    assert [event.index for event in whole.all(ExerciseStarted)] == [0, 1, 2, 3, 4, 5]
    assert [event.index for event in whole.all(ExerciseFinished)] == [0, 1, 2, 3, 4, 5]
    assert {event.summary.ending for event in whole.all(ExerciseFinished)} == {Ending.DONE}
    assert [event.ending for event in whole.all(SessionFinished)] == [Ending.DONE]


def test_the_whole_dose_is_done(whole: Course) -> None:
    asked = [task.plan.sets * task.plan.reps for task in whole.session.tasks]
    done = [sum(event.index == i for event in whole.all(RepFinished)) for i in range(6)]

    assert done == asked
    assert all(event.rep.completed for event in whole.all(RepFinished))


def test_the_short_look_around_takes_about_three_minutes(whole: Course) -> None:
    assert 150 < whole.t_s < 210


def test_nothing_happens_after_the_end(whole: Course) -> None:
    after = Course(whole.session, whole.t_s)
    after.frame()

    for command in (coach.pause, coach.resume, coach.skip, coach.too_hard, coach.stop, coach.start_exercise):
        after.do(command)
    assert after.events == []


def test_events_come_in_the_order_of_time(whole: Course) -> None:
    times = [event.t_s for event in whole.events]

    assert times == pytest.approx(sorted(times), abs=1e-3)


def test_a_red_answer_leaves_rest_and_breathing() -> None:
    resting = begin(resting_only=True).go(100)

    assert [event.index for event in resting.all(ExerciseStarted)] == [0]
    assert resting.said[0][1].text.startswith("Today is a day for rest and breathing.")
    assert resting.all(SessionFinished)


def test_a_skipped_exercise_is_kept_with_what_was_done() -> None:
    skipped = begin().go(30).do(coach.skip).go(2)

    (finished,) = skipped.all(ExerciseFinished)
    assert finished.summary.ending is Ending.SKIPPED
    assert len(skipped.all(RepFinished)) == 2  # one whole breath, and the one under way
    assert skipped.said[-1][1].text.startswith("All right, we leave that one. Next. Grow tall.")


def test_too_hard_is_thanked_for_and_goes_on() -> None:
    on = begin().go(30).do(coach.too_hard).go(2)

    assert on.all(ExerciseFinished)[0].summary.ending is Ending.TOO_HARD
    assert on.said[-1][1].text.startswith("Thank you for telling me")
    assert coach.view(on.session).exercise_name == "Grow tall"


def test_stopping_keeps_the_repetition_under_way() -> None:
    stopped = begin().go(20).do(coach.stop)

    assert [type(event).__name__ for event in stopped.events[-4:]] == [
        "RepFinished",
        "ExerciseFinished",
        "SessionFinished",
        "Cued",
    ]
    assert stopped.all(SessionFinished)[0].ending is Ending.STOPPED


def test_exercises_done_before_an_interruption_are_left_out_without_a_word() -> None:
    again = begin()
    for _ in range(3):
        again.do(coach.skip)
    again.go(2)

    assert [event.index for event in again.all(ExerciseStarted)] == [3]
    assert not again.all(ExerciseFinished)
    assert again.said[0][1].text.startswith("We begin. Slow turn.")


def test_a_pause_stops_every_clock_even_in_a_rest() -> None:
    resting = begin().do(coach.skip).until(Phase.REST)
    left_s = coach.view(resting.session).rest_left_s

    resting.do(coach.pause).go(20)
    view = coach.view(resting.session)

    assert (view.phase, view.paused) == (Phase.PAUSED, "patient")
    assert view.rest_left_s == left_s
    assert [event.reason for event in resting.do(coach.resume).all(Paused) + resting.all(Resumed)] == [
        "patient"
    ] * 2


def test_a_lost_camera_pauses_and_says_so() -> None:
    lost = begin().go(20).do(coach.pause, "camera").do(coach.resume).go(8)

    assert [event.reason for event in lost.all(Paused)] == ["camera"]
    assert [cue.key for _, cue in lost.said if "camera" in cue.key] == ["camera_lost", "camera_back"]


def test_the_patients_own_pause_outlives_a_lost_camera() -> None:
    paused = begin().go(5).do(coach.pause).do(coach.pause, "camera")
    lost = begin().go(5).do(coach.pause, "camera").do(coach.pause)

    assert coach.view(paused.session).paused == "patient"
    assert coach.view(lost.session).paused == "patient"


def test_a_programme_without_rest_cannot_be_a_day_of_rest() -> None:
    whole = prescribed("demo")

    with pytest.raises(CoachError, match="demo has no exercise"):
        coach.begin(whole.model_copy(update={"tasks": whole.tasks[1:]}), LIBRARY.cues, resting_only=True)


def test_an_exercise_can_be_started_at_once() -> None:
    started = begin().do(coach.skip).go(2).do(coach.start_exercise).go(0.2)

    assert coach.view(started.session).phase is Phase.MOVE
    assert started.said[-1][1].text == "Slowly grow tall."


def test_the_view_tells_a_page_all_it_needs() -> None:
    now = begin().do(coach.skip).do(coach.skip).do(coach.skip).until(Phase.HOLD).go(1)

    view = coach.view(now.session)

    assert (view.exercise_index, view.exercise_count, view.exercise_name) == (3, 6, "Slow turn")
    assert (view.set_number, view.sets, view.rep_number, view.reps) == (1, 1, 1, 3)
    assert (view.movement, view.side, view.target, view.band) == ("rotation", "right", -32.9, 5.0)
    assert view.value == pytest.approx(-32.9, abs=3)
    assert view.in_band
    assert view.seen
    assert 1 < view.hold_s < 2
    assert view.hold_target_s == 4
    assert view.remaining == ("Ear toward the shoulder", "Small nod")
    assert view.sentence == "Stay here."


def test_between_two_exercises_the_next_one_is_prepared_for() -> None:
    between = begin().go(2).do(coach.skip)
    assert coach.view(between.session).phase is Phase.PREPARE

    between.do(coach.pause)
    assert coach.view(between.session).phase is Phase.PAUSED

    between.do(coach.resume).do(coach.stop)
    assert coach.view(between.session).phase is Phase.DONE


def test_the_view_paces_a_breath_and_counts_the_preparing() -> None:
    before = coach.view(begin().go(2).session)
    now = coach.view(begin().until(Phase.HOLD).go(5).session)

    assert before.prepare_left_s == pytest.approx(LIBRARY.exercises["slow_breath"].prepare_s - 2, abs=0.2)
    assert now.breath == "out"
    assert now.breath_left_s == pytest.approx(5, abs=0.2)
    assert now.value is None
