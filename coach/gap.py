"""Where the head was while the eyes were closed: the gap to the middle, for kind words afterwards. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from coach.motion import Channels

#: Nearer than this to the middle is near it. Healthy people come back to within about 4.5 degrees (clinical
#: reference, section 3); 5 is also its fine control.
NEAR_DEG = 5.0


@dataclass(frozen=True)
class Looked:
    """Sums over the time with closed eyes: seconds, and degrees times seconds of each axis."""

    seen_s: float = 0.0
    rotation: float = 0.0
    lateral_flexion: float = 0.0
    extension: float = 0.0


class Gap(NamedTuple):
    """The mean place: the axis that is furthest off, by how much (signed degrees), whether it is near."""

    movement: str
    off_deg: float
    near: bool


def look_on(looked: Looked, values: Channels, dt_s: float) -> Looked:
    """Take in one seen sample, low-passed."""
    return Looked(
        looked.seen_s + dt_s,
        looked.rotation + dt_s * values.rotation,
        looked.lateral_flexion + dt_s * values.lateral_flexion,
        looked.extension + dt_s * values.extension,
    )


def gap_of(looked: Looked) -> Gap | None:
    """The gap to the middle; ``None`` where nothing was seen."""
    if looked.seen_s <= 0:
        return None
    sums = {
        "rotation": looked.rotation,
        "lateral_flexion": looked.lateral_flexion,
        "extension": looked.extension,
    }
    movement = max(sums, key=lambda name: abs(sums[name]))
    off_deg = sums[movement] / looked.seen_s
    return Gap(movement, off_deg, abs(off_deg) < NEAR_DEG)
