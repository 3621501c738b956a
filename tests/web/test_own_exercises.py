"""The clinic's own exercises: made from one of the library or from nothing, checked like all others."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.exercise import Exercise
from coach.store import Store
from tests.web.prescribing import ANNA, Fields, assess, builder_of, in_clinic, press, publish
from tests.web.reading import Page
from web.services import Services

NEW = "/therapist/clinic/exercises/new"


@pytest.fixture
def store(services: Services) -> Store:
    in_clinic(services, ANNA)
    return services.store


def send(therapist: FlaskClient, to: str = NEW, like: str = "slow_turn", **other: str) -> TestResponse:
    """The form as it opens, with other words typed in."""
    opened = Fields(therapist.get(to, query_string={"like": like}).text).typed
    return therapist.post(to, data=opened | {"name": "Our slow turn", "author": "Dr. Kim"} | other)


def only(store: Store) -> Exercise:
    (found,) = store.own_exercises()
    return found


def test_made_from_one_of_the_library_it_keeps_all_of_it(
    therapist: FlaskClient, store: Store, services: Services
) -> None:
    answer = send(therapist, reference="HB 12")
    assert answer.headers["Location"] == "/therapist/clinic/exercises?kept=own_our_slow_turn"
    like = services.library.exercises["slow_turn"]
    new = {"id": "own_our_slow_turn", "version": 1, "name": "Our slow turn", "reference": "HB 12"}
    assert only(store) == like.model_copy(update=new)
    assert "HB 12" in Page(therapist.get("/therapist/clinic/exercises").text).words


def test_every_exercise_of_the_library_can_be_the_beginning(
    therapist: FlaskClient, store: Store, services: Services
) -> None:
    for one in services.library.exercises.values():
        assert send(therapist, like=one.id, name=f"Ours: {one.id}").status_code == 303, one.id
    assert len(store.own_exercises()) == len(services.library.exercises)


def test_dose_target_and_sentences_have_fields_of_their_own(therapist: FlaskClient, store: Store) -> None:
    typed = {"dose.reps": "5", "dose.hold_s": "2.5", "target.share_of_reach": "0.4", "say.hold": "Rest here."}
    assert send(therapist, **typed).status_code == 303
    made = only(store)
    assert made.target is not None
    assert (made.dose.reps, made.dose.hold_s, made.target.share_of_reach) == (5, 2.5, 0.4)
    assert made.say.hold == "Rest here."
    page = therapist.get("/therapist/clinic/exercises/own_our_slow_turn").text
    assert {name: Fields(page).typed[name] for name in typed} == typed
    assert "say:" not in Fields(page).typed["rest"]


def test_from_scratch_there_is_something_to_begin_with(therapist: FlaskClient, store: Store) -> None:
    words = dict.fromkeys(("purpose", "why", "source", "position"), "Some words")
    assert send(therapist, like="", **words).status_code == 303
    assert only(store).movement == "rotation"


def test_a_change_is_a_new_state_and_the_old_one_is_history(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    send(therapist, "/therapist/clinic/exercises/own_our_slow_turn", purpose="Calm", author="Dr. Lee")
    assert (only(store).version, only(store).purpose) == (2, "Calm")
    page = Page(therapist.get("/therapist/clinic/exercises/own_our_slow_turn").text).words
    assert "How it was before State 2" in page
    assert "Dr. Kim: Our slow turn" in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Wanted a value, got nothing."),
        ({"author": ""}, "Please give your name"),
        ({"why": "Hold two dumbbells while you turn."}, "is not prescribed"),
        ({"rest": "movement: [unclosed"}, "line "),
        ({"rest": "direction: corrective"}, "movement: wanted a value, got nothing."),
        ({"rest": "name: another"}, "each field once"),
        (
            {"rest": "say: {move: Turn.}"},
            "To go there Slowly turn to your {side}. Wanted each field once, got it in",
        ),
        ({"rest": "dose: 3"}, "Dose Wanted each field once, got it in the rest too."),
        ({"rest": "movement: rotation\nmovement: rotation"}, "each field once"),
        ({"dose.reps": "some"}, 'Wanted a whole number, got "some".'),
        ({"dose.reps": "2.5"}, "Wanted a whole number, got 2.5."),
        ({"dose.hold_s": "9999"}, "Wanted at most 1800, got 9999."),
        ({"dose.sets": ""}, "Sets Wanted a value, got nothing."),
        ({"target.at_deg": "20"}, "Where to go, and how near counts Wanted"),
        ({"say.introduce": ""}, "To begin with Wanted a value, got nothing."),
        ({"say.move": "Turn to {nowhere}."}, "Wanted"),
        ({"say.hold": "Hold two dumbbells."}, "is not prescribed"),
        ({"rest": "- a list"}, "Wanted fields with their values, got"),
        ({"rest": "}{"}, "wanted readable YAML"),
    ],
)
def test_what_is_refused_says_so_in_words_and_nothing_typed_is_lost(
    therapist: FlaskClient, store: Store, typed: dict[str, str], told: str
) -> None:
    answer = send(therapist, **typed, progression="Longer, later.")
    assert answer.status_code == 422
    page = Page(answer.text).words
    assert "Nothing was saved yet." in page
    assert told in page
    assert "Longer, later." in answer.text
    assert store.own_exercises() == ()


def test_two_of_one_name_cannot_be_told_apart(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    answer = send(therapist)
    assert answer.status_code == 422
    assert "An exercise of this name is there already." in Page(answer.text).words
    assert only(store).version == 1


def test_it_is_proposed_and_prescribed_like_any_other(therapist: FlaskClient, store: Store) -> None:
    send(therapist)
    assess(therapist)
    page = Page(therapist.get(f"/therapist/patients/{ANNA.id}/programme").text).words
    assert "Our slow turn Turns to the right, away from the pull to the left." in page
    press(therapist, "add-own_our_slow_turn")
    publish(therapist)
    first = store.newest_published(ANNA.id)
    assert first is not None
    assert first.draft.own == (only(store),)

    # A newer state changes nothing of what is published; the next version takes it.
    send(therapist, "/therapist/clinic/exercises/own_our_slow_turn", purpose="Calm")
    assert store.newest_published(ANNA.id) == first
    place = int(builder_of(therapist).typed["choices"]) - 1
    press(therapist, f"easier-{place}")
    publish(therapist, reason="A little less.")
    second = store.newest_published(ANNA.id)
    assert second is not None
    assert second.draft.own == (only(store),)


def test_an_exercise_that_is_not_there_is_said_so(therapist: FlaskClient) -> None:
    assert therapist.get("/therapist/clinic/exercises/own_nothing").status_code == 404
    assert therapist.get("/therapist/clinic/exercises/slow_turn").status_code == 404
