"""How long the patient stays in the band. Pure.

Time counts to the part of a frame: between two samples the movement is taken as a straight line.
"""

from dataclasses import dataclass, replace
from math import sqrt

#: A shorter stay outside the band is forgiven and counts as held (longest continuous hold, clinical
#: reference section 7); a longer one beyond the band's fringe ends the hold.
GRACE_S = 0.5

#: The head comes to rest in the first second of a hold and may be leaving in its last; steadiness is taken
#: between them. Judgement.
SETTLE_S = 1.0


@dataclass(frozen=True)
class Run:
    """One unbroken stay in the band.

    Attributes:
        held_s: its length so far, forgiven dips included.
        outside_s: how long the value has been outside the band, since it last was inside.
        lost_s: how long it has been beyond the fringe.
        recent: raw values of the last second, with the run's length when they came.
        count, mean, squares: the raw values before them, as Welford's sums.
    """

    held_s: float = 0.0
    outside_s: float = 0.0
    lost_s: float = 0.0
    recent: tuple[tuple[float, float], ...] = ()
    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    @property
    def spread(self) -> float | None:
        """Standard deviation of the raw values between settling and leaving; ``None`` for fewer than two."""
        return sqrt(self.squares / (self.count - 1)) if self.count > 1 else None


@dataclass(frozen=True)
class Step:
    """One stretch of time between two seen samples, in progress toward the target."""

    dt_s: float
    start: float
    end: float


def share_inside(start: float, end: float, low: float, high: float) -> float:
    """Which share (0 to 1) of a straight way from ``start`` to ``end`` lies between ``low`` and ``high``."""
    below, above = min(start, end), max(start, end)
    if above == below:
        return 1.0 if low <= start <= high else 0.0
    return max(0.0, min(above, high) - max(below, low)) / (above - below)


def stay(run: Run | None, step: Step, low: float, high: float, fringe: float) -> Run | None:
    """The run after one step; ``None`` where there is none, or it was lost for longer than the grace."""
    inside_s = step.dt_s * share_inside(step.start, step.end, low, high)
    if low <= step.end <= high:
        return _inside(run, step, inside_s)
    if run is None:
        return None
    beyond = not low - fringe <= step.end <= high + fringe
    was_inside = run.outside_s == 0.0
    run = replace(
        run,
        held_s=run.held_s + (inside_s if was_inside else 0.0),
        outside_s=run.outside_s + step.dt_s - (inside_s if was_inside else 0.0),
        lost_s=run.lost_s + step.dt_s if beyond else 0.0,
    )
    return None if run.lost_s > GRACE_S else run


def _inside(run: Run | None, step: Step, inside_s: float) -> Run:
    if run is None:
        return Run(held_s=inside_s)
    outside_s = run.outside_s + step.dt_s - inside_s
    forgiven_s = outside_s if outside_s <= GRACE_S else 0.0
    return replace(run, held_s=run.held_s + inside_s + forgiven_s, outside_s=0.0, lost_s=0.0)


def note(run: Run, raw: float) -> Run:
    """Take one raw value into the steadiness of a run that has settled and is inside the band."""
    if run.held_s < SETTLE_S or run.outside_s > 0.0:
        return run
    while run.recent and run.held_s - run.recent[0][0] >= SETTLE_S:
        run = _sum(replace(run, recent=run.recent[1:]), run.recent[0][1])
    return replace(run, recent=(*run.recent, (run.held_s, raw)))


def _sum(run: Run, raw: float) -> Run:
    count = run.count + 1
    gap = raw - run.mean
    mean = run.mean + gap / count
    return replace(run, count=count, mean=mean, squares=run.squares + gap * (raw - mean))
