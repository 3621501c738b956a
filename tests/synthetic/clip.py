"""Writes a rendered motion: a video file and the true angles of its every frame."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.synthetic.motion import ANGLES, FRAME_RATE_HZ, Frame
from tests.synthetic.render import HEIGHT, WIDTH

# H.264 without B-frames in MP4 at a constant rate: OpenCV reads it frame by frame with the decoder it brings,
# and Windows and macOS have their own should it come without. A lower crf is a better picture, a larger file.
ENCODER = "libx264"
ENCODER_OPTIONS = {"crf": "19", "preset": "slow", "bf": "0", "aq-mode": "3", "g": "300"}


def write_clip(path: Path, pictures: Iterable[NDArray[np.uint8]]) -> None:
    """One frame a picture, (480, 640, 3) uint8 RGB, at 30 frames a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(ENCODER, rate=round(FRAME_RATE_HZ), options=ENCODER_OPTIONS)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())


def write_truth(path: Path, motion: Iterable[Frame]) -> None:
    """A row a frame: number, seconds, label, and the angles in degrees."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["frame", "t_s", "label", *ANGLES])
        for number, (t_s, label, pose) in enumerate(motion):
            angles = [round(getattr(pose, name), 4) for name in ANGLES]
            rows.writerow([number, round(t_s, 4), label, *angles])
