"""Talking: what the therapist writes, what the patient sees of it, and what they ask back."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.letter import Letter, LetterKind, Template
from coach.store import Patient
from tests.web.prescribed import OMAR, omars, trained
from tests.web.prescribing import Fields
from tests.web.reading import Page
from web.launch import Launch
from web.letter_words import notice
from web.services import Services

PIN = {"pin": "271828", "again": "271828"}
OF_OMAR = f"/therapist/patients/{OMAR.id}"
ASIDE = "Wife says he skips the evenings."


def words(client: FlaskClient, path: str) -> str:
    return Page(client.get(path).text).words


@pytest.fixture
def patient(app: Flask) -> FlaskClient:
    return omars(app)


@pytest.fixture
def clinician(patient: FlaskClient, launch: Launch) -> FlaskClient:
    """A browser with a therapist before it, beside the patient's."""
    browser = patient.application.test_client()
    browser.get("/launch", query_string={"token": launch.token()})
    assert browser.post("/pin", data=PIN).status_code == 303
    return browser


def send(clinician: FlaskClient, text: str, kind: str = "message", **other: str) -> int:
    typed = {"words": text, "author": "Dr. Kim"} | other
    return clinician.post(f"{OF_OMAR}/letters/{kind}", data=typed).status_code


def test_several_messages_are_one_notice_until_the_page_is_opened(
    patient: FlaskClient, clinician: FlaskClient, services: Services
) -> None:
    assert "wrote" not in words(patient, "/")
    session_id = trained(services, ago=timedelta(days=1))
    page = f"/therapist/sessions/{session_id}"
    form = Fields(clinician.get(page).text).typed
    assert (form["about"], form["back"]) == (session_id, session_id)
    typed = {"words": "Slower is fine.", "author": "Dr. Kim", "about": f"{session_id}:1", "back": session_id}
    assert clinician.post(f"{OF_OMAR}/letters/message", data=typed).location == f"{page}#talking"
    assert "Slower is fine." in words(clinician, page)
    send(clinician, "I see you practised a lot. Well done.")
    send(clinician, "See you on Monday.")

    today = words(patient, "/")
    assert today.count("Your therapist wrote") == 1
    assert "Your therapist wrote 3 things" in today

    told = words(patient, "/messages")
    assert told.index("See you on Monday.") < told.index("Slower is fine.")
    assert "About your practice of yesterday: Hold the middle." in told
    assert "wrote" not in words(patient, "/")
    assert "What was written" in words(patient, "/messages")
    assert "read " in words(clinician, OF_OMAR)


def test_a_therapist_who_looks_over_the_page_leaves_it_unread(
    patient: FlaskClient, clinician: FlaskClient
) -> None:
    send(clinician, "Slower is fine.")
    assert "Slower is fine." in words(clinician, "/messages")
    assert "Your therapist wrote to you" in words(patient, "/")


def test_a_note_is_on_no_page_of_the_patients(
    app: Flask, patient: FlaskClient, clinician: FlaskClient, services: Services
) -> None:
    session_id = trained(services)
    send(clinician, ASIDE, "note", about=session_id)
    assert ASIDE in words(clinician, OF_OMAR)
    assert ASIDE in words(clinician, f"/therapist/sessions/{session_id}")

    pages = [str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    theirs = [path for path in pages if not path.startswith(("/therapist", "/live/events", "/launch"))]
    assert "/messages" in theirs
    for path in theirs:
        if "<" not in path:
            assert ASIDE not in patient.get(path).text, path
    noted = services.store.letters(OMAR.id)[0]
    assert ASIDE not in patient.get(f"/messages?about={noted.id}").text
    assert "wrote" not in words(patient, "/")


def test_the_patient_asks_back_about_the_same_exercise_and_is_answered(
    patient: FlaskClient, clinician: FlaskClient, services: Services
) -> None:
    session_id = trained(services)
    send(clinician, "Slower is fine.", about=f"{session_id}:0")
    (message,) = services.store.letters(OMAR.id)
    form = Fields(patient.get(f"/messages?about={message.id}").text)
    sent = patient.post("/messages", data=form.typed | {"words": "How slow?"})
    assert sent.status_code == 303
    told = words(patient, sent.location)
    assert "Your question is kept. Your therapist reads it at their next look" in told
    question = services.store.letters(OMAR.id)[0]
    assert (question.kind, question.author, question.session_id, question.position) == (
        LetterKind.QUESTION,
        OMAR.name,
        session_id,
        0,
    )

    page = words(clinician, OF_OMAR)
    assert "Omar C. asks, today: How slow?" in page
    answer = Fields(clinician.get(OF_OMAR).text).typed
    assert answer["answers"] == "yes"
    send(clinician, "Five seconds there.", answers="yes")
    assert "asks, today" not in words(clinician, OF_OMAR)
    told = words(patient, "/messages")
    assert "Five seconds there." in told
    assert "Your therapist has read it." in told

    patient.post("/messages", data={"words": "With shoes?"})
    assert "asks, today: With shoes?" in words(clinician, OF_OMAR)
    clinician.post(f"{OF_OMAR}/letters/read")  # it needs no answer
    assert "asks, today" not in words(clinician, OF_OMAR)


def test_beside_the_question_stands_that_a_message_is_no_emergency_line(
    patient: FlaskClient, services: Services
) -> None:
    told = words(patient, "/messages")
    assert "A message is no emergency line." in told
    assert services.library.safety.stop_now_do in told
    assert "That may be some days from now" in told


def test_where_nobody_trains_yet_there_is_nobody_to_write(client: FlaskClient) -> None:
    """The demo person before the camera is nobody's patient."""
    for path in ("/messages", "/progress"):
        assert client.get(path).status_code == 200
    assert "Ask your therapist" not in words(client, "/messages")
    assert client.post("/messages", data={"words": "Hello?"}).status_code == 404


def test_what_the_patient_typed_is_kept_where_it_cannot_be_taken(patient: FlaskClient) -> None:
    empty = patient.post("/messages", data={"words": "  "})
    assert empty.status_code == 422
    assert "Please write your question first" in empty.text
    long = patient.post("/messages", data={"words": "Why? " * 500})
    assert long.status_code == 422
    assert "Please keep it to 2000 letters; this has 2499." in long.text
    assert Fields(long.text).typed["words"].startswith("Why? Why?")


def test_what_the_therapist_typed_is_kept_where_it_cannot_be_taken(
    clinician: FlaskClient, services: Services
) -> None:
    unsigned = clinician.post(f"{OF_OMAR}/letters/message", data={"words": "Well done.", "author": ""})
    assert unsigned.status_code == 422
    assert "Nothing was sent yet." in Page(unsigned.text).words
    assert "Please give your name" in unsigned.text
    assert ">Well done.</textarea>" in unsigned.text
    assert services.store.letters(OMAR.id) == ()

    empty = clinician.post(f"{OF_OMAR}/letters/note", data={"words": "", "author": "Dr. Kim"})
    assert "Nothing was kept yet." in Page(empty.text).words
    assert "Please write something first." in empty.text


def test_nothing_is_said_about_a_session_of_somebody_else(clinician: FlaskClient, services: Services) -> None:
    session_id = trained(services)
    services.store.add_patient(Patient("other", "Other"))
    typed = {"words": "Well done.", "author": "Dr. Kim", "about": session_id}
    for about in (session_id, f"{session_id}:0", "nowhere", f"{session_id}:99"):
        answer = clinician.post("/therapist/patients/other/letters/message", data=typed | {"about": about})
        assert answer.status_code == 422
        assert "not among this patient" in answer.text
        assert clinician.get(f"/therapist/patients/other/letters/?about={about}").status_code == 200
    assert services.store.letters("other") == ()
    assert send(clinician, "Well done.", about=f"{session_id}:99") == 422


def test_a_message_begins_with_a_template_and_keeps_what_was_typed(
    clinician: FlaskClient, services: Services
) -> None:
    templates = "/therapist/clinic/templates"
    typed = {"do": "keep", "title": "Rest", "words": "A day of rest is fine."}
    kept = clinician.post(templates, data=typed, follow_redirects=True)
    assert "“Rest” is kept." in Page(kept.text).words
    (made,) = services.store.templates()
    begun = clinician.post(
        f"{OF_OMAR}/letters/message",
        data={"do": "begin", "template": made.id, "words": "See you soon.", "author": "Dr. Kim"},
    )
    assert "A day of rest is fine.\n\nSee you soon.</textarea>" in begun.text
    assert services.store.letters(OMAR.id) == ()

    clinician.post(templates, data={"do": "keep", "id": made.id, "title": "Rest", "words": "Rest well."})
    assert services.store.templates() == (Template(made.id, "Rest", "Rest well."),)
    faulty = clinician.post(templates, data={"do": "keep", "id": made.id, "title": "", "words": "Rest more."})
    assert faulty.status_code == 422
    assert ">Rest more.</textarea>" in faulty.text
    assert "Please give it a title" in faulty.text
    clinician.post(templates, data={"do": "remove", "id": made.id})
    assert services.store.templates() == ()


def test_what_was_sent_is_never_changed(app: Flask) -> None:
    """Nothing but sending, noting and reading can be asked for."""
    ways = {str(rule) for rule in app.url_map.iter_rules() if "/letters" in str(rule)}
    of = "/therapist/patients/<patient_id>/letters/"
    assert ways == {of, f"{of}message", f"{of}note", f"{of}read"}


@pytest.mark.parametrize(
    ("unread", "told"),
    [(0, ""), (1, "Your therapist wrote to you"), (2, "Your therapist wrote 2 things")],
)
def test_the_notice_counts_what_is_unread(unread: int, told: str) -> None:
    assert notice(unread) == told


def test_days_are_told_as_one_speaks_of_them(patient: FlaskClient, services: Services) -> None:
    now = datetime.now(UTC)
    for days in (0, 1, 3, 20):
        at = now - timedelta(days=days)
        services.store.add_letter(Letter(str(days), OMAR.id, LetterKind.MESSAGE, "Hello.", "Dr. Kim", at))
    told = words(patient, "/messages")
    third, older = ((now - timedelta(days=days)).astimezone() for days in (3, 20))
    for when in ("today at", "yesterday at", f"{third:%A} at", f"{older.day} {older:%B}"):
        assert f"Dr. Kim, {when}" in told
