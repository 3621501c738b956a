"""All cycles of a number by the day since the injection, as a figure of Plotly in plain values. Pure.

Cycles are told apart by their line and named beside it; colours are names of the page's own variables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from coach.injection_cycle import Course, CycleDay, Overlay
from coach.trend_measures import Scale, TrendMeasure
from coach.trend_words import UNITS, size
from web.cycle_words import shown
from web.prescribing_words import date_words

WEEK = 7
#: Lines of the cycles before this one, newest first; older ones begin again.
DASHES = ("dash", "dot", "dashdot", "longdash")


@dataclass(frozen=True)
class Week:
    """The mean of a week of one cycle: ``day`` is the mean day of its measured days."""

    number: int
    day: float
    value: float


def weeks(days: Sequence[CycleDay], cycle: int) -> list[Week]:
    """The weeks of a cycle in which something was measured."""
    found: dict[int, list[CycleDay]] = {}
    for one in days:
        if one.cycle == cycle:
            found.setdefault(one.day // WEEK, []).append(one)
    return [
        Week(number, float(np.mean([d.day for d in inside])), float(np.mean([d.value for d in inside])))
        for number, inside in sorted(found.items())
    ]


def table(measure: TrendMeasure, laid: Overlay) -> tuple[list[int], list[tuple[str, list[str]]]]:
    """The same as rows: which cycles, newest first, and for each week its days and every cycle's mean."""
    cycles = sorted({one.cycle for one in laid.days}, reverse=True)
    means = {(c, week.number): week.value for c in cycles for week in weeks(laid.days, c)}
    rows = []
    for number in sorted({number for _, number in means}):
        cells = [
            size(measure, shown(measure, means[c, number])) if (c, number) in means else "–" for c in cycles
        ]
        rows.append((f"{WEEK * number} to {WEEK * number + WEEK - 1}", cells))
    return cycles, rows


def figure(measure: TrendMeasure, laid: Overlay, injected: Sequence[date], today: int) -> dict[str, Any]:
    """``injected`` oldest first; ``today`` is the day of the newest cycle."""
    written = UNITS[measure.unit][0]
    last = max([today, *(one.day for one in laid.days)])
    newest = len(injected) - 1
    cycles = sorted({one.cycle for one in laid.days})
    return {
        "data": [
            _line(measure, weeks(laid.days, cycle), newest - cycle, f"since {date_words(injected[cycle])}")
            for cycle in cycles
        ],
        "layout": {
            "xaxis": {"range": [0, last + 1], "dtick": 14},
            "yaxis": {
                "type": "log" if measure.scale is Scale.LOG else "linear",
                "ticksuffix": written,
                "nticks": 6,
            },
            "shapes": [*_marks(laid.course), _upright(today, "--ink", "solid")],
            "annotations": [
                *_names(laid.course),
                _name(today, f"today, day {today}", 16)
                | {"xanchor": "right" if today > last / 2 else "left"},
            ],
        },
    }


def _line(measure: TrendMeasure, found: list[Week], ago: int, name: str) -> dict[str, Any]:
    """One cycle; ``ago`` is 0 for the newest."""
    colour = "--ink-soft" if ago else "--asked"
    dash = DASHES[(ago - 1) % len(DASHES)] if ago else "solid"
    times = UNITS[measure.unit][1]
    return {
        "x": [round(week.day, 1) for week in found],
        "y": [round(times * shown(measure, week.value), 3) for week in found],
        "name": name,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 1.5 if ago else 3, "dash": dash},
        "marker": {"color": colour, "size": 5 if ago else 8},
    }


def _marks(course: Course | None) -> Iterator[dict[str, Any]]:
    if course:
        ends = {"x0": course.best_from.value, "x1": course.best_until.value, "y0": 0, "y1": 1}
        look = {"fillcolor": "--band", "line": {"width": 0}, "layer": "below"}
        yield {"type": "rect", "yref": "paper", **ends, **look}
        yield _upright(course.half_there.value, "--line", "dot")
        yield _upright(course.half_gone.value, "--line", "dot")


def _upright(day: float, colour: str, dash: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1.2, "dash": dash}
    return {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _names(course: Course | None) -> Iterator[dict[str, Any]]:
    if course:
        yield _name(course.half_there.value, "half there", 0)
        yield _name(course.best_from.value, "best window", 16)
        yield _name(course.half_gone.value, "half gone", 0)


def _name(day: float, text: str, up: int) -> dict[str, Any]:
    where = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": up, "xanchor": "left"}
    return {"x": day, "text": text, "showarrow": False, **where}
