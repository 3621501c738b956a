"""Where the words of a PDF stand, as Chromium writes it: plain objects, deflated pages, tables of letters."""

import re
import unicodedata
import zlib
from dataclasses import dataclass

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n?(.*?)\nendobj", re.S)
NUMBER = r"(-?[\d.]+)"
#: What moves or writes: a matrix for all that follows, saving and restoring it, a font, a place, a text.
OPERATION = re.compile(
    rf"(?P<cm>{' '.join([NUMBER] * 6)} cm)|(?P<save>\bq\b)|(?P<back>\bQ\b)|/(?P<font>\w+) {NUMBER} Tf"
    rf"|(?P<tm>{' '.join([NUMBER] * 6)} Tm)|<(?P<text>[0-9A-Fa-f]+)> Tj|\[(?P<texts>[^\]]*)\] TJ"
)


@dataclass(frozen=True)
class Word:
    """A run of letters; ``y`` is the share of the page above it."""

    page: int
    y: float
    text: str


def words_of(pdf: bytes) -> list[Word]:
    """Every run of letters, page by page, from 1."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b(?!s)", body)]
    return [word for number, body in enumerate(pages, 1) for word in _page(number, body, objects)]


def _page(number: int, page: bytes, objects: dict[int, bytes]) -> list[Word]:
    box = re.search(rb"/MediaBox \[0 0 [\d.]+ ([\d.]+)\]", page)
    content = re.search(rb"/Contents (\d+) 0 R", page)
    assert box
    assert content
    fonts = {name.decode(): _letters(objects, int(at)) for name, at in _fonts(page, objects)}
    height = float(box[1])
    found, matrix, kept, letters, y = [], (1.0, 0.0), [], {}, 0.0
    for one in OPERATION.finditer(_stream(objects[int(content[1])]).decode("latin-1")):
        if one["cm"]:
            scale, up = (float(v) for v in one["cm"].split()[3:6:2])
            matrix = (matrix[0] * scale, matrix[0] * up + matrix[1])
        elif one["save"]:
            kept.append(matrix)
        elif one["back"]:
            matrix = kept.pop()
        elif one["font"]:
            letters = fonts[one["font"]]
        elif one["tm"]:
            y = matrix[0] * float(one["tm"].split()[5]) + matrix[1]
        else:
            codes = one["text"] or "".join(re.findall(r"<([0-9A-Fa-f]+)>", one["texts"]))
            glyphs = (codes[i : i + 4].upper() for i in range(0, len(codes), 4))
            found.append(Word(number, 1 - y / height, "".join(letters.get(one, "") for one in glyphs)))
    return found


def _fonts(page: bytes, objects: dict[int, bytes]) -> list[tuple[bytes, bytes]]:
    resources = re.search(rb"/Resources (\d+) 0 R", page)
    body = objects[int(resources[1])] if resources else page
    inside = re.search(rb"/Font <<(.*?)>>", body, re.S)
    return re.findall(rb"/(\w+) (\d+) 0 R", inside[1]) if inside else []


def _letters(objects: dict[int, bytes], font: int) -> dict[str, str]:
    """Which letters a font's glyphs are."""
    at = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    if at is None:
        return {}
    table = _stream(objects[int(at[1])]).decode("latin-1")
    letters = {}
    for low, high, first in re.findall(r"<(\w{4})> <(\w{4})> <(\w{4})>", table):
        for i in range(int(high, 16) - int(low, 16) + 1):
            letters[f"{int(low, 16) + i:04X}"] = joined(chr(int(first, 16) + i))
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for glyph, text in re.findall(r"<(\w{4})> <(\w+)>", block):
            letters[glyph.upper()] = joined(bytes.fromhex(text).decode("utf-16-be"))
    return letters


def joined(letter: str) -> str:
    """Letters that are drawn as one, such as fl, as the letters they are."""
    return unicodedata.normalize("NFKC", letter)


def _stream(body: bytes) -> bytes:
    data = body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    return zlib.decompress(data) if b"FlateDecode" in body else data
