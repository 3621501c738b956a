"""What works for this neck, on the therapist's page of a patient: the answer in words before any number."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from flask.testing import FlaskClient

from coach.diary import Flag, GuideAnswers, GuideOpening
from coach.effects import Answer, Effect
from coach.paired import Kind
from coach.record import Hand, Measure, Value
from coach.store import Store
from tests.coach.store.builders import ANNA, OPENING
from tests.web.reading import Page
from web.effect_words import sentence
from web.review_effects import groups
from web.services import Services

TODAY = datetime.now(UTC)


@pytest.fixture
def store(services: Services) -> Store:
    services.store.add_patient(ANNA)
    return services.store


def page(therapist: FlaskClient) -> Page:
    answer = therapist.get(f"/therapist/patients/{ANNA.id}")
    assert answer.status_code == 200
    return Page(answer.text)


def trained(store: Store, days_ago: int, position: int, before: float, after: float) -> str:
    """One session of one exercise, of which only the numbers around it are kept."""
    session_id = f"day-{days_ago}-{position}"
    store.open_session(session_id, ANNA.id, TODAY - timedelta(days=days_ago), OPENING)
    numbers = {"before_deviation": before, "after_deviation": after}
    measures = tuple(Measure(n, Hand.ALL, Value(v, 1.5, "deg"), 1) for n, v in numbers.items())
    store.save_measures(session_id, position, measures)
    return session_id


def test_the_page_says_which_exercise_helps_and_by_how_much_and_that_it_is_no_proof(
    store: Store, therapist: FlaskClient
) -> None:
    rng = np.random.default_rng(1)
    for day in range(40):
        trained(store, day, 0, 12 + rng.normal(), 9 + rng.normal())
        trained(store, day, 1, 12 + rng.normal(), 12 + rng.normal())
    other = trained(store, 41, 0, 0, 90)
    store.set_flag(other, Flag.NOT_ME, TODAY)  # somebody else's numbers are no part of it
    seen = page(therapist)
    helps, nothing = seen.rows("Away from the middle")
    names = [plan.exercise_id.replace("_", " ") for plan in OPENING.plans[:2]]
    assert [row["Exercise"] for row in (helps, nothing)] == names
    assert helps["What can be said"].startswith("Helps: after it the head is 3")
    assert helps["What can be said"].endswith("from 40 days.")
    assert nothing["What can be said"].startswith("No visible effect: after it the head is as before")
    assert "no proof" in seen.words
    assert "regression to the mean" in seen.words


def test_tension_around_a_spoken_guide_has_a_table_of_its_own(store: Store, therapist: FlaskClient) -> None:
    for day in range(5):
        opening = GuideOpening("let_go_scan", 1, "Let go", "starter", 1, tension_before=7)
        store.begin_guide(f"g{day}", ANNA.id, TODAY - timedelta(days=day), opening)
        store.answer_guide(f"g{day}", GuideAnswers(tension=4))
    (row,) = page(therapist).rows("Tension, 0 to 10, as the patient told it")
    assert row["Exercise"] == "Jaw, tongue, shoulders"
    assert row["What can be said"] == "Not enough data: 5 days so far, of 14 that are needed."


@pytest.mark.usefixtures("store")
def test_without_any_numbers_it_says_where_they_will_come_from(therapist: FlaskClient) -> None:
    assert "Nothing to compare yet." in page(therapist).words


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (
            Effect("e", Kind.AFTER, 23, Answer.HELPS, -3.0, -5.0, -1.0),
            "after it the head is 3° nearer to the middle, likely between 1° and 5°, from 23 days.",
        ),
        (
            Effect("e", Kind.TENSION, 30, Answer.LOOKS_WORSE, 1.5, 1.0, 2.0),
            "tension after it is 1.5 points higher, likely between 1 point and 2 points, from 30 days.",
        ),
        (
            Effect("e", Kind.WHILE, 40, Answer.NO_VISIBLE_EFFECT, -0.5, -2.0, 1.0),
            "while it lasts the head is as before, to within 2° either way, from 40 days; "
            "less could not be seen.",
        ),
        (
            Effect("e", Kind.AFTER, 15, Answer.NOT_ENOUGH_DATA, -2.0, -6.0, 2.0),
            "after it the head is likely between 6° nearer to the middle and 2° further from the middle, "
            "from 15 days; that is too wide to say more.",
        ),
        (
            Effect("e", Kind.AFTER, 60, Answer.LOOKS_WORSE, 4.0, 3.8, 4.1),
            "after it the head is 4° further from the middle, likely between 3.8° and 4.1°, from 60 days.",
        ),
        (
            Effect("e", Kind.AFTER, 15, Answer.NOT_ENOUGH_DATA, -3.0, -5.0, -1.0),
            "after it the head is likely between 1° and 5° nearer to the middle, from 15 days; "
            "that is too wide to say more.",
        ),
    ],
)
def test_every_answer_is_a_sentence_without_a_bare_sign(effect: Effect, said: str) -> None:
    assert sentence(effect) == said


def test_the_drawing_reaches_as_far_as_the_widest_interval() -> None:
    wide = Effect("wide", Kind.AFTER, 20, Answer.NOT_ENOUGH_DATA, 0.0, -11.2, 11.2)
    (group,) = groups([wide], {"wide": "Wide"})
    drawn = group.lines[0].drawn
    assert group.ends == ("12° nearer", "12° further")
    assert drawn is not None
    assert 8 < drawn.low < drawn.mean == 120 < drawn.high < 232
