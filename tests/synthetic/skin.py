"""Bends the person: a pose in, vertices and normals in the camera's frame out (linear blend skinning).

The camera's frame here, in metres: x to the right of the un-mirrored picture (the person's left), y up,
z towards the viewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.makehuman import Floats, Part, Person
from tests.synthetic.motion import BodyPose

GROUPS = (
    "root",
    "neck01",
    "neck02",
    "neck03",
    "head",
    "clavicle.L",
    "clavicle.R",
    "shoulder01.L",
    "shoulder01.R",
    "upperarm01.L",
    "upperarm01.R",
)
# share of the head's turn against the trunk that each neck joint has made; chosen by eye
NECK_SHARE = {"neck01": 0.2, "neck02": 0.42, "neck03": 0.68}
ARM_DOWN_DEG = 36.0  # MakeHuman's arms hang out at about 45 degrees
SHOULDER_SHARE = 0.35  # of lowering the arm that the shoulder blade does
CLAVICLE_TO_SHOULDER = 0.6  # share of a clavicle's raise that the shoulder keeps; the arm goes on hanging
SEAT = "spine05"  # the trunk leans about the hips
EYES_FROM_CAMERA_M = (0.0, 0.07, -0.72)  # a laptop's camera a little below the eyes


def turn(axis: int, angle_deg: float) -> Floats:
    """Right-handed rotation about x (0), y (1) or z (2), (3, 3)."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[i, i], matrix[j, j], matrix[i, j], matrix[j, i] = c, c, -s, s
    return matrix


def head_orientation(pose: BodyPose) -> Floats:
    """The head in the camera's frame, (3, 3): rotation, then extension, then lateral flexion, intrinsic."""
    rotation = turn(1, pose.head_rotation_deg)
    return rotation @ turn(0, -pose.head_extension_deg) @ turn(2, -pose.head_lateral_flexion_deg)


def partial(rotation: Floats, share: float) -> Floats:
    """The rotation about the same axis by a share of its angle."""
    cosine = np.clip((np.trace(rotation) - 1) / 2, -1, 1)
    angle = np.arccos(cosine)
    if angle < 1e-9:
        return np.eye(3)
    cross = (rotation - rotation.T) / (2 * np.sin(angle))
    bent = np.eye(3) + np.sin(share * angle) * cross + (1 - np.cos(share * angle)) * cross @ cross
    return np.asarray(bent, float)


def orientations(pose: BodyPose) -> dict[str, Floats]:
    """World rotation of every group against rest."""
    trunk, head = turn(2, -pose.trunk_lean_left_deg), head_orientation(pose)
    turned = {"root": trunk, "head": head}
    for neck, share in NECK_SHARE.items():
        turned[neck] = trunk @ partial(trunk.T @ head, share)
    raises = (("L", 1, pose.shoulder_raise_left_deg), ("R", -1, pose.shoulder_raise_right_deg))
    for side, sign, raised in raises:
        turned[f"clavicle.{side}"] = trunk @ turn(2, sign * raised)
        lowered = -ARM_DOWN_DEG * SHOULDER_SHARE + raised * CLAVICLE_TO_SHOULDER
        turned[f"shoulder01.{side}"] = trunk @ turn(2, sign * lowered)
        turned[f"upperarm01.{side}"] = trunk @ turn(2, -sign * ARM_DOWN_DEG)
    return turned


@dataclass(frozen=True)
class Posed:
    """vertices_m and normals of one part, (N, 3) each, in the camera's frame."""

    vertices_m: NDArray[np.float32]
    normals: NDArray[np.float32]


class Skin:
    """A person ready to be posed: which group carries each vertex, and the normals at rest."""

    def __init__(self, person: Person) -> None:
        self.parts = person.parts
        self._joints = person.joints_m
        self._above = {g: _group_of(person.parents[g], person.parents) for g in GROUPS if g != "root"}
        columns = [GROUPS.index(_group_of(bone, person.parents)) for bone in person.bones]
        self._weights = [_by_group(part, columns) for part in person.parts]
        self._normals = [rest_normals(part) for part in person.parts]
        eyes = (person.joints_m["eye.L"] + person.joints_m["eye.R"]) / 2
        self._to_camera = np.array(EYES_FROM_CAMERA_M) - eyes

    def pose(self, pose: BodyPose) -> list[Posed]:
        """Vertices and normals of every part, in the order of ``parts``."""
        turned = orientations(pose)
        shifts = self._shifts(turned)
        matrices = np.stack([np.column_stack([turned[g], shifts[g]]) for g in GROUPS])
        return [
            _blend(part, weights, normals, matrices)
            for part, weights, normals in zip(self.parts, self._weights, self._normals, strict=True)
        ]

    def _shifts(self, turned: Mapping[str, Floats]) -> dict[str, Floats]:
        """Each group's translation, so that it begins where its parent group carries its joint."""
        seat = self._joints[SEAT]
        shifts = {"root": seat - turned["root"] @ seat + self._to_camera}
        for group, parent in self._above.items():
            joint = self._joints[group]
            shifts[group] = turned[parent] @ joint + shifts[parent] - turned[group] @ joint
        return shifts


def _group_of(bone: str, parents: Mapping[str, str]) -> str:
    while bone not in GROUPS:
        bone = parents[bone]
    return bone


def _by_group(part: Part, columns: list[int]) -> Floats:
    weights = np.zeros((len(part.vertices_m), len(GROUPS)))
    for bone, column in enumerate(columns):
        weights[:, column] += part.bone_weights[:, bone]
    return weights


def rest_normals(part: Part) -> Floats:
    """Smooth unit normals, (N, 3), the same on both sides of a texture seam."""
    corners = part.vertices_m[part.triangles]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    summed = np.zeros((part.owner.max() + 1, 3))
    np.add.at(summed, part.owner[part.triangles], flat[:, None, :])
    normals = summed[part.owner]
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12), float)


def _blend(part: Part, weights: Floats, normals: Floats, matrices: Floats) -> Posed:
    blended = (weights @ matrices.reshape(len(GROUPS), 12)).reshape(-1, 3, 4)
    vertices = np.einsum("vij,vj->vi", blended[:, :, :3], part.vertices_m) + blended[:, :, 3]
    turned = np.einsum("vij,vj->vi", blended[:, :, :3], normals)
    return Posed(vertices.astype(np.float32), turned.astype(np.float32))
