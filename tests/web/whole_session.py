"""A short session from the first page to the therapist's files, over HTTP as the page does it.

python -m tests.web.whole_session FOLDER
"""

import json
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from pose.landmarker import load_models
from web import logs
from web.config import Config
from web.doctor import examine
from web.server import Server

OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
FINE = {"pain": 2, "tension": 3, "swallowing_trouble": False, "dizziness": False, "anything_new": False}
PIN = "271828"
WORDS = "That went well, heliotrope."


class OurPage:
    """What our own page asks of its server."""

    def __init__(self, link: str) -> None:
        address = urlsplit(link)
        self._place = address.netloc
        self._headers = dict(OWN_PAGE)
        answer = self._ask("GET", f"{address.path}?{address.query}")
        self._headers["Cookie"] = (answer.getheader("Set-Cookie") or "").split(";")[0]

    def _ask(self, method: str, path: str, body: str = "", kind: str = "") -> HTTPResponse:
        connection = HTTPConnection(self._place, timeout=60)
        connection.request(method, path, body, self._headers | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        assert answer.status < 400, (path, answer.status, answer.read())
        return answer

    def get(self, path: str) -> bytes:
        """A page, picture or file."""
        return self._ask("GET", path).read()

    def command(self, name: str, **body: Any) -> None:
        """A command of the session."""
        self._ask("POST", f"/live/{name}", json.dumps(body), "application/json").read()

    def form(self, path: str, **fields: str) -> None:
        """A form of the therapist's."""
        self._ask("POST", path, urlencode(fields), "application/x-www-form-urlencoded").read()

    def states(self) -> Iterator[dict[str, Any]]:
        """Every state of the session as the server tells it."""
        name = ""
        for line in self._ask("GET", "/live/events?tab=whole"):
            key, _, value = line.decode().strip().partition(": ")
            if key == "event":
                name = value
            elif key == "data" and name == "state":
                yield json.loads(value)


def train(page: OurPage) -> None:
    """From the check to the goodbye: one exercise done, the others left out."""
    page.command("start", camera="demo", **FINE)
    done: set[object] = set()
    for state in page.states():
        now = state["session"]
        moment = (state["stage"], state["step"], now and now["exercise_index"])
        if state["stage"] == "after":
            break
        if moment not in done and (command := next_command(state)):
            done.add(moment)
            page.command(command)
    page.command("check_out", pain=2, effort=3, words=WORDS)


def next_command(state: dict[str, Any]) -> str:
    """What a person would press now; empty where nothing."""
    match state["stage"], state["step"]:
        case "camera", _:
            return "neutral" if state["seen"] else ""
        case "neutral", "shown":
            return "accept"
        case "neutral", "accepted":
            return "begin"
        case "session", _ if state["session"]["exercise_index"] > 0:
            return "skip"
        case "session", _:
            return "go" if state["session"]["phase"] == "prepare" else ""
    return ""


def review(page: OurPage, session_id: str) -> None:
    """The therapist looks at it."""
    page.form("/pin", pin=PIN, again=PIN)
    for path in ("", "/exercises/0.json", "/reps.csv", "/trace.csv"):
        page.get(f"/therapist/sessions/{session_id}{path}")
    page.get("/therapist/plotly.js")


def main(folder: Path) -> None:
    """The whole of it; an AssertionError where something is not kept."""
    load_models()
    logs.to_file(folder)
    with Server(Config(data_dir=folder, camera="demo")) as server:
        page = OurPage(server.link())
        for path in ("/", "/session", "/about", "/static/midline.css"):
            page.get(path)
        train(page)
        store = server.services.store
        patient = store.patients()[0]
        session = store.sessions(patient.id)[0]
        assert session.done_reps > 0
        assert session.pain_after == 2
        review(page, session.id)
    examine(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
