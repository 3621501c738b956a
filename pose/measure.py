"""Frame to `Posture`: the one measuring code of the live session, of `midline analyse` and of the bench.

The head is read twice: from the face mesh, fitted in perspective (`pose.geometry`) and freed of its known
bias (`pose.bias`), and by the networks of `pose.turned`. Near the line of sight these count for less than the
mesh; the further out, and the worse the mesh fits, the more; beyond what they tell the head is not seen.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self

from pose.angles import Posture, posture_of
from pose.bias import unbiased
from pose.crop import Crop, apart, belongs, crop_around, first_crop
from pose.frame import Frame
from pose.geometry import Camera, Fit, camera_of, fit_face
from pose.landmarker import Landmarker, Models
from pose.landmarks import MESH_POINTS, Face, Landmarks
from pose.mesh_network import MeshNetwork
from pose.reading import Reading, Unseen, together, told, trusted, why_unseen
from pose.steady import Slow, quick_head, steadied
from pose.turned import Look, Turned, facing_away_deg, read

#: A face that fits worse than this, centimetres, is none: a mesh laid over an ear or over hair. One that
#: seems to look at the camera has no excuse for fitting as badly as a profile does.
USABLE_MISFIT = 1.0
USABLE_MISFIT_AHEAD = 0.7
AHEAD_DEG = 45.0
#: From here on the networks look alone; the mesh would count for less than a sixth.
ALONE_DEG = 45.0
#: A crop of this long ago is no help to find the head again, seconds.
CROP_KEPT_S = 0.3


@dataclass(frozen=True, eq=False)
class _Kept:
    """What the frame before leaves for the next.

    Attributes:
        crop: where the networks look next.
        doubtful: the mesh alone did not tell the head, so the networks look in the mirror as well.
        turned: only the networks could tell.
    """

    t_s: float
    crop: Crop
    doubtful: bool
    turned: bool


class Found(NamedTuple):
    """What was found in one frame, the head as it was read from it or why there is none, and the camera."""

    landmarks: Landmarks
    reading: Reading | None
    unseen: Unseen | None
    camera: Camera


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
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mesh-network")
        self._mesh, self._weights = models.mesh, models.turned
        self._vertical_fov_deg = vertical_fov_deg
        self._kept: _Kept | None = None
        self._slow: Slow | None = None

    def measure(self, frame: Frame) -> Posture:
        """The absolute position of head and shoulders in one frame, unsmoothed, no neutral taken off."""
        found = self.read(frame)
        return posture_of(found.landmarks, found.reading, found.camera, found.unseen)

    def read(self, frame: Frame) -> Found:
        """What one frame shows."""
        kept = self._kept if self._kept and frame.t_s - self._kept.t_s < CROP_KEPT_S else None
        # The networks look where the head was while the landmarkers search where it is.
        ahead = self._beside.submit(self._looks, frame, kept.crop, both=kept.doubtful) if kept else None
        landmarks = self._landmarker.find(frame, turned=kept is not None and kept.turned)
        camera = camera_of(landmarks.size_px, self._vertical_fov_deg)
        mesh = self._mesh_fit(landmarks.face, camera)
        near = None if mesh is None else unbiased(mesh)
        looks = self._where_it_is(frame, landmarks, near, camera, ahead)
        turned = self._read(looks, landmarks, camera)
        if landmarks.face is None and turned is not None and told(turned):
            self._landmarker.follow(looks[0].face(), frame.t_s)
        reading = together(near, turned)
        if reading is not None:
            quick = None if near is None else quick_head(near, turned)
            self._slow, reading = steadied(self._slow if kept else None, frame.t_s, quick, reading)
        self._keep(frame.t_s, near, reading, turned)
        why = None if reading else why_unseen(landmarks, turned)
        return Found(landmarks, reading, why, camera)

    def fit(self, frame: Frame) -> Fit | None:
        """The face mesh as it is fitted, nothing corrected: what `pose.bias` is fitted on."""
        landmarks = self._landmarker.find(frame)
        return self._mesh_fit(landmarks.face, camera_of(landmarks.size_px, self._vertical_fov_deg))

    def _mesh_fit(self, face: Face | None, camera: Camera) -> Fit | None:
        fit = None if face is None else fit_face(self._mesh, face.points_px[:MESH_POINTS], camera)
        return fit if fit is not None and _usable(fit) else None

    def _where_it_is(
        self,
        frame: Frame,
        landmarks: Landmarks,
        near: Fit | None,
        camera: Camera,
        ahead: "Future[list[Look]] | None",
    ) -> list[Look]:
        """Looks at the head as it is now: those from ahead, where the head is still there."""
        looks = ahead.result() if ahead else []
        body = landmarks.body
        if looks and body is not None and near is None and not belongs(looks[0].crop, body):
            looks = []
        both = near is None or not trusted(near)
        if near is not None and (not looks or not both):
            crop = crop_around(near, camera)
            if not looks or apart(looks[0].crop, crop):
                return self._looks(frame, crop, both=both)
        elif not looks:
            return self._first_looks(frame, landmarks, camera)
        return looks if len(looks) > 1 or not both else self._looks(frame, looks[0].crop, both=True)

    def _first_looks(self, frame: Frame, landmarks: Landmarks, camera: Camera) -> list[Look]:
        """A head of which only the body model knows is first brought into the crop's middle."""
        if landmarks.body is None:
            return []
        crop = first_crop(landmarks.body)
        if not self._landmarker.may_follow(crop.centre_px, frame.t_s):
            return []
        once = self._read(self._looks(frame, crop, both=False), landmarks, camera)
        return self._looks(frame, once.crop, both=True) if once else []

    def _looks(self, frame: Frame, crop: Crop, *, both: bool) -> list[Look]:
        """A look at a crop, and one in the mirror."""
        return [self._network.look(frame, crop, mirrored=mirrored) for mirrored in (False, True)[: 1 + both]]

    def _read(self, looks: Sequence[Look], landmarks: Landmarks, camera: Camera) -> Turned | None:
        if landmarks.body is None or not looks:
            return None
        return read(looks, landmarks.body, self._weights, self._mesh, camera)

    def _keep(self, t_s: float, near: Fit | None, reading: Reading | None, turned: Turned | None) -> None:
        far = reading is not None and facing_away_deg(reading.fit) > ALONE_DEG
        doubtful = near is None or not trusted(near)
        self._kept = _Kept(t_s, turned.crop, doubtful, far) if turned else None
        if reading is None:
            self._landmarker.follow(None, t_s)

    def close(self) -> None:
        """Closes the landmarkers."""
        self._beside.shutdown()
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _usable(fit: Fit) -> bool:
    return fit.misfit <= (USABLE_MISFIT_AHEAD if facing_away_deg(fit) < AHEAD_DEG else USABLE_MISFIT)
