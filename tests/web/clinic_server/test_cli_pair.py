"""`midline pair`: a computer joins a clinic from the command line, over a real connection."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.accounts import Stores
from coach.store import Pairing, open_store
from coach.sync.joining import words_of
from tests.coach.accounts.builders import GRACE, LEE, NORTH
from tests.coach.store.builders import ANNA, OMAR
from tests.web.clinic_server.laptop import a_code
from tests.web.clinic_server.serving import serve_clinic
from web.cli import main

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def address(stores: Stores) -> Iterator[str]:
    with serve_clinic(stores) as (_, address):
        yield address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def pair(folder: Path) -> Run:
    def run(*words: str, says: str = "") -> Result:
        return CliRunner().invoke(main, ["pair", *words, "--data-dir", str(folder)], input=says)

    return run


def pairings(folder: Path) -> tuple[Pairing, ...]:
    with closing(open_store(folder)) as store:
        return store.pairings()


def test_a_new_computer_joins_and_shares_once_the_words_are_the_same(
    folder: Path, pair: Run, stores: Stores, address: str
) -> None:
    code = a_code(stores, GRACE, ANNA.id)
    done = pair(address, code, "--patient", "A. B.")  # nobody answers
    (waiting,) = pairings(folder)
    assert (done.exit_code, waiting.words_open) == (2, True)
    assert "Nothing is shared yet." in done.stderr
    assert "   ".join(words_of(waiting).split()) in done.stdout

    done = pair(address, code, says="yes\n")
    (joined,) = pairings(folder)
    assert (done.exit_code, joined) == (0, replace(waiting, paused_at=None))
    assert f"goes to {NORTH.name} by itself" in done.stdout
    with closing(open_store(folder)) as store:
        assert [one.name for one in store.patients()] == ["A. B."]
    assert stores.accounts.devices(NORTH.id, ANNA.id)[0].id == joined.device_id


def test_other_words_end_it(folder: Path, pair: Run, stores: Stores, address: str) -> None:
    done = pair(address, a_code(stores, GRACE, ANNA.id), "--patient", "A. B.", says="no\n")
    assert (done.exit_code, pairings(folder)) == (2, ())
    assert "Nothing was shared" in done.stderr


def test_of_several_it_is_said_who_joins(folder: Path, pair: Run, stores: Stores, address: str) -> None:
    with closing(open_store(folder)) as store:
        store.add_patient(replace(ANNA, made_up=False))
        store.add_patient(replace(OMAR, made_up=False))
    code = a_code(stores, GRACE, ANNA.id)
    assert "--patient who joins" in pair(address, code, says="yes\n").stderr
    assert "no patient Ana here" in pair(address, code, "--patient", "Ana", says="yes\n").stderr
    assert pair(address, code, "--patient", ANNA.name, says="yes\n").exit_code == 0
    assert [one.patient_id for one in pairings(folder)] == [ANNA.id]
    for by, patient, told in ((GRACE, ANNA, "no"), (LEE, OMAR, "another clinic")):
        code = a_code(stores, by, patient.id)
        done = pair(address, code, "--patient", ANNA.id, says="yes\n")
        assert (done.exit_code, told in done.output) == (0 if patient is ANNA else 2, True)
    assert [one.device_id for one in pairings(folder)] == [stores.accounts.devices(NORTH.id, ANNA.id)[0].id]


def test_what_cannot_be_done_is_told_in_a_sentence(folder: Path, pair: Run, address: str) -> None:
    for words, told in {
        (address, "BCDF-GHJK"): "Nobody trains on this computer yet.",
        (address, "BCDF-GHJK", "--patient", "A. B."): "This code opens nothing.",
        (address, " ", "--patient", "A. B."): "Please type the code",
        ("http://127.0.0.1:9", "BCDF-GHJK", "--patient", "A. B."): "could not be reached",
        ("http://clinic.example", "BCDF-GHJK", "--patient", "A. B."): "over https:// only",
    }.items():
        done = pair(*words)
        assert (done.exit_code, told in done.stderr) == (2, True), done.output
        assert done.stderr.startswith("midline: ")
    with closing(open_store(folder)) as store:
        assert store.patients() == ()
