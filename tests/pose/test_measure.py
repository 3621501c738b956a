"""Real models on rendered people whose angles are exactly known."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
import pytest
from numpy.typing import NDArray

from pose.angles import Posture
from pose.camera import read_recording
from pose.frame import Frame
from pose.geometry import angles_deg
from pose.landmarker import Models
from pose.measure import Measurer
from pose.reading import Unseen
from tests.bench.plain import PlainFace
from tests.bench.shared import DATA, FOV_DEG, Truth, truths
from tests.pose.conftest import Stills


def measured(models: Models, frames: Sequence[Frame]) -> list[Posture]:
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        return [measurer.measure(frame) for frame in frames]


def turned_from(straight: Posture, posture: Posture) -> tuple[float, float, float]:
    """Rotation, extension, lateral flexion since the straight head."""
    assert straight.head is not None
    assert posture.head is not None
    return angles_deg(posture.head @ straight.head.T)


def true_angles(row: Truth) -> tuple[float, float, float]:
    rotation, lateral_flexion, extension = row.angles_deg
    return rotation, extension, lateral_flexion


@pytest.mark.parametrize(
    ("sequence", "within_deg"),
    [
        ("rotation_left", 4.0),
        ("rotation_right", 4.0),
        ("extension", 4.0),
        ("flexion", 5.0),
        ("tilt_left", 2.5),
        ("tilt_right", 2.5),
    ],
)
def test_known_angles_are_read(models: Models, stills: Stills, sequence: str, within_deg: float) -> None:
    frames, rows = stills.walk("person-a", sequence, range(8))
    postures = measured(models, frames)
    for posture, row in zip(postures, rows, strict=True):
        assert turned_from(postures[0], posture) == pytest.approx(true_angles(row), abs=within_deg)


@pytest.mark.parametrize("person", ["person-a", "person-d"])
def test_a_straight_head_is_straight_anywhere_in_the_picture(
    models: Models, stills: Stills, person: str
) -> None:
    frames, rows = stills.walk(person, "shift_sideways")
    postures = measured(models, frames)
    middle = postures[len(postures) // 2]
    assert [row["shift_left_m"] for row in rows] == pytest.approx(np.linspace(-0.3, 0.3, 11))
    for posture in postures:
        assert turned_from(middle, posture) == pytest.approx((0, 0, 0), abs=2.5)
        assert posture.distance_m == pytest.approx(1.1, rel=0.15)


@pytest.mark.parametrize("person", ["person-b", "person-d"])
def test_the_mesh_is_fair_to_both_sides(models: Models, stills: Stills, person: str) -> None:
    (frame,), _ = stills.walk(person, "rotation_left", range(4, 5))
    angles = []
    for rgb in (frame.rgb, np.ascontiguousarray(frame.rgb[:, ::-1])):
        with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
            fit = [measurer.fit(Frame(i / 30, rgb)) for i in range(3)][-1]
            assert fit is not None
            angles.append(angles_deg(fit.head))
    (rotation, extension, tilt), other = angles
    assert rotation > 10
    assert other == pytest.approx((-rotation, extension, -tilt), abs=0.4)


def test_a_face_that_the_library_alone_does_not_find_is_found_where_the_body_has_its_head(
    models: Models, stills: Stills
) -> None:
    frames, rows = stills.walk("person-a", "distance", range(4, 5))
    assert rows[0]["distance_m"] == 1.6
    plain = PlainFace(models)
    assert plain.head(frames[0]) is None
    plain.close()
    (posture,) = measured(models, frames)
    assert posture.head is not None
    assert posture.distance_m == pytest.approx(1.6, rel=0.15)


def test_shoulders_are_the_persons_own(models: Models, stills: Stills) -> None:
    frames, rows = stills.walk("person-a", "trunk_lean_with_head", range(4, 9))
    held = [Frame(frames[-1].t_s + i / 30, frames[-1].rgb) for i in range(1, 9)]
    straight, *_, leaning = measured(models, frames + held)
    assert straight.shoulders is not None
    assert leaning.shoulders is not None
    assert rows[-1]["trunk_lean_left_deg"] == -20, "leaning to the right: the left shoulder is higher"
    assert leaning.shoulders.tilt_deg - straight.shoulders.tilt_deg == pytest.approx(20, abs=3)
    assert leaning.shoulders.left_px[0] > leaning.shoulders.right_px[0]


def patient_and_helper(stills: Stills) -> NDArray[np.uint8]:
    """A patient on the picture's left, a helper further away on its right."""
    near, _ = stills.walk("person-a", "distance", range(1, 2))
    far, _ = stills.walk("person-b", "shift_sideways", range(10, 11))
    both = np.roll(near[0].rgb, -140, axis=1).copy()
    both[:, 400:] = far[0].rgb[:, 400:]
    return both


def test_two_people_are_noticed_and_the_nearer_one_is_measured(models: Models, stills: Stills) -> None:
    (posture,) = measured(models, [Frame(0.0, patient_and_helper(stills))])
    assert posture.faces == 2
    assert posture.head_px is not None
    assert posture.head_px[0] < 300


def test_a_helper_is_not_measured_while_the_patient_is_out_of_sight(models: Models, stills: Stills) -> None:
    both = patient_and_helper(stills)
    alone = both.copy()
    alone[:, :400] = 140
    shown = [both] * 3 + [alone] * 12 + [both] * 3
    postures = measured(models, [Frame(i / 6, rgb) for i, rgb in enumerate(shown)])
    assert [posture.head is not None for posture in postures] == [True] * 3 + [False] * 12 + [True] * 3
    assert [posture.faces for posture in postures[4:15]] == [1] * 11, "but the helper is seen"


def test_whoever_stays_is_followed_in_the_end(models: Models, stills: Stills) -> None:
    both = patient_and_helper(stills)
    alone = both.copy()
    alone[:, :400] = 140
    postures = measured(models, [Frame(i / 2, rgb) for i, rgb in enumerate([both, *[alone] * 7])])
    assert postures[3].head is None
    assert postures[-1].head_px is not None
    assert postures[-1].head_px[0] > 400


def test_an_empty_room_is_not_seen(models: Models) -> None:
    room = np.full((480, 640, 3), 140, np.uint8)
    postures = measured(models, [Frame(i / 30, room) for i in range(3)])
    assert [(p.faces, p.head, p.head_angles, p.shoulders, p.confidence) for p in postures] == [
        (0, None, None, None, 0.0)
    ] * 3
    assert {posture.unseen for posture in postures} == {Unseen.NOBODY}


def test_the_same_frames_give_the_same_numbers(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-c", "rotation_left", range(5))
    one, other = measured(models, frames), measured(models, frames)
    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first.head, second.head)
        assert first.shoulders == second.shoulders


def test_what_is_surely_seen_is_confident_and_a_far_turn_is_less(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-c", "rotation_left")
    postures = measured(models, frames)
    assert postures[0].confidence > 0.8
    far = [posture.confidence for posture in postures[14:]]
    assert max(far) < postures[0].confidence
    assert all(0 <= posture.confidence <= 1 for posture in postures)


def test_a_head_turned_far_does_not_swap_the_shoulders(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-b", "rotation_left")
    given = [posture.shoulders for posture in measured(models, frames)[9:]]
    seen = [shoulders for shoulders in given if shoulders is not None]
    assert len(seen) >= len(given) - 1, "for a moment the model is undecided"
    for shoulders in seen:
        assert shoulders.left_px[0] > shoulders.right_px[0]
        assert abs(shoulders.tilt_deg) < 10


def test_a_hand_at_the_chin_is_noted_and_the_head_still_measured(models: Models) -> None:
    clip = DATA / "clips" / "person-a" / "trick.mp4"
    if not clip.is_file():
        pytest.skip(f"the shared clips are not at {DATA}")
    rows = truths(clip.with_suffix(".csv"))
    before = next(i for i, row in enumerate(rows) if row.row["label"] == "hand_up") - 10
    there = next(i for i, row in enumerate(rows) if row.row["label"] == "trick")
    frames = list(islice(read_recording(clip), there + 20))
    postures = measured(models, frames[before : before + 5] + frames[there - 10 :])
    assert [posture.hand_near_face for posture in postures[:5]] == [False] * 5
    assert all(posture.hand_near_face for posture in postures[-5:])
    assert all(posture.head is not None for posture in postures)
