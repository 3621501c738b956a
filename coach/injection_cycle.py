"""When an injection takes hold in this patient, how long it is at its best, and when it fades. Pure.

All cycles of a number are laid over each other by the day since the injection, and one shape is looked for in
all of them: from nothing on day 0 in a straight line to its full size, level in the best window, and in a
straight line back. Each cycle has a level of its own, and a straight line over time is taken out, so that
progress over the months is no part of it. The shape is found by trying all of a grid; least squares gives its
size and what is left over.

Said of it: the day on which half of the effect is there, the window of at least `FULL` of it, and the day on
which half of it is gone again. Each has an interval of 95 %: all days of shapes that fit about as well as the
best one (likelihood ratio; neighbouring days are alike, so what is left over counts for less, as in
`coach.effects`). A shape is told at all only where it explains more than chance would: for a patient without
any cycle it is found in fewer than 1 of 100. Simulated patients show both, in
tests/coach/test_injection_cycle.py: 95 to 100 % of the intervals cover. Where a patient's cycles differ from
each other by a fifth in length and in size, of which one shape knows nothing, 87 to 99 % do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coach.cycle import BEGINS, CyclePhase, phase_of
from coach.effects import likeness

Array = NDArray[np.float64]
Better = Literal["less", "more"]

#: So many cycles, each with so many measured days: a weekly check gives twelve in one cycle. Judgement.
LEAST_CYCLES, LEAST_DAYS = 2, 10
#: In each of these cycles something was measured before, in and after the plan's window.
THIRDS = (BEGINS[CyclePhase.WINDOW], BEGINS[CyclePhase.FADING])
#: Of the full effect, what still counts as the best window. Judgement.
FULL = 0.9
#: A cycle is followed for so long; what comes later is no part of it. Judgement: the reference's waning ends
#: by the sixteenth week.
LONGEST = 140
#: The days of the grid: full by, fades from, and how long that takes. Wider than the reference's effect from
#: 1 to 2 weeks, peak at 4 to 6, waning from 8 to 16 (clinical reference, section 5).
FULL_BY, FADES_FROM, FADES_IN = range(4, 46, 3), range(21, 120, 4), range(7, 64, 7)
#: How many times what is left over a shape must explain before it is told, and how much worse than the best
#: one a shape may fit to be as likely. By simulation; the second is above the 3.84 of one free number because
#: the corners of the shape make the fit uneven.
TOLD, AS_LIKELY = 18.0, 6.5
#: Half of what lies between two shapes of the grid, days: on the way up, and on the way down.
BETWEEN_UP, BETWEEN_DOWN = FULL_BY.step / 4, FADES_FROM.step / 2


@dataclass(frozen=True)
class CycleDay:
    """The mean of a number on one day: of which cycle (from 0), how many days after its injection."""

    cycle: int
    day: int
    value: float


@dataclass(frozen=True)
class Span:
    """An estimate and its interval; ``None`` at an end that lies outside of what was seen."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Course:
    """What an injection does over its days.

    Attributes:
        half_there: the day on which half of the effect is there.
        best_from, best_until: the window of at least `FULL` of it.
        half_gone: the day on which half of it is gone.
        gain: how much better at its best, in the number's own unit, never negative.
    """

    half_there: Span
    best_from: Span
    best_until: Span
    half_gone: Span
    gain: Span


@dataclass(frozen=True)
class Overlay:
    """All cycles of a number by the day since the injection.

    Attributes:
        days: oldest first.
        enough: there are enough days in enough cycles.
        course: ``None`` where there are not, or where none is visible.
    """

    days: tuple[CycleDay, ...]
    enough: bool
    course: Course | None


def overlay(values: Iterable[tuple[date, float]], injected: Sequence[date], better: Better) -> Overlay:
    """A number laid over its cycles; ``injected`` oldest first, ``better`` where an effect moves it."""
    days = cycle_days(values, injected)
    kept = _enough(days)
    return Overlay(days, bool(kept), _course(kept, better) if kept else None)


def cycle_days(values: Iterable[tuple[date, float]], injected: Sequence[date]) -> tuple[CycleDay, ...]:
    """One mean a day from the first injection on, oldest first."""
    found: dict[tuple[int, int], list[float]] = {}
    for on, value in sorted(values):
        cycle = sum(day <= on for day in injected) - 1
        day = (on - injected[cycle]).days if cycle >= 0 else LONGEST
        if day < LONGEST:
            found.setdefault((cycle, day), []).append(value)
    return tuple(CycleDay(*at, float(np.mean(several))) for at, several in found.items())


def _enough(days: Sequence[CycleDay]) -> tuple[CycleDay, ...]:
    """Those of cycles that were followed from the rise to the fading; none where these are too few."""
    followed = [
        cycle for cycle in {one.cycle for one in days} if _followed([d.day for d in days if d.cycle == cycle])
    ]
    kept = tuple(one for one in days if one.cycle in followed)
    return kept if len(followed) >= LEAST_CYCLES else ()


def _followed(days: list[int]) -> bool:
    early, late = THIRDS
    parts = {(day >= early) + (day >= late) for day in days}
    return len(days) >= LEAST_DAYS and len(parts) == 3


@cache
def _grid() -> Array:
    """Every shape that is tried: full by, fades from, gone by; shape (shapes, 3), days."""
    every = product(FULL_BY, FADES_FROM, FADES_IN)
    return np.array([(by, start, start + lasts) for by, start, lasts in every if by <= start], dtype=float)


@cache
def _shapes() -> Array:
    """The share of the effect that is there on each day from 0 on, shape (shapes, `LONGEST`)."""
    by, start, gone = (column[:, None] for column in _grid().T)
    day = np.arange(LONGEST, dtype=float)
    return np.asarray(np.clip(np.minimum(day / by, (gone - day) / (gone - start)), 0.0, 1.0))


def _course(days: tuple[CycleDay, ...], better: Better) -> Course | None:
    size, left, worth, square = _fits(days, -1.0 if better == "less" else 1.0)
    best = int(np.argmin(left))
    worse = (left - left[best]) / worth
    if size[best] <= 0 or worse.max() < TOLD:
        return None
    likely = worse <= AS_LIKELY
    by, start, gone = _grid().T
    last = float(max(one.day for one in days))
    return Course(
        half_there=_span(by / 2, best, likely, last, BETWEEN_UP),
        best_from=_span(FULL * by, best, likely, last, 2 * FULL * BETWEEN_UP),
        best_until=_span(gone - FULL * (gone - start), best, likely, last, BETWEEN_DOWN),
        half_gone=_span((start + gone) / 2, best, likely, last, BETWEEN_DOWN),
        gain=_gain(size, best, likely, np.sqrt(np.maximum(AS_LIKELY - worse, 0.0) * worth / square)),
    )


def _gain(size: Array, best: int, likely: NDArray[np.bool_], room: Array) -> Span:
    """``room``: by how much the size of each shape may differ until it fits no longer as well."""
    low, high = float((size - room)[likely].min()), float((size + room)[likely].max())
    return Span(float(size[best]), max(0.0, low), high)


def _fits(days: tuple[CycleDay, ...], sign: float) -> tuple[Array, Array, float, Array]:
    """Of every shape how large the effect is, and what it leaves over (sum of squares); what one independent
    day leaves over, neighbours being alike; and of every shape its own sum of squares."""
    day, cycle = np.array([(one.day, one.cycle) for one in days]).T
    levels = (cycle[:, None] == np.unique(cycle)[None, :]).astype(float)
    known, _ = np.linalg.qr(np.column_stack([levels, day]))
    value = sign * np.array([one.value for one in days])
    value -= known @ (known.T @ value)
    along, square = _products(day, known, value)
    size = np.maximum(along / square, 0.0)
    left = float(value @ value) - size**2 * square
    best = int(np.argmin(left))
    shape = _shapes()[best, day]
    rest = value - size[best] * (shape - known @ (known.T @ shape))
    freedom = max(1, len(day) - known.shape[1] - 4)
    worth = max(float(left[best]), 1e-9) / freedom * float(likeness(rest))
    return size, left, worth, square


def _products(day: NDArray[np.int_], known: Array, value: Array) -> tuple[Array, Array]:
    """Of every shape without what is known: its product with the values, and with itself. Days that are
    measured in several cycles are taken together, so that a page need not wait."""
    sums = np.zeros((LONGEST, known.shape[1] + 1))
    np.add.at(sums, day, np.column_stack([known, value]))
    products = _shapes() @ sums
    own = _shapes() ** 2 @ np.bincount(day, minlength=LONGEST)
    return products[:, -1], np.maximum(own - (products[:, :-1] ** 2).sum(axis=1), 1e-6 * len(day))


def _span(of: Array, best: int, likely: NDArray[np.bool_], last: float, between: float) -> Span:
    """Ends of the grid, and days after the last one, are no ends of an interval."""
    low, high = float(of[likely].min()), float(of[likely].max())
    return Span(
        float(of[best]),
        None if low <= of.min() else low - between,
        None if high >= min(last, float(of.max())) else high + between,
    )


def fades_now(day: int, course: Course | None) -> bool:
    """Whether a day since the injection lies in the time in which numbers usually drop: after this patient's
    own window where it is known, else in the plan's last phase."""
    if course is None:
        return phase_of(day) is CyclePhase.FADING
    return day > course.best_until.value
