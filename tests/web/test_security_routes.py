"""Every route refuses everybody but our own page. A route that is missing from the table fails the test."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import FROM_OWN_PAGE, OWN, PORT
from web import create_app
from web.config import Config
from web.launch import Launch
from web.security import NOT_OURS, START_AGAIN
from web.services import LAUNCH_EXTENSION

OTHER_PORT = "http://127.0.0.1:8301"
REACHED = "the view was reached"

#: (path pattern, method): everything that can be asked for.
TABLE = """
GET    /healthz
GET    /launch
GET    /static/<path:filename>
GET    /pin
POST   /pin
POST   /pin/lock
GET    /
GET    /session
GET    /exercises
POST   /news/read
GET    /whose
GET    /guides/<exercise_id>
POST   /guides/<exercise_id>/begin
POST   /guides/<guide_id>/end
POST   /guides/<guide_id>/answers
POST   /guides/<guide_id>/sleep
GET    /done
POST   /done/<session_id>
GET    /messages
POST   /messages
GET    /progress
GET    /reminders
POST   /reminders
GET    /about
GET    /your-data
GET    /your-data/<file>
GET    /your-data/erase
POST   /your-data/erase
GET    /your-data/sessions/<session_id>/erase
POST   /your-data/sessions/<session_id>/erase
POST   /your-data/requests/<patient_id>/end
GET    /sharing
POST   /sharing/<do>
GET    /sharing/records/<record_id>
GET    /sharing/records/<record_id>.json
GET    /pairing
POST   /pairing
GET    /pairing/again
POST   /pairing/again
GET    /pairing/<patient_id>
POST   /pairing/<patient_id>
GET    /therapist/patients/<patient_id>/pairing
POST   /therapist/patients/<patient_id>/pairing
GET    /paper
GET    /live/events
GET    /live/frame
GET    /live/asked
POST   /live/browser-frame
POST   /live/check
POST   /live/start
POST   /live/close
POST   /live/<command>
GET    /therapist/patients/<patient_id>/paper
GET    /therapist/
GET    /therapist/clinic/exercises
GET    /therapist/clinic/exercises/new
POST   /therapist/clinic/exercises/new
GET    /therapist/clinic/exercises/<exercise_id>
POST   /therapist/clinic/exercises/<exercise_id>
GET    /therapist/clinic/templates
POST   /therapist/clinic/templates
GET    /therapist/clinic/refusals
POST   /therapist/clinic/refusals
GET    /therapist/desk/
GET    /therapist/desk/<station_id>
GET    /therapist/desk/events
POST   /therapist/desk/<station_id>/<command>
POST   /therapist/desk/here
GET    /therapist/desk/stations
POST   /therapist/desk/stations/code
POST   /therapist/desk/stations/<station_id>/forget
POST   /therapist/desk/stations/join
POST   /therapist/desk/stations/leave
GET    /therapist/help
GET    /therapist/patients/new
POST   /therapist/patients/new
GET    /therapist/patients/<patient_id>
GET    /therapist/patients/<patient_id>/export/<file>
GET    /therapist/patients/<patient_id>/erase
POST   /therapist/patients/<patient_id>/erase
GET    /therapist/patients/<patient_id>/edit
POST   /therapist/patients/<patient_id>/edit
POST   /therapist/patients/<patient_id>/here
POST   /therapist/patients/<patient_id>/alerts/<rule>
GET    /therapist/patients/<patient_id>/events/new
POST   /therapist/patients/<patient_id>/events/new
GET    /therapist/patients/<patient_id>/events/<event_id>
POST   /therapist/patients/<patient_id>/events/<event_id>
POST   /therapist/patients/<patient_id>/events/<event_id>/take-back
GET    /therapist/patients/<patient_id>/scores/new
POST   /therapist/patients/<patient_id>/scores/new
POST   /therapist/patients/<patient_id>/scores/<score_id>/take-back
POST   /therapist/patients/<patient_id>/goal
GET    /therapist/patients/<patient_id>/letters/
POST   /therapist/patients/<patient_id>/letters/message
POST   /therapist/patients/<patient_id>/letters/note
POST   /therapist/patients/<patient_id>/letters/read
POST   /therapist/patients/<patient_id>/advances/<exercise_id>
GET    /therapist/patients/<patient_id>/assessment
POST   /therapist/patients/<patient_id>/assessment
GET    /therapist/patients/<patient_id>/programme
POST   /therapist/patients/<patient_id>/programme
GET    /therapist/patients/<patient_id>/file/
POST   /therapist/patients/<patient_id>/file/
GET    /therapist/patients/<patient_id>/file/<int:version>
GET    /therapist/patients/<patient_id>/trends.json
GET    /therapist/patients/<patient_id>/versions/
GET    /therapist/patients/<patient_id>/versions/compare
POST   /therapist/patients/<patient_id>/versions/<int:version>/open
GET    /therapist/sessions/<session_id>
GET    /therapist/sessions/<session_id>/exercises/<int:position>.json
GET    /therapist/sessions/<session_id>/reps.csv
GET    /therapist/sessions/<session_id>/trace.csv
GET    /therapist/plotly.js
"""

REFUSED = {
    "foreign host": {"Host": "evil.example"},
    "foreign host, our port": {"Host": f"evil.example:{PORT}"},
    "a name that resolves to this machine": {"Host": f"127.0.0.1.evil.example:{PORT}"},
    "our host, wrong port": {"Host": "127.0.0.1:8301"},
    "our host, no port": {"Host": "127.0.0.1"},
    "every address": {"Host": f"0.0.0.0:{PORT}"},
    "page on another port of this machine": {"Sec-Fetch-Site": "same-site", "Origin": OTHER_PORT},
    "picture on a page on another port": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    "window opened by a page on another port": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
    "page of another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "link on a page of another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "foreign origin alone": {"Sec-Fetch-Site": "", "Origin": OTHER_PORT},
    "foreign origin that claims to be ours": {"Origin": OTHER_PORT},
    "page without an origin": {"Sec-Fetch-Site": "", "Origin": "null"},
}
NOT_LET_IN = {
    "no cookie": {"Cookie": ""},
    "made-up cookie": {"Cookie": f"midline-{PORT}=AAAA"},
}
OPEN = {"/healthz", "/launch"}


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, rule.rule


def table() -> list[tuple[str, str]]:
    return [(method, path) for method, path in map(str.split, TABLE.strip().splitlines())]


class Asker:
    """Asks for any route with headers that differ from our own page's."""

    def __init__(self, app: Flask, launch: Launch) -> None:
        self._app = app
        self.token = launch.token()
        self._cookie = f"midline-{PORT}={launch.redeem(self.token)}"

    def ask(self, method: str, path: str, headers: dict[str, str]) -> TestResponse:
        sent = {"Cookie": self._cookie} | FROM_OWN_PAGE | headers
        client = FlaskClient(self._app, use_cookies=False)
        some_path = re.sub("<([a-z]+:)?[a-z_]+>", "7", path)
        kept = {name: value for name, value in sent.items() if value}
        return client.open(some_path, method=method, base_url=OWN, headers=kept)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The real app and its rules; each view only says that it was reached."""
    app = create_app(Config(data_dir=tmp_path_factory.mktemp("data"), camera="demo", port=PORT))
    for endpoint in app.view_functions:
        if endpoint != "launch":
            app.view_functions[endpoint] = lambda **_: REACHED
    return app


@pytest.fixture(scope="module")
def asker(app: Flask) -> Asker:
    """Has a cookie, and a launch token that was used to get it."""
    return Asker(app, app.extensions[LAUNCH_EXTENSION])


def test_the_table_names_every_route(app: Flask) -> None:
    assert sorted(routes(app)) == sorted(table())


@pytest.mark.parametrize(("method", "path"), table())
def test_a_route_answers_our_own_page(asker: Asker, method: str, path: str) -> None:
    if path != "/launch":
        assert asker.ask(method, path, {}).text == REACHED


@pytest.mark.parametrize(("method", "path"), table())
def test_a_route_refuses_everybody_else(asker: Asker, method: str, path: str) -> None:
    for who, headers in REFUSED.items():
        answer = asker.ask(method, path, headers)
        assert answer.status_code in {400, 403}, who
        assert NOT_OURS in answer.text.replace("&#39;", "'"), who


@pytest.mark.parametrize(("method", "path"), [route for route in table() if route[1] not in OPEN])
def test_a_route_refuses_a_browser_that_was_not_let_in(asker: Asker, method: str, path: str) -> None:
    for who, headers in NOT_LET_IN.items():
        answer = asker.ask(method, path, headers)
        assert (answer.status_code, START_AGAIN in answer.text) == (403, True), who
    used = asker.ask(method, f"{path}?token={asker.token}", {"Cookie": ""})
    assert used.status_code == 403


def test_a_used_launch_token_lets_nobody_in(asker: Asker) -> None:
    answer = asker.ask("GET", f"/launch?token={asker.token}", {"Cookie": ""})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
