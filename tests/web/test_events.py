"""A therapist writes down what happened and what the clinic found; nothing typed is lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from coach.event import EventKind, Muscle
from coach.record import Side
from coach.store import Patient
from tests.web.conftest import Clinic
from tests.web.prescribing import ANNA, TODAY, assess, builder_of, publish
from tests.web.reading import Page
from web.prescribing_case import Case

INJECTED = {
    "kind": "injection",
    "on": (TODAY - timedelta(days=3)).isoformat(),
    "product": "a product",
    "units": "250",
    "muscle_0": "Splenius capitis",
    "side_0": "left",
    "units_0": "120,5",
    "muscle_4": "Trapezius",
    "side_4": "",
    "words": "under ultrasound",
    "author": "M. Sand",
}
SCORE = {"name": "Severity", "value": "19,5", "highest": "35", "on": TODAY.isoformat(), "author": "M. Sand"}


@pytest.fixture
def anna(clinic: Clinic) -> Patient:
    """Somebody new."""
    patient = replace(ANNA, id=str(uuid4()))
    clinic.store.add_patient(patient)
    return patient


def wrote(clinic: Clinic, patient: Patient, event: str = "new", **other: str) -> TestResponse:
    path = f"/therapist/patients/{patient.id}/events/{event}"
    return clinic.therapist.post(path, data=INJECTED | other)


def scored(clinic: Clinic, patient: Patient, **other: str) -> TestResponse:
    return clinic.therapist.post(f"/therapist/patients/{patient.id}/scores/new", data=SCORE | other)


def read(clinic: Clinic, patient: Patient, end: str = "") -> Page:
    return Page(clinic.therapist.get(f"/therapist/patients/{patient.id}{end}").text)


def test_an_injection_is_written_down_with_its_muscles(clinic: Clinic, anna: Patient) -> None:
    assert wrote(clinic, anna).status_code == 303
    (event,) = clinic.store.events(anna.id)
    assert (event.kind, event.units, event.author) == (EventKind.INJECTION, 250.0, "M. Sand")
    assert event.muscles == (Muscle("Splenius capitis", Side.LEFT, 120.5), Muscle("Trapezius"))

    (row,) = read(clinic, anna).rows("Events")
    assert row["What"] == "Injection"
    assert row["More"].startswith("A product, 250 units, left splenius capitis 120.5 units; trapezius, under")


def test_an_event_is_changed_in_the_same_form_and_taken_back(clinic: Clinic, anna: Patient) -> None:
    wrote(clinic, anna)
    (event,) = clinic.store.events(anna.id)
    form = clinic.therapist.get(f"/therapist/patients/{anna.id}/events/{event.id}").text
    assert 'value="Splenius capitis"' in form
    assert 'value="120.5"' in form

    assert wrote(clinic, anna, event.id, units="300").status_code == 303
    assert [one.units for one in clinic.store.events(anna.id)] == [300.0]

    path = f"/therapist/patients/{anna.id}/events/{event.id}"
    assert clinic.therapist.post(f"{path}/take-back").status_code == 303
    assert clinic.store.events(anna.id) == ()
    assert clinic.therapist.get(path).status_code == 404


def test_the_newest_injection_counts_everywhere(clinic: Clinic, anna: Patient) -> None:
    assess(clinic.therapist, anna)  # names an injection 30 days ago
    builder_of(clinic.therapist, anna)
    publish(clinic.therapist, anna)
    wrote(clinic, anna)
    assert "Today is day 3 after the injection" in read(clinic, anna, "/programme").words
    with clinic.therapist.application.app_context():
        assert Case.of(anna.id).injected_on == TODAY - timedelta(days=3)


TOMORROW = (TODAY + timedelta(days=1)).isoformat()
REFUSED = {
    "a day to come": ({"on": TOMORROW}, "is still to come. Please give a day from 1900 to today."),
    "long ago": ({"on": "1899-12-31"}, "31 December 1899 is too long ago."),
    "no day": ({"on": "soon"}, "“soon” is no day."),
    "nothing chosen": ({"kind": ""}, "Please choose what happened."),
    "units of a fall": ({"kind": "fall"}, "belong to an injection"),
    "a nameless medicine": ({"kind": "medicine", "words": ""}, "Please say which medicine"),
    "not a number": ({"units": "nan"}, "Please give units, above 0 and up to 5000"),
    "more than all": ({"units": "100"}, "The muscles have 120.5 units together, more than these 100."),
    "units of nothing": ({"units_7": "5"}, "Please name the muscle that got these units."),
    "no side": ({"side_0": "both"}, "“both” is none of the sides"),
    "a long story": ({"words": "x" * 401}, "Please keep it to 400 letters; this has 401."),
    "nobody": ({"author": " "}, "Please give your name"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_in_words_and_stays_typed(clinic: Clinic, anna: Patient, what: str) -> None:
    typed, words = REFUSED[what]
    answer = wrote(clinic, anna, **typed)
    assert answer.status_code == 422
    assert words in Page(answer.text).words
    for text in (INJECTED | typed).values():
        assert text.strip() in answer.text
    assert clinic.store.events(anna.id) == ()


def test_there_is_room_for_more_muscles_and_nothing_is_kept_by_asking(clinic: Clinic, anna: Patient) -> None:
    answer = wrote(clinic, anna, do="more", on="")
    assert answer.status_code == 200
    assert 'name="muscle_8"' in answer.text
    assert 'value="Trapezius"' in answer.text
    assert clinic.store.events(anna.id) == ()


def test_a_score_of_the_clinic_is_kept_listed_and_taken_back(clinic: Clinic, anna: Patient) -> None:
    assert scored(clinic, anna).status_code == 303
    (row,) = read(clinic, anna).rows("Scores")
    assert (row["Scale"], row["Score"], row["Found by"]) == ("Severity", "19.5 of 35", "M. Sand")

    (score,) = clinic.store.scores(anna.id)
    path = f"/therapist/patients/{anna.id}/scores/{score.id}/take-back"
    assert clinic.therapist.post(path).status_code == 303
    assert clinic.store.scores(anna.id) == ()
    assert clinic.therapist.post(path).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "much"}, "Please give the score as a number"),
        ({"value": "36"}, "36 is more than 35, the highest possible."),
        ({"highest": "0"}, "Please give the highest possible score"),
        ({"name": ""}, "Please name the scale"),
        ({"on": TOMORROW}, "is still to come"),
    ],
)
def test_a_score_that_cannot_be_is_refused(
    clinic: Clinic, anna: Patient, typed: dict[str, str], words: str
) -> None:
    answer = scored(clinic, anna, **typed)
    assert answer.status_code == 422
    assert words in Page(answer.text).words
    assert clinic.store.scores(anna.id) == ()


def test_a_name_is_signed_with_once(clinic: Clinic, anna: Patient) -> None:
    wrote(clinic, anna, author="P. Once")
    for form in ("events/new", "scores/new"):
        assert 'value="P. Once"' in clinic.therapist.get(f"/therapist/patients/{anna.id}/{form}").text
