"""What the help page for therapists shows of the bench: its tables as words. The figures are written by
`make bench`, never typed. Pure but for reading them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.holding import GRACE_S
from pose.neutral import STEEP_DEG
from pose.tremor import FEWEST_FRAMES_PER_S, LOWEST_HZ, SMALLEST_DEG
from pose.trunk import SHOULDER_SHARE
from web import therapist_words as words
from web.chart_dots import DAYS_APART
from web.config import ASSUMED_VERTICAL_FOV_DEG
from web.desk_feed import LEFT_S
from web.sync_words import SILENT_DAYS

FILE = Path(__file__).parent / "static" / "accuracy.json"
OURS, PLAIN = "ours", "plain MediaPipe"
#: Two readings that differ by more than this many standard errors of one differ in truth, 19 times in 20:
#: 1.96 times the square root of two (minimal detectable change).
DETECTABLE = 2.77
MOVEMENTS = {
    "rotation": "Turn",
    "extension": "Chin up",
    "flexion": "Chin down",
    "lateral flexion": "Tilt",
}
AXES = {"rotation": "turn", "lateral_flexion": "tilt", "extension": "chin up and down"}

#: Where a number begins and ends to be told, for the page.
LIMITS = {
    "grace_s": f"{GRACE_S:g}",
    "lowest_hz": f"{LOWEST_HZ:g}",
    "smallest_deg": f"{SMALLEST_DEG:g}",
    "fewest_fps": f"{FEWEST_FRAMES_PER_S:g}",
    "shoulder_share": words.share(SHOULDER_SHARE),
    "steep_deg": f"{STEEP_DEG:g}",
    "days_apart": DAYS_APART,
    "silent_days": SILENT_DAYS,
    "left_s": f"{LEFT_S:g}",
    "assumed_deg": f"{ASSUMED_VERTICAL_FOV_DEG:g}",
}


@dataclass(frozen=True)
class RangeLine:
    """One movement in one range: what is measured here, and what the plain library gives."""

    movement: str
    degrees: str
    found: str
    error: str
    reads: str
    all_axes: str
    plain_found: str
    plain_error: str


@dataclass(frozen=True)
class MethodLine:
    """One method, over all movements of an exercise's usual range."""

    method: str
    found: str
    error: str
    all_axes: str


@dataclass(frozen=True)
class AxisLine:
    """One axis: how unsure a single angle is, and what is a change."""

    axis: str
    error: str
    change: str
    aside: str


def figures() -> dict[str, Any]:
    """The figures as the bench wrote them."""
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


def version_words(data: Mapping[str, Any], version: int) -> str:
    """Which version of the measuring code the figures are of; said plainly where it is not today's."""
    if data["measure_version"] == version:
        return f"Measuring code: version {version}."
    measured = data["measure_version"]
    return f"The figures are of version {measured} of the measuring code, not of today's version {version}."


def range_lines(data: Mapping[str, Any]) -> list[RangeLine]:
    """A line a movement and range, as the bench prints them."""
    return [_range_line(row, row["cells"][OURS], row["cells"][PLAIN]) for row in data["ranges"]]


def _range_line(row: Mapping[str, Any], ours: Mapping[str, Any], plain: Mapping[str, Any]) -> RangeLine:
    return RangeLine(
        movement=MOVEMENTS[row["movement"]],
        degrees=f"{row['from']} to {row['to']}°",
        found=words.share(ours["found"]),
        error=words.number(ours["mean_abs_deg"], "°", 1),
        reads=_reads(ours["signed_deg"]),
        all_axes=words.number(ours["geodesic_deg"], "°", 1),
        plain_found=words.share(plain["found"]),
        plain_error=words.number(plain["mean_abs_deg"], "°", 1),
    )


def _reads(signed_deg: float | None) -> str:
    """In words, so that no sign is taken for a side."""
    if signed_deg is None:
        return words.NOTHING
    if abs(signed_deg) < 0.05:
        return "true"
    return f"{abs(signed_deg):.1f}° too {'much' if signed_deg > 0 else 'little'}"


def method_lines(data: Mapping[str, Any]) -> list[MethodLine]:
    """Ours and the others; those that were not measured in the same run have no share found."""
    names = {OURS: "Midline", PLAIN: "MediaPipe's own angles"}
    measured = [
        MethodLine(names[one["method"]], words.share(one["found"]), *_two(one)) for one in data["in_range"]
    ]
    return measured + [MethodLine(one["method"], words.NOTHING, *_two(one)) for one in data["others"]]


def _two(one: Mapping[str, Any]) -> Iterator[str]:
    yield from (words.number(one[name], "°", 1) for name in ("mean", "geodesic"))


def axis_lines(data: Mapping[str, Any]) -> list[AxisLine]:
    """Of each axis the standard error of a single angle, the change that two of them can tell, and what a
    place beside the picture's middle may add."""
    rms = next(one["rms"] for one in data["in_range"] if one["method"] == OURS)
    aside = data["off_centre"][OURS]
    return [
        AxisLine(
            name,
            words.number(rms[axis], "°", 1),
            words.number(DETECTABLE * rms[axis], "°", 1),
            words.number(aside[axis], "°", 1),
        )
        for axis, name in AXES.items()
    ]
