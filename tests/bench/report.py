"""The accuracy tables as data, for the therapists' help page; written anew whenever the bench has run."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pose.version import MEASURE_VERSION
from tests.bench.cells import Reading, by_range, in_range, readings_in_range
from tests.bench.peers import PEERS

FILE = Path(__file__).parents[2] / "web" / "static" / "accuracy.json"
AXES = ("rotation", "lateral_flexion", "extension")
Methods = dict[str, list[Reading]]


def write(methods: Methods, off_centre: Mapping[str, Sequence[Sequence[float]]], people: int) -> Path:
    """Writes the file.

    Args:
        methods: every reading by the method's name; ours is the first.
        off_centre: by the same names, of each person the worst change of rotation, lateral flexion and
            extension while a straight head moves sideways, degrees.
        people: how many there were.
    """
    pictures = len(next(iter(methods.values())))
    data = {
        "measure_version": MEASURE_VERSION,
        "people": people,
        "pictures": pictures,
        "ranges": _ranges(methods),
        "in_range": [_summary(name, readings) for name, readings in methods.items()],
        "off_centre": {name: dict(zip(AXES, _worst(each), strict=True)) for name, each in off_centre.items()},
        "others": [
            {"method": one.name, "mean": one.in_range[0], "geodesic": one.in_range[1]} for one in PEERS
        ],
    }
    FILE.write_text(json.dumps(_rounded(data), indent=1) + "\n", encoding="utf-8")
    return FILE


def _ranges(methods: Methods) -> list[dict[str, Any]]:
    """One row a movement and range, with each method's cell."""
    tables = {name: list(by_range(readings)) for name, readings in methods.items()}
    return [
        {"movement": movement, "from": low, "to": high}
        | {"cells": {name: asdict(table[index][2]) for name, table in tables.items()}}
        for index, (movement, (low, high), _) in enumerate(next(iter(tables.values())))
    ]


def _summary(name: str, readings: list[Reading]) -> dict[str, Any]:
    found, mean, geodesic = in_range(readings)
    errors = np.array([reading.errors_deg() for reading in readings_in_range(readings)])
    rms = dict(zip(AXES, np.sqrt(np.nanmean(errors**2, axis=0)), strict=True))
    return {"method": name, "found": found, "mean": mean, "geodesic": geodesic, "rms": rms}


def _worst(people: Sequence[Sequence[float]]) -> list[float]:
    return [float(worst) for worst in np.max(np.array(people), axis=0)]


def _rounded(value: Any) -> Any:
    """Two decimals; what is not a number becomes nothing."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    if isinstance(value, float):
        return round(float(value), 2) if np.isfinite(value) else None
    return value
