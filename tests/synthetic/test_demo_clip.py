"""The demo clip that users get, read the way the application reads it."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import pytest

DEMO = Path(__file__).parents[2] / "web" / "demo"
LARGEST_CLIP_BYTES = 5_000_000


def test_every_frame_of_the_clip_has_its_truth_at_its_own_time() -> None:
    with (DEMO / "demo.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    clip = cv2.VideoCapture(str(DEMO / "demo.mp4"))
    times_ms = []
    while clip.grab():
        times_ms.append(clip.get(cv2.CAP_PROP_POS_MSEC))
    assert times_ms == pytest.approx([1000 * float(row["t_s"]) for row in rows], abs=0.1)


def test_the_clip_is_small() -> None:
    assert (DEMO / "demo.mp4").stat().st_size < LARGEST_CLIP_BYTES
