"""A programme on paper: what it says, for whom, and what a browser prints of it is in the browser tests."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from coach.prescription import Choice
from coach.record import Side
from tests.coach.builders import LIBRARY, assignment, task
from tests.coach.clinic import draft, published
from tests.coach.store.builders import ANNA, OMAR
from tests.web.reading import Page
from web.paper_words import dose_words, how_words, stills_of
from web.picture import picture_data
from web.services import Services


def test_the_newest_version_with_its_date_its_reason_and_the_therapists_words(
    services: Services, therapist: FlaskClient
) -> None:
    services.store.add_patient(ANNA)
    turn = Choice(exercise="slow_turn", note="Think of a slow door.")
    made = draft(turn, "midline_hold", bouts_a_day=2, days_a_week=5)
    services.store.publish(ANNA.id, published(made))
    page = Page(therapist.get(f"/therapist/patients/{ANNA.id}/paper").text)
    assert "Anna B. Version 1, 3 March 2026 Printed" in page.words
    assert "Twice a day, on 5 days a week. To begin with." in page.words
    assert "8 times to your right, staying 5 seconds, then 6 seconds of rest." in page.words
    assert "You will turn your head slowly to your right, stay for 5 seconds" in page.words
    assert "From your therapist: Think of a slow door." in page.words
    for sentence in (*LIBRARY.safety.stop_now, LIBRARY.safety.stop_now_do, *LIBRARY.safety.tell_therapist):
        assert sentence in page.words


def test_without_a_published_version_what_was_assigned(services: Services, therapist: FlaskClient) -> None:
    services.store.add_patient(ANNA)
    services.store.assign(ANNA.id, assignment(), datetime.now(UTC))
    page = Page(therapist.get(f"/therapist/patients/{ANNA.id}/paper").text)
    starter = LIBRARY.programmes["starter"]
    assert f"{starter.title} Anna B. Version {starter.version} Printed" in page.words
    last = LIBRARY.exercises[starter.exercises[-1].exercise]
    assert f"{len(starter.exercises)}. {last.name}" in page.words


def test_a_programme_that_is_gone_is_said_to_be_looked_at(services: Services, therapist: FlaskClient) -> None:
    services.store.add_patient(ANNA)
    older = assignment().model_copy(update={"programme_version": 1})
    services.store.assign(ANNA.id, older, datetime.now(UTC))
    page = Page(therapist.get(f"/therapist/patients/{ANNA.id}/paper").text)
    assert "The programme needs a look from the therapist: assignment: programme_version" in page.words


def test_where_nothing_was_chosen_there_is_nothing_to_print(
    services: Services, therapist: FlaskClient
) -> None:
    services.store.add_patient(OMAR)
    page = Page(therapist.get(f"/therapist/patients/{OMAR.id}/paper").text)
    assert "No exercises have been chosen yet" in page.words
    assert therapist.get("/therapist/patients/nobody/paper").status_code == 404


def test_a_patient_prints_their_own_and_nobody_elses(services: Services, client: FlaskClient) -> None:
    services.store.add_patient(ANNA)
    assert "Demo person Version" in Page(client.get("/paper").text).words
    answer = client.get(f"/therapist/patients/{ANNA.id}/paper")
    assert "Anna" not in answer.text


@pytest.mark.parametrize(
    ("exercise", "numbers", "words"),
    [
        ("slow_breath", {}, "12 slow breaths, 4 seconds in, 6 seconds out"),
        ("midline_hold", {"rest_s": 0}, "10 times, staying 5 seconds"),
        ("tilt", {"sets": 2}, "2 rounds of 8 times to your left, staying 3 seconds"),
        ("arm_swing", {}, "3 times, 60 seconds each"),
    ],
)
def test_the_dose_in_words(exercise: str, numbers: dict[str, float], words: str) -> None:
    assert dose_words(task(exercise, **numbers)).startswith(words)


def test_a_picture_of_a_plan_has_the_patients_side_and_words() -> None:
    turn = task("slow_turn")
    data = picture_data(turn)
    assert (data["side"], data["target"]) == ("right", turn.plan.target)
    assert data["say"]["move"] == "Slowly turn to your right."


def test_a_picture_without_a_plan_goes_to_the_side_that_is_asked_for() -> None:
    tilt = LIBRARY.exercises["tilt"]
    assert picture_data(tilt, side=Side.RIGHT)["target"] == pytest.approx(-21)
    assert picture_data(tilt)["target"] == pytest.approx(21)
    assert picture_data(LIBRARY.exercises["small_nod"])["target"] == pytest.approx(-7.5)


def test_what_the_voice_says_of_itself_is_not_printed() -> None:
    assert how_words(task("slow_breath")) == "Only as deep as is easy for you."


def test_what_is_drawn_with_the_nose_is_printed() -> None:
    assert how_words(task("nose_trace")).endswith(
        "Draw a line from side to side. Draw an arc, like a rainbow. Draw a lying eight."
    )


def test_of_a_spoken_guide_its_first_sentences_and_one_picture_are_printed() -> None:
    guide = task("day_rest")
    assert how_words(guide).startswith("You can end it whenever you like. Let your head sink into the pillow")
    assert how_words(guide).endswith(".")
    assert len(how_words(guide)) <= 320
    assert [still.shows for still in stills_of(guide)] == ["hold"]
    assert dose_words(guide) == "about 10 minutes"


@pytest.mark.parametrize("exercise", sorted(LIBRARY.exercises))
def test_every_exercise_can_be_done_from_paper(exercise: str) -> None:
    one = task(exercise)
    assert len(f"{one.exercise.position} {how_words(one)}") > 40
    assert "{" not in how_words(one)
    assert stills_of(one)
