"""Rotations, the camera's geometry and the fit of the face. Pure; matrices as described in `pose`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: OpenCV's camera looks along +z with y down; the patient frame has y up and z toward the camera.
FLIP: Array = np.diag([1.0, -1.0, -1.0])
#: Turns a matrix into that of the same head in a mirror, from both sides.
MIRROR = np.diag([-1.0, 1.0, 1.0])
#: The mesh is in centimetres.
METRES_PER_MESH_UNIT = 0.01


@dataclass(frozen=True)
class Camera:
    """A pinhole camera with square pixels and its axis through the middle of the picture."""

    focal_px: float
    centre_px: tuple[float, float]

    @property
    def matrix(self) -> Array:
        """Shape (3, 3), OpenCV's camera matrix."""
        (x, y), f = self.centre_px, self.focal_px
        return np.array([[f, 0.0, x], [0.0, f, y], [0.0, 0.0, 1.0]])


def camera_of(size_px: tuple[int, int], vertical_fov_deg: float) -> Camera:
    """The camera of pictures of this size (width, height) with this vertical field of view."""
    width, height = size_px
    focal_px = height / 2 / np.tan(np.radians(vertical_fov_deg) / 2)
    return Camera(float(focal_px), (width / 2, height / 2))


def rotation_matrix(rotation_deg: float, extension_deg: float, lateral_flexion_deg: float) -> Array:
    """Angles to a matrix, shape (3, 3): R = Ry(rotation) @ Rx(-extension) @ Rz(-lateral flexion)."""
    a, e, f = np.radians([rotation_deg, -extension_deg, -lateral_flexion_deg])
    y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    x = np.array([[1, 0, 0], [0, np.cos(e), -np.sin(e)], [0, np.sin(e), np.cos(e)]])
    z = np.array([[np.cos(f), -np.sin(f), 0], [np.sin(f), np.cos(f), 0], [0, 0, 1]])
    return np.asarray(y @ x @ z, dtype=np.float64)


def angles_deg(matrix: Array) -> tuple[float, float, float]:
    """The inverse of `rotation_matrix`: (rotation, extension, lateral flexion), degrees."""
    rotation = np.arctan2(matrix[0, 2], matrix[2, 2])
    extension = np.arcsin(np.clip(matrix[1, 2], -1, 1))
    lateral_flexion = np.arctan2(-matrix[1, 0], matrix[1, 1])
    # -0.0 has no place in a table; adding zero removes it.
    a, e, f = np.degrees([rotation, extension, lateral_flexion]) + 0.0
    return float(a), float(e), float(f)


def angle_between_deg(a: Array, b: Array) -> float:
    """The one angle that turns matrix a into matrix b, 0 to 180 degrees."""
    cosine = (np.trace(a.T @ b) - 1) / 2
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def mean_rotation(matrices: Array, weights: Array | None = None) -> Array:
    """The mean of rotations, shape (n, 3, 3) to (3, 3): nearest to the arithmetic mean."""
    return nearest_rotation(np.average(matrices, axis=0, weights=weights))


def nearest_rotation(matrices: Array) -> Array:
    """The rotation nearest to each matrix, shape (..., 3, 3)."""
    u, _, vt = np.linalg.svd(matrices)
    signs = np.ones(u.shape[:-1])
    signs[..., 2] = np.linalg.det(u @ vt)
    return np.asarray((u * signs[..., None, :]) @ vt, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Fit:
    """Where the head stands so that its mesh is seen where it is.

    Attributes:
        head: shape (3, 3), the head in the camera's patient frame.
        place: shape (3,), the mesh's origin in OpenCV's camera frame, mesh units (centimetres).
        misfit: how far, root mean square, the points lie beside the fitted mesh, mesh units.
    """

    head: Array
    place: Array
    misfit: float


def fit_face(mesh: Array, points_px: Array, camera: Camera) -> Fit | None:
    """Fits the mesh, shape (n, 3), to its points in the picture, shape (n, 2), in perspective."""
    import cv2  # here, since a clinic's server reads sessions and has no camera code

    matrix = camera.matrix
    turned, points_px = mesh @ FLIP, np.ascontiguousarray(points_px)
    found, rvec, tvec = cv2.solvePnP(turned, points_px, matrix, None, flags=cv2.SOLVEPNP_SQPNP)
    if not found or not np.isfinite(rvec).all() or tvec[2, 0] <= 0:
        return None
    rvec, tvec = cv2.solvePnPRefineLM(turned, points_px, matrix, None, rvec, tvec)
    place = np.asarray(tvec[:, 0], dtype=np.float64)
    rotation = np.asarray(FLIP @ cv2.Rodrigues(rvec)[0] @ FLIP, dtype=np.float64)
    beside = project(mesh @ rotation.T @ FLIP + place, camera) - points_px
    beside_px = float(np.sqrt((beside**2).sum(axis=1).mean()))
    return Fit(rotation, place, beside_px * float(place[2]) / camera.focal_px)


def project(points: Array, camera: Camera) -> Array:
    """Points in OpenCV's camera frame, shape (n, 3), to pixels, shape (n, 2)."""
    flat = points[:, :2] / points[:, 2:]
    return np.asarray(flat * camera.focal_px + camera.centre_px, dtype=np.float64)


def canonical_mesh(metadata: bytes) -> Array:
    """The canonical face mesh out of the face model's own metadata file, shape (468, 3), centimetres.

    The file is a protocol buffer: field 1 is the mesh, in which each field 3 is one float of the vertex
    list, five to a vertex (x, y, z and two of the texture). x is to the face's left, y up, z forward.
    """
    mesh = next(value for number, value in _fields(metadata) if number == 1)
    floats = [struct.unpack("<f", value)[0] for number, value in _fields(mesh) if number == 3]
    return np.array(floats).reshape(-1, 5)[:, :3]


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of one protocol buffer message that hold bytes (wire types 2 and 5)."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 0:
            _, at = _varint(data, at)
            continue
        length, at = (4, at) if key & 7 == 5 else _varint(data, at)
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while data[at] & 0x80:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | data[at] << shift, at + 1
