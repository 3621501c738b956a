"""Numbers that only some exercises have: closed eyes, drawn paths, unrest, against the time before."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import pi, sin

import pytest

from coach import session as coach
from coach.events import ExerciseFinished, RepFinished
from coach.metrics import recompute, trace
from coach.particular import every_measure
from coach.programme import Prescribed, Task
from coach.record import ExerciseRecord, Hand, Phase, Trace, Value
from coach.session import SessionView
from coach.store.traces import pack, unpack
from tests.coach.builders import LIBRARY, STRAIGHT, Pose, task
from tests.coach.patient import Course, willing

Wants = Callable[[SessionView], Pose]


def done(exercise: str, wants: Wants = willing, **dose: float) -> tuple[Task, ExerciseRecord]:
    """One exercise to its end before the real coach, as it is stored."""
    what = task(exercise, **dose)
    course = Course(coach.begin(_alone(what), LIBRARY.cues))
    while not course.session.over:
        course.frame(wants)
    reps = tuple(event.rep for event in course.all(RepFinished))
    (finished,) = course.all(ExerciseFinished)
    return what, ExerciseRecord(what.plan, reps, finished.summary, unpack(pack(trace(course.rows))))


def _alone(what: Task) -> Prescribed:
    return Prescribed(id="alone", version=1, title="Alone", tasks=(what,))


def numbers(given: tuple[Task, ExerciseRecord]) -> dict[str, Value]:
    what, exercise = given
    return {m.name: m.value for m in every_measure(exercise, what) if m.hand is Hand.ALL}


@cache
def drawn() -> tuple[Task, ExerciseRecord]:
    return done("nose_trace")


@cache
def leaned() -> tuple[Task, ExerciseRecord]:
    """Far off in the words, then 12 degrees and trembling; nearer and calmer with the support."""
    seen = [0]

    def wants(view: SessionView) -> Pose:
        seen[0] += 1
        held = view.phase in (Phase.MOVE, Phase.HOLD)
        shake = (0.3 if held else 1.0) * sin(2 * pi * 3.0 * seen[0] / 15)
        preparing = view.phase is Phase.PREPARE and view.prepare_left_s > 12
        return Pose(rotation=(4 if held else 30 if preparing else 12) + shake)

    return done("back_of_head_support", wants, reps=1, hold_s=30)


def test_where_the_head_was_with_closed_eyes_is_a_number_of_each_repetition() -> None:
    places = iter([Pose(rotation=3, lateral_flexion=-4), Pose(rotation=9), Pose(extension=-6)])
    here = [STRAIGHT]

    def wants(view: SessionView) -> Pose:
        if view.phase is Phase.MOVE and here[0] is STRAIGHT:
            here[0] = next(places)
        elif view.phase not in (Phase.MOVE, Phase.HOLD):
            here[0] = STRAIGHT
        return here[0]

    told = numbers(done("find_middle_blind", wants, reps=3))

    gaps = [told[f"rep_{number}_gap"] for number in (1, 2, 3)]
    assert [gap.value for gap in gaps] == pytest.approx([5, 9, 6], abs=0.1)
    assert [gap.standard_error for gap in gaps] == pytest.approx([1.5, 1.5, 1.5], abs=0.05)
    assert told["gap"].value == pytest.approx(20 / 3, abs=0.1)
    # 5, 9 and 6 are spread by 2.08, their mean by 1.2; what is misread alike each time stays
    assert told["gap"].standard_error == pytest.approx(1.92, abs=0.05)


def test_of_a_path_the_share_that_was_drawn_and_how_far_off_it_was() -> None:
    told = numbers(drawn())
    assert [told[f"rep_{n}_drawn"].value for n in (1, 2, 3)] == pytest.approx([1, 1, 1], abs=0.05)
    assert told["off_path"].value == pytest.approx(0.3, abs=0.4)
    assert told["off_path"].standard_error == pytest.approx(1.5, abs=0.2)

    def keeps_still(view: SessionView) -> Pose:
        return Pose(extension=6 if view.phase in (Phase.MOVE, Phase.HOLD) else 0)

    still = numbers(done("nose_trace", keeps_still))
    assert still["rep_1_off_path"].value == pytest.approx(6, abs=0.2)  # above the middle of the line
    assert (still["rep_1_drawn"].value or 0) < 0.2  # what was passed on the way there
    assert (still["rep_3_drawn"].value or 0) < 0.4
    assert (still["rep_3_drawn"].standard_error or 0) > 0.02


def test_how_much_more_restless_the_head_grew_from_one_stretch_to_the_next() -> None:
    def wants(view: SessionView) -> Pose:
        grown = 5 if view.phase is Phase.HOLD and view.hold_s > 15 else 0
        return Pose(rotation=4 + grown)

    told = numbers(done("arm_swing", wants, sets=1, hold_s=32))

    assert told["rep_1_growth_deviation"].value == pytest.approx(5, abs=0.3)
    assert told["growth_deviation"].value == told["rep_1_growth_deviation"].value
    assert told["growth_deviation_share"].value == pytest.approx(1.25, abs=0.1)
    assert told["growth_tremor"].value == pytest.approx(0, abs=0.1)
    short = numbers(done("arm_swing", wants, sets=1, hold_s=20))
    assert short["growth_deviation"].reason == "too_little_seen"


def test_the_time_before_is_compared_with_the_holds() -> None:
    told = numbers(leaned())
    assert told["baseline_deviation"].value == pytest.approx(12, abs=0.3)
    assert told["held_deviation"].value == pytest.approx(4, abs=0.4)
    assert told["less_deviation"].value == pytest.approx(8, abs=0.5)
    assert told["less_deviation"].standard_error == pytest.approx(2.1, abs=0.1)
    assert told["less_tremor"].reason == "too_few_frames"  # the camera of this story gives 15 a second


def test_the_time_before_comes_when_its_words_are_over() -> None:
    what, exercise = leaned()
    plain = what.exercise.model_copy(update={"baseline_s": None})
    assert what.exercise.prepare_s == plain.prepare_s + 10
    assert exercise.reps[0].started_s == pytest.approx(what.exercise.prepare_s, abs=0.2)


@pytest.mark.parametrize("given", [drawn, leaned])
def test_a_stored_trace_gives_the_same_numbers_again(
    given: Callable[[], tuple[Task, ExerciseRecord]],
) -> None:
    what, exercise = given()
    assert exercise.trace is not None
    again = recompute(what, unpack(pack(exercise.trace)))
    assert every_measure(again, what) == every_measure(exercise, what)


def test_other_exercises_have_none_of_them_and_a_lost_programme_costs_only_these() -> None:
    what, exercise = done("midline_hold", reps=1)
    assert every_measure(exercise, what) == every_measure(exercise, None) != ()
    path, traced = drawn()
    assert len(every_measure(traced, path)) > len(every_measure(traced, None)) > 0
    assert every_measure(replace(traced, trace=None), path) == ()


@pytest.mark.parametrize(("name", "number"), [("nose_trace", "off_path"), ("find_middle_blind", "gap")])
def test_a_repetition_that_was_not_seen_gives_a_reason(name: str, number: str) -> None:
    what, exercise = drawn() if name == "nose_trace" else done(name, reps=2)
    assert exercise.trace is not None
    values = exercise.trace.values.copy()
    values[values[:, 0] <= exercise.reps[0].ended_s, 4:8] = float("nan")
    told = numbers((what, replace(exercise, trace=Trace(values))))
    assert told[f"rep_1_{number}"].reason == "too_little_seen"
    assert told[number].value is not None
