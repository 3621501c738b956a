"""What a clinic's server keeps of a patient goes with them, and its log knows nobody by name."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from coach.accounts import Stores
from tests.coach.accounts.builders import GRACE, NORTH
from tests.coach.store.builders import ANNA
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.laptop import Laptop, a_code
from web import logs


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What a process of the server writes to its output."""
    root, hooks, out = logging.getLogger(), (threading.excepthook, sys.excepthook), io.StringIO()
    handler, level = logging.StreamHandler(out), root.level
    logs.to(handler)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)
    threading.excepthook, sys.excepthook = hooks


def test_an_erased_patients_laptop_is_let_in_no_more(
    app: Flask, stores: Stores, browser: Browser, logged: io.StringIO
) -> None:
    laptop = Laptop(app)
    assert laptop.pair(a_code(stores, GRACE, ANNA.id)).status_code == 201
    therapist, here = browser(GRACE), f"/therapist/patients/{ANNA.id}"
    therapist.post(f"{here}/letters/note", data={"words": "periwinkle", "author": GRACE.name})
    assert "periwinkle" in therapist.get(here).text
    therapist.get(f"/therapist/?find={ANNA.name}")

    answer = therapist.post(f"{here}/erase", data={"sure": "yes", "author": GRACE.name})
    assert answer.status_code == 303
    assert stores.of(NORTH).patients() == ()
    assert stores.accounts.devices(NORTH.id, ANNA.id) == ()

    told = logged.getvalue()
    assert not [word for word in (ANNA.name, "periwinkle", GRACE.name, "Anna") if word in told]
    lines = [json.loads(line) for line in told.splitlines()]
    assert ("/therapist/patients/<patient_id>/erase", 303) in [(one["route"], one["status"]) for one in lines]
