"""The easier version: the same exercise goes on with less of it, and the record says from when."""

import pytest

from coach import session as coach
from coach.easier import HOLD_SHARE, MOST_TIMES, TARGET_SHARE, easier
from coach.events import Eased, ExerciseFinished, RepFinished
from coach.metrics import recompute, trace
from coach.parts import SIDED
from coach.record import Ending, Phase, Side
from coach.resolved import task_of
from tests.coach.builders import LIBRARY, REACH, prescribed, task
from tests.coach.patient import FPS, Course


def course(exercise: str, programme: str = "starter") -> Course:
    whole = prescribed(programme)
    tasks = tuple(task for task in whole.tasks if task.exercise.id == exercise)
    return Course(coach.begin(whole.model_copy(update={"tasks": tasks}), LIBRARY.cues))


def ease(now: Course) -> Course:
    """The patient asks for it, after the newest frame and before the next."""
    return now.do(lambda session, t_s: coach.easier(session, t_s - 0.5 / FPS))


def test_it_is_nearer_shorter_and_fewer() -> None:
    before = task("slow_turn", target=-33.0, band=5.0, reps=9, hold_s=6.0)
    after = easier(before)

    assert after.plan.target == pytest.approx(-33 * TARGET_SHARE, abs=0.1)
    assert after.plan.band == 5.0
    assert (after.plan.hold_s, after.plan.reps) == (6 * HOLD_SHARE, 6)
    assert (after.exercise.dose.hold_s, after.exercise.dose.reps) == (after.plan.hold_s, after.plan.reps)
    assert (after.plan.sets, after.plan.rest_s) == (before.plan.sets, before.plan.rest_s)


def test_a_small_target_can_still_be_told_from_the_middle() -> None:
    after = easier(easier(task("slow_turn", target=5.0, band=2.0)))

    assert (after.plan.target, after.plan.band) == (4.0, 2.0)


def test_a_breath_keeps_its_length_and_the_middle_its_band() -> None:
    assert easier(task("slow_breath", reps=6)).plan.hold_s == 10
    assert easier(task("slow_breath", reps=6)).plan.reps == 4
    assert easier(task("midline_hold")).plan.band == task("midline_hold").plan.band


@pytest.mark.parametrize("exercise", LIBRARY.exercises)
def test_no_exercise_asks_for_more_when_it_is_made_easier(exercise: str) -> None:
    what = LIBRARY.exercises[exercise]
    before = task_of(what, Side.RIGHT if what.direction in SIDED else None, REACH)
    after = easier(easier(before))

    plans = before.plan, after.plan
    assert abs(plans[1].target) <= abs(plans[0].target)
    assert (plans[1].reps, plans[1].hold_s) <= (plans[0].reps, plans[0].hold_s)
    for mark, eased in zip(before.marks, after.marks, strict=True):
        assert abs(eased.target) <= abs(mark.target)
        assert eased.hold_s <= mark.hold_s
    assert (after.note, after.feedback, after.shown) == (before.note, before.feedback, before.shown)


def test_a_hold_of_two_seconds_stays() -> None:
    assert easier(task("midline_hold", hold_s=2.0)).plan.hold_s == 2


def test_the_exercise_goes_on_with_less_and_the_voice_says_so() -> None:
    now = ease(course("slow_turn").until(Phase.HOLD).until(Phase.RETURN))

    assert now.said[-1][1].text.startswith("All right, a little less from here.")
    assert coach.view(now.session).exercise_name == "Slow turn"
    now.go(400)
    (finished,) = now.all(ExerciseFinished)
    assert finished.summary.ending is Ending.DONE
    assert len(finished.summary.eased_s) == 1
    assert len(now.all(RepFinished)) == easier(task("slow_turn")).plan.reps * task("slow_turn").plan.sets


def test_late_in_an_exercise_the_repetition_under_way_is_the_last() -> None:
    now = course("midline_hold")
    while len(now.all(RepFinished)) < 9:
        now.frame()
    ease(now).go(60)

    assert now.all(ExerciseFinished)
    assert len(now.all(RepFinished)) == 10


def test_the_gentlest_form_is_said_to_be_one() -> None:
    now = course("slow_turn").go(20)
    for _ in range(MOST_TIMES + 1):
        ease(now).go(3)

    assert [event.easiest for event in now.all(Eased)] == [False] * MOST_TIMES + [True]
    assert now.said[-1][1].text.startswith("This is the gentlest form.")


def test_a_trace_with_an_easier_part_is_judged_again_alike() -> None:
    now = ease(course("slow_turn").until(Phase.HOLD)).until(Phase.REST)
    whole = ease(now).go(400)
    (finished,) = whole.all(ExerciseFinished)

    asked = task("slow_turn")

    again = recompute(asked, trace(whole.rows), Ending.DONE, finished.summary.eased_s)

    assert again.summary == finished.summary
    assert again.reps == tuple(event.rep for event in whole.all(RepFinished))
    assert again.plan == asked.plan
