"""Whether the head grows restless while its time runs: more off the middle, or more tremor. Pure.

Seconds are gathered one by one; the last ``over_s`` of them are held against those before. A judgement of
when to speak, nothing that is measured: the numbers of tremor are those of `pose.tremor`.
"""

from dataclasses import dataclass, replace
from math import sqrt

from coach.parts import Rise

#: Less than this is the measurement's own unrest and no rise, whatever its share: deviation, and how far a
#: sample lies from its own low-passed value. Judgement.
LEAST_DEG = {"deviation": 3.0, "tremor": 0.5}


@dataclass(frozen=True)
class Second:
    """One second of the hold: mean deviation, and the root mean square of what the low pass takes off."""

    deviation: float
    tremor: float


@dataclass(frozen=True)
class Unrest:
    """What has been gathered.

    Attributes:
        seconds: whole seconds so far, the newest last.
        t_s, off, shake: of the second under way: its length, and time-weighted sums.
        told: it has been spoken of.
    """

    seconds: tuple[Second, ...] = ()
    t_s: float = 0.0
    off: float = 0.0
    shake: float = 0.0
    told: bool = False


def watch_rise(unrest: Unrest, dt_s: float, raw_deg: float, value_deg: float) -> Unrest:
    """Take in one seen sample: the deviation as measured and low-passed."""
    t_s, off = unrest.t_s + dt_s, unrest.off + dt_s * value_deg
    shake = unrest.shake + dt_s * (raw_deg - value_deg) ** 2
    if t_s < 1.0:
        return replace(unrest, t_s=t_s, off=off, shake=shake)
    whole = Second(off / t_s, sqrt(shake / t_s))
    return replace(unrest, seconds=(*unrest.seconds, whole), t_s=0.0, off=0.0, shake=0.0)


def risen(unrest: Unrest, rise: Rise) -> bool:
    """Whether the last seconds are that much more restless than as many before them."""
    count = round(rise.over_s)
    before, last = unrest.seconds[-2 * count : -count], unrest.seconds[-count:]
    if len(before) < count:
        return False
    return any(_grown(name, before, last, rise.share) for name in LEAST_DEG)


def _grown(name: str, before: tuple[Second, ...], last: tuple[Second, ...], share: float) -> bool:
    then: float = sum(getattr(one, name) for one in before) / len(before)
    now: float = sum(getattr(one, name) for one in last) / len(last)
    return now > then * (1 + share) and now - then > LEAST_DEG[name]
