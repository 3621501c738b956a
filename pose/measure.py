"""Frame to `Posture`: the one measuring code of the live session, of `midline analyse` and of the bench."""

from types import TracebackType
from typing import Self

from pose.angles import Posture, posture_of
from pose.frame import Frame
from pose.geometry import camera_of
from pose.landmarker import Landmarker, Models

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
        landmarks = self._landmarker.find(frame)
        return posture_of(landmarks, self._mesh, camera_of(landmarks.size_px, self._vertical_fov_deg))

    def close(self) -> None:
        """Closes the landmarkers."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
