"""The patient of a computer is changed by a therapist, with one choice."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.store import Patient
from tests.web.conftest import PIN, PORT, Clinic, app_of
from web.config import Config
from web.services import EXTENSION, LAUNCH_EXTENSION
from web.who_trains import PATIENT_SETTING

NEXT = "/therapist/desk/here/next"
ZERLINA, BEN = Patient("z", "Zerlina Quandt"), Patient("b", "Ben C.")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """A computer with a camera, two patients and a therapist."""
    app = app_of(Config(data_dir=tmp_path_factory.mktemp("clinic"), camera="0", port=PORT))
    therapist = app.test_client()
    therapist.get("/launch", query_string={"token": app.extensions[LAUNCH_EXTENSION].token()})
    therapist.post("/pin", data={"pin": PIN, "again": PIN})
    for patient in (ZERLINA, BEN):
        app.extensions[EXTENSION].store.add_patient(patient)
    return Clinic(therapist, app.extensions[EXTENSION])


def change(clinic: Clinic, patient_id: str) -> TestResponse:
    return clinic.therapist.post(NEXT, json={"author": "Anna Weber", "patient": patient_id})


def test_another_patient_is_another_word_that_tells_nothing(clinic: Clinic) -> None:
    words = []
    for patient in (ZERLINA, BEN, ZERLINA):
        assert change(clinic, patient.id).status_code == 200
        assert clinic.store.setting(PATIENT_SETTING) == patient.id
        words.append(clinic.therapist.get("/whose").text)
    assert words[0] == words[2] != words[1]
    assert len(words[0]) == 16


def test_a_page_of_the_one_before_starts_nothing_for_the_one_after(clinic: Clinic) -> None:
    answer = clinic.therapist.post("/live/start", json={"whose": "0" * 16, "pain": 2})
    assert (answer.status_code, "Somebody else is next" in answer.get_json()["error"]) == (409, True)


def test_somebody_unknown_changes_nothing(clinic: Clinic) -> None:
    before = clinic.store.setting(PATIENT_SETTING)
    assert change(clinic, "nobody").status_code == 404
    assert clinic.store.setting(PATIENT_SETTING) == before


def test_without_the_pin_nobody_is_changed(client: FlaskClient) -> None:
    assert client.post(NEXT, json={"patient": "z"}).status_code == 403
