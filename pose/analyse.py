"""A recording, frame by frame, by the same measuring code as a live session; and as a table."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from pose.angles import Posture
from pose.errors import NeutralError
from pose.frame import Frame
from pose.measure import Measurer
from pose.neutral import Neutral, NeutralRefusal, Sample, relative_to, take_neutral


@dataclass(frozen=True)
class Row:
    """One frame; left and up positive, the person's own left; ``None`` is an empty cell.

    Attributes:
        t_s: the recording's own time stamp, seconds.
        tracked: 1 where the head was seen, else 0; then every angle is ``None``.
        faces: faces seen, 0 to 2.
        head_rotation_deg, head_lateral_flexion_deg, head_extension_deg: the head in the camera's frame,
            corrected for where it stands in the picture, no neutral taken off.
        rotation_deg, lateral_flexion_deg, extension_deg: head on trunk relative to the neutral.
        shoulder_tilt_deg: change of the shoulder line since the neutral.
        shoulder_elevation_left, shoulder_elevation_right: rise since the neutral, shoulder widths.
        lateral_shift: the head beside the shoulders' middle since the neutral, shoulder widths.
        confidence: 0 to 1.
    """

    t_s: float
    tracked: int
    faces: int
    head_rotation_deg: float | None = None
    head_lateral_flexion_deg: float | None = None
    head_extension_deg: float | None = None
    rotation_deg: float | None = None
    lateral_flexion_deg: float | None = None
    extension_deg: float | None = None
    shoulder_tilt_deg: float | None = None
    shoulder_elevation_left: float | None = None
    shoulder_elevation_right: float | None = None
    lateral_shift: float | None = None
    confidence: float = 0.0


COLUMNS = tuple(column.name for column in fields(Row))


@dataclass(frozen=True, eq=False)
class Moment:
    """One frame as it was measured; without a neutral ``neutral`` and ``sample`` are ``None``."""

    posture: Posture
    neutral: Neutral | None = None

    @cached_property
    def sample(self) -> Sample | None:
        """The change from the neutral."""
        return None if self.neutral is None else relative_to(self.neutral, self.posture)


def analyse(
    frames: Iterable[Frame], measurer: Measurer, neutral_span: tuple[float, float] | None
) -> Iterator[Moment]:
    """A recording, frame by frame.

    Args:
        frames: in rising order of time.
        measurer: a fresh one.
        neutral_span: from when to when the person sits straight, seconds.

    Raises:
        NeutralError: no neutral can be taken from that span.
    """
    postures = (measurer.measure(frame) for frame in frames)
    if neutral_span is None:
        yield from (Moment(posture) for posture in postures)
        return
    first: list[Posture] = []
    for posture in postures:
        first.append(posture)
        if posture.t_s >= neutral_span[1]:
            break
    neutral = _neutral_of(first, neutral_span)
    yield from (Moment(posture, neutral) for posture in first)
    yield from (Moment(posture, neutral) for posture in postures)


def _neutral_of(postures: list[Posture], span: tuple[float, float]) -> Neutral:
    neutral = take_neutral([posture for posture in postures if span[0] <= posture.t_s <= span[1]])
    if isinstance(neutral, NeutralRefusal):
        raise NeutralError(f"No neutral could be taken from {span[0]:g} to {span[1]:g} s: {neutral.advice}")
    return neutral


def row_of(moment: Moment) -> Row:
    """A moment as a row; without a neutral the columns that are relative to one stay empty."""
    posture, sample = moment.posture, moment.sample
    head = posture.head_angles
    if head is None:
        return Row(posture.t_s, 0, posture.faces)
    row = Row(
        t_s=posture.t_s,
        tracked=1,
        faces=posture.faces,
        head_rotation_deg=head.rotation_deg,
        head_lateral_flexion_deg=head.lateral_flexion_deg,
        head_extension_deg=head.extension_deg,
        confidence=posture.confidence,
    )
    return row if sample is None else _with_sample(row, sample)


def _with_sample(row: Row, sample: Sample) -> Row:
    if sample.head is not None:
        row = replace(
            row,
            rotation_deg=sample.head.rotation_deg,
            lateral_flexion_deg=sample.head.lateral_flexion_deg,
            extension_deg=sample.head.extension_deg,
        )
    if sample.trunk is not None:
        row = replace(
            row,
            shoulder_tilt_deg=sample.trunk.shoulder_tilt_deg,
            shoulder_elevation_left=sample.trunk.elevation_left,
            shoulder_elevation_right=sample.trunk.elevation_right,
            lateral_shift=sample.trunk.lateral_shift,
        )
    return row


def write_csv(rows: Iterable[Row], path: Path) -> int:
    """Writes the rows under a line of `COLUMNS`; seconds to 0.1 ms, the rest to 0.001; gives their number.

    Nothing is written where the first row already fails.
    """
    coming = iter(rows)
    first = list(islice(coming, 1))
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in chain(first, coming):
            writer.writerow(_cells(row))
            count += 1
    return count


def _cells(row: Row) -> list[str]:
    t_s, tracked, faces, *rest = astuple(row)
    return [f"{t_s:.4f}", str(tracked), str(faces), *("" if cell is None else f"{cell:.3f}" for cell in rest)]
