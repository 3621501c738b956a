"""Text on a page of PDF: headings and paragraphs below each other, in the size at which they fit."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.utils import simpleSplit

from coach.report.pdf_fonts import Fonts
from coach.report.pdf_tagged import Tagged
from coach.report.visit import Block

#: Points; the largest at which everything fits is taken, and below the smallest the rest is left out.
SIZES = (11.0, 10.0, 9.0, 8.0)
LEADING = 1.32
#: Space above a heading and above a sentence, in sizes.
ABOVE_HEADING, ABOVE_LINE = 1.1, 0.25
LEFT_OUT = "More than fits here is in Midline."


@dataclass(frozen=True)
class Box:
    """A place on a page, points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.bottom + self.height


@dataclass(frozen=True)
class Piece:
    """One heading or sentence in its lines."""

    kind: str
    lines: tuple[str, ...]
    font: str
    size: float
    above: float

    @property
    def height(self) -> float:
        return self.above + len(self.lines) * self.size * LEADING


def draw_blocks(pdf: Tagged, box: Box, blocks: tuple[Block, ...]) -> None:
    """Draw blocks below each other from the top of a box."""
    top = box.top
    for piece in fitting(box, blocks, pdf.fonts):
        top = draw(pdf, piece, box.left, top)


def fitting(box: Box, blocks: tuple[Block, ...], fonts: Fonts) -> list[Piece]:
    """The pieces in the largest size that fits; at the smallest the last ones give way, and it is said."""
    for size in SIZES:
        pieces = list(_pieces(blocks, box.width, size, fonts))
        if _height(pieces) <= box.height:
            return pieces
    said = sentence(LEFT_OUT, box.width, SIZES[-1], fonts)
    while pieces and (pieces[-1].kind == "H2" or _height([*pieces, said]) > box.height):
        pieces.pop()
    return [*pieces, said]


def draw(pdf: Tagged, piece: Piece, left: float, top: float) -> float:
    """One piece below ``top``; gives where it ends."""
    with pdf.part(piece.kind):
        text = pdf.canvas.beginText(left, top - piece.above - piece.size)
        text.setFont(piece.font, piece.size, piece.size * LEADING)
        for line in piece.lines[:-1]:
            text.textLine(f"{line} ")  # whoever has it read aloud hears two words at its end
        text.textLines(piece.lines[-1:])
        pdf.canvas.drawText(text)
    return top - piece.height


def heading(kind: str, words: str, width: float, size: float, fonts: Fonts) -> Piece:
    """A heading, such as ``H1``."""
    lines = simpleSplit(fonts.written(words), fonts.bold, size, width)
    return Piece(kind, tuple(lines), fonts.bold, size, size * ABOVE_HEADING)


def sentence(words: str, width: float, size: float, fonts: Fonts) -> Piece:
    """A paragraph."""
    lines = simpleSplit(fonts.written(words), fonts.plain, size, width)
    return Piece("P", tuple(lines), fonts.plain, size, size * ABOVE_LINE)


def _pieces(blocks: tuple[Block, ...], width: float, size: float, fonts: Fonts) -> Iterator[Piece]:
    for block in blocks:
        yield heading("H2", block.title, width, size + 1, fonts)
        yield from (sentence(line, width, size, fonts) for line in block.lines)


def _height(pieces: list[Piece]) -> float:
    return sum(piece.height for piece in pieces)
