"""The doctor: each finding has a level, says what was found, and what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.keeping import note_backup
from coach.store import open_store
from web.doctor import (
    NOTHING,
    Finding,
    Level,
    backed_up,
    disk,
    field_of_view,
    judge_speed,
    library,
    models,
    opencv,
    port,
    python,
    writing,
)


@pytest.mark.parametrize(
    ("finding", "level"),
    [
        (python((3, 11)), Level.FINE),
        (python((3, 10)), Level.BROKEN),
        (opencv("4.14.0.94"), Level.FINE),
        (opencv("5.0.0.93"), Level.BROKEN),
        (disk(50_000_000_000), Level.FINE),
        (disk(500_000_000), Level.LOOK),
        (disk(5_000_000), Level.BROKEN),
        (judge_speed(30.0), Level.FINE),
        (judge_speed(15.0), Level.LOOK),
        (judge_speed(5.0), Level.BROKEN),
        (library(), Level.FINE),
        (models(), Level.FINE),
        (port(), Level.FINE),
    ],
    ids=lambda value: value.name,
)
def test_a_finding_has_a_level_and_says_what_to_do(finding: Finding, level: Level) -> None:
    assert finding.level is level
    assert finding.found
    assert (finding.advice == NOTHING) is (level is Level.FINE)


def test_a_folder_that_can_be_written_is_made_and_left_empty(tmp_path: Path) -> None:
    assert writing(tmp_path / "new").level is Level.FINE
    assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    finding = writing(tmp_path / "file" / "data")
    assert (finding.level, "--data-dir" in finding.advice) == (Level.BROKEN, True)


def test_each_camera_says_which_field_of_view_is_used_and_why() -> None:
    assert field_of_view("Webcam C270").startswith("32.5° high: calibrated")
    assert field_of_view("Integrated Camera") == "45° high assumed; --vertical-fov if you know it"


def test_the_last_backup_is_looked_for(tmp_path: Path) -> None:
    made = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def after(days: float) -> tuple[Level, str]:
        finding = backed_up(tmp_path, made + timedelta(days=days))
        return finding.level, finding.found

    assert after(0) == (Level.FINE, "there are no data yet")
    store = open_store(tmp_path)
    assert after(0) == (Level.LOOK, "none was made yet")
    note_backup(store, made)
    store.close()
    assert after(31) == (Level.FINE, "made 31 days ago")
    assert after(32) == (Level.LOOK, "made 32 days ago")
    assert after(-1) == (Level.LOOK, "made in the future")
    (tmp_path / "midline.sqlite3").write_bytes(b"no database, " * 100)
    assert after(0)[0] is Level.BROKEN
