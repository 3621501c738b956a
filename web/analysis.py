"""A recording into files: the table, every number, a picture of the traces. What `midline analyse` does."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from coach.measures import VERSION
from coach.movement import AXES
from pose.analyse import analyse, row_of, write_csv
from pose.frame import Frame
from pose.landmarker import MODEL_SHA256, load_models
from pose.measure import Measurer
from pose.version import MEASURE_VERSION
from web.errors import AskedError
from web.plot import WORDS, Traces, draw, png
from web.summary import Recording, noise, recording_of, summary


@dataclass(frozen=True)
class Files:
    """Where to write; ``None`` is not asked for."""

    csv: Path
    json: Path | None = None
    plot: Path | None = None

    @property
    def asked(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.csv, self.json, self.plot) if path is not None)


@dataclass(frozen=True)
class Given:
    """What is known of a recording beside its pictures.

    Attributes:
        name: the file's.
        vertical_fov_deg, fov_assumed: the field of view to measure with, and whether it is an assumption.
        mirrored: it was flipped before anything else.
        neutral_s: from when to when the person sits straight.
    """

    name: str
    vertical_fov_deg: float
    fov_assumed: bool
    mirrored: bool = False
    neutral_s: tuple[float, float] | None = None


def check_files(files: Files, video: Path) -> None:
    """Before an hour is spent on measuring.

    Raises:
        AskedError: a file cannot be written there, or two are the same.
    """
    for path in files.asked:
        if not path.parent.is_dir() or path.resolve() == video.resolve():
            raise AskedError(f"{path} cannot be written: please name a new file in a folder that exists.")
    if len({path.resolve() for path in files.asked}) < len(files.asked):
        raise AskedError("Two of the files to write are the same; please give each a name of its own.")


def analyse_recording(frames: Iterable[Frame], given: Given, files: Files) -> tuple[Path, ...]:
    """Measures a recording and writes what is asked for; gives the files that are written.

    Raises:
        PoseError: nothing can be read, or no neutral can be taken; then nothing is written.
    """
    with Measurer(load_models(None), vertical_fov_deg=given.vertical_fov_deg) as measurer:
        moments = list(analyse(frames, measurer, given.neutral_s))
    recording = recording_of(moments)
    _whole_or_nothing(files.csv, lambda part: write_csv(map(row_of, moments), part))
    if files.json is not None:
        text = json.dumps(summary(recording, about(given)), indent=2, allow_nan=False) + "\n"
        _whole_or_nothing(files.json, lambda part: part.write_text(text, encoding="utf-8"))
    if files.plot is not None:
        picture = png(draw(traces_of(recording, given)))
        _whole_or_nothing(files.plot, lambda part: part.write_bytes(picture))
    return files.asked


def about(given: Given) -> dict[str, Any]:
    """The recording, the camera and the versions of everything that measured."""
    return {
        "recording": given.name,
        "mirrored": given.mirrored,
        "vertical_fov_deg": given.vertical_fov_deg,
        "fov_assumed": given.fov_assumed,
        "neutral_s": given.neutral_s,
        "versions": {
            "midline": metadata.version("midline"),
            "measure": MEASURE_VERSION,
            "numbers": VERSION,
            "mediapipe": metadata.version("mediapipe"),
            "models": MODEL_SHA256 | _own_models(),
        },
    }


def _own_models() -> dict[str, str]:
    """SHA-256 of what was fitted for this project."""
    files = [file for file in resources.files("pose").iterdir() if file.name.endswith(".npz")]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def traces_of(recording: Recording, given: Given) -> Traces:
    """What the picture shows, in words for its reader."""
    series = recording.series
    what = (
        "head as the camera sees it"
        if recording.neutral is None
        else "head on trunk, from the straight position"
    )
    return Traces(
        t_s=series.t_s,
        angles_deg=series.angles_deg,
        error_deg=series.error_deg,
        hand=recording.hand,
        title=f"{given.name}: {what}",
        notes=(_noise(recording), f"{_camera(given)} Not smoothed. A webcam's estimates."),
    )


def _noise(recording: Recording) -> str:
    found = {axis: value.value for axis, value in noise(recording.series) if axis in AXES}
    if None in found.values():
        return "Noise: the head was never still for long enough to tell."
    sizes = ", ".join(f"{WORDS[axis][0].lower()} {size:.2f}" for axis, size in found.items())
    return f"Noise: a still head jitters by {sizes} degrees (one standard deviation)."


def _camera(given: Given) -> str:
    return (
        f"Field of view {given.vertical_fov_deg:.3g} degrees high{' (assumed)' if given.fov_assumed else ''}."
    )


def _whole_or_nothing(out: Path, write: Callable[[Path], object]) -> None:
    """Writes beside ``out`` and renames, so that ``out`` is never half a file."""
    part = out.with_name(f".{out.name}.part")
    try:
        write(part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
