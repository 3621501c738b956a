"""The dots of a chart in words: for its axis, its table and what is read out. Pure."""

from collections.abc import Iterator

from coach.point import Source
from web.chart_dots import Dot
from web.chart_values import Chart
from web.prescribing_words import date_words
from web.therapist_measures import UNITS

SOURCES = {Source.CHECK: "two-minute check", Source.EXERCISE: "exercises", Source.REPORT: "own answer"}


def measured(chart: Chart, dot: Dot) -> str:
    """A dot's number and how sure it is."""
    number = size(chart.unit, abs(dot.value) if chart.sides else dot.value)
    return _sided(chart, dot.value, number) + give_or_take(chart.unit, dot.error)


def give_or_take(unit: str, error: float | None) -> str:
    """How sure a number is; nothing where that is not known, or too small to be written."""
    _, times, digits = _unit(unit)
    small = error is None or round(error * times, digits) == 0
    return "" if small or error is None else f" ± {size(unit, error)}"


def origin(dot: Dot) -> str:
    """Where a dot's number comes from."""
    many = f", mean of {dot.count}" if dot.count > 1 else ""
    return SOURCES[dot.source] + many + (", poorly seen" if dot.poor else "")


def _sided(chart: Chart, value: float, words: str, between: str = " ") -> str:
    sides = chart.sides
    return words if sides is None or value == 0 else words + between + sides[0 if value > 0 else 1]


def mark(chart: Chart, value: float) -> str:
    """A round number with its unit, and its side under it."""
    written, times, _ = _unit(chart.unit)
    number = f"{(abs(value) if chart.sides else value) * times:g}{written}".replace("-", "−")
    return _sided(chart, value, number, "<br>")


def size(unit: str, value: float) -> str:
    """A number with its unit, as finely as it can be told."""
    written, times, digits = _unit(unit)
    return f"{value * times:.{digits}f}{written}".replace("-", "−")


def _unit(unit: str) -> tuple[str, int, int]:
    """How a unit is written, what its numbers are multiplied by, and with how many decimals."""
    if unit == "share":
        return " %", 100, 0
    written, digits = UNITS.get(unit, (f" {unit}", 1))
    return written, 1, digits


def rows(chart: Chart) -> Iterator[tuple[str, str, str]]:
    """The same as a table, newest first: when, what was measured, from where."""
    return ((date_words(dot.at), measured(chart, dot), origin(dot)) for dot in reversed(chart.dots))


def breaks(chart: Chart) -> Iterator[str]:
    """Where the line ends and why, in sentences."""
    for stretch in chart.stretches:
        if stretch.why_broken and stretch.dots:
            yield f"The line breaks on {date_words(stretch.dots[0].at)}: {stretch.why_broken}."
