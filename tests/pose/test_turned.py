"""Heads that the face mesh cannot be trusted with: far turns, deep nods, nothing there at all."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pose.angles import Posture
from pose.crop import CROP_PX, Crop, crop_around, crop_frame, first_crop
from pose.frame import Frame
from pose.geometry import Fit, angle_between_deg, angles_deg, camera_of, rotation_matrix
from pose.landmarker import Models
from pose.landmarks import Body
from pose.measure import Measurer
from pose.mesh_network import MeshNetwork
from pose.reading import Unseen
from pose.turned import facing_away_deg, read
from tests.bench.shared import FOV_DEG
from tests.pose.conftest import Stills

CAMERA = camera_of((640, 480), FOV_DEG)


def head_at(rotation_deg: float, extension_deg: float, lateral_flexion_deg: float, x: float) -> Fit:
    return Fit(
        rotation_matrix(rotation_deg, extension_deg, lateral_flexion_deg), np.array([x, 3.0, 80.0]), 0.2
    )


@pytest.mark.parametrize(
    ("sequence", "degrees"), [("rotation_left", 70.0), ("rotation_right", 70.0), ("extension", 50.0)]
)
def test_a_walk_to_the_end_is_seen_in_every_picture(
    models: Models, stills: Stills, sequence: str, degrees: float
) -> None:
    frames, rows = stills.walk("person-a", sequence)
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        heads = [measurer.measure(frame).head for frame in frames]
    straight = heads[0]
    assert straight is not None
    for head, row in zip(heads, rows, strict=True):
        if angle_between_deg(np.eye(3), row.head) <= degrees:
            assert head is not None
            assert angle_between_deg(head @ straight.T, row.head) < 14


def test_a_mirror_image_reads_mirrored(models: Models, stills: Stills) -> None:
    (*_, frame), _ = stills.walk("person-c", "rotation_left", range(12))
    mirrored = Frame(0.0, np.ascontiguousarray(frame.rgb[:, ::-1]))
    angles = []
    for one in (Frame(0.0, frame.rgb), mirrored):
        with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
            posture = measurer.measure(one)
            assert posture.head is not None
            angles.append(angles_deg(posture.head))
    (rotation, extension, tilt), (other_rotation, other_extension, other_tilt) = angles
    assert rotation > 40
    assert (-other_rotation, other_extension, -other_tilt) == pytest.approx(
        (rotation, extension, tilt), abs=6
    )


def test_a_body_without_a_head_in_view_is_not_seen(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-a", "rotation_left", range(1))
    hidden = frames[0].rgb.copy()
    hidden[:330] = 140
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        postures = [measurer.measure(Frame(i / 30, hidden)) for i in range(4)]
    assert [posture.head for posture in postures] == [None] * 4


def seen_last(models: Models, pictures: Sequence[NDArray[Any]]) -> Posture:
    """What the last of these pictures shows."""
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        return [measurer.measure(Frame(i / 30, np.asarray(rgb, np.uint8))) for i, rgb in enumerate(pictures)][
            -1
        ]


def test_a_head_turned_too_far_is_not_seen_for_that_reason(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-c", "rotation_left")
    last = seen_last(models, [frame.rgb for frame in frames] + [frames[-1].rgb] * 5)
    assert (last.head, last.unseen) == (None, Unseen.TURNED)


def test_a_covered_face_is_not_seen_for_that_reason(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-a", "rotation_left", range(1))
    clear = frames[0].rgb
    board = cv2.ellipse(clear.copy(), (320, 200), (75, 105), 0, 0, 360, (90, 120, 150), -1)
    last = seen_last(models, [clear] * 3 + [board] * 5)
    assert (last.head, last.unseen) == (None, Unseen.COVERED)


def test_a_head_above_the_picture_is_not_seen_for_that_reason(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-a", "distance", range(1, 2))
    above = np.full_like(frames[0].rgb, 140)
    above[:240] = frames[0].rgb[240:]
    last = seen_last(models, [above] * 4)
    assert (last.head, last.unseen) == (None, Unseen.OUTSIDE)


def test_a_look_and_one_in_the_mirror_are_read_as_their_mean(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-b", "rotation_right", range(11))
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        body = measurer.read(frames[-1]).landmarks.body
    assert body is not None
    network, crop = MeshNetwork(models), first_crop(body)
    looks = [network.look(frames[-1], crop, mirrored=mirrored) for mirrored in (False, True)]
    heads = [read(some, body, models.turned, models.mesh, CAMERA).fit.head for some in (looks, looks[::-1])]
    np.testing.assert_allclose(heads[0], heads[1], atol=1e-9)
    alone = [read([look], body, models.turned, models.mesh, CAMERA).fit.head for look in looks]
    assert all(angles_deg(head)[0] < -30 for head in alone), "to the right, out of the mirror again"
    between = [angle_between_deg(heads[0], head) for head in alone]
    assert sum(between) == pytest.approx(angle_between_deg(*alone), abs=2), "the mean of both"


def test_a_crop_around_a_head_is_upright_with_it_and_faces_the_camera() -> None:
    fit = head_at(20, 10, 25, x=15.0)
    crop = crop_around(fit, CAMERA)
    in_crop = crop_frame(crop, CAMERA).T @ fit.head
    crown = in_crop[:, 1]
    assert abs(np.degrees(np.arctan2(crown[0], crown[1]))) < 4
    assert np.degrees(crop.roll) == pytest.approx(25, abs=8), "the left ear is down, to image x"
    assert CROP_PX == 256


def test_the_same_head_is_placed_where_its_crop_is(models: Models, stills: Stills) -> None:
    frames, _ = stills.walk("person-b", "rotation_right", range(11))
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        postures = [measurer.measure(frame) for frame in frames]
    places = np.array([posture.head_px for posture in postures])
    distances = np.array([posture.distance_m for posture in postures], dtype=float)
    assert np.abs(np.diff(places, axis=0)).max() < 35, "nothing jumps where the networks take over"
    assert np.ptp(distances) < 0.2


def test_a_first_crop_is_around_the_bodys_head_and_of_its_size() -> None:
    flat, world = np.zeros((33, 2)), np.zeros((33, 3))
    flat[7], flat[8], flat[11], flat[12] = (340, 200), (300, 200), (420, 330), (220, 330)
    world[7], world[8], world[11], world[12] = (0.08, -0.6, 0), (-0.08, -0.6, 0), (0.4, 0, 0), (-0.4, 0, 0)
    crop = first_crop(Body(flat, world, np.ones(33)))
    assert crop.side_px > 0
    np.testing.assert_allclose(crop.centre_px, flat[:11].mean(axis=0))


def test_looking_beside_the_head_reads_the_same_head(models: Models, stills: Stills) -> None:
    frames, rows = stills.walk("person-d", "rotation_left", range(10))
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        landmarks = measurer._landmarker.find(frames[-1])
    assert landmarks.body is not None
    network, crop = MeshNetwork(models), first_crop(landmarks.body)
    for _ in range(3):
        crop = read([network.look(frames[-1], crop)], landmarks.body, models.turned, models.mesh, CAMERA).crop
    reads = [
        read(
            [network.look(frames[-1], Crop(crop.centre_px + np.array([shift, 0]), crop.side_px, crop.roll))],
            landmarks.body,
            models.turned,
            models.mesh,
            CAMERA,
        )
        for shift in (-8.0, 0.0, 8.0)
    ]
    for one in reads:
        assert angle_between_deg(one.fit.head, reads[1].fit.head) < 6
        assert facing_away_deg(one.fit) == pytest.approx(abs(rows[-1].angles_deg[0]), abs=12)
