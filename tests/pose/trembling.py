"""Made heads that tremble, drift and keep still; and how well the tremor of the clips is read."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pose.analyse import Row
from pose.tremor import AXES, NoTremor, Tremor, tremor

Array = NDArray[np.float64]
COLUMNS = tuple(f"{axis}_deg" for axis in AXES)


def stamps(rng: np.random.Generator, fps: float = 30.0, length_s: float = 9.0) -> Array:
    """A webcam's uneven times."""
    steps = np.maximum(rng.normal(1 / fps, 0.1 / fps, int(length_s * fps * 1.2)), 0.005)
    t_s = np.cumsum(steps)
    return np.asarray(t_s[t_s < length_s], dtype=np.float64)


def still(rng: np.random.Generator, t_s: Array, noise_deg: float = 0.12) -> Array:
    """A head that keeps still, shape (frames, 3)."""
    return rng.normal(0, noise_deg, (len(t_s), 3))


def drift(rng: np.random.Generator, t_s: Array) -> Array:
    """Slow sway of several degrees around a turned posture."""
    waves = [
        rng.normal(0, 1.5, 3) * np.sin(2 * np.pi * hz * t_s[:, None] + rng.uniform(0, 6, 3))
        for hz in rng.uniform(0.03, 0.5, 4)
    ]
    return np.asarray(sum(waves) + np.array([14.0, -6.0, 2.0]))


def shake(t_s: Array, amplitude_deg: float, frequency_hz: float, axis: str = "rotation") -> Array:
    """A steady tremor on one axis; the amplitude is half of peak to peak."""
    wave = amplitude_deg * np.sin(2 * np.pi * frequency_hz * t_s)
    return np.asarray(wave[:, None] * np.array([float(axis == name) for name in AXES]))


def tremor_table(person: str, rows: Iterable[Row], truth: Path) -> Iterator[str]:
    """How the tremor of a clip is read, one line a part of it.

    Args:
        rows: of the clip, as `pose.analyse.analyse` gives them with a neutral.
        truth: the clip's own table of true angles.
    """
    seen = list(rows)
    with truth.open(newline="", encoding="utf-8") as file:
        known = list(csv.DictReader(file))
    labels = [row["label"] for row in known]
    for label in dict.fromkeys(labels):
        part = [i for i, one in enumerate(labels) if one == label]
        t_s = np.array([seen[i].t_s for i in part])
        read = np.array([[getattr(seen[i], name) for name in COLUMNS] for i in part], dtype=np.float64)
        true = np.array([[float(known[i][f"head_{name}"]) for name in COLUMNS] for i in part])
        yield f"{person}  {label:<38} {_line(tremor(t_s, read)):<46} true: {_line(tremor(t_s, true))}"


def _line(found: Tremor | NoTremor) -> str:
    if isinstance(found, NoTremor):
        return found.value.replace("_", " ")
    axes = " ".join(f"{getattr(found.amplitudes, name):.2f}" for name in COLUMNS)
    return f"{found.frequency_hz:.2f} Hz {found.amplitude_deg:.2f}° {found.axis} ({axes})"
