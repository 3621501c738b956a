"""Frame to `Posture`: the one measuring code of the live session, of `midline analyse` and of the bench."""

from types import TracebackType
from typing import Self

import numpy as np

from pose.angles import Posture, posture_of
from pose.bias import line_of_sight, unbiased
from pose.frame import Frame
from pose.geometry import Camera, Fit, blend, camera_of, fit_face
from pose.landmarker import Landmarker, Models
from pose.landmarks import MESH_POINTS, Face, Landmarks

#: A face that fits worse than this, centimetres, is looked at a second time. Nearly all within 40 degrees of
#: rotation fit better.
DOUBTFUL_MISFIT = 0.45
#: A face that fits worse than this, centimetres, is none: a mesh laid over an ear or over hair. One that
#: seems to look at the camera has no excuse for fitting as badly as a profile does.
USABLE_MISFIT = 1.0
USABLE_MISFIT_AHEAD = 0.7
AHEAD_DEG = 45.0

#: Raised whenever the same picture would give other numbers; stored with each session.
MEASURE_VERSION = 1


class Measurer:
    """Measures a stream of frames in rising order of time. One stream, one measurer, one thread."""

    def __init__(self, models: Models, *, vertical_fov_deg: float) -> None:
        """Opens the landmarkers.

        Args:
            models: from `pose.landmarker.load_models`.
            vertical_fov_deg: the camera's vertical field of view, degrees.
        """
        self._landmarker = Landmarker(models)
        self._mesh = models.mesh
        self._vertical_fov_deg = vertical_fov_deg

    def measure(self, frame: Frame) -> Posture:
        """The absolute position of head and shoulders in one frame, unsmoothed, no neutral taken off."""
        landmarks, camera, fit = self._find(frame)
        return posture_of(landmarks, None if fit is None else unbiased(fit), camera)

    def fit(self, frame: Frame) -> Fit | None:
        """The face as it is fitted, nothing corrected: what `pose.bias` is fitted on."""
        return self._find(frame)[2]

    def _find(self, frame: Frame) -> tuple[Landmarks, Camera, Fit | None]:
        landmarks = self._landmarker.find(frame)
        camera = camera_of(landmarks.size_px, self._vertical_fov_deg)
        return landmarks, camera, self._fit(frame, landmarks, camera)

    def _fit(self, frame: Frame, landmarks: Landmarks, camera: Camera) -> Fit | None:
        face = landmarks.face
        first = self._fit_one(face, camera)
        if face is None or (first is not None and first.misfit <= DOUBTFUL_MISFIT):
            return first
        second = self._fit_one(self._landmarker.look_mirrored(frame, face), camera)
        fits = [fit for fit in (first, second) if fit is not None and _usable(fit)]
        if not fits:
            self._landmarker.forget()
        return blend(fits) if fits else None

    def _fit_one(self, face: Face | None, camera: Camera) -> Fit | None:
        return None if face is None else fit_face(self._mesh, face.points_px[:MESH_POINTS], camera)

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
