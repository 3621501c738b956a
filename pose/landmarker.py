"""EDGE mediapipe: a frame in, our own `Landmarks` out. The one door to the library.

Three landmarkers, each for what it does best:

- the face **in a square around the head**, every frame, each frame afresh (IMAGE mode, so the library
  smooths nothing). In the whole picture the library's detector sees a face of a few pixels, cuts it out
  unsteadily and loses it when it turns; in a square around the head it does neither. It looks at the square
  and, in a thread of its own, at its mirror image, and the mean of both meshes is taken: it errs less (in
  range 0.84 degrees on the development people, with the one look 0.92) and trembles less.
- faces **in the whole picture**, to find a face to follow and to notice a second person: while none is
  followed every frame, else every `WHOLE_EVERY_S`.
- the **body**, beside the others in a thread of its own (the library's calls release the interpreter's lock):
  shoulders move slowly, so every `BODY_EVERY_S`; every frame while it is needed for the head (`pose.turned`).

All by the frames' own time stamps, so that a recording is measured exactly as it was live.
"""

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
from pose.landmarks import Body, Face, Landmarks, other_side
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
#: The least side of a square that is worth a look, pixels.
SMALLEST_SQUARE_PX = 24

#: Centre (x, y) and side, pixels.
Square = tuple[NDArray[np.float64], float]


class Landmarker:
    """Face and body landmarks of a stream of frames. Not to be called from two threads at once."""

    def __init__(self, models: Models) -> None:
        """Opens the landmarkers; they start a few threads of their own until `close`."""
        self._whole = _face_landmarker(models, VisionTaskRunningMode.VIDEO, faces=2)
        self._square, self._mirror = (
            _face_landmarker(models, VisionTaskRunningMode.IMAGE, faces=1) for _ in range(2)
        )
        self._other_side = other_side(models.mesh)
        self._bodies = pose_landmarker.PoseLandmarker.create_from_options(
            pose_landmarker.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=models.body),
                running_mode=VisionTaskRunningMode.VIDEO,
            )
        )
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pose-landmarker")
        self._mirrored = ThreadPoolExecutor(max_workers=1, thread_name_prefix="face-in-the-mirror")
        self._stamp_ms = -1
        self._body_t_s = self._whole_t_s = -np.inf
        self._body: Body | None = None
        self._face: Face | None = None
        self._last: tuple[float, Face] | None = None
        self._kept: Square | None = None
        self._others = 0

    def find(self, frame: Frame, *, turned: bool = False) -> Landmarks:
        """Landmarks of the nearest face and of one body; frames in rising order of time.

        Args:
            turned: the head was seen turned so far in the frame before that a face would be of no use.
        """
        size_px = (frame.rgb.shape[1], frame.rgb.shape[0])
        image = _image(frame.rgb)
        # The library wants strictly rising whole milliseconds, whatever the camera says.
        self._stamp_ms = max(round(frame.t_s * 1000), self._stamp_ms + 1)
        body = self._start_body(image, frame.t_s, 0.0 if turned else BODY_EVERY_S)
        followed = None if turned else self._face and self._look(frame, self._kept_around(self._face))
        if (followed is None and not turned) or frame.t_s - self._whole_t_s >= WHOLE_EVERY_S:
            followed = self._look_at_whole(frame, image, followed)
        if body is not None:
            self._body = body_of(body.result(), size_px)
        self.follow(followed, frame.t_s)
        return Landmarks(frame.t_s, size_px, self._others + (followed is not None), followed, self._body)

    def _kept_around(self, face: Face) -> Square:
        wanted = _around(face)
        if self._kept is None or _differ(self._kept, wanted):
            self._kept = wanted
        return self._kept

    def follow(self, face: Face | None, t_s: float) -> None:
        """The face to look around in the next frame; ``None``: it is searched afresh."""
        self._face = face
        self._last = (t_s, face) if face else self._last

    def may_follow(self, place_px: NDArray[np.float64], t_s: float) -> bool:
        """Whether a head at this place, pixels, can be the one that was followed last."""
        if self._last is None or t_s - self._last[0] > SAME_PERSON_S:
            return True
        last = self._last[1]
        gap_px = np.linalg.norm(place_px - last.points_px.mean(axis=0))
        return bool(gap_px <= SAME_PLACE * _height_px(last))

    def _start_body(self, image: Any, t_s: float, every_s: float) -> "Future[Any] | None":
        if t_s - self._body_t_s < every_s:
            return None
        self._body_t_s = t_s
        return self._beside.submit(self._bodies.detect_for_video, image, self._stamp_ms)

    def _look_at_whole(self, frame: Frame, image: Any, followed: Face | None) -> Face | None:
        """The face to follow, now that the whole picture has been searched; counts the others."""
        self._whole_t_s = frame.t_s
        found = self._whole.detect_for_video(image, self._stamp_ms)
        faces = _faces(found, (frame.rgb.shape[1], frame.rgb.shape[0]))
        known = [f for f in faces if followed or self.may_follow(f.points_px.mean(axis=0), frame.t_s)]
        largest = max(known, key=_height_px, default=None)
        if largest is not None and (followed is None or _height_px(largest) > NEARER * _height_px(followed)):
            followed = self._look(frame, _around(largest)) or largest
        self._others = int(any(followed is None or _apart(face, followed) for face in faces))
        return followed

    def _look(self, frame: Frame, square: Square) -> Face | None:
        (x, y), side_px = square
        edges = (x - side_px / 2, x + side_px / 2, y - side_px / 2, y + side_px / 2)
        left, right, top, bottom = (max(0, round(float(edge))) for edge in edges)
        rgb = frame.rgb[top:bottom, left:right]
        if min(rgb.shape[:2]) < SMALLEST_SQUARE_PX:
            return None
        mirrored = self._mirrored.submit(self._mirror.detect, _image(rgb[:, ::-1]))
        size_px = (rgb.shape[1], rgb.shape[0])
        found = _faces(self._square.detect(_image(rgb)), size_px)
        other = _faces(mirrored.result(), size_px)
        if not found:
            return None
        face = _mean(found[0], other[0], self._other_side, size_px[0]) if other else found[0]
        return replace(face, points_px=face.points_px + np.array([left, top]))

    def close(self) -> None:
        """Closes the landmarkers and their threads."""
        self._beside.shutdown()
        self._mirrored.shutdown()
        self._mirror.close()
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


def _mean(face: Face, mirrored: Face, other_side: NDArray[np.int_], width_px: int) -> Face:
    """The mean of a face and of the same one seen in a mirror."""
    again_px = mirrored.points_px[other_side] * (-1, 1) + np.array([width_px, 0])
    depth_px = (face.depth_px + mirrored.depth_px[other_side]) / 2
    return Face((face.points_px + again_px) / 2, depth_px)


def _height_px(face: Face) -> float:
    return float(np.ptp(face.points_px, axis=0).max())


def _apart(one: Face, other: Face) -> bool:
    """Whether two faces are two heads."""
    gap = np.linalg.norm(one.points_px.mean(axis=0) - other.points_px.mean(axis=0))
    return bool(gap > ONE_HEAD * max(_height_px(one), _height_px(other)))


def body_of(found: Any, size_px: tuple[int, int]) -> Body | None:
    """The body in what the library found in a picture of this size (width, height)."""
    if not found.pose_landmarks:
        return None
    flat, world = found.pose_landmarks[0], found.pose_world_landmarks[0]
    return Body(
        points_px=np.array([(p.x, p.y) for p in flat]) * size_px,
        world_m=np.array([(p.x, p.y, p.z) for p in world]),
        visibility=np.array([p.visibility for p in flat]),
    )


def _around(face: Face) -> Square:
    low, high = face.points_px.min(axis=0), face.points_px.max(axis=0)
    return (low + high) / 2, SQUARE_FACE_HEIGHTS * _height_px(face)


def _differ(one: Square, other: Square) -> bool:
    """Whether two squares differ by more than `KEEP`, in place or size."""
    moved_px = np.abs(one[0] - other[0]).max()
    return bool(max(moved_px, abs(one[1] - other[1])) > KEEP * other[1])
