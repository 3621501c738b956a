"""The demo person does the whole demo programme: by her true angles, and as she is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from coach.events import Compensated, ExerciseFinished, RepFinished
from coach.feedback import Cued
from coach.record import Ending
from pose.camera import read_recording
from pose.measure import Measurer
from pose.models import load_models
from pose.neutral import Neutral, Sample, relative_to, take_neutral
from tests.synthetic.coached import Sat, exact_sample, sit_through
from tests.synthetic.motion import FRAME_RATE_HZ, BodyPose, read_truth
from web.live_sitting import NEUTRAL_S
from web.sources import DEMO_FOV_DEG, demo_clip

REPS = [2, 2, 2, 3, 2, 2]
AFTER_NEUTRAL = round(NEUTRAL_S * FRAME_RATE_HZ) + 1


def off(pose: BodyPose, by_deg: float) -> BodyPose:
    """The head as a measurement that is off would see it; a nod of 7 in a band of 5 to 10 bears less."""
    return replace(
        pose,
        head_rotation_deg=pose.head_rotation_deg + by_deg,
        head_lateral_flexion_deg=pose.head_lateral_flexion_deg + by_deg,
        head_extension_deg=pose.head_extension_deg + 0.75 * by_deg,
    )


def assert_done(sat: Sat, clip: Sequence[Sample]) -> None:
    """Every exercise and every repetition, what she is to be corrected for, and all before the clip ends."""
    assert sat.over
    assert sat.last < len(clip) - FRAME_RATE_HZ
    assert [event.summary.ending for event in sat.all(ExerciseFinished)] == [Ending.DONE] * len(REPS)
    reps = [(event.index, event.rep) for event in sat.all(RepFinished)]
    assert [[index for index, _ in reps].count(number) for number in range(len(REPS))] == REPS
    assert all(rep.completed for _, rep in reps)
    assert [event.kind for event in sat.all(Compensated)] == ["shoulder_hike_right"]
    said = [event.cue.key for event in sat.all(Cued)]
    assert (said.count("correct_shoulder"), said.count("take_time"), said[-1]) == (1, 1, "session_done")


@pytest.mark.parametrize(
    ("off_deg", "late_s"), [(0.0, 0.1), (2.0, 0.0), (-2.0, 0.3)], ids=["exact", "2 more", "2 less and late"]
)
def test_she_does_what_the_coach_asks(off_deg: float, late_s: float) -> None:
    truth = read_truth(demo_clip().with_suffix(".csv"))
    clip = [exact_sample(t_s, off(pose, off_deg)) for t_s, _, pose in truth]
    late = round(late_s * FRAME_RATE_HZ)
    assert_done(sit_through(clip, AFTER_NEUTRAL + late, late), clip)


@pytest.mark.soak
def test_she_does_what_the_coach_asks_as_she_is_measured() -> None:
    """Each frame of the clip, measured; both landmarkers find her in every one."""
    with Measurer(load_models(), vertical_fov_deg=DEMO_FOV_DEG) as measurer:
        postures = [measurer.measure(frame) for frame in read_recording(demo_clip())]
    assert all(posture.head is not None and posture.shoulders and posture.faces == 1 for posture in postures)
    neutral = take_neutral(postures[:AFTER_NEUTRAL])
    assert isinstance(neutral, Neutral)
    clip = [relative_to(neutral, posture) for posture in postures]
    for late in (0, 3, 9):
        assert_done(sit_through(clip, AFTER_NEUTRAL + late, late), clip)
