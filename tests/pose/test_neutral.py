"""The patient's own straight position, and what is measured from it."""

from dataclasses import astuple, replace

import numpy as np
import pytest

from pose.angles import Posture
from pose.geometry import angles_deg, rotation_matrix
from pose.neutral import (
    MOVED,
    NO_SHOULDERS,
    NOT_SEEN,
    Neutral,
    NeutralRefusal,
    Sample,
    camera_advice,
    camera_tilt_deg,
    neutral_from_json,
    neutral_to_json,
    relative_to,
    take_neutral,
)
from pose.trunk import Trunk
from tests.pose.people import person


def sitting(head: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Neutral:
    """The neutral of a person who sits still for three seconds."""
    neutral = take_neutral([person(i / 30, head=head) for i in range(90)])
    assert not isinstance(neutral, NeutralRefusal)
    return neutral


def measured(posture: Posture) -> Sample:
    return relative_to(sitting(), posture)


def trunk(posture: Posture) -> Trunk:
    found = measured(posture).trunk
    assert found is not None
    return found


def on_trunk(neutral: Neutral, posture: Posture) -> tuple[float, float, float]:
    """Rotation, extension, lateral flexion."""
    head = relative_to(neutral, posture).head
    assert head is not None
    return head.rotation_deg, head.extension_deg, head.lateral_flexion_deg


def test_who_sits_still_reads_nothing() -> None:
    sample = measured(person())
    assert on_trunk(sitting(), person()) == pytest.approx((0, 0, 0), abs=1e-9)
    assert sample.deviation_deg == pytest.approx(0, abs=1e-5)
    assert astuple(trunk(person())) == pytest.approx([0] * 6, abs=1e-9)


def test_a_turn_of_a_head_that_rests_turned_and_tilted_is_that_turn_and_no_other() -> None:
    resting = (25.0, -10.0, 15.0)
    turned = rotation_matrix(*resting) @ rotation_matrix(40, 0, 0)
    posture = person(head=angles_deg(turned))
    assert on_trunk(sitting(resting), posture) == pytest.approx((40, 0, 0), abs=4.5)
    subtracted = np.array(angles_deg(turned)) - resting
    assert subtracted == pytest.approx((40.6, -7.3, -10.0), abs=0.05), "movements that are not there"


def test_a_face_that_seems_to_nod_by_its_shape_does_not_bend_a_turn() -> None:
    shape = rotation_matrix(0, -5, 0)
    posture = person(head=angles_deg(rotation_matrix(40, 0, 0) @ shape))
    assert on_trunk(sitting((0, -5, 0)), posture) == pytest.approx((40, 0, 0), abs=1e-6)


@pytest.mark.parametrize("pitch_deg", [20.0, -20.0])
@pytest.mark.parametrize("turn", [(45, 0, 0), (-45, 0, 0), (20, 0, 0), (0, 30, 0), (0, -30, 0), (0, 0, 35)])
def test_a_camera_that_looks_up_or_down_steeply_does_not_bend_a_movement(
    pitch_deg: float, turn: tuple[float, float, float]
) -> None:
    camera = rotation_matrix(0, pitch_deg, 0)
    posture = person(head=angles_deg(camera @ rotation_matrix(*turn)))
    assert on_trunk(sitting((0, pitch_deg, 0)), posture) == pytest.approx(turn, abs=1.0)


def test_in_the_cameras_own_frame_the_same_turn_would_be_a_nod_and_a_tilt() -> None:
    rotation, extension, lateral_flexion = angles_deg(rotation_matrix(0, 20, 0) @ rotation_matrix(45, 0, 0))
    assert abs(extension - 20) > 5
    assert abs(lateral_flexion) > 10
    assert rotation == pytest.approx(45, abs=2)


@pytest.mark.parametrize(
    ("nod_deg", "advice"),
    [
        (20.0, "The camera seems to look up at you by about 20 degrees. A stack of books"),
        (-17.0, "The camera seems to look down at you by about 15 degrees. A lower place"),
        (11.0, ""),
        (-4.0, ""),
    ],
)
def test_a_camera_too_low_or_too_high_is_noticed(nod_deg: float, advice: str) -> None:
    said = camera_advice(sitting((0, nod_deg, 0)))
    assert said.startswith(advice)
    assert bool(said) == bool(advice)


def test_what_a_face_may_seem_to_nod_by_its_shape_is_not_the_cameras() -> None:
    tilts = [camera_tilt_deg(sitting((0, nod_deg, 0))) for nod_deg in (-5.0, 0.0, 4.9, 8.0, 20.0)]
    assert tilts == pytest.approx([0, 0, 0, 4.9, 18.75], abs=0.05)


@pytest.mark.parametrize("lean_deg", [15.0, -15.0])
def test_a_leaning_trunk_that_carries_the_head_leaves_the_head_on_the_trunk(lean_deg: float) -> None:
    posture = person(head=(0, 0, lean_deg), lean_deg=lean_deg)
    assert on_trunk(sitting(), posture) == pytest.approx((0, 0, 0), abs=0.1)
    leaning = trunk(posture)
    assert leaning.lean_deg == pytest.approx(lean_deg, abs=0.1)
    assert leaning.shoulder_tilt_deg == pytest.approx(-lean_deg, abs=0.1)
    assert (leaning.elevation_left, leaning.elevation_right) == pytest.approx((0, 0), abs=0.005)
    assert (leaning.lateral_shift, leaning.ear_height) == pytest.approx((0, 0), abs=0.005)


def test_a_lean_of_which_the_shoulder_line_shows_half_is_still_seen() -> None:
    posture = person(head=(0, 0, 10), lean_deg=10)
    assert posture.shoulders is not None
    flat = replace(posture.shoulders, tilt_deg=posture.shoulders.tilt_deg / 2)
    assert trunk(replace(posture, shoulders=flat)).lean_deg == pytest.approx(7.5, abs=0.3)


def test_sliding_along_the_seat_is_no_lean_even_where_the_shoulder_line_trembles() -> None:
    posture = person(aside=0.3)
    assert posture.shoulders is not None
    trembling = replace(posture.shoulders, tilt_deg=-1.0)
    assert abs(trunk(replace(posture, shoulders=trembling)).lean_deg) <= 2


def test_a_slide_to_the_left_with_the_left_shoulder_raised_is_no_lean() -> None:
    assert trunk(person(aside=0.3, raised=(0.15, 0.0))).lean_deg == 0


def test_a_turned_head_on_a_leaning_trunk_is_composed() -> None:
    head = rotation_matrix(0, 0, 10) @ rotation_matrix(35, 0, 0)
    posture = person(head=angles_deg(head), lean_deg=10)
    assert on_trunk(sitting(), posture) == pytest.approx((35, 0, 0), abs=0.1)


def test_a_raised_shoulder_is_neither_a_lean_nor_a_tilt_of_the_head() -> None:
    posture = person(raised=(0.0, 0.12))
    raised = trunk(posture)
    assert (raised.elevation_left, raised.elevation_right) == pytest.approx((0, 0.12), abs=0.01)
    assert raised.lean_deg == 0
    assert on_trunk(sitting(), posture) == pytest.approx((0, 0, 0), abs=0.01)


def test_both_shoulders_raised() -> None:
    raised = trunk(person(raised=(0.1, 0.1)))
    assert (raised.elevation_left, raised.elevation_right) == pytest.approx((0.1, 0.1), abs=0.005)
    assert raised.ear_height == pytest.approx(-0.055, abs=0.005), "the head is less far above them"


@pytest.mark.parametrize(
    "moved",
    [
        person(sunk=0.15),
        person(sunk=-0.1),
        person(aside=0.4),
        person(nearer=1.2),
        person(nearer=0.8, aside=-0.3),
    ],
    ids=["lower", "higher", "to the left", "nearer", "away and to the right"],
)
def test_a_person_who_sits_elsewhere_has_not_moved_head_or_shoulders(moved: Posture) -> None:
    assert astuple(trunk(moved)) == pytest.approx([0] * 6, abs=0.01)


def test_unseen_is_an_answer() -> None:
    sample = measured(person(head=None))
    assert not sample.seen
    assert (sample.head, sample.deviation_deg, sample.camera_head, sample.trunk) == (None, None, None, None)


def test_without_shoulders_the_head_is_still_measured() -> None:
    sample = measured(person(head=(20, 0, 0), shoulders=False))
    assert sample.head is not None
    assert sample.head.rotation_deg == pytest.approx(20)
    assert sample.trunk is None


def test_no_neutral_from_a_moving_head() -> None:
    turning = [person(i / 30, head=(i / 5, 0, 0)) for i in range(90)]
    assert take_neutral(turning) == MOVED


def test_a_trembling_head_has_a_neutral() -> None:
    trembling = [person(i / 30, head=(2 * np.sin(i), 0, 0)) for i in range(90)]
    neutral = take_neutral(trembling)
    assert isinstance(neutral, Neutral)
    assert angles_deg(neutral.head)[0] == pytest.approx(0, abs=0.2)
    assert neutral.spread_deg == pytest.approx(2 / np.sqrt(2), abs=0.1)


def test_no_neutral_from_what_was_not_seen() -> None:
    assert take_neutral([]) == NOT_SEEN
    assert (
        take_neutral([person(i / 30, head=None if i % 3 == 0 else (0, 0, 0)) for i in range(90)]) == NOT_SEEN
    )
    assert take_neutral([person(i / 30, shoulders=False) for i in range(90)]) == NO_SHOULDERS


def test_every_refusal_says_what_to_do() -> None:
    for refusal in (NOT_SEEN, NO_SHOULDERS, MOVED):
        assert refusal.advice.endswith("let us try again.")


def test_a_neutral_survives_being_written_down() -> None:
    neutral = sitting((3.3, -7.1, 1.7))
    again = neutral_from_json(neutral_to_json(neutral))
    np.testing.assert_array_equal(again.head, neutral.head)
    assert replace(again, head=neutral.head).__dict__ == neutral.__dict__
