"""Stills with exactly known angles: ours beside plain MediaPipe on the same pictures in the same run."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pose.frame import Frame
from pose.geometry import angles_deg
from pose.landmarker import load_models
from pose.measure import Measurer
from tests.bench import report
from tests.bench.cells import Cell, Reading, by_range, in_range
from tests.bench.peers import peer_lines
from tests.bench.plain import PlainFace
from tests.bench.shared import DATA, FOV_DEG, STILLS_FPS, Truth, people, picture, sequences

TITLE = "Head angles on stills, after neutral"
#: The first picture of this sequence is each person's straight head.
STRAIGHT = "rotation_left"
NOTE = (
    "Each cell: share found, mean absolute error and signed error (negative: reads too little) on the\n"
    "movement's own axis, geodesic error over all axes; degrees. '<' marks a cell in which ours is worse on\n"
    "the pictures in which plain MediaPipe finds a face."
)

Head = NDArray[np.float64] | None
Walk = tuple[str, list[Truth], list[Head]]
#: A person, and the worst that a place beside the middle does to ours and to the plain one.
Off = tuple[str, NDArray[np.float64], NDArray[np.float64]]


def lines() -> Iterator[str]:
    """The tables."""
    folders = people("stills")
    if not folders:
        yield f"The shared pictures are not at {DATA}; nothing to measure."
        return
    yield NOTE
    ours, plain, off = [], [], []
    for folder in folders:
        mine, theirs = _walks(folder.name, _ours), _walks(folder.name, _plain)
        ours += _readings(mine)
        plain += _readings(theirs)
        off.append((folder.name, _off_centre(mine), _off_centre(theirs)))
    yield from _range_lines(ours, plain)
    yield from _summary_lines(ours, plain)
    yield from _off_lines(off)
    yield from peer_lines()
    yield f"\nWritten for the help page: {_report(ours, plain, off)}"


def _walks(person: str, heads: Callable[[list[Frame]], list[Head]]) -> list[Walk]:
    """Every sequence of a person read by one method, afresh for each."""
    folder = DATA / "stills" / person
    walks = []
    for name, rows in sequences(folder):
        frames = [picture(folder / row.row["file"], i / STILLS_FPS) for i, row in enumerate(rows)]
        walks.append((name, rows, heads(frames)))
    return walks


def _ours(frames: list[Frame]) -> list[Head]:
    with Measurer(load_models(), vertical_fov_deg=FOV_DEG) as measurer:
        return [measurer.measure(frame).head for frame in frames]


def _plain(frames: list[Frame]) -> list[Head]:
    plain = PlainFace(load_models())
    heads = [plain.head(frame) for frame in frames]
    plain.close()
    return heads


def _readings(walks: Sequence[Walk]) -> list[Reading]:
    straight = next(heads[0] for name, _, heads in walks if name == STRAIGHT)
    assert straight is not None, "the straight head was not found"
    return [
        Reading(name, row, None if head is None else head @ straight.T)
        for name, rows, heads in walks
        for row, head in zip(rows, heads, strict=True)
    ]


def _range_lines(ours: list[Reading], plain: list[Reading]) -> Iterator[str]:
    yield f"\n{'':28}{'ours':30}plain MediaPipe"
    both = [reading for reading, other in zip(ours, plain, strict=True) if other.head is not None]
    tables = zip(by_range(ours), by_range(plain), by_range(both), strict=True)
    for (movement, (low, high), mine), (_, _, theirs), (_, _, there) in tables:
        mark = " <" if _worse(there, theirs) else ""
        yield f"{movement:16}{f'{low}-{high}':12}{mine!s:30}{theirs}{mark}"


def _worse(mine: Cell, theirs: Cell) -> bool:
    """By more than the tenth of a degree that is printed; on pictures in which the other finds a face."""
    if not theirs.found:
        return False
    return (
        mine.found < 1
        or mine.mean_abs_deg > theirs.mean_abs_deg + 0.05
        or mine.geodesic_deg > theirs.geodesic_deg + 0.05
    )


def _summary_lines(ours: list[Reading], plain: list[Reading]) -> Iterator[str]:
    yield "\nRotation within 45, extension and flexion within 30, all combinations"
    for name, readings in (("ours", ours), ("plain MediaPipe", plain)):
        found, mean, geodesic = in_range(readings)
        yield f"{name:20}found {found:4.0%}   mean of the axes {mean:.2f}   geodesic {geodesic:.2f}"


def _off_centre(walks: Sequence[Walk]) -> NDArray[np.float64]:
    """Largest change of (rotation, lateral flexion, extension) while a straight head moves 30 cm sideways."""
    _, rows, heads = next(walk for walk in walks if walk[0] == "shift_sideways")
    middle = heads[int(np.argmin([abs(row["shift_left_m"]) for row in rows]))]
    assert middle is not None
    turned = np.array([angles_deg(head @ middle.T) for head in heads if head is not None])
    rotation, extension, lateral_flexion = np.abs(turned).max(axis=0)
    return np.array([rotation, lateral_flexion, extension])


def _off_lines(off: Sequence[Off]) -> Iterator[str]:
    yield "\nA straight head moved 30 cm to either side at 1.1 m: worst rotation, lateral flexion, extension"
    for person, mine, theirs in off:
        yield f"{person:20}ours {_three(mine)}      plain MediaPipe {_three(theirs)}"


def _report(ours: list[Reading], plain: list[Reading], off: Sequence[Off]) -> Path:
    worst = {
        "ours": [list(mine) for _, mine, _ in off],
        "plain MediaPipe": [list(other) for *_, other in off],
    }
    return report.write({"ours": ours, "plain MediaPipe": plain}, worst, len(off))


def _three(values: NDArray[np.float64]) -> str:
    return " ".join(f"{value:4.1f}" for value in values)
