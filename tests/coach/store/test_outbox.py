"""What is to be sent has its row in the transaction of what it is about, paired or not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.diary import Flag, GuideAnswers, GuideOpening
from coach.errors import NotFoundError
from coach.letter import Letter, LetterKind
from coach.record import Ending
from coach.store import FinishedSession, Store, open_store
from coach.store.database import migrate
from coach.wire import DOWN, UP, Kind
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    MONDAY,
    OMAR,
    OPENING,
    QUALITY,
    directly,
    on_both,
)
from tests.coach.store.test_programmes import a_version

pytestmark = on_both

LATER = MONDAY + timedelta(hours=1)
GUIDE = GuideOpening("body-scan", 1, "Body scan", "personal", 1)
ASKED = Letter("q", ANNA.id, LetterKind.QUESTION, "With shoes?", "Anna B.", LATER)


def trained(store: Store, session_id: str = "s", patient_id: str = ANNA.id) -> None:
    """A session from its beginning to its end."""
    store.open_session(session_id, patient_id, MONDAY, OPENING)
    store.close_session(session_id, Ending.DONE, QUALITY, CHECK_OUT, LATER)


def told(store: Store, patient_id: str = ANNA.id) -> list[tuple[Kind, str]]:
    return [(one.kind, one.about) for one in store.outgoing(patient_id, (*UP, *DOWN))]


def test_a_session_is_to_be_sent_once_it_is_over_however_it_ended(store: Store) -> None:
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    assert told(store) == []
    (cut_off,) = store.open_sessions()
    store.close_session(cut_off.id, Ending.INTERRUPTED, QUALITY, CHECK_OUT, LATER)
    assert told(store) == [(Kind.SESSION, "s")]
    store.set_check_out("s", CHECK_OUT)  # it goes along, as nothing was sent yet
    assert told(store) == [(Kind.SESSION, "s")]
    assert told(store, OMAR.id) == []


def test_what_is_refused_leaves_nothing_to_be_sent(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.close_session("nowhere", Ending.DONE, QUALITY, CHECK_OUT, LATER)
    with pytest.raises(NotFoundError):
        store.add_letter(replace(ASKED, patient_id="nobody"))
    assert told(store) == []


def test_flags_guides_and_letters_are_to_be_sent_and_notes_are_not(store: Store) -> None:
    trained(store)
    store.set_flag("s", Flag.NOT_ME, LATER)
    store.set_flag("s", Flag.NOT_ME, LATER)
    store.take_back_flag("s", Flag.NOT_ME, LATER)
    store.begin_guide("g", ANNA.id, LATER, GUIDE)
    store.end_guide("g", Ending.DONE, LATER)
    store.answer_guide("g", GuideAnswers(sleep=7))
    store.add_letter(ASKED)
    store.add_letter(replace(ASKED, id="n", kind=LetterKind.NOTE))
    store.add_letter(replace(ASKED, id="m", kind=LetterKind.MESSAGE))
    store.publish(ANNA.id, a_version(1))
    assert [kind for kind, _ in told(store)] == [
        Kind.SESSION,
        Kind.FLAG,
        Kind.GUIDE,
        Kind.QUESTION,
        Kind.MESSAGE,
        Kind.PROGRAMME,
    ]
    assert told(store)[2:] == [("guide", "g"), ("question", "q"), ("message", "m"), ("programme", "1")]


def test_the_sequence_rises_for_each_patient(store: Store) -> None:
    for number in range(3):
        trained(store, f"anna {number}")
        trained(store, f"omar {number}", OMAR.id)
    for patient in (ANNA, OMAR):
        lines = store.outgoing(patient.id, UP)
        assert [one.sequence for one in lines] == [1, 2, 3]
        assert all(one.sha256 is None and one.receipt is None for one in lines)
    assert store.waiting(ANNA.id, UP) == store.outgoing(ANNA.id, UP)
    assert store.waiting(ANNA.id, DOWN) == ()


def test_whole_sessions_are_to_be_sent_like_those_that_were_watched(store: Store) -> None:
    trained(store)
    from_elsewhere = store.session("s")
    directly(store, "DELETE FROM outbox")
    directly(store, "DELETE FROM exercise")
    directly(store, "DELETE FROM session")
    record = from_elsewhere.record
    store.add_sessions([FinishedSession(name, ANNA.id, MONDAY, LATER, record) for name in "ab"])
    assert [about for _, about in told(store)] == ["a", "b"]


def test_what_was_there_before_is_to_be_sent_too(store: Store, place: str) -> None:
    trained(store)
    store.open_session("open", ANNA.id, MONDAY, OPENING)
    store.set_flag("s", Flag.NOT_GOOD, LATER + timedelta(seconds=1))
    store.begin_guide("g", ANNA.id, LATER + timedelta(minutes=1), GUIDE)
    store.add_letter(replace(ASKED, written_at=LATER + timedelta(minutes=2)))
    store.add_letter(replace(ASKED, id="n", kind=LetterKind.NOTE))
    store.publish(ANNA.id, a_version(1))
    trained(store, "t", OMAR.id)
    before = {patient.id: sorted(told(store, patient.id)) for patient in store.patients()}
    store.close()

    migrate(store.place, "0009_long_course", down=True)
    again = open_store(place)
    assert {patient.id: sorted(told(again, patient.id)) for patient in again.patients()} == before
    lines = again.outgoing(ANNA.id, (*UP, *DOWN))
    assert [one.sequence for one in lines] == [1, 2, 3, 4, 5]
    assert [one.kind for one in lines if one.kind in UP] == ["session", "flag", "guide", "question"]
    assert len({one.id for one in lines}) == 5
    trained(again, "next")
    assert again.outgoing(ANNA.id, UP)[-1].sequence == 6
    again.close()
