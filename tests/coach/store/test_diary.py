"""What a patient keeps beside the sessions: flags that delete nothing, and spoken guides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.diary import Flag, GuideAnswers, GuideOpening, GuideRecord
from coach.errors import NotFoundError, StoreError
from coach.record import Ending, ExerciseSummary
from coach.store import Store
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING, SUMMARY, a_trace, on_both

pytestmark = on_both

LATER = MONDAY + timedelta(minutes=10)
NIGHT = GuideOpening("night_calm", 2, "Settle the neck", "personal", 3, tension_before=6)


@pytest.fixture
def trained(store: Store) -> Store:
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.open_session("t", ANNA.id, LATER, replace(OPENING, bout=None))
    return store


def flags(store: Store, session_id: str = "s") -> tuple[Flag, ...]:
    return store.session_head(session_id).flags


def test_a_session_knows_which_bout_it_was(trained: Store) -> None:
    assert [head.bout for head in trained.sessions(ANNA.id)] == [None, 2]
    assert trained.session("s").record.opening.bout == 2


def test_a_flag_is_set_and_taken_back_and_the_session_stays(trained: Store) -> None:
    trained.set_flag("s", Flag.NOT_ME, MONDAY)
    trained.set_flag("s", Flag.NOT_GOOD, MONDAY)
    assert flags(trained) == (Flag.NOT_GOOD, Flag.NOT_ME)
    assert flags(trained, "t") == ()

    trained.take_back_flag("s", Flag.NOT_ME, LATER)
    assert flags(trained) == (Flag.NOT_GOOD,)
    assert len(trained.sessions(ANNA.id)) == 2


def test_a_flag_set_twice_is_taken_back_at_once_and_can_be_set_again(trained: Store) -> None:
    for _ in range(2):
        trained.set_flag("s", Flag.NOT_ME, MONDAY)
    trained.take_back_flag("s", Flag.NOT_ME, LATER)
    assert flags(trained) == ()
    trained.take_back_flag("s", Flag.NOT_ME, LATER)

    trained.set_flag("s", Flag.NOT_ME, LATER)
    assert flags(trained) == (Flag.NOT_ME,)


def test_a_session_that_is_not_there_cannot_be_flagged(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no session nowhere"):
        store.set_flag("nowhere", Flag.NOT_ME, MONDAY)


def test_when_the_easier_version_was_asked_for_is_kept(trained: Store) -> None:
    trained.end_exercise("s", 0, SUMMARY, a_trace())

    kept = trained.exercise("s", 0).summary
    assert isinstance(kept, ExerciseSummary)
    assert kept.eased_s == (31.5, 62.25)


def test_a_guide_is_kept_from_its_beginning_on(store: Store) -> None:
    store.begin_guide("g", ANNA.id, MONDAY, NIGHT)
    (begun,) = store.guides(ANNA.id)
    assert (begun.opening, begun.ended_at, begun.ending) == (NIGHT, None, None)

    store.end_guide("g", Ending.DONE, LATER)
    store.answer_guide("g", GuideAnswers(tension=3, minutes=15, words="Calm."))
    ended = store.guide("g")
    assert (ended.ended_at, ended.ending) == (LATER, Ending.DONE)
    assert ended.answers == GuideAnswers(tension=3, minutes=15, words="Calm.")


def test_the_morning_answer_leaves_those_of_the_evening(store: Store) -> None:
    store.begin_guide("g", ANNA.id, MONDAY, NIGHT)
    store.answer_guide("g", GuideAnswers(tension=3, words="Calm."))
    store.answer_guide("g", GuideAnswers(sleep=0))

    assert store.guide("g").answers == GuideAnswers(tension=3, words="Calm.", sleep=0)


def test_the_first_end_of_a_guide_stays(store: Store) -> None:
    store.begin_guide("g", ANNA.id, MONDAY, NIGHT)
    store.end_guide("g", Ending.DONE, MONDAY)
    store.end_guide("g", Ending.STOPPED, LATER)

    assert store.guide("g").ending is Ending.DONE


def test_guides_are_each_patients_own_newest_first(store: Store) -> None:
    store.begin_guide("old", ANNA.id, MONDAY, NIGHT)
    store.begin_guide("new", ANNA.id, LATER, NIGHT)
    store.begin_guide("his", OMAR.id, LATER, NIGHT)

    assert [guide.id for guide in store.guides(ANNA.id)] == ["new", "old"]


def test_whole_guides_are_kept_all_of_them_or_none(store: Store) -> None:
    answers = GuideAnswers(tension=2, words="Calm.", sleep=7)
    heard = GuideRecord("g", ANNA.id, MONDAY, LATER, Ending.DONE, NIGHT, answers)
    with pytest.raises(StoreError):
        store.add_guides([heard, heard])
    assert store.guides(ANNA.id) == ()

    store.add_guides([heard])
    assert store.guides(ANNA.id) == (heard,)
