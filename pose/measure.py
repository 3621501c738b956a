"""Frame to `Posture`: the one measuring code of the live session, of `midline analyse` and of the bench.

Near the line of sight the head is read from the face mesh, fitted in perspective (`pose.geometry`) and freed
of its known bias (`pose.bias`). Further out, and where the mesh fits badly, it is more and more read by
the networks of `pose.turned`; beyond what those can tell it is not seen.
"""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from pose.angles import Posture, posture_of
from pose.bias import line_of_sight, unbiased
from pose.frame import Frame
from pose.geometry import Camera, Fit, camera_of, fit_face
from pose.landmarker import Landmarker, Models
from pose.landmarks import MESH_POINTS, Face, Landmarks
from pose.mesh_network import MeshNetwork
from pose.reading import ASIDE_DEG, Reading, aside_deg, together, trusted
from pose.turned import Crop, Turned, crop_around, facing_away_deg, first_crop, read, within

#: A face that fits worse than this, centimetres, is none: a mesh laid over an ear or over hair. One that
#: seems to look at the camera has no excuse for fitting as badly as a profile does.
USABLE_MISFIT = 1.0
USABLE_MISFIT_AHEAD = 0.7
AHEAD_DEG = 45.0
#: Rotation, extension and lateral flexion along the line of sight that the networks can still tell, degrees,
#: and how sure they must be that a face is there, 0 to 1.
FURTHEST_DEG = (82.0, 62.0, 65.0)
SEEN = 0.3
#: From here on the networks look alone; the mesh would count for less than a sixth.
ALONE_DEG = 45.0
#: A crop of this long ago is no help to find the head again, seconds.
CROP_KEPT_S = 0.3

#: Raised whenever the same picture would give other numbers; stored with each session.
MEASURE_VERSION = 3


@dataclass(frozen=True, eq=False)
class _Kept:
    """What the frame before leaves for the next: when and where the networks looked, and whether only they
    could tell."""

    t_s: float
    crop: Crop
    turned: bool


class Measurer:
    """Measures a stream of frames in rising order of time. One stream, one measurer, one thread."""

    def __init__(self, models: Models, *, vertical_fov_deg: float) -> None:
        """Opens the landmarkers.

        Args:
            models: from `pose.landmarker.load_models`.
            vertical_fov_deg: the camera's vertical field of view, degrees.
        """
        self._landmarker = Landmarker(models)
        self._network = MeshNetwork(models)
        self._mesh, self._weights = models.mesh, models.turned
        self._vertical_fov_deg = vertical_fov_deg
        self._kept: _Kept | None = None

    def measure(self, frame: Frame) -> Posture:
        """The absolute position of head and shoulders in one frame, unsmoothed, no neutral taken off."""
        landmarks, reading, camera = self.read(frame)
        return posture_of(landmarks, reading, camera)

    def read(self, frame: Frame) -> tuple[Landmarks, Reading | None, Camera]:
        """What was found in one frame, the head as it was read from it, and the camera."""
        kept = self._kept if self._kept and frame.t_s - self._kept.t_s < CROP_KEPT_S else None
        landmarks = self._landmarker.find(frame, turned=kept is not None and kept.turned)
        camera = camera_of(landmarks.size_px, self._vertical_fov_deg)
        mesh = self._mesh_fit(landmarks.face, camera)
        near = None if mesh is None else unbiased(mesh)
        turned = self._look(frame, landmarks, near, camera, kept) if _doubtful(near) else None
        told = turned is not None and turned.seen >= SEEN and within(turned.fit, FURTHEST_DEG)
        if turned is not None and not told:
            near = near if near is not None and trusted(near) else None
        reading = together(near, turned if told else None)
        self._keep(frame.t_s, reading, turned)
        return landmarks, reading, camera

    def fit(self, frame: Frame) -> Fit | None:
        """The face mesh as it is fitted, nothing corrected: what `pose.bias` is fitted on."""
        landmarks = self._landmarker.find(frame)
        return self._mesh_fit(landmarks.face, camera_of(landmarks.size_px, self._vertical_fov_deg))

    def _mesh_fit(self, face: Face | None, camera: Camera) -> Fit | None:
        fit = None if face is None else fit_face(self._mesh, face.points_px[:MESH_POINTS], camera)
        return fit if fit is not None and _usable(fit) else None

    def _look(
        self, frame: Frame, landmarks: Landmarks, near: Fit | None, camera: Camera, kept: _Kept | None
    ) -> Turned | None:
        """What the networks read; a head that was not followed is first brought into the crop's middle."""
        body = landmarks.body
        if body is None:
            return None
        looks, crop = 1, kept.crop if kept else first_crop(body)
        if near is not None and (kept is None or trusted(near)):
            crop = crop_around(near, camera)
        elif kept is None:
            if not self._landmarker.may_follow(crop.centre_px, frame.t_s):
                return None
            looks = 2
        for _ in range(looks):
            look = self._network.look(frame, crop)
            turned = read(look, body, self._weights, self._mesh, camera)
            crop = turned.crop
        if landmarks.face is None and turned.seen >= SEEN:
            self._landmarker.follow(Face(look.points_px, look.depth_px), frame.t_s)
        return turned

    def _keep(self, t_s: float, reading: Reading | None, turned: Turned | None) -> None:
        far = reading is not None and facing_away_deg(reading.fit) > ALONE_DEG
        self._kept = _Kept(t_s, turned.crop, far) if turned else None
        if reading is None:
            self._landmarker.follow(None, t_s)

    def close(self) -> None:
        """Closes the landmarkers."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _usable(fit: Fit) -> bool:
    facing = float((line_of_sight(fit.place).T @ fit.head)[2, 2])
    ahead = facing > np.cos(np.radians(AHEAD_DEG))
    return fit.misfit <= (USABLE_MISFIT_AHEAD if ahead else USABLE_MISFIT)


def _doubtful(near: Fit | None) -> bool:
    return near is None or not trusted(near) or aside_deg(near) > ASIDE_DEG[0]
