"""Which letters a PDF is written with: those that come with reportlab, or of this system where a name needs
more."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

#: Plain and bold, in the order in which they are tried; the first holds the letters of most of Europe.
FACES = (
    (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", "VeraBd.ttf"),
    (Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"), "DejaVuSans-Bold.ttf"),
    (Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"), "Arial Unicode.ttf"),
    (Path("C:/Windows/Fonts/arial.ttf"), "arialbd.ttf"),
)
#: Stands for a letter that no face here has.
UNKNOWN = "?"


@dataclass(frozen=True)
class Fonts:
    """Names of fonts that reportlab knows, and what they can write."""

    plain: str
    bold: str
    letters: frozenset[int]

    def can(self, text: str) -> bool:
        """Whether every letter is there."""
        return all(ord(letter) in self.letters for letter in text if letter.isprintable())

    def written(self, text: str) -> str:
        """The same text on one line, each letter that is missing as a question mark."""
        return "".join(one if ord(one) in self.letters else UNKNOWN for one in " ".join(text.split()))


def fonts_for(texts: Iterable[str]) -> Fonts:
    """The first face that can write all of these, else the first of all."""
    whole = " ".join(texts)
    known = [fonts for fonts in map(_face, range(len(FACES))) if fonts]
    return next((fonts for fonts in known if fonts.can(whole)), known[0])


@cache
def _face(number: int) -> Fonts | None:
    """A face of this system; ``None`` where it is not here."""
    plain, bold = FACES[number][0], FACES[number][0].with_name(FACES[number][1])
    names = f"face-{number}", f"face-{number}-bold"
    try:
        faces = [TTFont(name, str(path)) for name, path in zip(names, (plain, bold), strict=True)]
    except (TTFError, OSError):
        return None
    for face in faces:
        registerFont(face)
    return Fonts(*names, frozenset(faces[0].face.charToGlyph) & frozenset(faces[1].face.charToGlyph))
