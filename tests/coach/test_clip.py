"""A whole exercise with exactly known angles: six turns to the right, two of which are not completed."""

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from coach.programme import Task
from pose.angles import HeadAngles
from pose.geometry import angle_between_deg, angles_deg, rotation_matrix
from pose.neutral import Sample, Trunk
from tests.coach.builders import reps, task

CLIPS = Path(__file__).parents[3] / "shared" / "data" / "clips"
#: Person, rest between repetitions that is prescribed, target.
CASES = [
    ("person-a", 1, 33),
    ("person-a", 6, 33),
    ("person-a", 15, 35),
    ("person-b", 6, 35),
    ("person-c", 15, 33),
]

#: A raised collar bone lifts the end of the shoulder line; about this much, shoulder widths, for each degree.
RISE_BY_RAISE = 0.007

Row = dict[str, str]


def rows_of(person: str) -> list[Row]:
    path = CLIPS / person / "exercise.csv"
    if not path.exists():
        pytest.skip("the clips with known angles are not on this machine")
    with path.open() as file:
        return list(csv.DictReader(file))


def exact_sample(row: Row) -> Sample:
    """The true angles as the measuring side would give them without any error."""
    at = {name: float(value) for name, value in row.items() if name != "label"}
    lean = at["trunk_lean_left_deg"]
    left, right = (RISE_BY_RAISE * at[f"shoulder_raise_{side}_deg"] for side in ("left", "right"))
    head = rotation_matrix(at["head_rotation_deg"], at["head_extension_deg"], at["head_lateral_flexion_deg"])
    on_trunk = rotation_matrix(0.0, 0.0, lean).T @ head
    rotation, lateral_flexion, extension = angles_deg(on_trunk)
    angles = HeadAngles(rotation, lateral_flexion, extension)
    return Sample(
        t_s=at["t_s"],
        head=angles,
        deviation_deg=angle_between_deg(np.eye(3), on_trunk),
        camera_head=angles,
        trunk=Trunk(-lean, left, right, lean, 0.0, 0.0),
        faces=1,
        hand_near_face=False,
        confidence=0.9,
    )


def truth(rows: list[Row], low: float, high: float) -> list[tuple[float, float]]:
    """For each turn: seconds inside the band, and the furthest point, both of the true angles."""
    turns = groupby((row for row in rows if row["label"].startswith("rep")), key=lambda row: row["label"][:4])
    found = []
    for _, turn in turns:
        angles = [exact_sample(row).head for row in turn]
        rights = np.array([-angle.rotation_deg for angle in angles if angle])
        fine = np.interp(np.arange(0, len(rights), 0.05), np.arange(len(rights)), rights)
        inside = float(np.mean((fine >= low) & (fine <= high))) * len(rights) / 30
        found.append((inside, float(rights.max())))
    return found


@pytest.mark.parametrize(("person", "rest_s", "target"), CASES)
def test_repetitions_holds_peaks_and_compensations_are_those_of_the_clip(
    person: str, rest_s: float, target: float
) -> None:
    rows = rows_of(person)
    turn: Task = task("slow_turn", reps=6, hold_s=5, rest_s=rest_s, target=-target, band=5)
    known = truth(rows, target - 5, target + 5)

    done = reps((exact_sample(row) for row in rows if row["label"] != "neutral"), turn)

    assert [rep.completed for rep in done] == [True, True, False, False, True, True]
    for rep, (hold_s, peak_deg) in zip(done, known, strict=True):
        assert rep.hold_s == pytest.approx(hold_s, abs=0.2)
        assert rep.peak_deg == pytest.approx(peak_deg, abs=3)
    kinds = [rep.compensations for rep in done]
    assert kinds == [(), (), (), (), ("shoulder_hike_right",), ("trunk_lean_right",)]
