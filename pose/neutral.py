"""The patient's own straight position, and everything measured from it. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from pose.angles import HeadAngles, Posture, head_angles
from pose.geometry import angle_between_deg, angles_deg, mean_rotation, rotation_matrix
from pose.reading import Unseen
from pose.trunk import Seat, Trunk, take_seat, trunk_of

__all__ = [
    "MOVED",
    "NOT_SEEN",
    "NO_SHOULDERS",
    "Neutral",
    "NeutralRefusal",
    "Sample",
    "Trunk",
    "neutral_from_json",
    "neutral_to_json",
    "place_from",
    "relative_to",
    "take_neutral",
]

#: Of the frames, at least this share must show head and shoulders.
SEEN_SHARE = 0.8
#: And there must be at least this many: half a second of a slow camera.
FEWEST_FRAMES = 5
#: A head that is held still moves by well under a degree; slow sway and tremor stay below this.
MOST_SPREAD_DEG = 3.0
#: A straight head reads as nodding by up to this much, by the shape of the face: twice the standard deviation
#: between 34 rendered people.
PERSONAL_NOD_DEG = 5.0
#: A camera that looks up or down at the person by this much or more is worth moving: it sees a bowed or a
#: raised chin less well. Judgement.
STEEP_DEG = 10.0


@dataclass(frozen=True, eq=False)
class Neutral:
    """The accepted straight position of one session; stored with it, never changed silently.

    Attributes:
        head: shape (3, 3), mean head rotation in the camera's patient frame.
        shoulder_tilt_deg: shoulder line in the neutral, degrees.
        shoulder_left, shoulder_right: each shoulder above the ears' middle, shoulder widths;
            negative, because it is below.
        lateral_shift: the ears' middle beside the shoulders' middle, shoulder widths.
        shoulder_mid_px, shoulder_width_px: where the shoulders were, pixels.
        seat: the same for measuring shoulders and trunk from.
        frames: how many seen frames it was taken from.
        spread_deg: how much the head moved while it was taken, standard deviation of the deviation angle.
    """

    head: NDArray[np.float64]
    shoulder_tilt_deg: float
    shoulder_left: float
    shoulder_right: float
    lateral_shift: float
    shoulder_mid_px: tuple[float, float]
    shoulder_width_px: float
    seat: Seat
    frames: int
    spread_deg: float


@dataclass(frozen=True)
class Sample:
    """One frame relative to the neutral: what the coach judges. ``None`` means "not seen".

    Attributes:
        t_s: seconds since the camera was opened.
        head: head on trunk relative to the neutral, degrees.
        deviation_deg: the one angle of that rotation, degrees, never negative.
        camera_head: the head in the camera's frame, no neutral taken off, degrees.
        trunk: shoulders and trunk relative to the neutral.
        faces: faces seen, 0 to 2.
        hand_near_face: a hand is at the chin, cheek, neck or back of the head.
        confidence: 0 to 1.
        standard_error: of each head angle, degrees; ``None`` when not seen.
        unseen: why the head is not seen, where that is known.
    """

    t_s: float
    head: HeadAngles | None
    deviation_deg: float | None
    camera_head: HeadAngles | None
    trunk: Trunk | None
    faces: int
    hand_near_face: bool
    confidence: float
    standard_error: HeadAngles | None = None
    unseen: Unseen | None = None

    @property
    def seen(self) -> bool:
        """Whether the head was seen; an unseen moment earns nothing and costs nothing."""
        return self.head is not None


@dataclass(frozen=True)
class NeutralRefusal:
    """Why no neutral could be taken.

    Attributes:
        key: ``not_seen``, ``no_shoulders`` or ``moved``.
        advice: one plain sentence for the patient.
    """

    key: str
    advice: str


NOT_SEEN = NeutralRefusal(
    "not_seen", "I could not see your face all the time. Please sit facing the camera and let us try again."
)
NO_SHOULDERS = NeutralRefusal(
    "no_shoulders",
    "I could not see both shoulders. Please move back a little or tilt the screen, and let us try again.",
)
MOVED = NeutralRefusal(
    "moved",
    "Your head moved a little too much. Please sit as still as you comfortably can, and let us try again.",
)


def take_neutral(postures: Sequence[Posture]) -> Neutral | NeutralRefusal:
    """The straight position out of the postures of some seconds of sitting still, in rising order of time.

    Returns:
        the neutral, or why there is none.
    """
    seen = [posture for posture in postures if posture.head is not None]
    whole = [posture for posture in seen if posture.shoulders is not None]
    enough = max(FEWEST_FRAMES, SEEN_SHARE * len(postures))
    if len(seen) < enough:
        return NOT_SEEN
    if len(whole) < enough:
        return NO_SHOULDERS
    heads = np.array([posture.head for posture in whole])
    head = mean_rotation(heads)
    spread_deg = float(np.sqrt(np.mean([angle_between_deg(head, one) ** 2 for one in heads])))
    return MOVED if spread_deg > MOST_SPREAD_DEG else _neutral(head, whole, spread_deg)


def _neutral(head: NDArray[np.float64], postures: Sequence[Posture], spread_deg: float) -> Neutral:
    shoulders = [posture.shoulders for posture in postures if posture.shoulders is not None]
    seat = take_seat(postures)
    ear_x, ear_y = np.median([each.mid_ear_px for each in shoulders], axis=0)
    (left_x, left_y), (right_x, right_y) = np.median(
        [(each.left_px, each.right_px) for each in shoulders], axis=0
    ).tolist()
    mid_x, mid_y = (left_x + right_x) / 2, (left_y + right_y) / 2
    return Neutral(
        head=head,
        shoulder_tilt_deg=seat.tilt_deg,
        shoulder_left=float(ear_y - left_y) / seat.width_px,
        shoulder_right=float(ear_y - right_y) / seat.width_px,
        lateral_shift=float(ear_x - mid_x) / seat.width_px,
        shoulder_mid_px=(mid_x, mid_y),
        shoulder_width_px=seat.width_px,
        seat=seat,
        frames=len(postures),
        spread_deg=spread_deg,
    )


def relative_to(neutral: Neutral, posture: Posture) -> Sample:
    """One posture as the change from the neutral: head on trunk, shoulders and trunk."""
    trunk = trunk_of(neutral.seat, posture)
    head, deviation_deg = None, None
    if posture.head is not None:
        relative = _head_on_trunk(neutral.head, posture.head, 0.0 if trunk is None else trunk.lean_deg)
        head, deviation_deg = head_angles(relative), angle_between_deg(np.eye(3), relative)
    return Sample(
        t_s=posture.t_s,
        head=head,
        deviation_deg=deviation_deg,
        camera_head=posture.head_angles,
        trunk=trunk,
        faces=posture.faces,
        hand_near_face=posture.hand_near_face,
        confidence=posture.confidence,
        standard_error=posture.standard_error,
        unseen=posture.unseen,
    )


def place_from(neutral: Neutral, postures: Sequence[Posture]) -> tuple[HeadAngles, HeadAngles]:
    """Where a head that is held still lies as measured from a neutral, and the standard error of each angle.

    An error is mostly the person's and the place's own (`pose.reading`), so it does not average out.

    Args:
        postures: with at least one in which the head is seen.
    """
    heads = [relative_to(neutral, one).head for one in postures]
    errors = [one.standard_error or HeadAngles(0.0, 0.0, 0.0) for one in postures if one.head is not None]
    return _mean([head for head in heads if head]), _mean(errors)


def _mean(angles: Sequence[HeadAngles]) -> HeadAngles:
    return HeadAngles(*np.mean([astuple(one) for one in angles], axis=0).round(2).tolist())


def _head_on_trunk(
    straight: NDArray[np.float64], head: NDArray[np.float64], lean_deg: float
) -> NDArray[np.float64]:
    """What turns the straight head into this one, seen from the trunk, along the straight head's own axes."""
    upright = rotation_matrix(0.0, 0.0, lean_deg).T @ head
    axes = _axes(straight)
    return np.asarray(axes.T @ upright @ straight.T @ axes, dtype=np.float64)


def _axes(straight: NDArray[np.float64]) -> NDArray[np.float64]:
    """The axes of a head that was held straight: its own, but for how it seems to nod.

    Part of that is the face's own shape, which differs between people by `PERSONAL_NOD_DEG` and says
    nothing about the axes; the rest comes from a camera that looks up or down.
    """
    rotation, extension, lateral_flexion = angles_deg(straight)
    return rotation_matrix(rotation, _beyond_personal(extension), lateral_flexion)


def _beyond_personal(extension_deg: float) -> float:
    """Nothing within `PERSONAL_NOD_DEG`, and nearly all of what is far beyond it (the non-negative garrote,
    L. Breiman, Technometrics 1995, 37, 373): of 20 degrees 18.8 are taken for the camera's."""
    if abs(extension_deg) <= PERSONAL_NOD_DEG:
        return 0.0
    return extension_deg - PERSONAL_NOD_DEG**2 / extension_deg


def camera_tilt_deg(neutral: Neutral) -> float:
    """How far the camera looks up at the person who sits straight (down: negative), degrees. A chin that is
    held up or down in the neutral looks the same, so it is an estimate."""
    _, extension, _ = angles_deg(neutral.head)
    return _beyond_personal(extension)


def camera_advice(neutral: Neutral) -> str:
    """One plain sentence for the patient where the camera stands too low or too high; else nothing."""
    tilt_deg = camera_tilt_deg(neutral)
    about = f"about {5 * round(abs(tilt_deg) / 5)} degrees"
    if tilt_deg >= STEEP_DEG:
        return f"The camera seems to look up at you by {about}. A stack of books under the laptop would help."
    if tilt_deg <= -STEEP_DEG:
        return f"The camera seems to look down at you by {about}. A lower place for it would help."
    return ""


def neutral_to_json(neutral: Neutral) -> str:
    """The neutral as JSON, with every number exactly as it was."""
    return json.dumps({**asdict(neutral), "head": neutral.head.tolist()})


def neutral_from_json(text: str) -> Neutral:
    """The inverse of `neutral_to_json`."""
    values = json.loads(text)
    mid_x, mid_y = values.pop("shoulder_mid_px")
    head, seat = np.array(values.pop("head")), Seat(**values.pop("seat"))
    return Neutral(head=head, seat=seat, shoulder_mid_px=(mid_x, mid_y), **values)
