"""What a therapist did beside a session is kept with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.errors import NotFoundError
from coach.record import CheckOut, Ending, Quality
from coach.store import FinishedSession, Store
from coach.supervised import Intervention, Led
from tests.coach.store.builders import ANNA, LED, MARKS, MONDAY, OPENING, SUMMARY, a_rep, a_trace, on_both

pytestmark = on_both

SESSION = "22222222-0000-4000-8000-000000000007"


@pytest.fixture
def led(store: Store) -> Store:
    """A session with marks and changes, each of them written twice, as by a disk that was slow to answer."""
    store.open_session(SESSION, ANNA.id, MONDAY, OPENING)
    store.save_rep(SESSION, 1, a_rep(), a_trace())
    for mark in (*MARKS, *MARKS):
        store.add_mark(SESSION, mark)
    for one in (*LED, *LED):
        store.add_intervention(SESSION, one)
    return store


def test_marks_and_changes_come_back_in_their_order_each_once(led: Store) -> None:
    record = led.session(SESSION).record
    assert record.marked == MARKS
    assert record.interventions == LED


def test_a_mark_that_was_set_by_mistake_is_gone(led: Store) -> None:
    led.take_back_mark(SESSION, MARKS[0])
    led.take_back_mark(SESSION, MARKS[0])
    assert led.session(SESSION).record.marked == MARKS[1:]


def test_a_whole_session_brings_them_along(led: Store) -> None:
    record = replace(led.session(SESSION).record, ending=Ending.STOPPED, quality=Quality())
    led.add_sessions((FinishedSession("other", ANNA.id, MONDAY, MONDAY + timedelta(minutes=9), record),))

    other = led.session("other").record
    assert (other.marked, other.interventions) == (MARKS, LED)


def test_what_was_changed_on_the_way_is_not_counted_as_done_to_the_plan(led: Store) -> None:
    done = replace(SUMMARY, ending=Ending.DONE, eased_s=())
    for index in (0, 1):
        led.save_rep(SESSION, index, a_rep(2), a_trace())
        led.end_exercise(SESSION, index, done, a_trace())
    led.close_session(SESSION, Ending.DONE, Quality(), CheckOut(), MONDAY)

    assert [count for _, _, count in led.practice(ANNA.id, MONDAY)] == [1, 0]


def test_of_a_session_that_is_not_there_nothing_is_kept(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no session"):
        store.add_mark("nowhere", MARKS[0])
    with pytest.raises(NotFoundError, match="no session"):
        store.add_intervention("nowhere", Intervention(1.0, "Anna Weber", Led.MUTED))
