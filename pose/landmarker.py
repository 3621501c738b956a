"""EDGE mediapipe: a frame in, our own `Landmarks` out. The one door to the library.

Three landmarkers, each for what it does best:

- the face **in a square around the head**, every frame, each frame afresh (IMAGE mode, so the library
  smooths nothing). In the whole picture the library's detector sees a face of a few pixels, cuts it out
  unsteadily and loses it when it turns; in a square around the head it does neither.
- faces **in the whole picture**, to find a face to follow and to notice a second person: while none is
  followed every frame, else every `WHOLE_EVERY_S`.
- the **body**, beside the others in a thread of its own (the library's calls release the interpreter's lock):
  shoulders move slowly, so every `BODY_EVERY_S`.

All by the frames' own time stamps, so that a recording is measured exactly as it was live.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python.core.base_options import BaseOptions
from mediapipe.tasks.python.vision import face_landmarker, pose_landmarker
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
from numpy.typing import NDArray

from pose.frame import Frame
from pose.landmarks import HEAD, LEFT_SHOULDER, RIGHT_SHOULDER, Body, Face, Landmarks
from pose.models import MODEL_SHA256, Models, check_library_version, load_models

__all__ = ["MODEL_SHA256", "Landmarker", "Models", "check_library_version", "load_models"]

#: The pose model sees every second frame of a 30 fps camera and every frame of a 15 fps one.
BODY_EVERY_S = 0.05
#: A second person need not be noticed any sooner.
WHOLE_EVERY_S = 0.2
#: Two faces nearer to each other than this, in heights of the larger, are one head.
ONE_HEAD = 0.5
#: A face this much larger than the one that is followed belongs to somebody nearer, who is followed instead.
NEARER = 1.5
#: For so long after a face was lost only a face at the same place is taken for it: a helper beside the
#: patient must not be measured because the patient turns away. The place is in heights of the face.
SAME_PERSON_S = 2.0
SAME_PLACE = 1.5
#: Side of the square around a face, in heights of the face.
SQUARE_FACE_HEIGHTS = 2.2
#: A square stays where it is until the face has moved or grown by this share of it: cut out anew for every
#: frame, a head held still would tremble.
KEEP = 0.06
#: Side of the square around a head whose face was not found, in shoulder widths, tried in this order. Of 0.7,
#: 0.9, 1.2, 1.6 and 2.2 these two found most.
SQUARE_SHOULDER_WIDTHS = (1.6, 1.2)
#: The least side of a square that is worth a look, pixels.
SMALLEST_SQUARE_PX = 24

#: Centre (x, y) and side, pixels.
Square = tuple[NDArray[np.float64], float]


class Landmarker:
    """Face and body landmarks of a stream of frames. Not to be called from two threads at once."""

    def __init__(self, models: Models) -> None:
        """Opens the landmarkers; they start a few threads of their own until `close`."""
        self._whole = _face_landmarker(models, VisionTaskRunningMode.VIDEO, faces=2)
        self._square = _face_landmarker(models, VisionTaskRunningMode.IMAGE, faces=1)
        self._bodies = pose_landmarker.PoseLandmarker.create_from_options(
            pose_landmarker.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=models.body),
                running_mode=VisionTaskRunningMode.VIDEO,
            )
        )
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pose-landmarker")
        self._stamp_ms = -1
        self._body_t_s = self._whole_t_s = -np.inf
        self._body: Body | None = None
        self._face: Face | None = None
        self._last: tuple[float, Face] | None = None
        self._kept: Square | None = None
        self._others = 0
        self._other_side = _other_side(models.mesh)

    def find(self, frame: Frame) -> Landmarks:
        """Landmarks of the nearest face and of one body; frames in rising order of time."""
        size_px = (frame.rgb.shape[1], frame.rgb.shape[0])
        image = _image(frame.rgb)
        # The library wants strictly rising whole milliseconds, whatever the camera says.
        self._stamp_ms = max(round(frame.t_s * 1000), self._stamp_ms + 1)
        body = self._start_body(image, frame.t_s)
        followed = self._face and self._look(frame, self._kept_around(self._face))
        if followed is None or frame.t_s - self._whole_t_s >= WHOLE_EVERY_S:
            followed = self._look_at_whole(frame, image, followed)
        if body is not None:
            self._body = _body(body.result(), size_px)
        if followed is None:
            followed = self._look_at_body(frame)
        self._face = followed
        self._last = (frame.t_s, followed) if followed else self._last
        return Landmarks(frame.t_s, size_px, self._others + (followed is not None), followed, self._body)

    def _kept_around(self, face: Face) -> Square:
        wanted = _around(face)
        if self._kept is None or _differ(self._kept, wanted):
            self._kept = wanted
        return self._kept

    def _start_body(self, image: Any, t_s: float) -> "Future[Any] | None":
        if t_s - self._body_t_s < BODY_EVERY_S:
            return None
        self._body_t_s = t_s
        return self._beside.submit(self._bodies.detect_for_video, image, self._stamp_ms)

    def _look_at_whole(self, frame: Frame, image: Any, followed: Face | None) -> Face | None:
        """The face to follow, now that the whole picture has been searched; counts the others."""
        self._whole_t_s = frame.t_s
        found = self._whole.detect_for_video(image, self._stamp_ms)
        faces = _faces(found, (frame.rgb.shape[1], frame.rgb.shape[0]))
        largest = max(filter(self._may_follow(frame.t_s, followed), faces), key=_height_px, default=None)
        if largest is not None and (followed is None or _height_px(largest) > NEARER * _height_px(followed)):
            followed = self._look(frame, _around(largest)) or largest
        self._others = int(any(followed is None or _apart(face, followed) for face in faces))
        return followed

    def _may_follow(self, t_s: float, followed: Face | None) -> Callable[[Face], bool]:
        if followed is not None or self._last is None or t_s - self._last[0] > SAME_PERSON_S:
            return lambda _: True
        last = self._last[1]
        return lambda face: not _apart(face, last, SAME_PLACE)

    def _look_at_body(self, frame: Frame) -> Face | None:
        looks = (self._look(frame, square) for square in _around_head(self._body))
        may_follow = self._may_follow(frame.t_s, None)
        return next((face for face in looks if face is not None and may_follow(face)), None)

    def look_mirrored(self, frame: Frame, face: Face) -> Face | None:
        """The same face once more, in the mirror image, as a second opinion; not mirrored when given back."""
        return self._look(frame, _around(face), mirrored=True)

    def forget(self) -> None:
        """The face that was found last is none; the next frame is searched afresh."""
        self._face = None

    def _look(self, frame: Frame, square: Square, *, mirrored: bool = False) -> Face | None:
        (x, y), side_px = square
        edges = (x - side_px / 2, x + side_px / 2, y - side_px / 2, y + side_px / 2)
        left, right, top, bottom = (max(0, round(float(edge))) for edge in edges)
        rgb = frame.rgb[top:bottom, left:right]
        if min(rgb.shape[:2]) < SMALLEST_SQUARE_PX:
            return None
        size_px = (rgb.shape[1], rgb.shape[0])
        found = _faces(self._square.detect(_image(rgb[:, ::-1] if mirrored else rgb)), size_px)
        if not found:
            return None
        face = self._unmirrored(found[0], size_px[0]) if mirrored else found[0]
        return replace(face, points_px=face.points_px + np.array([left, top]))

    def _unmirrored(self, face: Face, width_px: int) -> Face:
        points_px = np.array([width_px, 0]) + face.points_px[self._other_side] * (-1, 1)
        return Face(points_px, face.depth_px[self._other_side])

    def close(self) -> None:
        """Closes the landmarkers and their threads."""
        self._beside.shutdown()
        self._whole.close()
        self._square.close()
        self._bodies.close()


def _face_landmarker(
    models: Models, mode: VisionTaskRunningMode, *, faces: int
) -> face_landmarker.FaceLandmarker:
    return face_landmarker.FaceLandmarker.create_from_options(
        face_landmarker.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=models.face), running_mode=mode, num_faces=faces
        )
    )


def _image(rgb: NDArray[np.uint8]) -> Any:
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))


def _faces(found: Any, size_px: tuple[int, int]) -> list[Face]:
    width, height = size_px
    scaled = (
        np.array([(p.x, p.y, p.z) for p in points]) * (width, height, width)
        for points in found.face_landmarks
    )
    return [Face(xyz[:, :2], xyz[:, 2]) for xyz in scaled]


def _height_px(face: Face) -> float:
    return float(np.ptp(face.points_px, axis=0).max())


def _apart(one: Face, other: Face, heights: float = ONE_HEAD) -> bool:
    """Whether two faces are further apart than that, in heights of the larger."""
    gap = np.linalg.norm(one.points_px.mean(axis=0) - other.points_px.mean(axis=0))
    return bool(gap > heights * max(_height_px(one), _height_px(other)))


def _body(found: Any, size_px: tuple[int, int]) -> Body | None:
    if not found.pose_landmarks:
        return None
    flat, world = found.pose_landmarks[0], found.pose_world_landmarks[0]
    return Body(
        points_px=np.array([(p.x, p.y) for p in flat]) * size_px,
        world_m=np.array([(p.x, p.y, p.z) for p in world]),
        visibility=np.array([p.visibility for p in flat]),
    )


def _other_side(mesh: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each of the 478 points the one that takes its place in a mirror, shape (478,)."""
    gaps = np.linalg.norm(mesh[:, None] * (-1, 1, 1) - mesh[None], axis=2)
    irises = [*range(473, 478), *range(468, 473)]
    return np.array([*gaps.argmin(axis=1), *irises], dtype=np.int64)


def _around(face: Face) -> Square:
    low, high = face.points_px.min(axis=0), face.points_px.max(axis=0)
    return (low + high) / 2, SQUARE_FACE_HEIGHTS * _height_px(face)


def _differ(one: Square, other: Square) -> bool:
    """Whether two squares differ by more than `KEEP`, in place or size."""
    moved_px = np.abs(one[0] - other[0]).max()
    return bool(max(moved_px, abs(one[1] - other[1])) > KEEP * other[1])


def _around_head(body: Body | None) -> list[Square]:
    if body is None:
        return []
    head = body.points_px[list(HEAD)]
    shoulders_px = np.linalg.norm(body.points_px[LEFT_SHOULDER] - body.points_px[RIGHT_SHOULDER])
    # Seen from the side the shoulders shrink; the head's own points then say how large it is.
    width_px = max(float(shoulders_px), 2 * float(np.ptp(head, axis=0).max()))
    return [(head.mean(axis=0), share * width_px) for share in SQUARE_SHOULDER_WIDTHS]
