"""Plain MediaPipe: the Face Landmarker's own matrix, VIDEO mode, two faces, nothing else done."""

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python.core.base_options import BaseOptions
from mediapipe.tasks.python.vision import face_landmarker, pose_landmarker
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
from numpy.typing import NDArray

from pose.frame import Frame
from pose.landmarker import Models


class PlainFace:
    """The first face's head matrix."""

    def __init__(self, models: Models) -> None:
        self._face = face_landmarker.FaceLandmarker.create_from_options(
            face_landmarker.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=models.face),
                running_mode=VisionTaskRunningMode.VIDEO,
                num_faces=2,
                output_facial_transformation_matrixes=True,
            )
        )

    def head(self, frame: Frame) -> NDArray[np.float64] | None:
        """The rotation part of the matrix, shape (3, 3), or ``None``."""
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.rgb)
        found = self._face.detect_for_video(image, round(frame.t_s * 1000))
        if not found.facial_transformation_matrixes:
            return None
        turned = np.asarray(found.facial_transformation_matrixes[0], dtype=np.float64)[:3, :3]
        return np.asarray(turned / np.linalg.norm(turned, axis=0), dtype=np.float64)

    def close(self) -> None:
        """Closes the landmarker."""
        self._face.close()


class PlainBody:
    """The Pose Landmarker on every frame, for its time only."""

    def __init__(self, models: Models) -> None:
        self._body = pose_landmarker.PoseLandmarker.create_from_options(
            pose_landmarker.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=models.body),
                running_mode=VisionTaskRunningMode.VIDEO,
            )
        )

    def find(self, frame: Frame) -> None:
        """Finds the body and forgets it."""
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.rgb)
        self._body.detect_for_video(image, round(frame.t_s * 1000))

    def close(self) -> None:
        """Closes the landmarker."""
        self._body.close()
