"""EDGE OpenCV: the face mesh network of the model bundle, run directly on a square that we cut out.

The library runs it only where its own detector finds a face, and tells only the mesh. See `pose.turned` for
what the layer before the mesh is good for.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pose.crop import CROP_PX, Crop, to_picture
from pose.frame import Frame
from pose.models import Models
from pose.turned import Look

#: The network's outputs: 478 points with depth, and the score that a face is there.
MESH, PRESENCE = "Identity", "Identity_1"


class MeshNetwork:
    """The network, ready to look."""

    def __init__(self, models: Models) -> None:
        self._net = cv2.dnn.readNetFromTFLite(np.frombuffer(models.network, dtype=np.uint8))
        self._layers = [MESH, PRESENCE, _last_activation(self._net)]
        # The first run takes long; better now than when a head turns.
        self.look(Frame(0.0, np.zeros((1, 1, 3), np.uint8)), Crop(np.zeros(2), 1.0, 0.0))

    def look(self, frame: Frame, crop: Crop, *, mirrored: bool = False) -> Look:
        """Looks at one crop, on request in a mirror; what of it is outside the picture is black."""
        rgb = cut(frame.rgb, to_picture(crop))
        rgb = rgb[:, ::-1] if mirrored else rgb
        self._net.setInput(np.ascontiguousarray(rgb.astype(np.float32).transpose(2, 0, 1)[None] / 255))
        mesh, presence, activations = (np.asarray(out, np.float64) for out in self._net.forward(self._layers))
        return Look(crop, mirrored, mesh.reshape(-1, 3), float(presence.ravel()[0]), activations.ravel())


def cut(rgb: NDArray[np.uint8], to_picture: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The part of a picture that a crop sees, shape (256, 256, 3)."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(rgb, to_picture, (CROP_PX, CROP_PX), flags=flags), dtype=np.uint8)


def _last_activation(net: cv2.dnn.Net) -> str:
    names = net.getLayerNames()
    return next(name for name in reversed(names) if net.getLayer(net.getLayerId(name)).type == "PReLU")
