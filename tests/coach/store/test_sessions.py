"""A session is written as it happens and comes back as it was."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from coach.errors import NotFoundError, StoreError
from coach.record import CheckOut, Ending, Quality, SessionKind, Trace
from coach.store import FinishedSession, Store
from pose.neutral import neutral_to_json
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    HOLD,
    MEASURES,
    MONDAY,
    NEUTRAL,
    OMAR,
    OPENING,
    QUALITY,
    SUMMARY,
    TURN,
    a_rep,
    a_trace,
    on_both,
)

pytestmark = on_both

SESSION = "22222222-0000-4000-8000-000000000001"


@pytest.fixture
def opened(store: Store) -> Store:
    """Anna has begun a session."""
    store.open_session(SESSION, ANNA.id, MONDAY, OPENING)
    return store


@pytest.fixture
def closed(opened: Store) -> Store:
    """She did two turns, found the exercise too hard, and ended."""
    opened.save_rep(SESSION, 1, a_rep(1), a_trace(0.0))
    opened.save_rep(SESSION, 1, a_rep(2, completed=False), a_trace(2.0))
    opened.end_exercise(SESSION, 1, SUMMARY, a_trace(4.0))
    opened.close_session(SESSION, Ending.STOPPED, QUALITY, CHECK_OUT, MONDAY + timedelta(minutes=9))
    return opened


def test_everything_known_at_the_start_comes_back(opened: Store) -> None:
    opening = opened.session(SESSION).record.opening
    assert opening.neutral is not None
    assert neutral_to_json(opening.neutral) == neutral_to_json(NEUTRAL)
    assert vars(opening) == vars(OPENING) | {"neutral": opening.neutral}


def test_a_check_is_told_from_training(opened: Store) -> None:
    opened.open_session(
        "check", ANNA.id, MONDAY + timedelta(days=1), replace(OPENING, kind=SessionKind.CHECK)
    )
    kinds = [head.kind for head in opened.sessions(ANNA.id)]
    assert kinds == [SessionKind.CHECK, SessionKind.TRAINING]
    assert opened.session("check").record.opening.kind is SessionKind.CHECK


def test_a_session_without_a_camera_has_no_neutral(store: Store) -> None:
    store.open_session(SESSION, ANNA.id, MONDAY, replace(OPENING, neutral=None))
    assert store.session(SESSION).record.opening.neutral is None


def test_an_open_session_is_found_as_open(opened: Store) -> None:
    (head,) = opened.open_sessions()
    assert (head.id, head.patient_id, head.ending, head.ended_at) == (SESSION, ANNA.id, None, None)
    record = opened.session(SESSION).record
    assert (record.ending, record.quality, record.check_out) == (None, None, CheckOut())
    assert [exercise.plan for exercise in record.exercises] == [HOLD, TURN]
    assert all(e.summary is None and e.trace is None and e.reps == () for e in record.exercises)


def test_reps_and_summary_come_back_as_they_were(closed: Store) -> None:
    hold, turn = closed.session(SESSION).record.exercises
    assert hold.reps == ()
    assert turn.reps == (a_rep(1), a_rep(2, completed=False))
    assert turn.summary == SUMMARY


def test_what_is_saved_again_is_there_once(closed: Store) -> None:
    once = closed.session(SESSION).record.exercises[1]
    closed.save_rep(SESSION, 1, a_rep(2, completed=False), a_trace(2.0))
    closed.end_exercise(SESSION, 1, SUMMARY, a_trace(4.0))
    again = closed.session(SESSION).record.exercises[1]
    assert again.reps == once.reps
    assert once.trace is not None
    assert again.trace is not None
    np.testing.assert_array_equal(again.trace.values, once.trace.values)


def test_the_pieces_of_a_trace_are_joined_in_order(closed: Store) -> None:
    trace = closed.session(SESSION).record.exercises[1].trace
    assert trace is not None
    whole = np.concatenate([a_trace(s).values for s in (0.0, 2.0, 4.0)])
    np.testing.assert_allclose(trace.values, whole, atol=0.0051)
    np.testing.assert_allclose(trace.column("t_s"), whole[:, 0], atol=0.0001)


def test_a_piece_that_belongs_to_no_repetition_is_kept_too(opened: Store) -> None:
    opened.save_trace(SESSION, 0, a_trace(0.0))
    trace = opened.session(SESSION).record.exercises[0].trace
    assert trace is not None
    assert len(trace.values) == 60


def test_an_empty_piece_is_no_piece(opened: Store) -> None:
    opened.save_rep(SESSION, 0, a_rep(), Trace(np.empty((0, 17))))
    exercise = opened.session(SESSION).record.exercises[0]
    assert exercise.reps == (a_rep(),)
    assert exercise.trace is None


def test_how_it_ended_comes_back(closed: Store) -> None:
    stored = closed.session(SESSION)
    assert stored.record.ending is Ending.STOPPED
    assert stored.record.quality == QUALITY
    assert stored.record.check_out == CHECK_OUT
    assert stored.head.ended_at == MONDAY + timedelta(minutes=9)
    assert closed.open_sessions() == ()


def test_the_line_in_the_list_counts_for_itself(closed: Store) -> None:
    (head,) = closed.sessions(ANNA.id)
    assert (head.done_reps, head.tried_reps, head.prescribed_reps) == (1, 2, 2 * 3 + 1 * 2)
    assert (head.pain_before, head.pain_after, head.effort) == (3, 2, 5)
    assert (head.seen_share, head.words) == (0.94, CHECK_OUT.words)
    assert (head.started_at, head.resting_only) == (MONDAY, True)
    assert closed.sessions(OMAR.id) == ()


def test_newest_sessions_come_first(store: Store) -> None:
    for day in (1, 3, 2):
        store.open_session(f"day {day}", ANNA.id, MONDAY + timedelta(days=day), OPENING)
    assert [head.id for head in store.sessions(ANNA.id)] == ["day 3", "day 2", "day 1"]


def test_a_session_closed_after_a_crash_does_not_say_that_nothing_was_seen(opened: Store) -> None:
    opened.close_session(SESSION, Ending.INTERRUPTED, Quality(), CheckOut(), MONDAY)
    assert opened.sessions(ANNA.id)[0].seen_share is None


def test_the_answers_may_come_after_the_end(opened: Store) -> None:
    opened.close_session(SESSION, Ending.DONE, QUALITY, CheckOut(), MONDAY)
    opened.set_check_out(SESSION, CHECK_OUT)
    assert opened.session(SESSION).record.check_out == CHECK_OUT
    assert opened.session(SESSION).record.quality == QUALITY


def test_unknown_places_are_refused_in_words(opened: Store) -> None:
    with pytest.raises(NotFoundError, match="no exercise"):
        opened.save_rep(SESSION, 2, a_rep(), a_trace())
    with pytest.raises(NotFoundError, match="no session other"):
        opened.session("other")
    with pytest.raises(NotFoundError, match="no patient"):
        opened.open_session("other", "nobody", MONDAY, OPENING)


def test_a_rep_with_a_trace_that_is_none_saves_neither(opened: Store) -> None:
    with pytest.raises(StoreError, match="wanted shape"):
        opened.save_rep(SESSION, 1, a_rep(), Trace(np.zeros((5, 3))))
    assert opened.session(SESSION).record.exercises[1].reps == ()


def test_a_time_without_its_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="a time with its zone"):
        store.open_session(SESSION, ANNA.id, datetime(2026, 3, 2, 9, 30), OPENING)  # noqa: DTZ001


def test_the_same_session_cannot_be_opened_twice(opened: Store) -> None:
    with pytest.raises(StoreError, match="Nothing was changed"):
        opened.open_session(SESSION, ANNA.id, MONDAY, OPENING)


def test_numbers_of_an_exercise_and_of_the_session_come_back(closed: Store) -> None:
    assert closed.exercise(SESSION, 1).measures == ()
    closed.save_measures(SESSION, 1, MEASURES)
    closed.save_measures(SESSION, None, MEASURES[:1])
    record = closed.session(SESSION).record
    assert (record.measures, record.exercises[0].measures, record.exercises[1].measures) == (
        MEASURES[:1],
        (),
        MEASURES,
    )


def test_new_numbers_take_the_place_of_the_old_ones(closed: Store) -> None:
    closed.save_measures(SESSION, 1, MEASURES)
    closed.save_measures(SESSION, None, MEASURES)
    closed.save_measures(SESSION, 1, MEASURES[1:])
    assert closed.exercise(SESSION, 1).measures == MEASURES[1:]
    assert closed.session(SESSION).record.measures == MEASURES


def test_what_is_derived_anew_leaves_plan_and_trace_alone(closed: Store) -> None:
    before = closed.exercise(SESSION, 1)
    summary = replace(SUMMARY, best_hold_s=6.0)
    closed.rewrite(SESSION, 1, replace(before, reps=(a_rep(9),), summary=summary, measures=MEASURES))
    after = closed.exercise(SESSION, 1)
    assert (after.reps, after.summary, after.measures) == ((a_rep(9),), summary, MEASURES)
    assert after.plan == before.plan
    assert before.trace is not None
    assert after.trace is not None
    np.testing.assert_array_equal(after.trace.values, before.trace.values)


def test_numbers_of_no_session_are_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no session"):
        store.save_measures("nowhere", None, MEASURES)
    with pytest.raises(NotFoundError, match="no exercise"):
        store.exercise("nowhere", 0)


def test_whole_sessions_come_in_one_piece(store: Store, closed: Store) -> None:
    closed.save_measures(SESSION, 1, MEASURES)
    closed.save_measures(SESSION, None, MEASURES[1:])
    record = closed.session(SESSION).record
    begun, ended = MONDAY + timedelta(days=1), MONDAY + timedelta(days=1, minutes=9)
    store.add_sessions(FinishedSession(name, OMAR.id, begun, ended, record) for name in ("a", "b"))
    again = store.session("b")
    assert (again.head.started_at, again.head.ended_at, again.head.ending) == (begun, ended, Ending.STOPPED)
    assert (again.head.done_reps, again.head.tried_reps, again.head.prescribed_reps) == (1, 2, 8)
    assert (again.record.quality, again.record.check_out) == (QUALITY, CHECK_OUT)
    assert [e.plan for e in again.record.exercises] == [e.plan for e in record.exercises]
    assert [e.reps for e in again.record.exercises] == [e.reps for e in record.exercises]
    assert [e.summary for e in again.record.exercises] == [None, SUMMARY]
    assert [e.measures for e in again.record.exercises] == [(), MEASURES]
    assert again.record.measures == MEASURES[1:]
    trace, given = again.record.exercises[1].trace, record.exercises[1].trace
    assert trace is not None
    assert given is not None
    np.testing.assert_array_equal(trace.values, given.values)


def test_whole_sessions_come_all_or_none(store: Store, closed: Store) -> None:
    record = closed.session(SESSION).record
    sessions = [
        FinishedSession(name, who, MONDAY, MONDAY, record) for name, who in (("a", OMAR.id), ("b", "x"))
    ]
    with pytest.raises(NotFoundError, match="no patient x"):
        store.add_sessions(sessions)
    assert store.sessions(OMAR.id) == ()
