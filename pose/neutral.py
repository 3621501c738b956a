"""The patient's own straight position, and everything measured from it. Pure."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pose.angles import HeadAngles, Posture, Shoulders, head_angles
from pose.geometry import angle_between_deg, mean_rotation, rotation_matrix

#: Of the frames, at least this share must show head and shoulders.
SEEN_SHARE = 0.8
#: And there must be at least this many: half a second of a slow camera.
FEWEST_FRAMES = 5
#: A head that is held still moves by well under a degree; slow sway and tremor stay below this.
MOST_SPREAD_DEG = 3.0


@dataclass(frozen=True, eq=False)
class Neutral:
    """The accepted straight position of one session; stored with it, never changed silently.

    Attributes:
        head: shape (3, 3), mean head rotation in the camera's patient frame.
        shoulder_tilt_deg: shoulder line in the neutral, degrees.
        shoulder_left, shoulder_right: height of each shoulder below the ears' middle, shoulder widths.
        lateral_shift: head beside the shoulders' middle, shoulder widths.
        shoulder_mid_px, shoulder_width_px: where the shoulders were, pixels.
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
    frames: int
    spread_deg: float


@dataclass(frozen=True)
class Trunk:
    """Shoulders and trunk relative to the neutral (units and signs in `pose`).

    Attributes:
        shoulder_tilt_deg: change of the shoulder line, degrees.
        elevation_left, elevation_right: each shoulder's rise, shoulder widths.
        lean_deg: trunk lean, degrees, left positive.
        lateral_shift: head beside the shoulders' middle, shoulder widths, left positive.
        ear_height: rise of the ears above the shoulder line, shoulder widths: taller is positive.
    """

    shoulder_tilt_deg: float
    elevation_left: float
    elevation_right: float
    lean_deg: float
    lateral_shift: float
    ear_height: float


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
    """

    t_s: float
    head: HeadAngles | None
    deviation_deg: float | None
    camera_head: HeadAngles | None
    trunk: Trunk | None
    faces: int
    hand_near_face: bool
    confidence: float

    @property
    def seen(self) -> bool:
        """Whether the head was seen; an unseen moment earns nothing and costs nothing."""
        return self.head is not None


@dataclass(frozen=True)
class NeutralRefusal:
    """Why no neutral could be taken.

    Attributes:
        key: ``not_seen``, ``no_shoulders``, ``second_person`` or ``moved``.
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
SECOND_PERSON = NeutralRefusal(
    "second_person", "I saw a second person. Please let only your own face be in view, and let us try again."
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
    heads = [p.head for p in postures if p.head is not None]
    shoulders = [p.shoulders for p in postures if p.shoulders is not None]
    enough = max(FEWEST_FRAMES, SEEN_SHARE * len(postures))
    if len(heads) < enough:
        return NOT_SEEN
    if len(shoulders) < enough:
        return NO_SHOULDERS
    if sum(p.faces > 1 for p in postures) > (1 - SEEN_SHARE) * len(postures):
        return SECOND_PERSON
    head = mean_rotation(np.array(heads))
    spread_deg = float(np.sqrt(np.mean([angle_between_deg(head, one) ** 2 for one in heads])))
    return MOVED if spread_deg > MOST_SPREAD_DEG else _neutral(head, shoulders, len(heads), spread_deg)


def _neutral(
    head: NDArray[np.float64], shoulders: Sequence[Shoulders], frames: int, spread_deg: float
) -> Neutral:
    left, right, shift, _ = np.median([_heights(s) for s in shoulders], axis=0)
    mid_x, mid_y = np.median([_middle(s) for s in shoulders], axis=0)
    return Neutral(
        head=head,
        shoulder_tilt_deg=float(np.median([s.tilt_deg for s in shoulders])),
        shoulder_left=float(left),
        shoulder_right=float(right),
        lateral_shift=float(shift),
        shoulder_mid_px=(float(mid_x), float(mid_y)),
        shoulder_width_px=float(np.median([s.width_px for s in shoulders])),
        frames=frames,
        spread_deg=spread_deg,
    )


def relative_to(neutral: Neutral, posture: Posture) -> Sample:
    """One posture as the change from the neutral: head on trunk, shoulders and trunk."""
    trunk = None if posture.shoulders is None else _trunk(neutral, posture.shoulders)
    head, deviation_deg = None, None
    if posture.head is not None:
        relative = _head_on_trunk(neutral, posture.head, 0.0 if trunk is None else trunk.lean_deg)
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
    )


def _head_on_trunk(neutral: Neutral, head: NDArray[np.float64], lean_deg: float) -> NDArray[np.float64]:
    lean = rotation_matrix(0.0, 0.0, lean_deg)
    return np.asarray(lean.T @ head @ neutral.head.T, dtype=np.float64)


#: Height of the shoulders above the point about which a sitting trunk leans, shoulder widths. From rendered
#: persons: a lean of 10 degrees moves the middle of the shoulders by 0.19 to 0.20 widths (three persons).
LEAN_RADIUS = 1.13


def _lean_deg(neutral: Neutral, shoulders: Shoulders, tilt_deg: float) -> float:
    """Trunk lean: a lean slants the shoulder line and carries its middle sideways, a raised shoulder only
    slants it, sliding on the chair only carries it; so as much as both agree on."""
    sideways = (_middle(shoulders)[0] - neutral.shoulder_mid_px[0]) / neutral.shoulder_width_px
    carried_deg = math.degrees(math.asin(max(-1.0, min(1.0, sideways / LEAN_RADIUS))))
    if carried_deg * -tilt_deg <= 0.0:
        return 0.0
    return math.copysign(min(abs(carried_deg), abs(tilt_deg)), carried_deg)


def _trunk(neutral: Neutral, shoulders: Shoulders) -> Trunk:
    left, right, shift, ears = _heights(shoulders)
    tilt_deg = shoulders.tilt_deg - neutral.shoulder_tilt_deg
    return Trunk(
        shoulder_tilt_deg=tilt_deg,
        elevation_left=left - neutral.shoulder_left,
        elevation_right=right - neutral.shoulder_right,
        lean_deg=_lean_deg(neutral, shoulders, tilt_deg),
        lateral_shift=shift - neutral.lateral_shift,
        ear_height=ears + (neutral.shoulder_left + neutral.shoulder_right) / 2,
    )


def _heights(shoulders: Shoulders) -> tuple[float, float, float, float]:
    """Left and right shoulder above the ears' middle (negative: below), the head beside the shoulders'
    middle and the ears above the shoulder line, all in shoulder widths."""
    (ear_x, ear_y), (mid_x, mid_y) = shoulders.mid_ear_px, _middle(shoulders)
    width = shoulders.width_px
    return (
        (ear_y - shoulders.left_px[1]) / width,
        (ear_y - shoulders.right_px[1]) / width,
        (ear_x - mid_x) / width,
        (mid_y - ear_y) / width,
    )


def _middle(shoulders: Shoulders) -> tuple[float, float]:
    (left_x, left_y), (right_x, right_y) = shoulders.left_px, shoulders.right_px
    return (left_x + right_x) / 2, (left_y + right_y) / 2


def neutral_to_json(neutral: Neutral) -> str:
    """The neutral as JSON, with every number exactly as it was."""
    return json.dumps({f.name: _plain(getattr(neutral, f.name)) for f in fields(neutral)})


def _plain(value: object) -> object:
    return value.tolist() if isinstance(value, np.ndarray) else value


def neutral_from_json(text: str) -> Neutral:
    """The inverse of `neutral_to_json`."""
    values = json.loads(text)
    x, y = values["shoulder_mid_px"]
    return Neutral(**{**values, "head": np.array(values["head"]), "shoulder_mid_px": (x, y)})
