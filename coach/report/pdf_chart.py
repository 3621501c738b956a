"""A trend as a drawing on a page of PDF: black, white and one grey, nothing told by colour alone.

Dots are numbers (hollow where little was seen), thin upright strokes their standard error, a line joins what
may be compared, the grey band is what no change inside is called one, dashed lines are events by number.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10

from coach.report.pdf_tagged import Tagged
from coach.report.pdf_text import Box
from coach.report.visit import Chart, Mark, Moment

GREY, INK, SOFT = 0.86, 0.0, 0.35
SMALL, USUAL = 7.0, 8.5
#: Room for the title above, the days below and the numbers beside the drawing, points.
ABOVE, BELOW, BESIDE = 32.0, 14.0, 30.0
DOT = 1.6
#: A line between two numbers that lie further apart would tell what nobody measured. Judgement: two checks.
LONGEST_LINE_DAYS = 35
#: Steps between the marks of the upright axis, the first that gives few enough is used.
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_MARKS = 5
#: On a logarithmic axis anything smaller stands here, far below what a webcam can tell of any number.
LEAST_LOG = 0.001


@dataclass(frozen=True)
class Axes:
    """How days and numbers become places."""

    box: Box
    since: date
    until: date
    low: float
    high: float
    log: bool

    def x(self, on: date) -> float:
        share = (on - self.since).days / max(1, (self.until - self.since).days)
        return self.box.left + share * self.box.width

    def y(self, value: float) -> float:
        up = self._scaled(value), self._scaled(self.low), self._scaled(self.high)
        share = (up[0] - up[1]) / (up[2] - up[1])
        return self.box.bottom + min(1.0, max(0.0, share)) * self.box.height

    def _scaled(self, value: float) -> float:
        return log10(max(value, LEAST_LOG)) if self.log else value


def draw_chart(
    pdf: Tagged, box: Box, chart: Chart, days: tuple[date, date], moments: tuple[Moment, ...]
) -> None:
    """Draw one trend into a box; ``days`` are the first and the last one shown."""
    inside = Box(box.left + BESIDE, box.bottom + BELOW, box.width - BESIDE, box.height - ABOVE - BELOW)
    low, high = _range(chart)
    axes = Axes(inside, *days, low, high, chart.log)
    canvas, fonts = pdf.canvas, pdf.fonts
    with pdf.part("Figure", f"{chart.title}. {chart.words}"):
        canvas.setFont(fonts.bold, USUAL)
        canvas.drawString(box.left, box.top - USUAL, fonts.written(chart.title))
        canvas.setFont(fonts.plain, SMALL)
        canvas.drawString(box.left, box.top - USUAL - SMALL - 2, _cut(pdf, chart.words, box.width))
        _bands(pdf, axes, chart)
        _grid(pdf, axes)
        _events(pdf, axes, moments)
        for stretch in chart.stretches:
            _line(pdf, axes, stretch.marks)


def _cut(pdf: Tagged, words: str, width: float) -> str:
    """As much as fits on one line."""
    text = pdf.fonts.written(words)
    while text and pdf.canvas.stringWidth(text, pdf.fonts.plain, SMALL) > width:
        text = text[:-2].rstrip(" ,.…") + "…"
    return text


def _range(chart: Chart) -> tuple[float, float]:
    """Lowest and highest of what is drawn, on whole marks."""
    marks = [mark for stretch in chart.stretches for mark in stretch.marks]
    found = [mark.value for mark in marks]
    found += [edge for stretch in chart.stretches if stretch.band for edge in stretch.band]
    if chart.log:
        low, high = (log10(max(edge, LEAST_LOG)) for edge in (min(found), max(found)))
        return 10 ** floor(low), 10 ** max(ceil(high), floor(low) + 1)
    step = _step(min(found), max(found))
    low, high = floor(min(found) / step) * step, ceil(max(found) / step) * step
    return low, high if high > low else low + step


def _step(low: float, high: float) -> float:
    return next((step for step in STEPS if (high - low) / step <= MOST_MARKS - 1), STEPS[-1])


def _bands(pdf: Tagged, axes: Axes, chart: Chart) -> None:
    for stretch in chart.stretches:
        if stretch.band and stretch.marks:
            left, right = axes.x(stretch.marks[0].on), axes.x(stretch.marks[-1].on)
            low, high = (axes.y(edge) for edge in stretch.band)
            pdf.canvas.setFillGray(GREY)
            pdf.canvas.rect(left - DOT, low, right - left + 2 * DOT, high - low, stroke=0, fill=1)
    pdf.canvas.setFillGray(INK)


def _grid(pdf: Tagged, axes: Axes) -> None:
    """The frame, the numbers beside it and the days below it."""
    canvas, box = pdf.canvas, axes.box
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(SOFT)
    canvas.line(box.left, box.bottom, box.left + box.width, box.bottom)
    canvas.line(box.left, box.bottom, box.left, box.top)
    canvas.setFont(pdf.fonts.plain, SMALL)
    for value in _marks(axes):
        canvas.line(box.left - 2, axes.y(value), box.left, axes.y(value))
        canvas.drawRightString(box.left - 4, axes.y(value) - SMALL / 3, f"{value:g}".replace("-", "−"))
    for on in _days(axes):
        canvas.line(axes.x(on), box.bottom, axes.x(on), box.bottom - 2)
        canvas.drawCentredString(axes.x(on), box.bottom - SMALL - 3, f"{on.day} {on:%b}")


def _marks(axes: Axes) -> list[float]:
    if axes.log:
        return [10.0**power for power in range(round(log10(axes.low)), round(log10(axes.high)) + 1)]
    step = _step(axes.low, axes.high)
    return [round(axes.low + i * step, 6) for i in range(round((axes.high - axes.low) / step) + 1)]


def _days(axes: Axes) -> list[date]:
    """About five days, evenly apart."""
    length = (axes.until - axes.since).days
    step = max(7, ceil(length / 4 / 7) * 7)
    return [axes.since + timedelta(days=i) for i in range(0, length + 1, step)]


def _events(pdf: Tagged, axes: Axes, moments: tuple[Moment, ...]) -> None:
    canvas = pdf.canvas
    canvas.setDash(2, 2)
    canvas.setFont(pdf.fonts.bold, SMALL)
    for number, moment in enumerate(moments, start=1):
        canvas.line(axes.x(moment.on), axes.box.bottom, axes.x(moment.on), axes.box.top)
        canvas.drawCentredString(axes.x(moment.on), axes.box.top + 1.5, str(number))
    canvas.setDash()


def _line(pdf: Tagged, axes: Axes, marks: tuple[Mark, ...]) -> None:
    canvas = pdf.canvas
    canvas.setStrokeGray(INK)
    canvas.setLineWidth(0.8)
    for one, other in pairwise(marks):
        if (other.on - one.on).days <= LONGEST_LINE_DAYS:
            canvas.line(axes.x(one.on), axes.y(one.value), axes.x(other.on), axes.y(other.value))
    canvas.setLineWidth(0.4)
    for mark in marks:
        x, y, error = axes.x(mark.on), axes.y(mark.value), mark.error or 0.0
        canvas.line(x, axes.y(mark.value - error), x, axes.y(mark.value + error))
        canvas.setFillGray(1.0 if mark.poor else INK)
        canvas.circle(x, y, DOT, stroke=1, fill=1)
    canvas.setFillGray(INK)
