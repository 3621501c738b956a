"""Landmarks to `Posture`: the absolute position of head and shoulders, no neutral taken off. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pose.geometry import FLIP, METRES_PER_MESH_UNIT, Camera, angles_deg, project
from pose.landmarks import (
    LEFT_EAR,
    LEFT_HAND,
    LEFT_SHOULDER,
    MOUTH,
    NOSE,
    RIGHT_EAR,
    RIGHT_HAND,
    RIGHT_SHOULDER,
    Body,
    Landmarks,
)
from pose.reading import Reading, Unseen, chance_within, standard_errors_deg

#: In the head, mesh units: the point that stays where it is when only the head turns, bends or tilts. Fitted
#: on four rendered people; over all movements it stays within 0.4 cm sideways and 0.7 cm up (RMS).
NECK = np.array([0.0, -8.6, -6.7])
#: The confidence is the chance that the head is read within this, all axes together, after neutral, degrees.
CONFIDENT_DEG = 5.0
#: A body point counts as seen from here on (the model's own visibility, 0 to 1).
VISIBLE = 0.5
#: Shoulders that are nearer to each other than this, in heights of the ears above them, are none: while a
#: head turns far the model is for moments undecided between the person's front and back. Of somebody who
#: faces the camera it is 2, turned by 60 degrees 1.
NARROWEST = 0.8
#: Hands at the face are half hidden by it, and their visibility is lower.
HAND_VISIBLE = 0.4
#: On the clips every hand at the chin or cheek is within 0.40 shoulder widths of these points, and no other
#: hand within 1.4; the edge leaves room for the neck and the back of the head.
HAND_NEAR = 0.6


@dataclass(frozen=True)
class HeadAngles:
    """Head angles in degrees, left and up positive (see `pose`)."""

    rotation_deg: float
    lateral_flexion_deg: float
    extension_deg: float


@dataclass(frozen=True)
class Shoulders:
    """Shoulders and trunk in one frame, in the picture's plane.

    Attributes:
        left_px, right_px: the patient's own left and right shoulder, pixels (x, y).
        width_px: distance between them, pixels.
        tilt_deg: shoulder line, left shoulder higher is positive.
        mid_ear_px: the point between the ears, pixels (x, y).
    """

    left_px: tuple[float, float]
    right_px: tuple[float, float]
    width_px: float
    tilt_deg: float
    mid_ear_px: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Posture:
    """One measured frame, before any neutral.

    Attributes:
        t_s: seconds since the camera was opened.
        faces: faces seen, 0 to 2; 2 means that somebody else is in the picture.
        head: shape (3, 3), head in the camera's patient frame, corrected for where it stands in the
            picture; ``None`` when not seen.
        head_angles: the same as angles, degrees; ``None`` when not seen.
        head_px: centre of the head, pixels (x, y); ``None`` when not seen.
        distance_m: estimated distance of the head from the camera; ``None`` when not seen.
        shoulders: ``None`` when not seen.
        hand_near_face: a hand is at the chin, cheek, neck or back of the head.
        confidence: 0 to 1, see `CONFIDENT_DEG`; 0 when the head is not seen.
        neck_px: the point that stays where it is when only the head moves, pixels (x, y); ``None`` when
            the head is not seen.
        axis_px: where the camera's axis meets the picture, pixels (x, y).
        standard_error: of each head angle after neutral, degrees; ``None`` when the head is not seen.
        unseen: why the head is not seen; ``None`` when it is.
    """

    t_s: float
    faces: int
    head: NDArray[np.float64] | None
    head_angles: HeadAngles | None
    head_px: tuple[float, float] | None
    distance_m: float | None
    shoulders: Shoulders | None
    hand_near_face: bool
    confidence: float
    neck_px: tuple[float, float] | None = None
    axis_px: tuple[float, float] = (320.0, 240.0)
    standard_error: HeadAngles | None = None
    unseen: Unseen | None = None


def head_angles(head: NDArray[np.float64]) -> HeadAngles:
    """The angles of a head matrix, shape (3, 3)."""
    rotation, extension, lateral_flexion = angles_deg(head)
    return HeadAngles(rotation, lateral_flexion, extension)


def posture_of(
    landmarks: Landmarks, reading: Reading | None, camera: Camera, unseen: Unseen | None = None
) -> Posture:
    """Where head and shoulders are.

    Args:
        landmarks: of one frame.
        reading: of the head, ``None`` where it was not seen.
        camera: the camera that took the frame.
        unseen: why it was not seen.
    """
    shoulders = _shoulders(landmarks.body)
    hand = _hand_near_face(landmarks.body, shoulders)
    if reading is None:
        return Posture(
            landmarks.t_s, landmarks.faces, None, None, None, None, shoulders, hand, 0.0, unseen=unseen
        )
    fit, errors_deg = reading.fit, standard_errors_deg(reading, camera)
    return Posture(
        t_s=landmarks.t_s,
        faces=max(1, landmarks.faces),
        head=fit.head,
        head_angles=head_angles(fit.head),
        head_px=_pair(project(fit.place[None], camera)[0]),
        distance_m=float(np.linalg.norm(fit.place)) * METRES_PER_MESH_UNIT,
        shoulders=shoulders,
        hand_near_face=hand,
        confidence=chance_within(errors_deg, CONFIDENT_DEG),
        neck_px=_pair(project((fit.head @ NECK @ FLIP + fit.place)[None], camera)[0]),
        axis_px=camera.centre_px,
        standard_error=HeadAngles(*errors_deg.tolist()),
    )


def _shoulders(body: Body | None) -> Shoulders | None:
    if body is None or min(body.visibility[[LEFT_SHOULDER, RIGHT_SHOULDER]]) < VISIBLE:
        return None
    # A head turned far makes the model take the person's front for the back and swap the sides. Whoever
    # sits before the camera has the left shoulder on the picture's right.
    one, other = body.points_px[LEFT_SHOULDER], body.points_px[RIGHT_SHOULDER]
    left, right = (one, other) if one[0] >= other[0] else (other, one)
    across, mid_ear = left - right, body.points_px[[LEFT_EAR, RIGHT_EAR]].mean(axis=0)
    width_px = float(np.hypot(*across))
    if width_px < NARROWEST * np.linalg.norm(mid_ear - (left + right) / 2):
        return None
    return Shoulders(
        left_px=_pair(left),
        right_px=_pair(right),
        width_px=width_px,
        tilt_deg=float(np.degrees(np.arctan2(-across[1], across[0]))),
        mid_ear_px=_pair(mid_ear),
    )


def _hand_near_face(body: Body | None, shoulders: Shoulders | None) -> bool:
    if body is None or shoulders is None:
        return False
    hands = [i for i in (*LEFT_HAND, *RIGHT_HAND) if body.visibility[i] >= HAND_VISIBLE]
    face = body.points_px[[NOSE, LEFT_EAR, RIGHT_EAR, *MOUTH]]
    gaps = np.linalg.norm(body.points_px[hands][:, None] - face, axis=2)
    return bool(gaps.size and gaps.min() < HAND_NEAR * shoulders.width_px)


def _pair(point: NDArray[np.float64]) -> tuple[float, float]:
    return float(point[0]), float(point[1])
