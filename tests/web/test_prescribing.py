"""The builder: what fits is proposed with its reason, every press is kept, refusals stand in their place."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from coach.parts import Dose
from coach.prescription import Draft, Published
from coach.record import Side
from coach.store import Store
from tests.web.prescribing import ANNA, OMAR, TODAY, assess, builder_of, in_clinic, press, publish
from tests.web.reading import Page
from web.services import Services

PAGE = f"/therapist/patients/{ANNA.id}/programme"


@pytest.fixture
def store(services: Services, therapist: FlaskClient) -> Store:
    """Anna, assessed; Omar, not."""
    in_clinic(services, ANNA, OMAR)
    assert assess(therapist).status_code == 303
    return services.store


def words(therapist: FlaskClient, path: str = PAGE) -> str:
    return Page(therapist.get(path).text).words


def chosen(store: Store) -> list[str]:
    draft = store.draft(ANNA.id)
    assert draft is not None
    return [choice.exercise for choice in draft.choices]


def newest(store: Store) -> Published:
    found = store.newest_published(ANNA.id)
    assert found is not None
    return found


def test_without_an_assessment_there_is_no_programme(therapist: FlaskClient, store: Store) -> None:
    path = f"/therapist/patients/{OMAR.id}/programme"
    assert therapist.get(path).headers["Location"] == f"/therapist/patients/{OMAR.id}/assessment"
    assert therapist.post(path, data={"do": "publish"}).status_code == 409
    assert store.draft(OMAR.id) is None


def test_it_opens_with_what_was_found_what_fits_and_the_starter(therapist: FlaskClient, store: Store) -> None:
    page = words(therapist)
    assert "Torticaput to the left, phasic, severe" in page
    assert "Today is day 30 after the injection. The time to progress." in page
    assert "Turns to the right, away from the pull to the left." in page
    assert "Slow turn" in page
    assert "2 bouts a day of about" in page
    assert store.draft(ANNA.id) is None  # looking changes nothing


def test_every_press_is_kept_and_undo_takes_it_back(therapist: FlaskClient, store: Store) -> None:
    before = [builder_of(therapist).typed[f"exercise_{place}"] for place in (0, 1)]
    answer = press(therapist, "down-0")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#choice-1")
    assert chosen(store)[:2] == before[::-1]

    press(therapist, "remove-0")
    assert chosen(store)[0] == before[0]
    count = len(chosen(store))
    press(therapist, "add-tilt")
    assert chosen(store)[count:] == ["tilt"]
    for _ in range(3):
        press(therapist, "undo")
    assert chosen(store)[:2] == before


def test_what_is_typed_is_taken_with_any_press(therapist: FlaskClient, store: Store) -> None:
    place = turn_of(therapist)
    typed = {f"reps_{place}": "5", f"note_{place}": "As we tried it.", f"feedback_{place}": "full"}
    press(therapist, f"up-{place}", title="For Anna", **typed)
    draft = store.draft(ANNA.id)
    assert draft is not None
    choice = draft.choices[place - 1]
    assert (draft.title, choice.exercise, choice.note) == ("For Anna", "slow_turn", "As we tried it.")
    assert choice.dose is not None
    assert choice.dose.reps == 5
    assert choice.target is None  # as the exercise has it


def turn_of(therapist: FlaskClient) -> int:
    typed = builder_of(therapist).typed
    return next(i for i in range(20) if typed.get(f"exercise_{i}") == "slow_turn")


def test_easier_and_harder_in_one_press(therapist: FlaskClient, store: Store, services: Services) -> None:
    own = services.library.exercises["slow_turn"].dose
    place = turn_of(therapist)
    press(therapist, f"easier-{place}")
    assert dose_of(store, place) == own.model_copy(update={"reps": 6, "hold_s": own.hold_s - 1})
    press(therapist, f"harder-{place}")
    press(therapist, f"harder-{place}")
    harder = dose_of(store, place)
    assert harder is not None
    assert (harder.reps > own.reps, harder.hold_s > own.hold_s) == (True, True)


def dose_of(store: Store, place: int) -> Dose | None:
    draft = store.draft(ANNA.id)
    return draft.choices[place].dose if draft else None


def test_a_field_that_cannot_be_is_told_in_place_and_nothing_is_lost(
    therapist: FlaskClient, store: Store
) -> None:
    place = turn_of(therapist)
    typed = {f"reps_{place}": "99", f"hold_s_{place}": "long", f"note_{place}": "kept"}
    answer = press(therapist, "down-0", title="", days_a_week="nine", **typed)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "Nothing was changed yet. 4 fields need another look" in page.words
    for name in (f"reps_{place}", f"hold_s_{place}", "title", "days_a_week"):
        assert f'id="fault-{name}"' in answer.text
    assert 'value="99"' in answer.text
    assert ">kept</textarea>" in answer.text
    assert store.draft(ANNA.id) is None


def test_publishing_makes_a_version_that_the_patient_follows(therapist: FlaskClient, store: Store) -> None:
    answer = publish(therapist)
    assert answer.headers["Location"] == f"/therapist/patients/{ANNA.id}/versions/?told=published"
    made = newest(store)
    assert (made.version, made.published_on) == (1, TODAY)
    assert (made.author, made.reason) == ("Dr. Kim", "To begin with.")
    turn = next(task for task in made.prescribed.tasks if task.exercise.id == "slow_turn")
    assert (turn.plan.side, turn.plan.target < 0) == (Side.RIGHT, True)
    assert "Version 1 is published" in words(therapist, answer.headers["Location"])


@pytest.mark.usefixtures("store")
def test_a_change_is_told_as_the_patient_will_see_it(therapist: FlaskClient) -> None:
    publish(therapist)
    place = turn_of(therapist)
    press(therapist, "remove-1", **{f"reps_{place}": "5"})
    page = words(therapist)
    assert "What Anna B. will see changed" in page
    assert "Slow turn: 5 times instead of 8 times." in page
    assert "Not for now: " in page


def test_without_a_reason_and_a_name_nothing_is_published(therapist: FlaskClient, store: Store) -> None:
    answer = press(therapist, "publish")
    assert answer.status_code == 422
    assert (
        "Please say why, in plain words; the patient reads it. Please give your name."
        in Page(answer.text).words
    )
    assert store.published(ANNA.id) == ()


@pytest.mark.usefixtures("store")
def test_the_name_is_typed_once(therapist: FlaskClient) -> None:
    publish(therapist)
    assert builder_of(therapist).typed["author"] == "Dr. Kim"


def test_toward_the_pull_is_refused_until_there_is_a_reason(therapist: FlaskClient, store: Store) -> None:
    place = turn_of(therapist)
    press(therapist, "keep", **{f"side_{place}": "left"})
    answer = publish(therapist)
    assert answer.status_code == 422
    page = Page(answer.text).words
    assert "Not published. The rules refuse 1 thing" in page
    assert "Refused: toward the pull." in page
    assert store.published(ANNA.id) == ()

    press(therapist, "keep", **{f"against_{place}": "The end of her range to the left is short as well."})
    assert publish(therapist).status_code == 303
    assert newest(store).prescribed.tasks[place].plan.side is Side.LEFT


@pytest.mark.parametrize("field", ["title", "reason", "note"])
def test_no_text_prescribes_what_is_never_prescribed(
    therapist: FlaskClient, store: Store, field: str
) -> None:
    place = turn_of(therapist)
    name = f"note_{place}" if field == "note" else field
    texts = {"reason": "To begin with.", "author": "Dr. Kim", name: "Then lift two dumbbells."}
    answer = press(therapist, "publish", **texts)
    assert answer.status_code == 422
    assert "Refused: strength training." in Page(answer.text).words
    assert store.published(ANNA.id) == ()


@pytest.mark.usefixtures("store")
def test_what_is_blocked_for_a_patient_is_refused_wherever_it_comes_in(therapist: FlaskClient) -> None:
    publish(therapist)
    assess(therapist, blocked_0="slow_turn", blocked_reason_0="hurt last time")
    page = words(therapist)
    assert page.count("hurt last time") >= 3  # found, in the library's place, in the programme's place
    answer = publish(therapist)
    assert answer.status_code == 422
    assert "Refused: blocked." in Page(answer.text).words
    press(therapist, f"remove-{turn_of(therapist)}")
    assert publish(therapist).status_code == 303


def test_copied_from_another_patient_it_is_checked_for_this_one(therapist: FlaskClient, store: Store) -> None:
    place = turn_of(therapist)
    press(therapist, "keep", **{f"note_{place}": "Only for Anna."})
    publish(therapist)
    assess(therapist, OMAR, form_torticaput="right", rotation_left_deg="2")
    answer = press(therapist, "copy", OMAR, copy_from=ANNA.id)
    page = words(therapist, answer.headers["Location"].partition("#")[0])
    assert "Copied without the other patient's notes" in page
    assert "Refused: beyond the reach." in page
    draft = store.draft(OMAR.id)
    assert isinstance(draft, Draft)
    assert {choice.note for choice in draft.choices} == {""}
    assert publish(therapist, OMAR).status_code == 422


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.usefixtures("store")
def test_what_the_plan_of_the_cycle_leaves_to_other_days_is_told_and_not_refused(
    therapist: FlaskClient,
) -> None:
    publish(therapist)
    place = turn_of(therapist)
    for button in ("add-eyes_lead", "add-let_go_scan", f"harder-{place}"):
        press(therapist, button)
    assert "Not in time for the cycle." not in words(therapist)  # day 30

    assess(therapist, injected_on=ago(14))
    page = words(therapist)
    assert "New, on day" not in page
    assert (
        page.count("More than before, on day 14 after the injection. The plan of these days: The usual") == 2
    )

    assess(therapist, injected_on=ago(3))
    page = words(therapist)
    new = "New, on day 3 after the injection. The plan of these days: Gentle only, nothing new."
    assert page.count(new) == 2  # in its place and at the button; breathing is for every day
    assert f"Eyes first, then the nose: {new}" in page
    assert "Slow turn: More than before, on day 3" in page
    assert publish(therapist, reason="It went well.").status_code == 303
    assert "Not in time for the cycle." not in words(therapist)


def test_an_odd_press_changes_nothing(therapist: FlaskClient, store: Store) -> None:
    for odd in ("up-99", "remove-x", "add-nothing", "fly", "copy", "easier--1", "down-"):
        assert press(therapist, odd).status_code == 303
    assert store.draft_steps(ANNA.id) == 1
    assert therapist.post(PAGE, data={"do": "keep", "choices": "999999999999"}).status_code == 422


def test_pressed_twice_it_is_published_once(therapist: FlaskClient, store: Store) -> None:
    typed = builder_of(therapist).typed | {"reason": "To begin with.", "author": "Dr. Kim", "do": "publish"}
    for _ in range(2):
        answer = therapist.post(PAGE, data=typed)
        assert answer.headers["Location"] == f"/therapist/patients/{ANNA.id}/versions/?told=published"
    assert len(store.published(ANNA.id)) == 1


def test_another_reason_alone_is_no_new_version(therapist: FlaskClient, store: Store) -> None:
    publish(therapist)
    answer = publish(therapist, reason="Another reason.")
    assert answer.status_code == 422
    assert "Nothing differs from version 1, which holds." in Page(answer.text).words
    press(therapist, "keep", days_a_week="5")
    assert publish(therapist, reason="A day of rest more.").status_code == 303
    assert len(store.published(ANNA.id)) == 2
