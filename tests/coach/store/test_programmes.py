"""What prescribing keeps: every value comes back whole, history stays, what is published never changes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from coach.assessment import (
    Assessment,
    Behaviour,
    Component,
    HeadTremor,
    Strength,
    Tone,
    Touch,
    TremorDirection,
    TremorGrain,
)
from coach.errors import NotFoundError, StoreError
from coach.exercise import Exercise
from coach.findings import Caution, Form
from coach.library import load_library
from coach.parts import Dose, Target
from coach.prescription import PERSONAL, Choice, Draft, Feedback, Published, Shown
from coach.programme import Prescribed
from coach.record import Side
from coach.store import OwnExercise, ProgressionAnswer, RefusalListChange, Store
from coach.store.database import migrate
from coach.store.programmes import MOST_STEPS
from tests.coach.store.builders import ANNA, ASSIGNED, MONDAY, OMAR, directly, on_both, tables

pytestmark = on_both

FOUND = Assessment(
    assessed_on=date(2026, 3, 2),
    injected_on=date(2026, 2, 20),
    components=(
        Component(form=Form.TORTICAPUT, side=Side.RIGHT, tone=Tone.PHASIC, strength=Strength.SEVERE),
        Component(form=Form.RETROCOLLIS),
    ),
    shoulders_raised=(Side.RIGHT,),
    tremor=HeadTremor(direction=TremorDirection.NO_NO, grain=TremorGrain.FINE),
    trick=Touch(where="left cheek", hand=Side.LEFT),
    behaviour=Behaviour.UNSTABLE,
    cautions=(Caution.DIZZINESS,),
    lost_midline=True,
    pain=True,
    age=61,
    reach=ASSIGNED.reach,
    note="tires after ten minutes",
)
LATER = FOUND.model_copy(update={"assessed_on": date(2026, 6, 1), "injected_on": None})


@pytest.fixture(scope="module")
def turn() -> Exercise:
    return load_library().exercises["slow_turn"]


def a_draft(*, sets: int = 2, own: tuple[Exercise, ...] = ()) -> Draft:
    choice = Choice(
        exercise="slow_turn",
        side=Side.LEFT,
        dose=Dose(sets=sets, reps=4, hold_s=3, rest_s=5),
        target=Target(share_of_reach=0.5, band_deg=5),
        feedback=Feedback.FULL,
        shown=Shown.MIRROR,
        note="as we tried it",
        against="rewards the way back",
        enabled=True,
    )
    return Draft(title="For Anna", choices=(choice,), bouts_a_day=3, days_a_week=5, own=own)


def a_version(version: int, reason: str = "more room now") -> Published:
    return Published(
        version=version,
        published_on=date(2026, 3, 2),
        author="Dr. Kim",
        reason=reason,
        assessment=FOUND,
        draft=a_draft(),
        prescribed=Prescribed(id=PERSONAL, version=version, title="For Anna", tasks=()),
    )


def test_assessments_come_back_whole_and_oldest_first(store: Store) -> None:
    store.add_assessment(ANNA.id, LATER)
    store.add_assessment(ANNA.id, FOUND)
    assert store.assessments(ANNA.id) == (FOUND, LATER)
    assert store.assessments(OMAR.id) == ()


def test_a_draft_is_kept_step_by_step_and_steps_are_taken_back(store: Store, turn: Exercise) -> None:
    first, second = a_draft(), a_draft(sets=3, own=(turn,))
    assert store.draft(ANNA.id) is None
    store.save_draft(ANNA.id, first)
    store.save_draft(ANNA.id, second)
    assert (store.draft(ANNA.id), store.draft_steps(ANNA.id)) == (second, 2)
    for _ in range(3):  # further back than the first step there is nothing
        store.undo_draft(ANNA.id)
        assert store.draft(ANNA.id) == first
    store.save_draft(ANNA.id, None)
    assert (store.draft(ANNA.id), store.draft_steps(ANNA.id)) == (None, 0)


def test_only_the_last_steps_of_a_draft_are_kept(store: Store) -> None:
    for step in range(MOST_STEPS + 5):
        store.save_draft(ANNA.id, a_draft(sets=1 + step % 10))
    store.save_draft(OMAR.id, a_draft())
    assert store.draft_steps(ANNA.id) == MOST_STEPS
    assert store.draft(ANNA.id) == a_draft(sets=1 + (MOST_STEPS + 4) % 10)
    assert store.draft_steps(OMAR.id) == 1


def test_a_published_version_puts_the_draft_away_and_the_newest_holds(store: Store) -> None:
    store.save_draft(ANNA.id, a_draft())
    store.publish(ANNA.id, a_version(1))
    store.publish(ANNA.id, a_version(2, "less, for the days after the injection"))
    assert [one.version for one in store.published(ANNA.id)] == [1, 2]
    assert store.newest_published(ANNA.id) == a_version(2, "less, for the days after the injection")
    assert store.draft(ANNA.id) is None
    assert store.newest_published(OMAR.id) is None
    assert [store.published_version(ANNA.id, number) for number in (1, 2)] == list(store.published(ANNA.id))
    assert store.published_version(ANNA.id, 3) is store.published_version(ANNA.id, 10**30) is None
    assert store.with_published() == {ANNA.id}


def test_a_published_version_never_changes_by_whatever_way(store: Store) -> None:
    store.publish(ANNA.id, a_version(1))
    with pytest.raises(StoreError, match="Version 1 is published and does not change"):
        store.publish(ANNA.id, a_version(1, "another reason"))
    with pytest.raises(DBAPIError, match="does not change"):
        directly(store, "UPDATE published SET reason = 'another'")
    assert store.published(ANNA.id) == (a_version(1),)


def test_own_exercises_have_a_history_and_the_newest_state_holds(store: Store, turn: Exercise) -> None:
    mine = turn.model_copy(update={"id": "our_turn", "reference": "HB 12"})
    softer = mine.model_copy(update={"version": 2, "name": "Our softer turn"})
    store.save_own_exercise(mine, "Dr. Kim", MONDAY)
    store.save_own_exercise(softer, "Dr. Lee", MONDAY + timedelta(days=1))
    assert store.own_exercises() == (softer,)
    assert store.own_exercise_history("our_turn") == (
        OwnExercise(mine, "Dr. Kim", MONDAY),
        OwnExercise(softer, "Dr. Lee", MONDAY + timedelta(days=1)),
    )


def test_the_refusal_list_says_who_changed_it_and_why(store: Store) -> None:
    assert store.refusal_list() is None
    store.change_refusal_list("- one", "Dr. Kim", "our guideline", MONDAY)
    store.change_refusal_list("- one\n- two", "Dr. Lee", "after the course", MONDAY + timedelta(days=9))
    assert store.refusal_list() == "- one\n- two"
    assert store.refusal_list_history() == (
        RefusalListChange("- one", "Dr. Kim", "our guideline", MONDAY),
        RefusalListChange("- one\n- two", "Dr. Lee", "after the course", MONDAY + timedelta(days=9)),
    )


def test_what_was_said_to_a_proposal_is_kept(store: Store) -> None:
    no = ProgressionAnswer("slow_turn", 1, approved=False, note="after the injection", at=MONDAY)
    yes = ProgressionAnswer("slow_turn", 2, approved=True, note="", at=MONDAY + timedelta(days=20))
    store.answer_progression(ANNA.id, no)
    store.answer_progression(ANNA.id, yes)
    assert store.progression_answers(ANNA.id) == (no, yes)
    assert store.progression_answers(OMAR.id) == ()


def test_nobody_has_no_programme(store: Store) -> None:
    no = ProgressionAnswer("slow_turn", 1, approved=False, note="", at=MONDAY)
    attempts: tuple[tuple[Callable[..., None], object], ...] = (
        (store.add_assessment, FOUND),
        (store.save_draft, a_draft()),
        (store.publish, a_version(1)),
        (store.answer_progression, no),
    )
    for attempt, value in attempts:
        with pytest.raises(NotFoundError, match="no patient nobody"):
            attempt("nobody", value)


def test_what_this_version_cannot_read_is_said_in_words(store: Store) -> None:
    store.add_assessment(ANNA.id, FOUND)
    directly(store, "UPDATE assessment SET text = '{}'")
    with pytest.raises(StoreError, match="assessment cannot be read by this version"):
        store.assessments(ANNA.id)


def test_the_way_back_and_forth_again_keeps_everything_else(store: Store) -> None:
    store.assign(ANNA.id, ASSIGNED, MONDAY)
    store.add_assessment(ANNA.id, FOUND)
    store.publish(ANNA.id, a_version(1))
    store.close()
    migrate(store.place, "0004_session_kind", down=True)
    assert not tables(store) & {"assessment", "draft", "published", "own_exercise", "refusal_list"}

    again = Store(store.place)
    assert (again.assignment(ANNA.id), again.assessments(ANNA.id)) == (ASSIGNED, ())
    again.publish(ANNA.id, a_version(1))
    again.close()
