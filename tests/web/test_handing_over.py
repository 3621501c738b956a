"""A computer is handed over from one patient to the next, and nothing of the one before is left on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.diary import GuideOpening
from coach.letter import Letter, LetterKind
from coach.library import load_library
from coach.record import Ending
from coach.store import Patient, open_store
from coach.supervised import Led
from coach.wire import UP
from tests.coach.store.builders import MONDAY, OPENING
from tests.coach.store.test_pairing import PAIRED
from tests.web.conftest import PIN, PORT, PageClient
from tests.web.test_live_loop import Clock, Scene, TestCamera
from web import create_app
from web.config import Config
from web.live import Live
from web.reviewing import Refresher
from web.services import LAUNCH_EXTENSION, Services
from web.who_trains import PATIENT_SETTING, demo_assignment

ZERLINA, BEN = Patient("z", "Zerlina Quandt"), Patient("b", "Ben C.")
#: Everything by which Zerlina could be known.
HERS = ("Zerlina", "her words", "cut off", "Clinic by the river")


@dataclass(frozen=True)
class Computer:
    """A computer with a camera, two patients, the browser of whoever trains, and that of a therapist."""

    app: Flask
    services: Services
    scene: Scene
    patient: FlaskClient
    therapist: FlaskClient

    def next(self, patient: Patient, **more: str) -> TestResponse:
        body: dict[str, Any] = {"author": "Anna Weber", "patient": patient.id, **more}
        return self.therapist.post(
            "/therapist/desk/here/next", json=body, headers={"Sec-Fetch-Dest": "empty"}
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    folder, library = tmp_path_factory.mktemp("computer"), load_library()
    config, store = Config(folder, "0", port=PORT), open_store(folder)
    clock, camera = Clock(), TestCamera()
    live = Live(config, store, library, clock, open_with=camera.open)
    services = Services(config, store, library, live, Refresher(store, library.alerts))
    app = create_app(config, services)
    app.test_client_class = PageClient
    for patient in (BEN, ZERLINA):
        store.add_patient(patient)
        store.assign(patient.id, demo_assignment(library), MONDAY)
    hers(services)
    scene, token = Scene(live, clock, camera), app.extensions[LAUNCH_EXTENSION].token
    yield Computer(app, services, scene, browser(app, token()), browser(app, token()))
    live.close()


@pytest.fixture
def computer(made: Computer) -> Computer:
    """It is Zerlina's, and a therapist sits before the other browser."""
    made.therapist.post("/pin", data={"pin": PIN, "again": PIN})
    assert made.next(ZERLINA, end="yes").status_code == 200
    return made


def browser(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    client.get("/launch", query_string={"token": token})
    return client


def test_who_could_be_next_is_found_by_a_part_of_the_name(computer: Computer) -> None:
    def found(typed: str) -> list[str]:
        body = {"author": "Anna Weber", "typed": typed}
        answer = computer.therapist.post("/therapist/desk/here/patients", json=body).get_json()
        return [one["name"] for one in answer["people"]]

    assert found("") == ["Ben C.", "Zerlina Quandt"]
    assert found("QUAN") == ["Zerlina Quandt"]
    assert found("nobody") == []


def test_a_session_that_runs_is_asked_about_and_what_was_done_is_kept(computer: Computer) -> None:
    live, store = computer.services.live, computer.services.store
    computer.scene.begin()
    computer.scene.show()
    live.lead("say", "Anna Weber", {"words": "Let it sink, Zerlina."})

    asked = computer.next(BEN)
    assert (asked.status_code, "under way" in asked.get_json()["error"]) == (409, True)
    assert (live.feed.state["stage"], store.setting(PATIENT_SETTING)) == ("session", ZERLINA.id)

    assert computer.next(BEN, end="yes").status_code == 200
    assert (live.feed.state, store.setting(PATIENT_SETTING)) == (
        {"stage": "off", "camera": {"on": False}},
        "b",
    )
    head, _ = store.sessions(ZERLINA.id)
    assert head.ending is Ending.STOPPED
    record = store.session(head.id).record
    assert [(one.kind, one.author) for one in record.interventions][-1] == (Led.ENDED, "Anna Weber")
    live.start(
        {"pain": 2, "tension": 3, "swallowing_trouble": False, "dizziness": False, "anything_new": False}
    )
    assert live.feed.wait(0, 0, not_before_s=0.0, timeout_s=0.0).said == ()  # no page hears it again


def hers(services: Services) -> None:
    """Something of hers of every kind."""
    store = services.store
    store.open_session("quandt-open", ZERLINA.id, MONDAY, OPENING)
    guide = GuideOpening("calm", 1, "Calm, her words", "p", 1, None)
    store.begin_guide("quandt-guide", ZERLINA.id, datetime.now(UTC), guide)
    store.end_guide("quandt-guide", Ending.DONE, datetime.now(UTC))
    words = "Dear Zerlina, her words."
    store.add_letter(Letter("quandt-letter", ZERLINA.id, LetterKind.MESSAGE, words, "A.", datetime.now(UTC)))
    store.pair(replace(PAIRED, patient_id=ZERLINA.id, paused_at=PAIRED.paired_at))  # words to be compared


#: The ids by which it could be asked for.
IDS = {
    "session_id": ["quandt-open"],
    "exercise_id": ["slow_turn", "calm"],
    "guide_id": ["quandt-guide"],
    "patient_id": [ZERLINA.id],
    "file": ["fhir.json"],
}


def every_page(computer: Computer) -> dict[str, str]:
    """Every page that a patient's browser can ask for, with the ids of hers and as its old links stand."""
    asked = ["/session?open=quandt-open", "/messages?about=quandt-letter", "/live/frame?after=0"]
    ids = IDS | {"record_id": [one.id for one in computer.services.store.outgoing(ZERLINA.id, UP)]}
    for rule in computer.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule not in {"/launch", "/static/<path:filename>"}:
            name = next(iter(rule.arguments), "")
            asked += [rule.rule.replace(f"<{name}>", one) for one in ids.get(name, ["here"])]
    found = {}
    for path in asked:
        with computer.patient.get(path) as answer:
            found[path] = answer.get_data(as_text=True)
    return found


def test_no_page_and_no_old_link_shows_anything_of_the_one_before(computer: Computer) -> None:
    while_hers = every_page(computer)
    shown = {path for path, text in while_hers.items() if any(one in text for one in HERS)}
    assert {"/", "/done", "/messages", "/your-data/fhir.json", "/paper"} <= shown

    assert computer.next(BEN).status_code == 200
    left = {path for path, text in every_page(computer).items() if any(one in text for one in HERS)}
    assert left == set()


def test_what_was_the_one_before_s_is_not_gone_on_with_or_changed(computer: Computer) -> None:
    word = computer.patient.get("/whose").text
    computer.next(BEN)

    def refused(path: str, **given: Any) -> int:
        return computer.patient.post(path, **given).status_code

    assert refused("/live/start", json={"session_id": "quandt-open"}) == 409
    assert refused("/live/close", json={"session_id": "quandt-open"}) == 409
    assert refused("/done/quandt-open", data={"flag": "not_me", "set": "yes"}) == 404
    assert refused("/guides/quandt-guide/answers", json={"tension": 3}) == 404
    assert refused("/messages", data={"words": "Zerlina asks.", "whose": word}) == 409
    store = computer.services.store
    assert store.session_head("quandt-open").ended_at is None
    assert store.letters(BEN.id) == ()


def test_a_desk_elsewhere_locks_the_therapist_s_pages_here_and_the_desk_here_its_own_not(
    computer: Computer,
) -> None:
    other = browser(computer.app, computer.app.extensions[LAUNCH_EXTENSION].token())
    other.post("/pin", data={"pin": PIN})
    assert computer.next(BEN).status_code == 200
    assert computer.therapist.get("/whose?therapist").text == "therapist"
    assert computer.therapist.get("/therapist/").status_code == 200
    assert (other.get("/whose?therapist").text, other.get("/therapist/").status_code) == ("", 303)

    other.post("/pin", data={"pin": PIN})
    assert other.get("/whose?therapist").text == "therapist"
    (station,) = computer.app.extensions["midline-desk"].stations
    station.lead("next", "Anna Weber", {"patient": ZERLINA.id})  # as the link from another desk does
    for one in (other, computer.therapist):
        assert (one.get("/whose?therapist").text, one.get("/therapist/").status_code) == ("", 303)
