"""A target that was reached five days running brings a proposal; nothing goes further by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.diary import Flag
from coach.prescription import Published
from coach.record import CheckOut, Ending, ExerciseRecord, Quality, SessionRecord
from coach.store import FinishedSession, Store
from tests.coach.store.builders import OPENING, SUMMARY, a_rep
from tests.web.prescribing import ANNA, assess, builder_of, in_clinic, press, publish
from tests.web.reading import Page
from web.services import Services
from web.therapist_words import REACHED

PATIENT = f"/therapist/patients/{ANNA.id}"


@pytest.fixture
def store(services: Services, therapist: FlaskClient) -> Store:
    """Anna, with a published programme."""
    in_clinic(services, ANNA)
    assess(therapist)
    publish(therapist)
    return services.store


def newest(store: Store) -> Published:
    found = store.newest_published(ANNA.id)
    assert found is not None
    return found


def trained(store: Store, days: int, completed: float = 1.0, first: int = 0, *, eased: bool = False) -> None:
    """Anna did the slow turn on so many days up to today, this share of its repetitions completed."""
    plans = [task.plan for task in newest(store).prescribed.tasks]
    turn = next(plan for plan in plans if plan.exercise_id == "slow_turn")
    reps = tuple(a_rep(n + 1, completed=n < completed * turn.reps) for n in range(turn.reps))
    done = ExerciseRecord(turn, reps, replace(SUMMARY, ending=Ending.DONE, eased_s=(9.0,) if eased else ()))
    record = SessionRecord(replace(OPENING, plans=(turn,)), (done,), Ending.DONE, Quality(), CheckOut())
    now = datetime.now(UTC)
    store.add_sessions(
        FinishedSession(f"s{day}", ANNA.id, now - timedelta(days=day), now - timedelta(days=day), record)
        for day in range(first, first + days)
    )


def answer(therapist: FlaskClient, do: str, **typed: str) -> TestResponse:
    return therapist.post(f"{PATIENT}/advances/slow_turn", data={"do": do, **typed})


def proposed(therapist: FlaskClient, path: str = "") -> bool:
    return "Slow turn: reached on 5 days running" in Page(therapist.get(PATIENT + path).text).words


def test_five_days_bring_a_proposal_and_four_do_not(therapist: FlaskClient, store: Store) -> None:
    trained(store, 4)
    assert not proposed(therapist)
    trained(store, 1, first=4)
    assert proposed(therapist)


def test_without_most_repetitions_there_is_none(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5, completed=0.5)
    assert not proposed(therapist)


def test_a_day_with_the_easier_version_brings_none(therapist: FlaskClient, store: Store) -> None:
    trained(store, 4)
    trained(store, 1, first=4, eased=True)
    assert not proposed(therapist)
    trained(store, 1, first=5)  # the day before the easier one does not help
    assert not proposed(therapist)


def test_what_somebody_else_did_does_not_count(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5)
    store.set_flag("s0", Flag.NOT_ME, datetime.now(UTC))
    assert not proposed(therapist)
    store.take_back_flag("s0", Flag.NOT_ME, datetime.now(UTC))
    assert proposed(therapist)


def test_the_list_of_patients_says_who_could_go_further(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5)
    (anna,) = Page(therapist.get("/therapist/").text).rows("Patients")
    assert "Reached five days running: Slow turn." in anna["Alerts"]


def test_approved_it_is_a_new_version_with_its_reason(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5)
    assert proposed(therapist)
    assert proposed(therapist, "/programme")
    assert newest(store).version == 1  # nothing goes further by itself
    done = answer(therapist, "approve", author="Dr. Kim", reason="You reached it five days running.")
    assert "Version 2 is published" in Page(therapist.get(done.headers["Location"]).text).words
    (first, second) = store.published(ANNA.id)
    assert second.reason == "You reached it five days running."
    assert second.prescribed.tasks != first.prescribed.tasks
    assert [one.approved for one in store.progression_answers(ANNA.id)] == [True]
    assert not proposed(therapist)


def test_a_draft_in_the_making_takes_the_approved_step_too(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5)
    press(therapist, "keep", title="In the making")
    answer(therapist, "approve", author="Dr. Kim", reason="You reached it.")
    draft = store.draft(ANNA.id)
    assert draft is not None
    assert draft.title == "In the making"
    step = next(one for one in newest(store).draft.choices if one.exercise == "slow_turn")
    assert step in draft.choices


@pytest.mark.parametrize("missing", [{"author": ""}, {"reason": ""}, {"reason": "Lift dumbbells."}])
def test_without_a_name_or_a_fit_reason_nothing_is_published(
    therapist: FlaskClient, store: Store, missing: dict[str, str]
) -> None:
    trained(store, 5)
    refused = answer(therapist, "approve", **({"author": "Dr. Kim", "reason": "You reached it."} | missing))
    assert refused.status_code == 422
    assert "Nothing was published." in Page(refused.text).words
    assert len(store.published(ANNA.id)) == 1
    assert store.progression_answers(ANNA.id) == ()


def test_changed_first_it_opens_in_the_builder(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5)
    before = builder_of(therapist).typed
    where = answer(therapist, "change").headers["Location"]
    assert "The proposed next step is in the draft" in Page(therapist.get(where).text).words
    after = builder_of(therapist).typed
    assert {name for name in before if before[name] != after[name]}
    assert newest(store).version == 1


def test_refused_it_is_kept_with_its_note_and_does_not_come_again(
    therapist: FlaskClient, store: Store
) -> None:
    trained(store, 5)
    answer(therapist, "refuse", reason="After the injection.")
    (said,) = store.progression_answers(ANNA.id)
    assert (said.exercise_id, said.programme_version, said.approved) == ("slow_turn", 1, False)
    assert said.note == "After the injection."
    assert not proposed(therapist)


def test_the_reason_that_stands_there_is_no_note_of_a_refusal(therapist: FlaskClient, store: Store) -> None:
    trained(store, 5)
    answer(therapist, "refuse", reason=REACHED)
    assert [said.note for said in store.progression_answers(ANNA.id)] == [""]


def test_what_is_not_proposed_cannot_be_approved(therapist: FlaskClient, store: Store) -> None:
    assert answer(therapist, "approve", author="Dr. Kim", reason="x").status_code == 404
    trained(store, 5)
    assert answer(therapist, "jump").status_code == 400
    assert newest(store).version == 1
