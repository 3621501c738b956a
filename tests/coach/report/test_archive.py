"""Everything of a patient in one ZIP file, every column explained, nobody's name unless it was asked for."""

import csv
import io
import json
from zipfile import ZipFile

import numpy as np
import pytest

from coach.record import TRACE_COLUMNS
from coach.report.archive import write_archive
from coach.report.kept import Kept, Wanted, kept_of
from coach.store import Store
from tests.coach.report.odd import some_patient
from tests.coach.report.people import AT, PRIVATE, SESSION
from tests.coach.store.builders import ANNA, MEASURES, OPENING, a_rep, a_trace

ALL = Wanted(name=True, notes=True)


def zipped(kept: Kept, wanted: Wanted = ALL) -> bytes:
    out = io.BytesIO()
    write_archive(out, kept, AT, wanted)
    return out.getvalue()


def files(store: Store, wanted: Wanted = ALL) -> dict[str, str]:
    """The texts of all files by their names."""
    raw = zipped(kept_of(store, ANNA.id, wanted), wanted)
    with ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_kind_of_thing_that_is_kept_has_its_file(store: Store) -> None:
    found = files(store)
    counts = {name: len(rows(text)) for name, text in found.items() if name.endswith(".csv")}
    assert {name: count for name, count in counts.items() if "/" not in name} == {
        "patient.csv": 1,
        "sessions.csv": 2,
        "exercises.csv": 4,
        "repetitions.csv": 1,
        "measures.csv": 4,
        "assessments.csv": 1,
        "assignments.csv": 1,
        "programme_versions.csv": 1,
        "next_steps.csv": 1,
        "guides.csv": 1,
        "events.csv": 5,
        "injected_muscles.csv": 2,
        "letters.csv": 2,
        "scores.csv": 1,
        "goals.csv": 1,
        "dismissed_alerts.csv": 1,
        "marks.csv": 1,
        "interventions.csv": 1,
    }
    assert json.loads(found[f"programmes/{OPENING.programme_sha256}.json"]) == {"id": "starter"}
    assert json.loads(found["versions/version-1.json"])["reason"] == "To begin with."


def test_numbers_come_back_with_error_unit_hand_and_reason(store: Store) -> None:
    first, with_hand, none, whole = rows(files(store)["measures.csv"])
    assert (first["name"], first["value"], first["standard_error"], first["unit"]) == (
        "asked_deviation_mean",
        "4.25",
        "1.5",
        "deg",
    )
    assert (with_hand["hand"], with_hand["standard_error"]) == ("with", "")
    assert (none["value"], none["reason"]) == ("", MEASURES[2].value.reason)
    assert (first["exercise_position"], whole["exercise_position"]) == ("1", "")


def test_the_angles_come_back_exercise_by_exercise(store: Store) -> None:
    name = f"traces/2026-03-02-0930-{SESSION}/1-slow-turn.csv"
    text = files(store)[name]
    assert "nan" not in text
    back = rows(text)
    numbers = np.array([[float(row[c] or "nan") for c in TRACE_COLUMNS[:-1]] for row in back])
    given = np.concatenate([a_trace().values, a_trace(2.0).values])[:, :-1]
    np.testing.assert_allclose(numbers, given, atol=0.0051)
    assert {row["phase"] for row in back} == {"hold"}


def test_a_repetition_and_its_session_are_told_apart_by_id(store: Store) -> None:
    found = files(store)
    (rep,) = rows(found["repetitions.csv"])
    assert (rep["session_id"], rep["hold_s"], rep["plan_side"]) == (SESSION, str(a_rep().hold_s), "left")
    session = rows(found["sessions.csv"])[0]
    assert (session["flags"], session["before_dizziness"], session["after_effort"]) == ("not_good", "1", "5")


def test_the_text_beside_the_tables_explains_every_column(store: Store) -> None:
    found = files(store)
    readme = found.pop("README.txt")
    tables = {name: text for name, text in found.items() if name.endswith(".csv") and "/" not in name}
    for name, text in tables.items():
        part = readme.split(f"\n{name}: ")[1].split("\n\n")[0]
        header = text.partition("\n")[0].split(",")
        assert [line.strip().split(": ")[0] for line in part.splitlines()[1:]] == header, name
    trace = next(text for name, text in found.items() if name.startswith("traces/"))
    for column in trace.partition("\n")[0].split(","):
        assert f"\n    {column}: " in readme
    assert "left and up are positive" in readme


def test_without_being_asked_no_name_and_no_note_leaves(store: Store) -> None:
    plain = files(store, Wanted())
    assert not [name for name, text in plain.items() if ANNA.name in text or PRIVATE in text]
    asked = files(store)
    assert ANNA.name in asked["patient.csv"]
    noted = {name for name, text in asked.items() if PRIVATE in text}
    assert {"patient.csv", "letters.csv", "assessments.csv", "next_steps.csv"} <= noted
    assert {"assignments.csv", "dismissed_alerts.csv", "versions/version-1.json"} <= noted


def test_no_name_of_a_file_tells_whose_it_is(store: Store) -> None:
    assert not [name for name in files(store) if "Anna" in name]


def test_what_a_spreadsheet_would_run_is_a_text(store: Store) -> None:
    found = files(store)
    assert rows(found["events.csv"])[2]["words"] == "'=on the stairs"
    assert rows(found["guides.csv"])[0]["words"] == "'@ease"


def test_without_the_angles_the_file_says_so(store: Store) -> None:
    found = files(store, Wanted(traces=False))
    assert not [name for name in found if name.startswith("traces")]
    assert "were not asked for" in found["README.txt"]


def test_the_same_patient_on_the_same_day_is_the_same_file(store: Store) -> None:
    once, again = (zipped(kept_of(store, ANNA.id, ALL)) for _ in range(2))
    assert once == again


def test_somebody_without_a_session_has_empty_tables() -> None:
    with ZipFile(io.BytesIO(zipped(Kept(ANNA)))) as archive:
        sessions = archive.read("sessions.csv").decode("utf-8-sig")
    assert sessions.startswith("session_id,started_at")
    assert not rows(sessions)


@pytest.mark.parametrize("seed", range(12))
def test_any_patient_has_tables_that_can_be_read(seed: int) -> None:
    kept = some_patient(seed)
    with ZipFile(io.BytesIO(zipped(kept))) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert len(rows(texts["sessions.csv"])) == len(list(kept.sessions))
    for name, text in texts.items():
        if name.endswith(".csv"):
            assert all(None not in row and None not in row.values() for row in rows(text)), name
