"""Milliseconds a frame: ours beside the two bare landmarkers, on the same frames in the same run."""

import time
from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from pose.camera import read_recording
from pose.frame import Frame
from pose.landmarker import load_models
from pose.measure import Measurer
from tests.bench.plain import PlainBody, PlainFace
from tests.bench.shared import DATA, FOV_DEG, people

TITLE = "Speed, milliseconds a frame"
FRAMES = 300
#: Not counted: models warm up.
FIRST = 20


def lines() -> Iterator[str]:
    """The table."""
    clips = [folder / "range.mp4" for folder in people("clips")][:1]
    if not clips:
        yield f"The shared clips are not at {DATA}; nothing to measure."
        return
    frames = list(islice(read_recording(clips[0]), FRAMES))
    models = load_models()
    face, body = PlainFace(models), PlainBody(models)
    with Measurer(models, vertical_fov_deg=FOV_DEG) as measurer:
        # In turns, frame by frame, so that whatever else the machine does falls on all of them alike.
        methods: dict[str, Callable[[Frame], object]] = {
            "Face Landmarker alone": face.head,
            "Pose Landmarker alone": body.find,
            "ours, everything": measurer.measure,
        }
        spent: dict[str, list[float]] = {name: [] for name in methods}
        for frame in frames:
            for name, method in methods.items():
                begun = time.perf_counter()
                method(frame)
                spent[name].append(1000 * (time.perf_counter() - begun))
    face.close()
    body.close()
    yield f"{'':28}{'median':>8}{'95 of 100':>11}{'mean':>8}   ({len(frames)} frames, 640x480)"
    for name, times in spent.items():
        counted = np.array(times[FIRST:])
        yield f"{name:28}{np.median(counted):8.1f}{np.percentile(counted, 95):11.1f}{counted.mean():8.1f}"
