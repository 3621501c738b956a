"""What therapist and patient write: letters are kept as they were sent, and read once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.errors import NotFoundError
from coach.letter import Letter, LetterKind, Template
from coach.record import SessionKind
from coach.reviewed import Goal
from coach.store import NamedSession, Store
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING, on_both

pytestmark = on_both

LATER = MONDAY + timedelta(hours=2)
SENT = Letter("m", ANNA.id, LetterKind.MESSAGE, "Slower is fine.", "Dr. Kim", MONDAY, "s", 1)
NOTED = Letter("n", ANNA.id, LetterKind.NOTE, "Ask about sleep.", "Dr. Kim", LATER)
ASKED = Letter("q", ANNA.id, LetterKind.QUESTION, "With shoes?", "Anna B.", LATER + timedelta(hours=1))


@pytest.fixture
def written(store: Store) -> Store:
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    for letter in (SENT, NOTED, ASKED):
        store.add_letter(letter)
    return store


def test_letters_come_newest_first_as_they_were_written(written: Store) -> None:
    assert written.letters(ANNA.id) == (ASKED, NOTED, SENT)
    assert written.letters(ANNA.id, session_id="s") == (SENT,)
    assert written.letters(OMAR.id) == ()


def test_what_is_read_is_read_by_its_kind_and_of_one_patient(written: Store) -> None:
    written.add_letter(replace(SENT, id="o", patient_id=OMAR.id, session_id=None, position=None))
    written.read_letters(ANNA.id, LetterKind.MESSAGE, LATER)

    assert written.letters(ANNA.id)[-1] == replace(SENT, read_at=LATER)
    assert written.unread(ANNA.id, LetterKind.MESSAGE) == 0
    assert written.unread(ANNA.id, LetterKind.QUESTION) == 1
    assert written.unread(OMAR.id, LetterKind.MESSAGE) == 1


def test_patients_whose_questions_wait_are_known(written: Store) -> None:
    assert written.unread_questions() == ((ANNA.id, 1),)
    written.read_letters(ANNA.id, LetterKind.QUESTION, LATER)
    assert written.unread_questions() == ()


def test_it_stays_known_when_something_was_read_first(written: Store) -> None:
    written.read_letters(ANNA.id, LetterKind.MESSAGE, LATER)
    written.read_letters(ANNA.id, LetterKind.MESSAGE, LATER + timedelta(days=1))
    assert written.letters(ANNA.id)[-1].read_at == LATER


def test_nobody_can_be_written_to_who_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no patient nowhere"):
        store.add_letter(replace(NOTED, patient_id="nowhere"))


def test_templates_are_written_anew_and_removed(store: Store) -> None:
    store.save_template(Template("t", "rest", "A day of rest is fine."))
    store.save_template(Template("u", "Chair", "Please sit tall."))
    store.save_template(Template("t", "rest", "Rest is a part of it."))
    assert store.templates() == (
        Template("u", "Chair", "Please sit tall."),
        Template("t", "rest", "Rest is a part of it."),
    )
    for _ in range(2):
        store.remove_template("t")
    assert [one.id for one in store.templates()] == ["u"]


def test_the_goal_that_was_chosen_last_holds(store: Store) -> None:
    assert store.goal(ANNA.id) is None
    for number, words in enumerate(("Read in the evening", "Park the car")):
        store.choose_goal(ANNA.id, Goal("share_within_10", words, "Dr. Kim", MONDAY + timedelta(days=number)))
    assert store.goal(ANNA.id) == Goal(
        "share_within_10", "Park the car", "Dr. Kim", MONDAY + timedelta(days=1)
    )
    assert store.goal(OMAR.id) is None


def test_a_session_is_named_with_its_exercises(written: Store) -> None:
    found = written.named_sessions({"s", "nowhere"})
    assert found == {
        "s": NamedSession(ANNA.id, MONDAY, SessionKind.TRAINING, ("Stay in the middle", "Slow turn"))
    }
    assert written.named_sessions(set()) == {}
