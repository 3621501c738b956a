"""The demo person does the ``demo`` programme as the coach asks for it, like a believable beginner.

The clip runs as the application plays it: straight while the middle is measured, then only while something
is measured; it waits while an exercise is explained. So an exercise begins in the pose in which the one
before ended: at the last moment of a hold that has no way back, else on the way back. The coach itself asks,
on exact samples; she answers with the margins of a person. The coach waits for her wherever she moves or
holds, so small errors of the measurement do not add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.synthetic.coached import Coached, exact_sample
from tests.synthetic.motion import FRAME_RATE_HZ, BodyPose, Frame, Step, perform
from tests.synthetic.patient import Moves, Patient

STRAIGHT = BodyPose()
# The pull turns her to her left and tilts her to her right, beyond the band of the middle; shoulders tense.
REST = BodyPose(
    head_rotation_deg=13.0,
    head_lateral_flexion_deg=-6.0,
    shoulder_raise_left_deg=5.0,
    shoulder_raise_right_deg=5.0,
)
TALL = replace(REST, shoulder_raise_left_deg=0.0, shoulder_raise_right_deg=0.0)
WOBBLE = BodyPose(head_rotation_deg=4.5, head_lateral_flexion_deg=-1.5)
TURNED = BodyPose(head_rotation_deg=-31.5)
TURNED_SHORT = BodyPose(head_rotation_deg=-20.0)
SHOULDER_UP = replace(TURNED_SHORT, shoulder_raise_right_deg=14.0)
TILTED = BodyPose(head_lateral_flexion_deg=20.0)
NODDED = BodyPose(head_extension_deg=-6.8)  # of 5 to 10 degrees; on her a nod reads a fifth larger

SITTING_S = 3.5  # the application measures the middle for 3 s
HOLD_S = 4.0  # of all exercises of the programme
LONGER_S = 1.0  # she holds a little longer than she is asked to
IN_S, OUT_S = 3.0, 4.5  # her breaths, within the 4 and 6 s that she is given
BREATH_DEG = 1.5


def demo_motion() -> Iterator[Frame]:
    """About two and a half minutes, to which the application adds the time for explaining."""
    she, coached = Patient(STRAIGHT, "straight"), Coached()
    for number, pose in enumerate(_session(she)):
        t_s = number / FRAME_RATE_HZ
        yield t_s, she.label, pose
        if t_s >= SITTING_S and not coached.session.over:
            _listen(she, coached, pose)


def _listen(she: Patient, coached: Coached, pose: BodyPose) -> None:
    """She hears what is said at this frame, and while the clip waits at it."""
    waits = True
    while waits:
        for key in coached.see(exact_sample(0.0, pose)):
            she.hear(key)
        waits = not (coached.plays or coached.session.over)


def _session(she: Patient) -> Moves:
    yield from she.stays(SITTING_S)
    yield from _breathes(she)
    yield from _grows_tall(she)
    yield from _finds_the_middle(she)
    yield from _turns(she)
    for name, goal in (("tilt", TILTED), ("nod", NODDED)):
        yield from _there_and_back(she, f"{name} 1", goal)
        yield from _pulled(she, f"{name} 1: rest")
        yield from _there_and_back(she, f"{name} 2", goal)
    she.label = "straight"
    yield from she.stays(5.0)


def _breathes(she: Patient) -> Moves:
    """The pull takes her head while she breathes in for the first time."""
    yield from she.hears("breathe_in")
    yield from she.goes("breath 1: in", _breathed(REST), IN_S)
    yield from she.hears("breathe_out")
    yield from she.goes("breath 1: out", REST, OUT_S)
    yield from she.hears("breathe_in")
    yield from she.goes("breath 2: in", _breathed(REST), IN_S)
    yield from she.hears("breathe_out")
    yield from she.goes("breath 2: out", REST, OUT_S)


def _breathed(pose: BodyPose) -> BodyPose:
    left, right = pose.shoulder_raise_left_deg, pose.shoulder_raise_right_deg
    return replace(
        pose, shoulder_raise_left_deg=left + BREATH_DEG, shoulder_raise_right_deg=right + BREATH_DEG
    )


def _grows_tall(she: Patient) -> Moves:
    """Her shoulders sink; her head stays where the pull has it."""
    yield from she.hears("move")
    yield from she.goes("grow tall 1", TALL)
    yield from she.hears("back")
    yield from she.goes("grow tall 1: rest", REST)
    yield from she.hears("move")
    yield from she.goes("grow tall 2", TALL)


def _finds_the_middle(she: Patient) -> Moves:
    yield from she.hears("move")
    yield from she.goes("middle 1: out", STRAIGHT)
    yield from _holds(she, "middle 1: hold")
    yield from _pulled(she, "middle 1: rest")
    yield from she.hears("move")
    yield from she.goes("middle 2: out", STRAIGHT)
    yield from she.stays(1.0)
    yield from she.goes("middle 2: wobble", WOBBLE, over_s=0.6)
    yield from she.goes("middle 2: wobble", STRAIGHT, over_s=0.8)
    she.label = "middle 2: hold"


def _turns(she: Patient) -> Moves:
    """The second with a raised shoulder, the third short of the target, each until she hears of it."""
    yield from _there_and_back(she, "turn 1", TURNED)
    yield from _pulled(she, "turn 1: rest")
    yield from _there_and_back(she, "turn 2", TURNED, first=SHOULDER_UP, until="correct_shoulder")
    yield from _pulled(she, "turn 2: rest")
    yield from _there_and_back(she, "turn 3", TURNED, first=TURNED_SHORT, until="take_time")


def _there_and_back(
    she: Patient, name: str, goal: BodyPose, *, first: BodyPose | None = None, until: str = ""
) -> Moves:
    """One repetition: to the goal, at once or not, and slowly back to the middle."""
    yield from she.hears("move")
    if first:
        yield from she.goes(f"{name}: not yet", first)
        yield from she.hears(until)
    yield from she.goes(f"{name}: out", goal)
    yield from _holds(she, f"{name}: hold")
    yield from she.goes(f"{name}: back", STRAIGHT)


def _pulled(she: Patient, label: str) -> Moves:
    """She lets go, and the pull has her head again."""
    yield from she.goes(label, REST, over_s=1.4)


def _holds(she: Patient, label: str) -> Moves:
    """Until she is called back, and never less than a little longer than she is asked to."""
    she.label, held = label, 0
    for pose in she.hears("back"):
        held += 1
        yield pose
    yield from she.stays(HOLD_S + LONGER_S - held / FRAME_RATE_HZ)


def one_turn_motion() -> Iterator[Frame]:
    """21 s for tests that need a short session: straight, her rest posture, one turn to the right."""
    rest = BodyPose(head_rotation_deg=10.0, head_lateral_flexion_deg=-5.0)
    turned = BodyPose(head_rotation_deg=-30.0)
    steps: list[Step] = [
        ("straight", STRAIGHT, 8.0),
        ("to rest posture", rest, 2.0),
        ("rest posture", rest, 2.0),
        ("to turn right", turned, 2.0),
        ("turn right", turned, 5.0),
        ("from turn right", rest, 2.0),
    ]
    return perform(STRAIGHT, steps)
