"""A recording becomes a table, by the measuring code of the live session."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pose.analyse import COLUMNS, Row, analyse, row_of, write_csv
from pose.camera import read_recording
from pose.errors import NeutralError
from pose.landmarker import Models
from pose.measure import Measurer
from tests.bench.shared import FOV_DEG
from tests.pose.conftest import Stills

#: Half a second of straight head.
STRAIGHT = 15
ROOM = np.full((480, 640, 3), 140, np.uint8)


def folder_of(path: Path, pictures: "list[NDArray[np.uint8]]", *, mirrored: bool = False) -> Path:
    """Writes numbered pictures."""
    path.mkdir()
    for number, rgb in enumerate(pictures):
        shown = rgb[:, ::-1] if mirrored else rgb
        assert cv2.imwrite(str(path / f"{number:03}.png"), cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))
    return path


def rows_of(models: Models, path: Path, span: tuple[float, float] | None, **how: bool) -> list[Row]:
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        return [row_of(moment) for moment in analyse(read_recording(path, **how), measurer, span)]


@pytest.fixture
def turning(stills: Stills) -> "list[NDArray[np.uint8]]":
    """A straight head for half a second, then 5 to 30 degrees to the left, then an empty room."""
    frames, _ = stills.walk("person-a", "rotation_left", range(7))
    straight, *turned = [frame.rgb for frame in frames]
    return [straight] * STRAIGHT + turned + [ROOM] * 3


def test_the_table_of_a_turning_head(
    models: Models, turning: "list[NDArray[np.uint8]]", tmp_path: Path
) -> None:
    rows = rows_of(models, folder_of(tmp_path / "clip", turning), (0.0, STRAIGHT / 30))
    assert write_csv(rows, tmp_path / "out.csv") == len(turning)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert tuple(table[0]) == COLUMNS
    assert [float(line["t_s"]) for line in table] == pytest.approx(np.arange(len(turning)) / 30, abs=1e-4)
    for line in table[:STRAIGHT]:
        assert float(line["rotation_deg"]) == pytest.approx(0, abs=0.5)
        assert float(line["shoulder_tilt_deg"]) == pytest.approx(0, abs=0.5)
    for line, true_deg in zip(table[STRAIGHT:], (5, 10, 15, 20, 25, 30), strict=False):
        assert float(line["rotation_deg"]) == pytest.approx(true_deg, abs=3)
        moved = float(line["head_rotation_deg"]) - float(table[0]["head_rotation_deg"])
        assert float(line["rotation_deg"]) == pytest.approx(moved, abs=1.5)


def test_a_frame_without_a_face_has_empty_cells(
    models: Models, turning: "list[NDArray[np.uint8]]", tmp_path: Path
) -> None:
    rows = rows_of(models, folder_of(tmp_path / "clip", turning), (0.0, STRAIGHT / 30))
    write_csv(rows[-2:], tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            assert line.pop("t_s")
            assert (line.pop("tracked"), line.pop("faces"), line.pop("confidence")) == ("0", "0", "0.000")
            assert set(line.values()) == {""}


def test_a_mirrored_recording_gives_the_same_table(
    models: Models, turning: "list[NDArray[np.uint8]]", tmp_path: Path
) -> None:
    pictures = turning[STRAIGHT - 1 :: 2]
    one = rows_of(models, folder_of(tmp_path / "one", pictures), None)
    other = rows_of(models, folder_of(tmp_path / "other", pictures, mirrored=True), None, mirrored=True)
    assert one == other


def test_without_a_neutral_what_is_relative_to_one_stays_empty(
    models: Models, turning: "list[NDArray[np.uint8]]", tmp_path: Path
) -> None:
    row = rows_of(models, folder_of(tmp_path / "clip", turning[:1]), None)[0]
    assert row.tracked == 1
    assert row.head_rotation_deg is not None
    relative = (row.rotation_deg, row.lateral_flexion_deg, row.extension_deg, row.shoulder_tilt_deg)
    assert relative == (None,) * 4


def test_no_neutral_can_be_taken_from_a_moving_head(
    models: Models, turning: "list[NDArray[np.uint8]]", tmp_path: Path
) -> None:
    moving = folder_of(tmp_path / "clip", turning[STRAIGHT - 1 : -3])
    with (
        Measurer(models, vertical_fov_deg=FOV_DEG) as measurer,
        pytest.raises(NeutralError, match=r"from 0 to 0\.3 s: Your head moved"),
    ):
        list(analyse(read_recording(moving), measurer, (0.0, 0.3)))
