"""A trace judged again gives the very same numbers, also after it was kept and read back."""

from dataclasses import replace
from math import isnan

import pytest

from coach import session as coach
from coach.compensation import CORRECTIONS, WORDS
from coach.cue_texts import CUE_PLACES
from coach.events import ExerciseFinished, RepFinished
from coach.metrics import recompute, sample_of, summarise, trace, trace_row
from coach.record import DEGREES_STEP, SECONDS_STEP, TRACE_COLUMNS, WIDTHS_STEP, Ending, Phase, RepRecord
from coach.session import SessionView
from coach.state import Tally
from coach.store.traces import LAYOUT, pack, unpack
from tests.coach.builders import (
    LIBRARY,
    STRAIGHT,
    TURNED,
    Pose,
    glide,
    hold,
    play,
    prescribed,
    reps,
    sample,
    task,
)
from tests.coach.patient import Course, willing


def course(exercise: str) -> Course:
    whole = prescribed("demo")
    tasks = tuple(task for task in whole.tasks if task.exercise.id == exercise)
    return Course(coach.begin(whole.model_copy(update={"tasks": tasks}), LIBRARY.cues))


class Clumsy:
    """Everything that leaves a mark: a shoulder, a hand, a moment of not being seen."""

    def __init__(self) -> None:
        self.frames = 0

    def __call__(self, view: SessionView) -> Pose:
        self.frames += view.phase is Phase.HOLD
        turning = view.phase in (Phase.MOVE, Phase.HOLD)
        risen = 0.08 if turning else 0.002
        return replace(willing(view), elevation_right=risen, hand=turning, seen=not 20 < self.frames < 30)


EXERCISES = ["slow_breath", "grow_tall", "midline_hold", "slow_turn", "tilt", "small_nod"]


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("stored", [False, True], ids=["as it was", "kept and read back"])
def test_the_same_repetitions_and_the_same_summary(exercise: str, stored: bool) -> None:  # noqa: FBT001
    done = course(exercise).go(90, Clumsy())
    what = done.session.tasks[0]
    seen = trace(done.rows)

    again = recompute(what, unpack(pack(seen)) if stored else seen)

    assert again.reps == tuple(event.rep for event in done.all(RepFinished))
    assert again.summary == done.all(ExerciseFinished)[0].summary
    assert len(again.reps) == what.plan.reps


def test_pauses_an_early_start_and_an_early_end_are_judged_again_alike() -> None:
    now = course("slow_turn").go(3).do(coach.start_exercise).until(Phase.HOLD).go(1)
    now = now.do(coach.pause).go(7).do(coach.resume).until(Phase.RETURN).until(Phase.MOVE).go(3)
    now = now.do(coach.too_hard)

    again = recompute(now.session.tasks[0], trace(now.rows), Ending.TOO_HARD)

    (summary,) = [event.summary for event in now.all(ExerciseFinished)]
    assert again.summary == summary
    assert summary.ending is Ending.TOO_HARD
    assert summary.paused_s == pytest.approx(7, abs=0.2)
    assert [(rep.completed, rep.hold_s) for rep in again.reps] == [
        (event.rep.completed, event.rep.hold_s) for event in now.all(RepFinished)
    ]


def test_the_store_keeps_a_trace_as_finely_as_it_is_judged() -> None:
    steps = {kept.name: kept.step for kept in LAYOUT}

    assert steps["t_s"] == SECONDS_STEP
    assert {step for name, step in steps.items() if name.endswith("_deg")} == {DEGREES_STEP}
    assert {steps[name] for name in ("elevation_left", "elevation_right", "ear_height")} == {WIDTHS_STEP}


def test_a_row_has_every_column_and_says_what_was_not_seen() -> None:
    row = trace_row(sample(2.5, Pose(seen=False)), Phase.HOLD)

    assert len(row) == len(TRACE_COLUMNS)
    assert row[0] == 2.5
    assert isnan(row[TRACE_COLUMNS.index("rotation_deg")])
    assert row[-1] == list(Phase).index(Phase.HOLD)
    assert not sample_of(row).seen


def test_steadiness_is_that_of_the_quiet_part_of_the_hold() -> None:
    swaying = [
        hold(1.5),
        *(glide(Pose(rotation=-33 + sway), 0.5) for sway in (1, -1) * 4),
        glide(TURNED, 0.5),
    ]
    story = [glide(TURNED, 3), *swaying, hold(1.5), glide(STRAIGHT, 3), hold(2)]
    still = [glide(TURNED, 3), hold(7.5), glide(STRAIGHT, 3), hold(2)]
    turn = task("slow_turn", reps=1, hold_s=6, rest_s=2, target=-33)

    (swayed,), (quiet,) = reps(play(story), turn), reps(play(still), turn)

    assert swayed.steadiness_deg == pytest.approx(0.75, abs=0.2)
    assert quiet.steadiness_deg == pytest.approx(0, abs=0.01)


def test_peak_speed_is_that_of_a_calm_movement() -> None:
    turn = task("slow_turn", reps=1, hold_s=5, rest_s=2, target=-33)

    (rep,) = reps(play([glide(TURNED, 3), hold(6), glide(STRAIGHT, 3), hold(2)]), turn)

    assert rep.peak_speed_deg_s == pytest.approx(1.875 * 33 / 3, rel=0.15)  # of a minimum-jerk movement


def test_a_summary_counts_each_kind() -> None:
    rep = RepRecord(
        set_number=1,
        rep_number=1,
        started_s=0,
        ended_s=9,
        completed=True,
        peak_deg=30,
        hold_s=5,
        in_band_s=6,
        steadiness_deg=0.5,
        peak_speed_deg_s=20,
        unseen_s=0,
        trick_s=1,
        compensations=("too_fast", "extension"),
    )
    other = replace(rep, peak_deg=34.0, hold_s=7, compensations=("too_fast",))

    summary = summarise((rep, other), Tally(30, 2, 4), Ending.SKIPPED)

    assert (summary.seen_s, summary.unseen_s, summary.paused_s) == (30, 2, 4)
    assert (summary.best_hold_s, summary.best_peak_deg) == (7, 34)
    assert (summary.in_band_s, summary.trick_s) == (12, 2)
    assert summary.compensations == (("extension", 1), ("too_fast", 2))


def test_every_kind_has_words_and_a_cue() -> None:
    assert WORDS.keys() == CORRECTIONS.keys()
    assert set(CORRECTIONS.values()) <= CUE_PLACES.keys()
