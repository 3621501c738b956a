"""The two pages for an injection visit, as PDF: what is known in words, then the trends."""

from typing import IO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from coach.report.pdf_chart import draw_chart
from coach.report.pdf_fonts import fonts_for
from coach.report.pdf_tagged import Tagged
from coach.report.pdf_text import SIZES, Box, draw, draw_blocks, heading, sentence
from coach.report.visit import Block, Visit

WIDTH, HEIGHT = A4
MARGIN = 16 * mm
WHOLE = Box(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
TITLE_SIZE, FOOT_SIZE = 17.0, 7.5
FOOT_HEIGHT = 26.0
#: Charts beside each other, how many at most, the room between them and the most that one is high, points.
ACROSS, MOST_CHARTS, GAP, HIGHEST = 2, 8, 14.0, 170.0
#: The share of the second page that charts take.
CHARTS_SHARE = 0.68
NO_DEVICE = (
    "Midline is not a medical device. Its numbers are a webcam's estimates and can be wrong; a change within "
    "the detectable change is none. They are no scores of a clinical scale, and no advice on treatment."
)
LEGEND = (
    "Dots: two-minute checks, or means of a week where there are too few checks; hollow where little was "
    "seen; upright strokes: standard errors. Grey: a change inside cannot be told from error. A line ends "
    "where camera, seat or program changed."
)


def write_visit(out: IO[bytes], visit: Visit) -> None:
    """Write the two pages; the same bytes for the same visit."""
    fonts = fonts_for(_texts(visit))
    pdf = Tagged(out, "For the injection visit", fonts)
    top = _title(pdf, visit)
    draw_blocks(pdf, _down_from(top), visit.blocks)
    _foot(pdf, visit, 1)
    pdf.end_page()
    _second(pdf, visit)
    _foot(pdf, visit, 2)
    pdf.end_page()
    pdf.save()


def _texts(visit: Visit) -> list[str]:
    """Everything that a person typed."""
    blocks = [line for block in visit.blocks for line in (block.title, *block.lines)]
    charts = [words for chart in visit.charts for words in (chart.title, chart.words)]
    return [visit.name, visit.head, *blocks, *charts, *(m.words for m in visit.moments), *visit.questions]


def _down_from(top: float) -> Box:
    bottom = WHOLE.bottom + FOOT_HEIGHT
    return Box(WHOLE.left, bottom, WHOLE.width, top - bottom)


def _title(pdf: Tagged, visit: Visit) -> float:
    """Whose it is and where in the cycle; gives where it ends."""
    name = heading("H1", visit.name, WHOLE.width, TITLE_SIZE, pdf.fonts)
    top = draw(pdf, name, WHOLE.left, WHOLE.top + name.above)
    return draw(pdf, sentence(visit.head, WHOLE.width, SIZES[0], pdf.fonts), WHOLE.left, top)


def _second(pdf: Tagged, visit: Visit) -> None:
    title = heading("H2", "How it went, day by day", WHOLE.width, TITLE_SIZE - 4, pdf.fonts)
    top = draw(pdf, title, WHOLE.left, WHOLE.top + title.above) - GAP / 2
    charts = visit.charts[:MOST_CHARTS]
    rows = -(-len(charts) // ACROSS)
    height = min(WHOLE.height * CHARTS_SHARE / max(rows, 1), HIGHEST)
    area = Box(WHOLE.left, top - rows * height, WHOLE.width, rows * height)
    for number, chart in enumerate(charts):
        days = visit.since, visit.on
        draw_chart(pdf, _cell(area, number, height), chart, days, visit.moments)
    draw_blocks(pdf, _down_from(area.bottom), tuple(_below(visit)))


def _cell(area: Box, number: int, height: float) -> Box:
    """The place of one chart among all."""
    row, column = divmod(number, ACROSS)
    width = (area.width - GAP) / ACROSS
    left = area.left + column * (width + GAP)
    return Box(left, area.top - (row + 1) * height + GAP, width, height - GAP)


def _below(visit: Visit) -> list[Block]:
    numbered = [
        f"{number}  {moment.on.day} {moment.on:%b %Y}: {moment.words}"
        for number, moment in enumerate(visit.moments, start=1)
    ]
    blocks = [
        Block("Dashed lines", tuple(numbered)),
        Block("Questions that are open", visit.questions or ("None was written.",)),
        Block("How to read it", (LEGEND,)),
    ]
    return [block for block in blocks if block.lines]


def _foot(pdf: Tagged, visit: Visit, page: int) -> None:
    top = WHOLE.bottom + FOOT_HEIGHT
    with pdf.decoration():
        pdf.canvas.setLineWidth(0.4)
        pdf.canvas.line(WHOLE.left, top, WHOLE.left + WHOLE.width, top)
    words = f"{NO_DEVICE} Written for {visit.on.day} {visit.on:%b %Y}, page {page} of 2."
    draw(pdf, sentence(words, WHOLE.width, FOOT_SIZE, pdf.fonts), WHOLE.left, top)
