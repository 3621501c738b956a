"""Everything that is kept leaves as one sealed file by the command line, and comes back by it."""

import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.keeping import new_identity
from coach.store import open_store
from tests.coach.report.people import fill
from tests.coach.store.builders import ANNA
from web.cli import main

WORDS = "turning tides of Tuesday"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Anna's data."""
    folder = tmp_path_factory.mktemp("laptop")
    store = open_store(folder)
    fill(store)
    store.close()
    return folder


def midline(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*map(str, words)], input=typed)


def test_a_backup_is_made_with_a_passphrase_and_comes_back(laptop: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "all.backup", tmp_path / "new"
    told = midline("backup", file, "--data-dir", laptop, typed=f"{WORDS}\n{WORDS}\n")
    assert told.exit_code == 0
    assert "holds 1 patients with 2 sessions" in told.output
    assert WORDS not in told.output
    assert ANNA.name.encode() not in file.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    told = midline("restore", file, "--data-dir", new, typed=f"{WORDS}\n")
    assert (told.exit_code, "It is back." in told.output) == (0, True)
    store = open_store(new)
    assert store.patient(ANNA.id).name == ANNA.name
    store.close()

    told = midline("restore", file, "--data-dir", new, typed=f"{WORDS}\n")
    assert (told.exit_code, "There are data in" in told.output) == (2, True)


def test_a_backup_for_a_public_key_needs_no_passphrase(laptop: Path, tmp_path: Path) -> None:
    file, keys = tmp_path / "all.backup", tmp_path / "key.txt"
    identity, recipient = new_identity()
    keys.write_text(f"# my key\n{identity.text}\n")
    assert midline("backup", file, "--recipient", recipient.text, "--data-dir", laptop).exit_code == 0

    told = midline("restore", file, "--data-dir", tmp_path / "new")
    assert "with --key-file" in told.output
    told = midline("restore", file, "--key-file", file, "--data-dir", tmp_path / "new")
    assert "begins with AGE-SECRET-KEY-" in told.output
    assert midline("restore", file, "--key-file", keys, "--data-dir", tmp_path / "new").exit_code == 0


def test_a_backup_that_is_not_sealed_says_so(laptop: Path, tmp_path: Path) -> None:
    told = midline("backup", tmp_path / "open", "--unsealed", "--data-dir", laptop)
    assert "whoever has the file can read all of it" in told.output
    assert midline("restore", tmp_path / "open", "--data-dir", tmp_path / "new").exit_code == 0


def test_whoever_was_erased_since_does_not_come_back(laptop: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "open", tmp_path / "new"
    midline("backup", file, "--unsealed", "--data-dir", laptop)
    midline("restore", file, "--data-dir", new)
    told = midline("maintain", "--keep-months", 1, "--dry-run", "--data-dir", new)
    assert f"{ANNA.id} would be erased; last session 2026-03-" in told.output
    told = midline("maintain", "--data-dir", new)
    assert (told.exit_code, "Nothing was erased" in told.output) == (2, True)
    told = midline("maintain", "--clock-is-right", "--data-dir", new)
    assert (told.exit_code, "last session: 1." in told.output) == (0, True)
    assert ANNA.name not in told.output

    (new / "midline.sqlite3").unlink()
    assert midline("restore", file, "--data-dir", new).exit_code == 0
    store = open_store(new)
    assert (store.patients(), len(store.erased())) == ((), 1)
    store.close()


def test_data_are_kept_for_ever_unless_somebody_says_otherwise(laptop: Path) -> None:
    assert "kept for ever" in midline("maintain", "--data-dir", laptop).output
    midline("maintain", "--keep-months", 900, "--data-dir", laptop)
    assert "last session: 0." in midline("maintain", "--data-dir", laptop).output
    assert "kept for ever" in midline("maintain", "--keep-months", 0, "--data-dir", laptop).output


@pytest.mark.parametrize(
    ("words", "typed", "answer"),
    [
        (("backup", "x.backup"), "short\nshort\n", "at least 10 letters, got 5"),
        (("backup", "x.backup", "--recipient", "age1"), "", "a public key that begins with age1"),
        (("backup", "no/such/x", "--unsealed"), "", "no/such/x cannot be written"),
        (("restore", "no/such/x"), "", "no/such/x cannot be read: No such file"),
        (("restore", __file__), "", "no backup of Midline"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    laptop: Path, words: tuple[str, ...], typed: str, answer: str
) -> None:
    told = midline(*words, "--data-dir", laptop, typed=typed)
    assert told.exit_code == 2
    assert answer in told.output
    assert not list(Path().glob("x.backup*"))
