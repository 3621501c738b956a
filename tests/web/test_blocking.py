"""An exercise that is not for this patient is blocked from its card, with a reason, and allowed again."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from coach.store import Store
from tests.web.prescribing import ANNA, OMAR, TODAY, assess, builder_of, in_clinic, press, publish
from tests.web.reading import Page
from web.services import Services

WHY = "It made her dizzy."


@pytest.fixture
def store(services: Services, therapist: FlaskClient) -> Store:
    in_clinic(services, ANNA)
    assess(therapist)
    return services.store


def place_of(therapist: FlaskClient, exercise: str) -> int:
    typed = builder_of(therapist).typed
    return next(i for i in range(20) if typed.get(f"exercise_{i}") == exercise)


def block(therapist: FlaskClient, reason: str = WHY, **other: str) -> str:
    place = place_of(therapist, "slow_turn")
    answer = press(therapist, f"block-{place}", **{f"block_reason_{place}": reason}, **other)
    return Page(answer.text if answer.status_code == 422 else therapist.get(answer.location).text).words


def test_blocked_from_its_card_it_leaves_the_draft_and_is_refused(
    therapist: FlaskClient, store: Store
) -> None:
    publish(therapist)
    page = block(therapist, days_a_week="4")
    assert "It is blocked for this patient with your reason" in page
    assert f"Slow turn : {WHY} Allow again" in page
    assert "Refused: blocked." in page
    before, after = store.assessments(ANNA.id)
    assert before.blocked == ()
    assert [(one.exercise, one.reason) for one in after.blocked] == [("slow_turn", WHY)]
    assert after.model_copy(update={"blocked": ()}) == before
    draft = store.draft(ANNA.id)
    assert draft is not None
    assert "slow_turn" not in {one.exercise for one in draft.choices}
    assert draft.days_a_week == 4  # typed beside it

    press(therapist, "undo")
    assert publish(therapist, reason="Again.").status_code == 422
    assert len(store.published(ANNA.id)) == 1


def test_it_is_allowed_again(therapist: FlaskClient, store: Store) -> None:
    block(therapist)
    answer = press(therapist, "allow-slow_turn")
    assert "It is allowed again" in Page(therapist.get(answer.location).text).words
    assert [len(one.blocked) for one in store.assessments(ANNA.id)] == [0, 1, 0]
    press(therapist, "add-slow_turn")
    assert publish(therapist).status_code == 303


def test_without_a_reason_nothing_is_blocked_and_what_is_typed_stays(
    therapist: FlaskClient, store: Store
) -> None:
    for reason, told in (
        ("", "Please say why, for whoever reads this later."),
        ("x" * 401, "to 400 letters"),
    ):
        page = block(therapist, reason, title="Calm days")
        assert told in page
    assert "Nothing was changed yet. 1 field needs another look" in page
    assert len(store.assessments(ANNA.id)) == 1
    assert store.draft(ANNA.id) is None


def test_a_block_makes_no_old_assessment_a_fresh_one(therapist: FlaskClient, store: Store) -> None:
    found = store.assessments(ANNA.id)[0]
    old = found.model_copy(update={"assessed_on": TODAY - timedelta(days=200), "injected_on": None})
    store.add_patient(OMAR)
    store.add_assessment(OMAR.id, old)
    press(therapist, "block-0", OMAR, block_reason_0=WHY)
    assert store.assessments(OMAR.id)[-1].blocked
    assert (
        "longer than one injection cycle"
        in Page(therapist.get(f"/therapist/patients/{OMAR.id}/programme").text).words
    )
