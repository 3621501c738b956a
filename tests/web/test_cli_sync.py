"""`midline sync`: every session with its receipt, and one visit to the clinic now."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.store import open_store
from coach.wire import UP
from tests.coach.store.builders import ANNA, OMAR
from tests.coach.sync.proxy import Server
from tests.coach.sync.sides import NOW, Sides, make_sides, open_sides
from tests.coach.sync.test_serving import trained
from tests.coach.sync.test_transport import served
from web.cli import main

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sides, closed; every test has a copy."""
    folder = tmp_path_factory.mktemp("sides")
    make_sides(folder)
    return folder


@pytest.fixture
def sides(made: Path, tmp_path: Path) -> Sides:
    return open_sides(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def midline(tmp_path: Path) -> Run:
    return lambda *words: CliRunner().invoke(main, ["sync", *words, "--data-dir", str(tmp_path / "laptop")])


def paired_with(sides: Sides, address: str) -> None:
    pairing = sides.pairing
    sides.laptop.unpair(ANNA.id)
    sides.laptop.pair(replace(pairing, address=address))


def test_every_session_is_named_with_its_receipt(sides: Sides, midline: Run) -> None:
    for session in ("first-session", "second-session"):
        trained(sides, session)
    sides.up()
    trained(sides, "third-session")
    sides.laptop.add_patient(OMAR)

    shown = midline("status")

    assert shown.exit_code == 0
    assert f"Patient {ANNA.id}: 2 of 3 records are with Clinic by the river." in shown.output
    assert f"Patient {OMAR.id}: not shared with a clinic." in shown.output
    rows = [line.split() for line in shown.output.splitlines() if "-session" in line]
    assert [(row[3], row[4], row[-1]) for row in rows] == [
        ("first-session", "1", "received"),
        ("second-session", "2", "received"),
        ("third-session", "-", "waiting"),
    ]
    assert ANNA.name not in shown.output


def test_now_sends_what_waits_and_says_how_it_stands(sides: Sides, midline: Run) -> None:
    trained(sides)
    with served(Server(lambda: sides.clinic, lambda: NOW)) as address:
        paired_with(sides, address)
        done = midline("now")
    assert (done.exit_code, done.output) == (0, "1 of 1 records are with Clinic by the river.\n")
    sides.close()


def test_a_clinic_that_is_not_reached_is_told_and_nothing_is_lost(sides: Sides, midline: Run) -> None:
    trained(sides)
    paired_with(sides, "http://127.0.0.1:9")
    done = midline("now")
    assert done.exit_code == 2
    assert "could not be reached" in done.output
    assert len(sides.laptop.outgoing(ANNA.id, UP)) == 1
    sides.close()


def test_who_shares_with_nobody_is_told(tmp_path: Path, midline: Run) -> None:
    open_store(tmp_path / "laptop").close()
    done = midline("now")
    assert (done.exit_code, done.output.strip()) == (2, "midline: Nobody here shares with a clinic.")
