"""Smoothing for the screen only; what is judged and stored is never smoothed. Pure.

A first-order low pass whose time constant falls as the value moves faster (the idea of the 1-euro filter,
Casiez et al. 2012): a head held still looks still, a moving head is not shown late.
"""

from dataclasses import dataclass
from math import pi

#: Cut-off of a value that stands still, Hz: a webcam's noise of 0.1 degrees disappears.
SLOWEST_HZ = 1.0
#: Added cut-off per degree a second: at 25 degrees a second the picture is 20 ms late.
HZ_PER_SPEED = 0.3
#: Cut-off of the speed itself, Hz.
SPEED_HZ = 2.0


@dataclass(frozen=True)
class Smooth:
    """The state of one smoothed value, in the value's own unit and seconds."""

    value: float
    speed: float
    t_s: float


def smooth(state: Smooth | None, value: float | None, t_s: float) -> tuple[Smooth | None, float | None]:
    """One more value.

    Args:
        state: of the values before; ``None`` at the start or after a gap.
        value: the new value, or ``None`` where nothing was seen, which starts afresh.
        t_s: its time, seconds, rising.

    Returns:
        the new state and the value to show.
    """
    if value is None:
        return None, None
    if state is None or t_s <= state.t_s:
        return Smooth(value, 0.0, t_s), value
    step_s = t_s - state.t_s
    speed = _toward(state.speed, (value - state.value) / step_s, SPEED_HZ, step_s)
    shown = _toward(state.value, value, SLOWEST_HZ + HZ_PER_SPEED * abs(speed), step_s)
    return Smooth(shown, speed, t_s), shown


def _toward(old: float, new: float, cutoff_hz: float, step_s: float) -> float:
    share = step_s / (step_s + 1 / (2 * pi * cutoff_hz))
    return old + share * (new - old)
