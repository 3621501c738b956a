"""A programme leaves one clinic as a file and arrives in another."""

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.assessment import Assessment
from coach.prescription import Choice
from coach.signed import fingerprint, public_key_of, sealed
from coach.store import open_store
from tests.coach.clinic import assessment, draft, published
from tests.coach.store.builders import ANNA
from web.cli import main
from web.travel import private_key

FIRST = published(draft(Choice(exercise="slow_turn", note="Softly."), "midline_hold"))
SECOND = published(draft("midline_hold"), version=2)


def programme(*words: object) -> Result:
    return CliRunner().invoke(main, ["programme", *(str(word) for word in words)])


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A clinic with Anna and two versions of her programme."""
    folder = tmp_path / "here"
    store = open_store(folder)
    store.add_patient(ANNA)
    store.publish(ANNA.id, FIRST)
    store.publish(ANNA.id, SECOND)
    store.close()
    return folder


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Another computer, where Anna is known and nothing else."""
    folder = tmp_path / "there"
    store = open_store(folder)
    store.add_patient(ANNA)
    store.close()
    return folder


def signer(folder: Path) -> str:
    store = open_store(folder)
    try:
        return fingerprint(public_key_of(private_key(store)))
    finally:
        store.close()


def kept(folder: Path) -> tuple[tuple[int, ...], tuple[Assessment, ...]]:
    """The versions and assessments that Anna has in a folder."""
    store = open_store(folder)
    try:
        versions = tuple(one.version for one in store.published(ANNA.id))
        return versions, store.assessments(ANNA.id)
    finally:
        store.close()


@pytest.fixture
def file(here: Path, tmp_path: Path) -> Path:
    """The first version as a file."""
    path = tmp_path / "anna.json"
    done = programme("export", path, "--patient", ANNA.name, "--version", 1, "--data-dir", here)
    assert done.exit_code == 0, done.output
    assert done.output == f"Version 1 is written to {path}, signed by {signer(here)}.\n"
    return path


def refused(*words: object) -> str:
    done = programme(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("midline: ")
    return done.stderr


def test_a_programme_arrives_as_it_left(here: Path, there: Path, file: Path) -> None:
    done = programme("import", file, "--patient", ANNA.id, "--trust", signer(here), "--data-dir", there)

    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "Your exercises: version 1 of 2026-03-03, by A. Therapist. To begin with.",
        "Slow breath, Slow turn, Hold the middle.",
        f"It is {ANNA.name}'s programme from now on.",
    ]
    assert kept(there) == ((1,), (assessment(),))


def test_without_a_version_the_newest_leaves(here: Path, tmp_path: Path) -> None:
    done = programme("export", tmp_path / "new.json", "--patient", ANNA.name, "--data-dir", here)

    assert done.output.startswith("Version 2 is written")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the rights of the folder.")
def test_the_file_is_its_owners_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_signer_who_is_not_trusted_is_asked_about_once(here: Path, there: Path, file: Path) -> None:
    to = ("--patient", ANNA.name, "--data-dir", there)

    assert f"--trust {signer(here)}" in refused("import", file, *to)
    assert "not trusted here" in refused("import", file, *to, "--trust", "0000-0000-0000-0000")
    assert kept(there) == ((), ())
    assert programme("import", file, *to, "--trust", signer(here)).exit_code == 0
    newer = file.with_name("newer.json")
    programme("export", newer, "--patient", ANNA.name, "--data-dir", here)
    assert programme("import", newer, *to).exit_code == 0
    assert kept(there)[0] == (1, 2)


def test_an_older_version_never_takes_the_place_of_a_newer_one(here: Path, file: Path) -> None:
    told = refused("import", file, "--patient", ANNA.name, "--data-dir", here)

    assert "wanted a version after 2, which the patient has, got version 1" in told
    assert kept(here)[0] == (1, 2)


def test_a_programme_is_not_taken_for_another_patient_who_is_known_here(here: Path, file: Path) -> None:
    other = type(ANNA)("22222222-0000-4000-8000-000000000002", "Omar C.")
    store = open_store(here)
    store.add_patient(other)
    store.close()

    told = refused("import", file, "--patient", other.name, "--data-dir", here)

    assert f"anna.json is a programme of {ANNA.name}, not of Omar C." in told


def test_a_changed_file_is_refused(there: Path, file: Path) -> None:
    file.write_text(file.read_text().replace("Softly.", "Firmly."))

    for command in (("check", file), ("import", file, "--patient", ANNA.name)):
        assert "the file was changed" in refused(*command, "--data-dir", there)


def test_what_must_not_be_prescribed_is_refused_by_the_list_of_the_clinic_where_it_arrives(
    here: Path, there: Path, file: Path
) -> None:
    yaml = f"version: 2\navoided:\n{AVOIDED}{RULES}"
    store = open_store(there)
    store.change_refusal_list(yaml, "A. Therapist", "Asked by the clinic.", datetime(2026, 3, 3, tzinfo=UTC))
    store.close()

    told = refused("import", file, "--patient", ANNA.name, "--trust", signer(here), "--data-dir", there)

    assert "slow_turn.note: Softness is not prescribed. It is only an example. (rule softness)" in told
    assert kept(there) == ((), ())
    assert (
        programme("check", file, "--data-dir", here).exit_code == 0
    )  # by the list that comes with the program


AVOIDED = """  - id: softness
    name: Softness
    phrases: [softly]
    told: Softness is not prescribed.
    reason: It is only an example.
    source: This test
    author: This test
"""
SHIPPED = (Path(__file__).parents[2] / "programmes" / "refusals.en.yaml").read_text(encoding="utf-8")
RULES = SHIPPED[SHIPPED.index("rules:") :]


def test_a_programme_signed_by_somebody_careless_is_refused(there: Path, tmp_path: Path) -> None:
    careless = FIRST.model_dump(mode="json")
    careless["draft"]["title"] = "Dumbbells for the neck"
    path = tmp_path / "careless.json"
    path.write_text(sealed(careless, ANNA.id, bytes(32)))

    assert "title: Strength training" in refused("check", path, "--data-dir", there)


def test_check_says_what_is_in_it_and_who_signed_it(here: Path, file: Path) -> None:
    own = programme("check", file, "--data-dir", here)
    elsewhere = programme("check", file, "--data-dir", file.parent / "none")

    for done in (own, elsewhere):
        assert done.exit_code == 0, done.output
        assert "Slow breath, Slow turn, Hold the middle." in done.output
    assert f"Signed by {signer(here)}, who is trusted here. Nothing in it is refused." in own.output
    assert "who is not trusted here yet" in elsewhere.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export", "{file}", "--patient", "Anna B."], "already. Please name a new one."),
        (["export", "{new}", "--patient", "Nobody"], "There is no patient Nobody here. Known here: Anna B."),
        (
            ["export", "{new}", "--patient", "Anna B.", "--version", "7"],
            "no published version 7. Published are: 1, 2.",
        ),
        (["export", "{new}/a/b", "--patient", "Anna B."], "cannot be written"),
        (["check", "{new}"], "cannot be read"),
        (["import", "{new}", "--patient", "Anna B."], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    here: Path, file: Path, words: list[str], told: str
) -> None:
    places = {"file": file, "new": file.with_name("new.json")}

    said = refused(
        *(word.format(**places).replace("Anna B.", ANNA.name) for word in words), "--data-dir", here
    )

    assert told.replace("Anna B.", ANNA.name) in said


def test_two_patients_of_one_name_are_told_apart_by_their_id(here: Path, tmp_path: Path) -> None:
    twin = type(ANNA)("22222222-0000-4000-8000-000000000002", ANNA.name)
    store = open_store(here)
    store.add_patient(twin)
    store.close()

    told = refused("export", tmp_path / "a.json", "--patient", ANNA.name, "--data-dir", here)

    assert twin.id in told
    assert programme("export", tmp_path / "a.json", "--patient", ANNA.id, "--data-dir", here).exit_code == 0


def test_without_data_there_is_nothing_to_export(tmp_path: Path) -> None:
    told = refused("export", tmp_path / "a.json", "--patient", "Anna", "--data-dir", tmp_path / "none")

    assert "There are no data in" in told
    assert not (tmp_path / "none").exists()
