"""The patient's day: practices, what is new, the days around an injection, flags, reminders."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.day import bouts
from coach.diary import Flag
from coach.parts import Movement
from coach.prescription import Shown
from coach.record import CheckIn
from coach.session import begin
from coach.store import Patient
from tests.coach.clinic import draft
from tests.web.prescribed import DAY, NOTE, OMAR, TURN, WELL, omars, trained, version
from tests.web.reading import Page
from web.errors import AskedError
from web.live_brief import new_brief
from web.live_state import shown_of
from web.services import Services
from web.sources import Choice, Kind
from web.who_trains import Today

CAMERA = Choice(Kind.DEMO, "", 50.0, fov_assumed=False)


def words(client: FlaskClient, path: str = "/") -> str:
    return Page(client.get(path).text).words


def test_the_day_has_its_practices_and_the_next_one_is_on_top(app: Flask, services: Services) -> None:
    client = omars(app)
    assert "Practice 1 of 2" in words(client)
    assert 'href="/session?bout=1"' in client.get("/").text

    trained(services, bout=1)
    assert "Practice 2 of 2" in words(client)
    assert "Done at" in words(client)
    assert 'href="/session?bout=2">Start' in client.get("/").text

    trained(services, bout=2)
    assert "All done for today" in words(client)


def test_yesterday_is_another_day_and_nothing_counts_days(app: Flask, services: Services) -> None:
    client = omars(app)
    trained(services, bout=1, ago=timedelta(days=1))
    assert "Practice 1 of 2" in words(client)

    trained(services, bout=1, ago=timedelta(days=9))
    told = words(client)
    assert not [word for word in ("streak", "missed", "days ago", "in a row") if word in told]


def test_somebody_elses_session_is_not_the_patients(app: Flask, services: Services) -> None:
    client = omars(app)
    session_id = trained(services, bout=1)

    sent = {"flag": "not_me", "set": "yes"}
    assert client.post(f"/done/{session_id}", data=sent).status_code == 303
    assert "Practice 1 of 2" in words(client)
    assert "This was not me." in words(client, "/done")
    assert len(services.store.sessions(OMAR.id)) == 1

    client.post(f"/done/{session_id}", data={"flag": "not_me", "set": "no"})
    assert "Practice 2 of 2" in words(client)


def test_a_session_that_was_not_good_still_counts(app: Flask, services: Services) -> None:
    client = omars(app)
    session_id = trained(services, bout=1)
    client.post(f"/done/{session_id}", data={"flag": "not_good", "set": "yes"})

    assert "Practice 2 of 2" in words(client)
    assert services.store.session_head(session_id).flags == (Flag.NOT_GOOD,)


def test_a_flag_that_is_none_and_a_session_of_somebody_else_are_refused(
    app: Flask, services: Services
) -> None:
    client = omars(app)
    session_id = trained(services)
    assert client.post(f"/done/{session_id}", data={"flag": "gone", "set": "yes"}).status_code == 400
    sent = {"flag": "not_me", "set": "yes"}
    assert client.post("/done/nowhere", data=sent).status_code == 404
    services.store.add_patient(Patient("other", "Other"))
    services.store.set_setting("patient_id", "other")
    assert client.post(f"/done/{session_id}", data=sent).status_code == 404
    assert services.store.session_head(session_id).flags == ()


def test_the_therapist_reads_what_the_patient_said(app: Flask, services: Services) -> None:
    client = omars(app)
    session_id = trained(services)
    services.store.set_flag(session_id, Flag.NOT_ME, datetime.now(UTC))
    client.post("/pin", data={"pin": "271828", "again": "271828"})

    page = Page(client.get(f"/therapist/patients/{OMAR.id}").text)
    (row,) = page.rows("Sessions")
    assert row["The patient's words"] == "Says: this was not me; left out of every count."
    assert "No session in the last two months." in page.words
    assert "this was not me" in words(client, f"/therapist/sessions/{session_id}")


def test_a_bout_is_a_session_of_its_own_exercises_under_the_number_of_the_whole(services: Services) -> None:
    made = version(3, DAY.model_copy(update={"bouts_a_day": 2}))
    briefs = [
        new_brief(Today(OMAR, made.prescribed), services.library, WELL, CAMERA, (number, 2))
        for number in (1, 2)
    ]

    assert [(b.opening.bout, b.opening.programme_version) for b in briefs] == [(1, 3), (2, 3)]
    done = {plan.exercise_id for brief in briefs for plan in brief.opening.plans}
    assert done == {"slow_breath", "midline_hold", "slow_turn", "grow_tall", "small_nod"}
    with pytest.raises(AskedError, match="no practice 3"):
        new_brief(Today(OMAR, made.prescribed), services.library, WELL, CAMERA, (3, 2))


def test_after_a_red_answer_every_rest_of_the_day_is_there_whatever_the_bout(services: Services) -> None:
    made = version(1, draft("midline_hold", TURN, "grow_tall", "small_nod", "heavy_shoulder", "eyes_lead"))
    without = next(
        number
        for number, bout in enumerate(bouts(made.prescribed, 3), start=1)
        if not any(made.prescribed.tasks[i].exercise.movement is Movement.PRESENCE for i in bout.todo)
    )
    hurting = CheckIn(9, 3, swallowing_trouble=False, dizziness=False, anything_new=False)
    brief = new_brief(Today(OMAR, made.prescribed), services.library, hurting, CAMERA, (without, 3))

    assert brief.opening.resting_only
    assert any(task.exercise.movement is Movement.PRESENCE for task in brief.prescribed.tasks)


def test_what_is_new_and_why_stands_there_until_it_is_read(app: Flask) -> None:
    first, second = version(1), version(2, draft("midline_hold"), reason="The mornings are better for you.")
    client = omars(app, first)
    assert "Your programme is here" in words(client)
    client.post("/news/read", data={"version": "1"})
    assert "Your programme is here" not in words(client)

    store = app.extensions["midline"].store
    store.publish(OMAR.id, second)
    told = words(client)
    assert "The mornings are better for you." in told
    assert "Not for now: Slow turn." in told
    client.post("/news/read", data={"version": "2"})
    assert "The mornings are better" not in words(client)


def test_a_version_that_is_no_number_is_refused(app: Flask) -> None:
    assert omars(app).post("/news/read", data={"version": "new"}).status_code == 400


def days_ago(days: int) -> date:
    return date.today() - timedelta(days=days)  # noqa: DTZ011  the patient's own day


def test_in_the_first_week_after_an_injection_new_exercises_wait(app: Flask) -> None:
    new = draft("heavy_shoulder", "let_go_scan").choices[1:]
    more = DAY.model_copy(update={"choices": (*DAY.choices, *new)})
    client = omars(app, version(1), version(2, more, injected_on=days_ago(3)))
    told = words(client)

    assert "The first week after your injection" in told
    assert "Waiting until then: Heavy shoulder" in told
    assert "Heavy shoulder" not in told.split("The day Next")[1]
    assert "Jaw, tongue, shoulders" in told.split("Rest and quiet")[1]  # rest is for every day


@pytest.mark.parametrize(
    ("days", "title"),
    [(10, "The second and third week"), (30, "Weeks four to eight"), (70, "From the ninth week on")],
)
def test_later_days_are_told_as_the_therapists_plan(app: Flask, days: int, title: str) -> None:
    assert title in words(omars(app, version(1, injected_on=days_ago(days))))


def test_without_an_injection_nothing_is_said_of_one(app: Flask) -> None:
    assert "injection" not in words(omars(app))


def test_each_exercise_has_its_picture_its_reason_and_its_easier_version(
    app: Flask, services: Services
) -> None:
    page = omars(app).get("/exercises").text
    told = Page(page).words

    assert page.count("data-picture=") >= len(DAY.choices)
    assert NOTE in told
    for name in ("slow_turn", "night_calm"):
        exercise = services.library.exercises[name]
        assert exercise.name in told
        assert exercise.easier
        assert exercise.easier in told
    assert "2 practices a day, on about 6 days a week" in told


def test_a_new_patient_reads_what_will_be_on_each_page(app: Flask, services: Services) -> None:
    client = omars(app)
    services.store.add_patient(Patient("other", "New here"))
    services.store.set_setting("patient_id", "other")
    assert "has not chosen exercises here yet" in words(client, "/exercises")
    assert "Your sessions will be here" in words(client, "/done")


def test_reminders_are_off_until_they_are_switched_on(app: Flask) -> None:
    client = omars(app)
    assert "are off" in words(client)
    assert "only while Midline is open" in words(client, "/reminders")

    times = ["17:30", "", "09:00", ""]
    assert client.post("/reminders", data={"on": "yes", "time": times}).status_code == 303
    assert "at 09:00, 17:30, while this page is open" in words(client)
    client.post("/reminders", data={"on": "no", "time": times})
    assert "are off" in words(client)


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (["9 o'clock"], "9 o'clock does not"),
        (["24:00"], "24:00 does not"),
        ([""], "at least one time"),
        (["01:00", "02:00", "03:00", "04:00", "05:00"], "4 times at most; 5 were given"),
    ],
)
def test_a_time_that_is_none_is_refused_in_words(app: Flask, times: list[str], told: str) -> None:
    client = omars(app)
    answer = client.post("/reminders", data={"on": "yes", "time": times})

    assert answer.status_code == 422
    assert told in Page(answer.text).words
    assert "are off" in words(client)


@pytest.mark.parametrize(
    ("programme", "chosen", "shown"),
    [("personal", "mirror", "mirror"), ("personal", "figure", "figure"), ("starter", "figure", "mirror")],
)
def test_the_therapist_chooses_what_the_patient_sees(
    services: Services, programme: str, chosen: str, shown: str
) -> None:
    made = version(1, draft(TURN.model_copy(update={"shown": Shown(chosen)}))).prescribed
    only_turn = made.model_copy(update={"id": programme, "tasks": made.tasks[1:]})

    assert shown_of(only_turn, None) is Shown.MIRROR
    assert shown_of(only_turn, begin(only_turn, services.library.cues)) == shown
