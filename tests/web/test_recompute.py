"""Stored numbers come out the same from their traces; where not, it is said, and written when asked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from coach import leading
from coach import session as coach
from coach.adjusting import hold_by, target_by
from coach.events import ExerciseFinished, Intervened, RepFinished
from coach.measures import measures_of
from coach.metrics import trace
from coach.programme import Task
from coach.record import TRACE_COLUMNS, CheckOut, Ending, Hand, Measure, Phase, Quality, Trace, Value
from coach.store import Store, open_store
from pose.version import MEASURE_VERSION
from tests.coach.builders import LIBRARY, alone, prescribed
from tests.coach.patient import Course, willing
from tests.coach.store.builders import ANNA, MONDAY, OPENING, directly, file_of
from web.cli import main
from web.lockfile import LOCK_NAME, LockFile
from web.measured import measure_everything

SESSION = "33333333-0000-4000-8000-000000000001"
SAME = "Every number comes out as it is kept."


@pytest.fixture(scope="module")
def turned() -> Course:
    """Slow turns, done to the end before the real coach."""
    whole = prescribed("demo")
    tasks = tuple(task for task in whole.tasks if task.exercise.id == "slow_turn")
    return Course(coach.begin(whole.model_copy(update={"tasks": tasks}), LIBRARY.cues)).go(90, willing)


def keep(store: Store, done: Course, measured_by: str, asked: tuple[Task, ...] = ()) -> None:
    """Anna's session of those turns, as a session is kept; ``asked`` where it was another one at first."""
    tasks = asked or done.session.tasks
    programme = prescribed("demo").model_copy(update={"tasks": tasks})
    opening = replace(
        OPENING,
        programme_text=programme.canonical_json(),
        plans=tuple(task.plan for task in tasks),
        versions={"measure": measured_by},
    )
    store.add_patient(ANNA)
    store.open_session(SESSION, ANNA.id, MONDAY, opening)
    for event in done.all(RepFinished):
        store.save_rep(SESSION, 0, event.rep, Trace(np.empty((0, len(TRACE_COLUMNS)))))
    (finished,) = done.all(ExerciseFinished)
    store.end_exercise(SESSION, 0, finished.summary, trace(done.rows))
    store.close_session(SESSION, Ending.DONE, Quality(), CheckOut(), MONDAY)


@pytest.fixture
def store(tmp_path: Path, turned: Course) -> Store:
    store = open_store(tmp_path)
    keep(store, turned, str(MEASURE_VERSION))
    return store


def recompute(store: Store, *words: str) -> Result:
    return CliRunner().invoke(main, ["recompute", "--data-dir", str(file_of(store).parent), *words])


def test_what_was_just_measured_comes_out_the_same(store: Store) -> None:
    measure_everything(store, SESSION)
    done = recompute(store)
    assert done.exit_code == 0, done.output
    assert done.output.strip() == SAME


def test_old_sessions_get_their_numbers_when_asked_and_only_then(store: Store) -> None:
    told = recompute(store).output
    assert "Slow turn" in told
    assert "not measured then" in told
    assert "are not written; --write keeps them" in told
    assert store.exercise(SESSION, 0).measures == ()

    before = store.exercise(SESSION, 0)
    assert "the new numbers are written" in recompute(store, "--write").output

    after = store.exercise(SESSION, 0)
    assert {m.name for m in after.measures} >= {"peak_speed", "smoothness", "rest_deviation_median"}
    assert store.session(SESSION).record.measures != ()
    assert (after.reps, after.summary, after.plan) == (before.reps, before.summary, before.plan)
    assert before.trace is not None
    assert after.trace is not None
    np.testing.assert_array_equal(after.trace.values, before.trace.values)
    assert recompute(store).output.strip() == SAME


def test_numbers_that_only_its_exercise_has_come_out_the_same_and_are_added_to_older_sessions(
    tmp_path: Path,
) -> None:
    store = open_store(tmp_path)
    keep(store, Course(coach.begin(alone("nose_trace"), LIBRARY.cues)).go(300), str(MEASURE_VERSION))
    measure_everything(store, SESSION)
    now = store.exercise(SESSION, 0)
    assert {m.name for m in now.measures} >= {"drawn", "off_path", "rep_3_drawn"}
    assert recompute(store).output.strip() == SAME

    store.save_measures(SESSION, 0, measures_of(now))  # as an older version took them
    told = recompute(store, "--write").output.splitlines()
    added = [line for line in told if line.startswith("2026-03-02")]
    assert len(added) == 10
    assert any("before_deviation" in line for line in added)
    assert all("not measured then" in line for line in added)
    assert store.exercise(SESSION, 0).measures == now.measures


def test_what_was_kept_otherwise_is_shown_before_and_after_and_put_right(store: Store) -> None:
    measure_everything(store, SESSION)
    right = store.exercise(SESSION, 0)
    assert right.summary is not None
    first, *others = right.measures
    rest = (replace(first, value=Value(1.0, None, "s")), *others, Measure("of_old", Hand.ALL, first.value, 0))
    reps = (replace(right.reps[0], hold_s=99.0), *right.reps[1:])
    summary = replace(right.summary, best_hold_s=99.0, effort=7)
    store.rewrite(SESSION, 0, replace(right, reps=reps, summary=summary, measures=rest))

    lines = recompute(store, "--write").output.splitlines()

    shown = [line for line in lines if line.startswith("2026-03-02 09:30 33333333")]
    assert [line.split("  ")[0] for line in lines if "metric" in line] == ["session"]
    assert len(shown) == 4
    assert "repetition 1.1 hold_s" in shown[0]
    assert "99 " in shown[0]
    assert "total best_hold_s" in shown[1]
    assert f"{first.name} " in shown[2]
    assert "of_old" in shown[3]
    again = store.exercise(SESSION, 0)
    assert again.reps == right.reps
    assert again.measures == right.measures
    assert again.summary == replace(right.summary, effort=7)  # the patient's own answer stays


def test_another_measuring_version_is_named(tmp_path: Path, turned: Course) -> None:
    store = open_store(tmp_path)
    keep(store, turned, "0")
    measure_everything(store, SESSION)
    told = recompute(store).output
    assert f"33333333 was measured with measuring code 0, not with today's {MEASURE_VERSION}" in told
    assert SAME in told


def test_a_programme_that_cannot_be_read_leaves_the_repetitions(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add_patient(ANNA)
    store.open_session(SESSION, ANNA.id, MONDAY, OPENING)
    store.save_trace(SESSION, 0, Trace(np.zeros((90, len(TRACE_COLUMNS))) + np.arange(90)[:, None] / 30))
    store.close_session(SESSION, Ending.STOPPED, Quality(), CheckOut(), MONDAY)
    assert "its repetitions stay as they were judged" in recompute(store).output


def test_an_open_session_is_left_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add_patient(ANNA)
    store.open_session(SESSION, ANNA.id, MONDAY, OPENING)
    assert "is still open and was left alone" in recompute(store).output


def test_nothing_is_written_while_midline_runs(store: Store) -> None:
    lock = LockFile(file_of(store).parent / LOCK_NAME)
    refused = recompute(store, "--write")
    lock.close()
    assert refused.exit_code == 2
    assert refused.stderr == "midline: Midline is running with these data; please stop it first.\n"


def test_a_folder_without_data_stays_without(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        refused = CliRunner().invoke(main, ["recompute", "--data-dir", str(folder)])
        assert refused.exit_code == 2
        assert "There are no data in" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_for_trends_is_derived_again(store: Store) -> None:
    recompute(store, "--write")
    kept = numbers_of_trends(store)
    assert kept
    directly(store, "UPDATE session_number SET value = value + 1")
    assert numbers_of_trends(store) != kept
    recompute(store, "--write")
    assert numbers_of_trends(store) == kept


def numbers_of_trends(store: Store) -> list[float]:
    head = store.session_head(SESSION)
    return [one.value for one in store.points(head.patient_id, ("asked_deviation_mean", "peak_speed"))]


def test_a_session_that_a_therapist_changed_on_the_way_comes_out_as_it_was_judged(tmp_path: Path) -> None:
    whole = prescribed("demo")
    tasks = tuple(task for task in whole.tasks if task.exercise.id == "slow_turn")
    led = Course(coach.begin(whole.model_copy(update={"tasks": tasks}), LIBRARY.cues)).until(Phase.MOVE)
    led.do(lambda session, t_s: leading.change(session, t_s, ANNA.name, target_by(-1, None))).until(
        Phase.REST
    )
    led.do(lambda session, t_s: leading.change(session, t_s, ANNA.name, hold_by(-1))).go(90, willing)
    store = open_store(tmp_path)
    keep(store, led, str(MEASURE_VERSION), tasks)
    measure_everything(store, SESSION)

    assert recompute(store).output.strip() != SAME  # it does not come out without what the therapist did
    for event in led.all(Intervened):
        store.add_intervention(SESSION, event.one)
    assert recompute(store).output.strip() == SAME
