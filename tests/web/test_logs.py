"""The log says what the program did, with ids only: no name, no word, no number of anybody."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from coach.store.tables import PatientRow
from tests.web.conftest import app_of
from web import logs
from web.config import Config
from web.services import EXTENSION, LAUNCH_EXTENSION, Services

#: Nothing else is called so.
SEEDED = ("Wilhelmina", "Zebedee", "marzipan", "periwinkle", "heliotrope")
NAME, AUTHOR, NOTE, WORDS, QUESTION = SEEDED


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """The log's file while everything is logged as in a run."""
    root, hooks = logging.getLogger(), (threading.excepthook, sys.excepthook)
    before, level = root.handlers[:], root.level
    logs.to_file(tmp_path)
    yield tmp_path / "logs" / "midline.log"
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    threading.excepthook, sys.excepthook = hooks


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The real app, with a page that breaks."""
    app = app_of(Config(data_dir=tmp_path, camera="0", port=8765))
    app.testing = False

    def broken() -> str:
        services: Services = app.extensions[EXTENSION]
        with services.store._writer.begin() as connection:
            connection.execute(insert(PatientRow), {"id": None, "name": NAME, "note": NOTE})
        return ""

    app.add_url_rule("/broken", "broken", broken)
    return app


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_story_leaves_no_word_of_anybody(
    app: Flask, logged: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    client = app.test_client()
    client.get("/launch", query_string={"token": app.extensions[LAUNCH_EXTENSION].token()})
    client.post("/pin", data={"pin": "271828", "again": "271828"})
    made = client.post("/therapist/patients/new", data={"name": NAME, "patient_note": NOTE})
    patient_id = made.location.split("/")[3]
    here = f"/therapist/patients/{patient_id}"
    client.post(f"{here}/letters/message", data={"words": WORDS, "author": AUTHOR})
    client.post(f"{here}/here")
    client.post("/messages", data={"words": QUESTION})
    assert QUESTION in client.get(here).text
    assert client.get(f"/therapist/?find={NAME}").status_code == 200
    assert client.get(f"/therapist/patients/{NAME}").status_code == 404
    assert client.get("/broken").status_code == 500

    def breaks() -> None:
        raise ValueError(f"{NAME} said {WORDS}")

    thread = Thread(target=breaks)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError(NAME), None)
    logging.getLogger("somebody.elses").error("%s is ill", NAME)
    logs.log.info("odd", extra={"patient_id": NAME, "note": NOTE})

    out = capfd.readouterr()
    told = logged.read_text() + out.out + out.err
    assert [word for word in SEEDED if word in told] == []
    found = lines(logged)
    assert {"route": "/therapist/patients/<patient_id>", "status": 200, "patient_id": patient_id} in [
        {name: line.get(name) for name in ("route", "status", "patient_id")} for line in found
    ]
    ended = {line["what"]: line["error"] for line in found if "error" in line}
    assert {"a thread ended", "the program ended"} < set(ended)
    assert "IntegrityError" in ended.values()
    (broken,) = [line for line in found if line.get("error") == "IntegrityError"]
    assert any("test_logs.py" in place and place.endswith("broken") for place in broken["through"])


def test_it_is_the_owners_alone_and_does_not_grow_for_ever(logged: Path) -> None:
    if sys.platform != "win32":
        assert (logged.stat().st_mode & 0o777, logged.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    for _ in range(9000):
        logs.log.info("answered", extra={"route": "/" * 900})
    assert len(list(logged.parent.iterdir())) == logs.OLD_FILES + 1
    assert all(path.stat().st_size <= logs.MOST_BYTES for path in logged.parent.iterdir())


def test_what_is_asked_for_all_the_time_is_not_noted(app: Flask, logged: Path) -> None:
    client = app.test_client()
    client.get("/healthz")
    client.get("/static/midline.css")
    assert lines(logged) == []
