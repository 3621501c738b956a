"""`midline analyse` on a short piece of the demo clip: the table, every number, and the picture."""

import csv
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from pose.camera import read_recording
from pose.landmarker import MODEL_SHA256
from pose.version import MEASURE_VERSION
from web.cli import main
from web.plot import HEIGHT, WIDTH
from web.sources import DEMO_FOV_DEG, demo_clip

SECONDS = 4


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo person sits straight and begins to breathe."""
    path = tmp_path_factory.mktemp("clip") / "short.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (640, 480))
    for frame in islice(read_recording(demo_clip()), 30 * SECONDS):
        writer.write(cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def midline(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def written(clip: Path) -> Path:
    """The folder with everything that the command writes."""
    folder = clip.parent / "out"
    folder.mkdir()
    names = ["--csv", folder / "t.csv", "--json", folder / "t.json", "--plot", folder / "t.png"]
    done = midline("analyse", clip, *names, "--neutral", "0-2", "--vertical-fov", DEMO_FOV_DEG)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in folder.iterdir()) == ["t.csv", "t.json", "t.png"]
    return folder


@pytest.fixture(scope="module")
def told(written: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((written / "t.json").read_text(encoding="utf-8"))
    return data


def values(tree: Any) -> Iterator[dict[str, Any]]:
    """Every number in it."""
    if isinstance(tree, dict) and "unit" in tree:
        yield tree
    elif isinstance(tree, dict):
        for one in tree.values():
            yield from values(one)


def test_it_says_by_what_it_was_measured(told: dict[str, Any]) -> None:
    assert told["versions"]["measure"] == MEASURE_VERSION
    assert MODEL_SHA256.items() <= told["versions"]["models"].items()
    assert (told["vertical_fov_deg"], told["fov_assumed"]) == (DEMO_FOV_DEG, False)
    assert (told["relative_to"], told["neutral_s"]) == ("the neutral", [0, 2])
    assert told["neutral"]["frames"] > 50


def test_every_number_has_a_unit_and_an_error_or_the_reason_why_there_is_none(told: dict[str, Any]) -> None:
    assert set(told["numbers"]) == {"all", "with_hand", "without_hand"}
    for one in values(told["numbers"]):
        assert set(one) == {"value", "standard_error", "unit", "reason"}
        assert (one["value"] is None) == bool(one["reason"])
        assert one["standard_error"] is not None or one["unit"] in {"count", "name", "SPARC"} or one["reason"]


def test_a_head_that_sits_straight_is_in_the_middle(told: dict[str, Any], written: Path) -> None:
    everything = told["numbers"]["all"]
    assert told["seen"]["head"]["value"] == 1.0
    for axis in everything["axes"].values():
        assert abs(axis["median"]["value"]) < 2
        assert 0 < axis["median"]["standard_error"] < 3
    with (written / "t.csv").open(newline="", encoding="utf-8") as file:
        turns = [float(row["rotation_deg"]) for row in csv.DictReader(file)]
    assert everything["axes"]["rotation"]["median"]["value"] == pytest.approx(np.median(turns), abs=0.05)
    assert everything["deviation"]["share_within_10"]["value"] == 1.0
    assert everything["tremor"]["frequency"]["reason"] == "too_short"
    assert told["noise"]["rotation"]["unit"] == "deg"
    assert told["numbers"]["with_hand"]["deviation"]["mean"]["reason"] == "too_little_seen"


def test_the_picture_is_one_to_print(written: Path) -> None:
    picture = cv2.imread(str(written / "t.png"))
    assert picture is not None
    assert picture.shape == (HEIGHT, WIDTH, 3)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["--csv", "a.csv", "--json", "a.csv"], "the same"),
        (["--csv", "a.csv", "--plot", "no/folder/a.png"], "name a new file in a folder that exists"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_measuring(
    clip: Path, names: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = midline("analyse", clip, *names)
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
