"""A patient's data leave by the command line: where they were asked to, and never over another file."""

import json
import stat
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from coach.store import open_store
from tests.coach.report.people import PRIVATE, fill
from tests.coach.store.builders import ANNA, OMAR
from web.cli import main
from web.new_file import new_file


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Anna's data, and Omar, who has none yet."""
    folder = tmp_path_factory.mktemp("clinic")
    store = open_store(folder)
    fill(store)
    store.add_patient(OMAR)
    store.close()
    return folder


def export(clinic: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, words), "--data-dir", str(clinic)])


def test_everything_leaves_as_tables_in_one_file(clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "anna.zip"
    told = export(clinic, "Anna B.", "--csv", "--out", out)
    assert (told.exit_code, told.output) == (0, f"The health data of Anna B. are written to {out}.\n")
    with ZipFile(out) as archive:
        assert archive.testzip() is None
        assert {"README.txt", "sessions.csv", "measures.csv"} <= set(archive.namelist())
        assert PRIVATE not in archive.read("patient.csv").decode()


def test_name_and_notes_leave_where_they_were_asked_for(clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "anna.zip"
    assert export(clinic, ANNA.id, "--csv", "--with-name", "--with-notes", "--out", out).exit_code == 0
    with ZipFile(out) as archive:
        patient = archive.read("patient.csv").decode()
    assert ANNA.name in patient
    assert PRIVATE in patient


def test_everything_leaves_as_a_bundle(clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "anna.json"
    assert export(clinic, "Anna B.", "--fhir", "--out", out).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["resourceType"] == "Bundle"


def test_somebody_new_can_be_exported_too(clinic: Path, tmp_path: Path) -> None:
    for form in ("csv", "fhir", "pdf"):
        assert export(clinic, "Omar C.", f"--{form}", "--out", tmp_path / form).exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode")
def test_only_its_owner_may_read_the_file(clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "anna.json"
    export(clinic, "Anna B.", "--fhir", "--out", out)
    export(clinic, "Anna B.", "--fhir", "--out", out, "--overwrite")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_file_that_is_there_stays_until_somebody_says_otherwise(clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.txt"
    out.write_text("my own", encoding="utf-8")
    told = export(clinic, "Anna B.", "--fhir", "--out", out)
    assert (told.exit_code, out.read_text(encoding="utf-8")) == (2, "my own")
    assert f"There is a file {out} already." in told.output
    assert export(clinic, "Anna B.", "--fhir", "--out", out, "--overwrite").exit_code == 0
    assert out.read_text(encoding="utf-8").startswith('{"resourceType"')
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nobody_elses_file_is_written_over_on_the_way(clinic: Path, tmp_path: Path) -> None:
    out, half = tmp_path / "anna.json", tmp_path / "anna.json.part"
    for path in (out, half):
        path.write_text("my own", encoding="utf-8")
    told = export(clinic, "Anna B.", "--fhir", "--out", out, "--overwrite")
    assert (told.exit_code, f"There is a file {half} already." in told.output) == (2, True)
    assert out.read_text(encoding="utf-8") == half.read_text(encoding="utf-8") == "my own"


def test_a_writing_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "anna.json"
    for overwrite in (False, True):
        with pytest.raises(KeyboardInterrupt):
            _broken_off(out, overwrite=overwrite)
        assert not list(tmp_path.iterdir())


def _broken_off(out: Path, *, overwrite: bool) -> None:
    with new_file(out, overwrite=overwrite) as file:
        file.write(b"half")
        raise KeyboardInterrupt


def test_who_is_there_is_told_when_asked(clinic: Path) -> None:
    told = export(clinic, "--patients")
    assert (told.exit_code, told.output) == (0, f"{ANNA.id}  Anna B.\n{OMAR.id}  Omar C.\n")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ((), "Please say whose data are wanted; --patients lists who is here."),
        (("Anna B.",), "Please say what is wanted: --csv, --fhir, --pdf."),
        (("Anna B.", "--csv"), "Please name a file to write to, with --out."),
        (
            ("Nobody", "--csv", "--out", "x.zip"),
            "There is no patient Nobody here. Known here: Anna B.",
        ),
        (("Anna B.", "--csv", "--out", "no/such/x.zip"), "no/such/x.zip cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    clinic: Path, words: tuple[str, ...], answer: str
) -> None:
    told = export(clinic, *words)
    assert told.exit_code == 2
    assert f"midline: {answer}" in told.output
    assert not Path("x.zip").exists()


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    told = export(tmp_path / "empty", "Anna B.", "--csv", "--out", tmp_path / "x.zip")
    assert (told.exit_code, told.output) == (2, f"midline: There are no data in {tmp_path / 'empty'}.\n")
