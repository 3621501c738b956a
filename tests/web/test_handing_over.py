"""A computer is handed over from one patient to the next, and nothing of the one before is left on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.diary import GuideOpening
from coach.letter import Letter, LetterKind
from coach.library import Library, load_library
from coach.record import Ending
from coach.store import Patient, open_store
from coach.supervised import Led
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

    def browser(self) -> FlaskClient:
        client = self.app.test_client()
        client.get("/launch", query_string={"token": self.app.extensions[LAUNCH_EXTENSION].token()})
        return client


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture
def computer(tmp_path: Path, library: Library) -> Iterator[Computer]:
    config, store = Config(tmp_path, "0", port=PORT), open_store(tmp_path)
    clock, camera = Clock(), TestCamera()
    live = Live(config, store, library, clock, open_with=camera.open)
    services = Services(config, store, library, live, Refresher(store, library.alerts))
    app = create_app(config, services)
    app.test_client_class = PageClient
    for patient in (BEN, ZERLINA):
        store.add_patient(patient)
        store.assign(patient.id, demo_assignment(library), MONDAY)
    store.set_setting(PATIENT_SETTING, ZERLINA.id)
    made = Computer(app, services, Scene(live, clock, camera), app.test_client(), app.test_client())
    made = Computer(app, services, made.scene, made.browser(), made.browser())
    made.therapist.post("/pin", data={"pin": PIN, "again": PIN})
    yield made
    live.close()


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
    (head,) = store.sessions(ZERLINA.id)
    assert head.ending is Ending.STOPPED
    record = store.session(head.id).record
    assert [(one.kind, one.author) for one in record.interventions][-1] == (Led.ENDED, "Anna Weber")
    live.start(
        {"pain": 2, "tension": 3, "swallowing_trouble": False, "dizziness": False, "anything_new": False}
    )
    assert live.feed.wait(0, 0, not_before_s=0.0, timeout_s=0.0).said == ()  # no page hears it again


def hers(computer: Computer) -> dict[str, list[str]]:
    """Something of hers of every kind, and the ids by which it could be asked for."""
    store = computer.services.store
    store.open_session("quandt-open", ZERLINA.id, MONDAY, OPENING)
    guide = GuideOpening("calm", 1, "Calm, her words", "p", 1, None)
    store.begin_guide("quandt-guide", ZERLINA.id, datetime.now(UTC), guide)
    store.end_guide("quandt-guide", Ending.DONE, datetime.now(UTC))
    words = "Dear Zerlina, her words."
    store.add_letter(Letter("quandt-letter", ZERLINA.id, LetterKind.MESSAGE, words, "A.", datetime.now(UTC)))
    store.pair(replace(PAIRED, patient_id=ZERLINA.id, paused_at=PAIRED.paired_at))  # words to be compared
    return {
        "session_id": ["quandt-open"],
        "exercise_id": ["slow_turn", "calm"],
        "guide_id": ["quandt-guide"],
        "record_id": [one.id for one in store.outgoing(ZERLINA.id, ())],
        "patient_id": [ZERLINA.id],
        "file": ["fhir.json"],
    }


def every_page(computer: Computer, ids: dict[str, list[str]]) -> dict[str, str]:
    """Every page that a patient's browser can ask for, with the ids of hers and as its old links stand."""
    asked = ["/session?open=quandt-open", "/messages?about=quandt-letter", "/live/frame?after=0"]
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
    ids = hers(computer)
    while_hers = every_page(computer, ids)
    shown = {path for path, text in while_hers.items() if any(one in text for one in HERS)}
    assert {"/", "/done", "/messages", "/your-data/fhir.json", "/paper"} <= shown

    assert computer.next(BEN).status_code == 200
    left = {path for path, text in every_page(computer, ids).items() if any(one in text for one in HERS)}
    assert left == set()


def test_what_was_the_one_before_s_is_not_gone_on_with_or_changed(computer: Computer) -> None:
    hers(computer)
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
    other = computer.browser()
    other.post("/pin", data={"pin": PIN})
    assert computer.next(BEN).status_code == 200
    assert computer.therapist.get("/whose?therapist").text == "therapist"
    assert computer.therapist.get("/therapist/").status_code == 200
    assert (other.get("/whose?therapist").text, other.get("/therapist/").status_code) == ("", 303)

    other.post("/pin", data={"pin": PIN})
    assert other.get("/whose?therapist").text == "therapist"
    (station,) = computer.app.extensions["midline-desk"].stations
    station.lead("next", "Anna Weber", {"patient": ZERLINA.id})  # as the link from another desk does
    for browser in (other, computer.therapist):
        assert (browser.get("/whose?therapist").text, browser.get("/therapist/").status_code) == ("", 303)
