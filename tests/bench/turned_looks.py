"""What the networks of `pose/turned.py` are trained on: looks at the training pictures, with truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python.core.base_options import BaseOptions
from mediapipe.tasks.python.vision import pose_landmarker
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
from numpy.typing import NDArray

from pose.crop import Crop, crop_frame
from pose.frame import Frame
from pose.geometry import MIRROR, Camera
from pose.landmarker import body_of
from pose.landmarks import Body
from pose.mesh_network import MeshNetwork
from pose.models import Models
from pose.turned import inputs_of
from tests.bench.changes import changed
from tests.bench.covers import cover
from tests.bench.shared import Truth, picture, truths

Array = NDArray[np.float64]

#: Looks at each picture, the first of them straight at the head.
LOOKS = 16
#: Every so many looks see the picture as it is, the others one that was changed.
UNCHANGED_EVERY = 2
#: The body model sees a picture this often as if it were a film: where it looks, and so what it finds, is not
#: the same as in a picture that stands alone. Every second look goes with the one, the others with the other.
FILMED = 3
FRAME_MS = 33
#: How far the others look beside it: shares of the side, log of the size, radians.
BESIDE, LARGER, ROLLED = 0.05, 0.08, np.radians(6.0)
#: The crop around a head of which the box is known, heights of the box: its side, how far it is shifted
#: toward where the face points, and from the crown (hair) toward the chin.
SIDE, TOWARD_FACE, TOWARD_CHIN = 1.05, 0.15, 0.08
#: Of the pictures of a person, every so many are seen with the face covered too.
COVERED_EVERY = 2


@dataclass(frozen=True, eq=False)
class Example:
    """One look.

    Attributes:
        person, straight: whose, and whether it is one of the straight heads for the neutral.
        mirrored: whether the picture was mirrored.
        activations, others: the networks' inputs, shapes (512,) and (n,).
        head: shape (3, 3), the true head in the crop's frame.
        move: shape (3,), what would move the crop to where it should be, as the networks answer it.
    """

    person: str
    straight: bool
    mirrored: bool
    activations: Array
    others: Array
    head: Array
    move: Array


class Looker:
    """The models, for single pictures."""

    def __init__(self, models: Models) -> None:
        self._mesh, self._network = models.mesh, MeshNetwork(models)
        self._alone, self._film = (
            pose_landmarker.PoseLandmarker.create_from_options(
                pose_landmarker.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_buffer=models.body), running_mode=mode
                )
            )
            for mode in (VisionTaskRunningMode.IMAGE, VisionTaskRunningMode.VIDEO)
        )
        self._stamp_ms = 0

    def examples(self, folder: Path, rng: np.random.Generator) -> Iterator[Example]:
        """All looks at one person; pictures without a body are left out."""
        for number, row in enumerate(truths(folder / "truth.csv")):
            frame = picture(folder / row.row["file"], 0.0)
            for look, body in zip(range(LOOKS), cycle(self._bodies(frame)), strict=False):
                if body is not None:
                    yield self._example(frame, body, row, rng, (folder.name, number < 6, look))

    def _bodies(self, frame: Frame) -> tuple[Body | None, Body | None]:
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.rgb)
        for _ in range(FILMED):
            self._stamp_ms += FRAME_MS
            filmed = self._film.detect_for_video(image, self._stamp_ms)
        size_px = (frame.rgb.shape[1], frame.rgb.shape[0])
        return body_of(self._alone.detect(image), size_px), body_of(filmed, size_px)

    def covered(self, folder: Path, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
        """The networks' inputs for every `COVERED_EVERY`-th picture of a person, the face covered."""
        for row in truths(folder / "truth.csv")[::COVERED_EVERY]:
            clear = picture(folder / row.row["file"], 0.0)
            crop = _wanted(row)
            frame = Frame(0.0, cover(clear.rgb, crop, rng))
            camera = Camera(row["focal_length_px"], (frame.rgb.shape[1] / 2, frame.rgb.shape[0] / 2))
            for body in self._bodies(frame):
                if body is not None:
                    look = self._network.look(frame, _beside(crop, rng))
                    yield inputs_of(look, body, self._mesh, camera)

    def _example(
        self,
        frame: Frame,
        body: Body,
        row: Truth,
        rng: np.random.Generator,
        which: tuple[str, bool, int],
    ) -> Example:
        person, is_straight, number = which
        wanted, mirrored = _wanted(row), bool(rng.integers(2))
        crop = _beside(wanted, rng) if number else wanted
        if number % UNCHANGED_EVERY:
            frame = replace(frame, rgb=changed(frame.rgb, wanted, rng))
        height, width = frame.rgb.shape[:2]
        camera = Camera(row["focal_length_px"], (width / 2, height / 2))
        look = self._network.look(frame, crop, mirrored=mirrored)
        activations, others = inputs_of(look, body, self._mesh, camera)
        head, move = crop_frame(crop, camera).T @ row.head, _move(crop, wanted)
        if mirrored:
            head, move = MIRROR @ head @ MIRROR, move * (-1, 1, 1)
        return Example(person, is_straight, mirrored, activations, others, head, move)


def _wanted(row: Truth) -> Crop:
    height = row["head_y1_px"] - row["head_y0_px"]
    middle = np.array([row["head_x0_px"] + row["head_x1_px"], row["head_y0_px"] + row["head_y1_px"]]) / 2
    crown, face = row.head[:, 1], row.head[:, 2]
    shift = TOWARD_FACE * face[:2] - TOWARD_CHIN * crown[:2]
    return Crop(middle + height * shift * (1, -1), SIDE * height, float(np.arctan2(crown[0], crown[1])))


def _beside(crop: Crop, rng: np.random.Generator) -> Crop:
    return replace(
        crop,
        centre_px=crop.centre_px + rng.normal(0, BESIDE, 2) * crop.side_px,
        side_px=crop.side_px * float(np.exp(rng.normal(0, LARGER))),
        roll=crop.roll + float(rng.normal(0, ROLLED)),
    )


def _move(crop: Crop, wanted: Crop) -> Array:
    cos, sin = np.cos(crop.roll), np.sin(crop.roll)
    x, y = np.array([[cos, sin], [-sin, cos]]) @ (wanted.centre_px - crop.centre_px) / crop.side_px
    return np.array([x, y, np.log(wanted.side_px / crop.side_px)])
