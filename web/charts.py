"""Trends as charts: each a figure of Plotly as plain values, all on one axis of time. Pure.

Colours are names of the page's own variables, such as ``--asked``; `charts.js` puts in what they are now.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from math import ceil, floor, inf, log10
from typing import Any

from coach.point import Source
from web.chart_dots import Dot
from web.chart_values import Chart, Line, Window
from web.chart_words import SOURCES, mark, measured, origin
from web.prescribing_words import date_words

#: How each source is drawn: told apart by shape, filled where the number comes from the check.
MARKERS: dict[Source, dict[str, Any]] = {
    Source.CHECK: {"symbol": "circle", "size": 9},
    Source.EXERCISE: {"symbol": "diamond-open", "size": 7},
    Source.REPORT: {"symbol": "square", "size": 6},
}
LINES: dict[Source, dict[str, Any]] = {
    Source.CHECK: {"color": "--asked", "width": 2},
    Source.EXERCISE: {"color": "--ink-soft", "width": 1, "dash": "dot"},
    Source.REPORT: {"color": "--asked", "width": 1.2},
}
#: Marks of an upright axis: at most so many, this far apart times a power of ten.
MOST_MARKS, STEPS = 5, (1, 2, 5)
#: No number of these units is beyond them.
LIMITS = {"share": (0.0, 1.0), "of 10": (0.0, 10.0)}
#: Room below and above the numbers, as a share of their range.
AIR = 0.08
#: What a logarithmic axis reaches below and above its numbers, as a factor; an error bar may be cut by it.
LOG_AIR = 2.0
#: Numbers that differ by less than this share of themselves are one number with a rounding.
ALIKE = 1e-9
#: Labels of events are this wide, as a share of the axis of time for a letter, and stand in so many rows.
LETTER, ROWS, ROW_PX = 0.0085, 3, 14
#: Letters of an event's words that have room beside its line.
ROOM = 24


def figure(chart: Chart, window: Window, lines: Sequence[Line]) -> dict[str, Any]:
    """One chart as Plotly takes it; ``points`` is what is read out at each of its moments."""
    return {
        "data": [*_joined(chart), *_poor(chart)],
        "layout": {
            "xaxis": {"type": "date", "range": window.ends, "tickformat": window.dates},
            "yaxis": _upright(chart),
            "shapes": [*_bands(chart), *_breaks(chart), *(_line(line) for line in lines)],
            "annotations": [*_reasons(chart, window), *_labels(lines, window)],
        },
        "points": [
            {
                "at": _text(dot.at),
                "day": date_words(dot.at),
                "words": f"{measured(chart, dot)} ({origin(dot)})",
            }
            for dot in chart.dots
        ],
    }


# The dots


def _joined(chart: Chart) -> Iterator[dict[str, Any]]:
    """A trace for each source; its line ends where the setting changed."""
    for source in Source:
        apart: list[Dot | None] = []
        for stretch in chart.stretches:
            part = [dot for dot in stretch.dots if dot.source is source and not dot.poor]
            apart += [*([None] if apart and part else []), *part]
        if apart:
            marker = MARKERS[source] | {"color": "--asked", "line": {"color": "--asked", "width": 1.5}}
            look = {"name": SOURCES[source], "mode": "lines+markers", "line": LINES[source]}
            yield _trace(apart) | look | {"marker": marker}


def _poor(chart: Chart) -> Iterator[dict[str, Any]]:
    bad = [dot for dot in chart.dots if dot.poor]
    if bad:
        line = {"color": "--attention", "width": 2}
        marker = {"symbol": "x-thin-open", "size": 8, "color": "--attention", "line": line}
        yield _trace(bad) | {"name": "poorly seen", "mode": "markers", "marker": marker}


def _trace(found: Sequence[Dot | None]) -> dict[str, Any]:
    errors = [0.0 if dot is None else dot.error or 0.0 for dot in found]
    bars = {"type": "data", "array": errors, "thickness": 1, "width": 0, "color": "--ink-soft"}
    return {
        "x": [None if dot is None else _text(dot.at) for dot in found],
        "y": [None if dot is None else dot.value for dot in found],
        "error_y": bars | {"visible": any(errors)},
    }


def _text(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


# The upright axis


def _upright(chart: Chart) -> dict[str, Any]:
    low, high = _reach(chart)
    ticks = _decades(low, high) if chart.log else _marks(low, high)
    words = [mark(chart, value) for value in ticks]
    ends = [log10(low), log10(high)] if chart.log else [low, high]
    return {"type": "log" if chart.log else "linear", "range": ends, "tickvals": ticks, "ticktext": words}


def _reach(chart: Chart) -> tuple[float, float]:
    """Everything that is drawn, with some air."""
    values = [dot.value + by for dot in chart.dots for by in (0.0, dot.error or 0.0, -(dot.error or 0.0))]
    values += [edge for stretch in chart.stretches for edge in stretch.band or ()]
    if chart.log:
        lowest = min((dot.value for dot in chart.dots if dot.value > 0), default=1.0) / LOG_AIR
        return lowest, max(*values, lowest) * LOG_AIR
    low, high = min(values, default=0.0), max(values, default=1.0)
    least, most = LIMITS.get(chart.unit, (-inf, inf))
    low, high = min(max(low, least), most), max(min(high, most), least)
    alike = high - low <= ALIKE * max(1.0, abs(low), abs(high))
    air = 1.0 if alike else (high - low) * AIR
    return low - air, high + air


def _marks(low: float, high: float) -> list[float]:
    """Round numbers between two."""
    power = 10.0 ** floor(log10((high - low) / MOST_MARKS))
    step = next(s * power for s in (*STEPS, 10) if (high - low) / (s * power) <= MOST_MARKS)
    return [round(number * step, 9) for number in range(ceil(low / step), floor(high / step) + 1)]


def _decades(low: float, high: float) -> list[float]:
    """Round numbers between two on a logarithmic scale."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    marks = [(s, round(s * 10.0**power, 9)) for power in powers for s in STEPS]
    inside = [(s, mark) for s, mark in marks if low <= mark <= high]
    return [mark for s, mark in inside if len(inside) <= MOST_MARKS or s == 1]


# What lies behind the dots


def _bands(chart: Chart) -> Iterator[dict[str, Any]]:
    for stretch in chart.stretches:
        if stretch.band and stretch.dots:
            first, last = stretch.dots[0].at, stretch.dots[-1].at
            ends = {"x0": _text(first), "x1": _text(last), "y0": stretch.band[0], "y1": stretch.band[1]}
            yield {
                "type": "rect",
                **ends,
                "fillcolor": "--band",
                "line": {"color": "--line", "width": 0.5},
                "layer": "below",
            }


def _breaks(chart: Chart) -> Iterator[dict[str, Any]]:
    for stretch in chart.stretches:
        if stretch.why_broken and stretch.dots:
            yield _stroke(_text(stretch.dots[0].at), {"color": "--line", "width": 1, "dash": "dot"})


def _reasons(chart: Chart, window: Window) -> Iterator[dict[str, Any]]:
    for stretch in chart.stretches:
        if stretch.why_broken and stretch.dots:
            at = stretch.dots[0].at
            anchor, _ = _anchored(window.share(at.date()), stretch.why_broken)
            yield _note(_text(at), stretch.why_broken, xanchor=anchor, y=0, yanchor="bottom")


def _line(line: Line) -> dict[str, Any]:
    return _stroke(f"{line.on}T12:00", {"color": "--ink-soft", "width": 1.2})


def _stroke(x: str, look: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": look,
        "layer": "below",
    }


def _labels(lines: Iterable[Line], window: Window) -> Iterator[dict[str, Any]]:
    """Labels of the lines above the chart, in rows where they would touch; a line that finds no room has
    none, and the page's list names it."""
    taken = [-1.0] * ROWS
    for line in lines:
        words = line.words if len(line.words) <= ROOM else f"{line.words[:ROOM].rstrip()}…"
        anchor, start = _anchored(window.share(line.on), words)
        row = next((number for number, end in enumerate(taken) if end <= start), None)
        if row is not None:
            taken[row] = start + _width(words)
            where = {"xanchor": anchor, "y": 1, "yanchor": "bottom", "yshift": ROW_PX * row}
            yield _note(f"{line.on}T12:00", escape(words, quote=False), **where)  # Plotly reads tags


def _anchored(at: float, words: str) -> tuple[str, float]:
    """On which of its ends a label stands, so that it does not stick out, and where it begins."""
    return ("left", at) if at + _width(words) <= 1 else ("right", at - _width(words))


def _width(words: str) -> float:
    return LETTER * (len(words) + 2)


def _note(x: str, text: str, **where: Any) -> dict[str, Any]:
    return {"x": x, "text": text, "yref": "paper", "showarrow": False} | where
