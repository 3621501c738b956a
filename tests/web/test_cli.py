"""The command line: what it takes, what it refuses, and that a file is whole or not there."""

import csv
from collections.abc import Iterator
from pathlib import Path

import click
import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from pose.analyse import COLUMNS
from web.cli import COMMANDS, main
from web.cli_laptop import camera_spec
from web.errors import AskedError


def midline(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Four grey pictures with nobody in them."""
    folder = tmp_path / "recording"
    folder.mkdir()
    for number in range(4):
        cv2.imwrite(str(folder / f"{number:03d}.png"), np.full((120, 160, 3), 90, np.uint8))
    return folder


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_analyse_writes_one_row_a_frame(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = midline("analyse", recording, "--csv", out)
    assert done.exit_code == 0, done.output
    table = list(rows(out))
    assert [row["t_s"] for row in table] == ["0.0000", "0.0333", "0.0667", "0.1000"]
    assert tuple(table[0]) == COLUMNS
    assert {row["tracked"] for row in table} == {"0"}
    assert {row["rotation_deg"] for row in table} == {""}
    assert set(tmp_path.iterdir()) == {recording, out}


def test_a_neutral_that_cannot_be_taken_leaves_no_file(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("yesterday's table")
    done = midline("analyse", recording, "--csv", out, "--neutral", "0-0.1")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("midline: No neutral could be taken from 0 to 0.1 s")
    assert out.read_text() == "yesterday's table"
    assert set(tmp_path.iterdir()) == {recording, out}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["analyse", "nowhere.mp4", "--csv", "out.csv"], "nowhere.mp4"),
        (["analyse", "nowhere.mp4", "--csv", "no/folder/out.csv"], "name a new file in a folder that exists"),
        (["analyse", "clip.mp4", "--csv", "clip.mp4"], "name a new file"),
        (["analyse", "clip.mp4", "--csv", "out.csv", "--neutral", "3-1"], "a start before its end"),
        (["analyse", "clip.mp4", "--csv", "out.csv", "--neutral", "soon"], "seconds such as 0-3"),
        (["analyse", "clip.mp4", "--csv", "out.csv", "--vertical-fov", "500"], "500"),
        (["analyse", "clip.mp4"], "--csv"),
        (["run", "--camera", "nowhere.mp4"], "There is no recording nowhere.mp4."),
        (["run", "--port", "70000"], "70000"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = midline(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_camera_may_be_named_in_many_ways(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [camera_spec(spec) for spec in ("auto", "0", "FaceTime HD Camera", "browser", "demo")] == [
        "auto", "0", "FaceTime HD Camera", "browser", "demo",
    ]  # fmt: skip
    monkeypatch.chdir(recording.parent)
    assert camera_spec("recording") == str(recording)
    for missing in ("clip.webm", "folder/of/pictures"):
        with pytest.raises(AskedError, match="There is no recording"):
            camera_spec(missing)


def command_of(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def test_every_option_says_what_it_is_for() -> None:
    for command in map(command_of, COMMANDS):
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or getattr(parameter, "help", None), parameter.name
