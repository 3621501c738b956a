"""The rendered clips, read and measured the way the application reads and measures them."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import cv2
import pytest

from pose.angles import Posture
from pose.camera import read_recording
from pose.measure import Measurer
from pose.models import load_models
from pose.neutral import Neutral, relative_to, take_neutral
from tests.synthetic.choreography import STRAIGHT
from tests.synthetic.motion import read_truth
from web.sources import DEMO_FOV_DEG, demo_clip

DEMO = demo_clip()
TRUTH = read_truth(DEMO.with_suffix(".csv"))
CLIPS = (DEMO, Path(__file__).parent / "one_turn.mp4")
LARGEST_CLIP_BYTES = 5_000_000
NEUTRAL_FRAMES = range(30, 90, 6)
MEASURED_WITHIN_DEG = 4.0


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: str(clip.stem))
def test_every_frame_of_a_clip_has_its_truth_at_its_own_time(clip: Path) -> None:
    capture = cv2.VideoCapture(str(clip))
    times_ms = []
    while capture.grab():
        times_ms.append(capture.get(cv2.CAP_PROP_POS_MSEC))
    truth = read_truth(clip.with_suffix(".csv"))
    assert times_ms == pytest.approx([1000 * t_s for t_s, _, _ in truth], abs=0.1)


def test_the_clip_is_small() -> None:
    assert DEMO.stat().st_size < LARGEST_CLIP_BYTES


def test_she_begins_and_ends_straight() -> None:
    """The last frame is what the application shows when the clip is over before the session is."""
    poses = [pose for _, _, pose in TRUTH]
    assert set(poses[:105]) == {STRAIGHT}
    assert set(poses[-90:]) == {STRAIGHT}


def ends_of_holds() -> dict[int, str]:
    """The last frame of each stretch in which she held still, and what she did."""
    stretches = [list(frames) for _, frames in groupby(enumerate(TRUTH), key=lambda at: at[1][1])]
    return {frames[-1][0]: frames[-1][1][1] for frames in stretches}


def measured(wanted: set[int]) -> dict[int, Posture]:
    """These frames, measured."""
    with Measurer(load_models(), vertical_fov_deg=DEMO_FOV_DEG) as measurer:
        frames = enumerate(read_recording(DEMO))
        return {number: measurer.measure(frame) for number, frame in frames if number in wanted}


def test_she_is_measured_where_she_is() -> None:
    ends = ends_of_holds()
    postures = measured({*NEUTRAL_FRAMES, *ends})
    neutral = take_neutral([postures[number] for number in NEUTRAL_FRAMES])
    assert isinstance(neutral, Neutral)
    for number, label in ends.items():
        head, (_, _, truth) = relative_to(neutral, postures[number]).head, TRUTH[number]
        assert head, label
        assert postures[number].shoulders, label
        known = (truth.head_rotation_deg, truth.head_lateral_flexion_deg, truth.head_extension_deg)
        found = (head.rotation_deg, head.lateral_flexion_deg, head.extension_deg)
        assert found == pytest.approx(known, abs=MEASURED_WITHIN_DEG), label
