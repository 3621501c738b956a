"""A PDF whose parts say what they are, for those who have it read aloud: headings, paragraphs, figures.

reportlab draws; the tree of parts (tagged PDF, ISO 32000-1, 14.7 and 14.8) is made here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from coach.report.pdf_fonts import Fonts


class Tagged:
    """Pages of A4, the same bytes for the same content: nothing in it tells when it was written."""

    def __init__(self, out: IO[bytes], title: str, fonts: Fonts) -> None:
        self.fonts = fonts
        self.canvas = Canvas(out, pagesize=A4, invariant=1, lang="en", initialFontName=fonts.plain)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Midline")
        self.canvas.setCreator("Midline")
        self.canvas.setSubject(title)
        self._root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        self._document = self._part("Document", self._reference(self._root))
        self._parts: list[Any] = []
        self._on_page: list[list[Any]] = [[]]

    @contextmanager
    def part(self, kind: str, words: str = "") -> Iterator[None]:
        """What is drawn inside is one part, such as ``H1``, ``P`` or ``Figure``; ``words`` tell a figure."""
        here = self._on_page[-1]
        part = self._part(kind, self._reference(self._document))
        part["Pg"] = self.canvas._doc.thisPageRef()
        part["K"] = len(here)
        if words:
            part["Alt"] = PDFString(words)
        self.canvas._code.append(f"/{kind} <</MCID {len(here)}>> BDC")
        yield
        self.canvas._code.append("EMC")
        reference = self._reference(part)
        here.append(reference)
        self._parts.append(reference)

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn inside says nothing that is not said elsewhere."""
        self.canvas._code.append("/Artifact BMC")
        yield
        self.canvas._code.append("EMC")

    def end_page(self) -> None:
        """The next part is on a new page."""
        self.canvas.showPage()
        page = self.canvas._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents = len(self._on_page) - 1
        self._on_page.append([])

    def save(self) -> None:
        """Writes it, with the tree of its parts."""
        pages = [part for i, found in enumerate(self._on_page[:-1]) for part in (i, PDFArray(found))]
        self._document["K"] = PDFArray(self._parts)
        self._root["K"] = self._reference(self._document)
        self._root["ParentTree"] = self._reference(PDFDictionary({"Nums": PDFArray(pages)}))
        self._root["ParentTreeNextKey"] = len(self._on_page) - 1
        catalog = self.canvas._doc.Catalog
        catalog.StructTreeRoot = self._reference(self._root)
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        self.canvas.save()

    def _part(self, kind: str, parent: Any) -> Any:
        return PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(kind), "P": parent})

    def _reference(self, value: Any) -> Any:
        return self.canvas._doc.Reference(value)
