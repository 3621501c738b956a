"""What stands on the pages of a PDF that reportlab wrote, part by part; letters of ASCII only."""

import base64
import re
import zlib
from dataclasses import dataclass

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n?(.*?)\nendobj", re.S)
PART = re.compile(r"/(\w+) <</MCID \d+>> BDC(.*?)EMC", re.S)
TEXT = re.compile(r"\(((?:[^()\\]|\\.)*)\) Tj")


@dataclass(frozen=True)
class Part:
    """One part: the page it is on, from 1; its kind; its text; how far down it begins, points from below."""

    page: int
    kind: str
    text: str
    y: float


def objects(pdf: bytes) -> dict[int, bytes]:
    return {int(number): body for number, body in OBJECT.findall(pdf)}


def parts(pdf: bytes) -> list[Part]:
    """Every part that is no decoration, in the order in which it is read aloud."""
    there = objects(pdf)
    kids = next(body for body in there.values() if b"/Type /Pages" in body)
    order = [int(n) for n in re.findall(rb"(\d+) 0 R", kids.split(b"/Kids")[1])]
    found = []
    for number, page in enumerate(order, start=1):
        content = re.search(rb"/Contents (\d+) 0 R", there[page])
        assert content
        for kind, inside in PART.findall(_stream(there[int(content[1])])):
            place = re.search(r"1 0 0 1 \S+ (\S+) Tm", inside)
            text = "".join(re.sub(r"\\(.)", r"\1", one) for one in TEXT.findall(inside))
            found.append(Part(number, kind, text, float(place[1]) if place else 0.0))
    return found


def told(pdf: bytes) -> list[str]:
    """What is read aloud in place of the drawings."""
    every = [re.search(rb"/Alt \(((?:[^()\\]|\\.)*)\)", body) for body in objects(pdf).values()]
    return [re.sub(r"\\([()\\])", r"\1", one[1].decode("latin-1")) for one in every if one]


def _stream(body: bytes) -> str:
    data = body.split(b"stream\n", 1)[1].rsplit(b"endstream", 1)[0].strip()
    return zlib.decompress(base64.a85decode(data.removesuffix(b"~>"))).decode("latin-1")
