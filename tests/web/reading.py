"""Pages as a reader sees them: tables as rows of words, and the words of the whole page."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "line"}


class Page(HTMLParser):
    """The words of a page, and its tables by the words of their regions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.links: dict[str, str] = {}
        self._region, self._cell, self._href = "", False, ""
        self._said: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.words = " ".join(" ".join(self._said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if named.get("role") == "region":
            self._region = named.get("aria-label") or ""
            self.tables[self._region] = []
        if tag == "tr":
            self.tables[self._region].append([])
        if tag in {"td", "th"}:
            self.tables[self._region][-1].append("")
            self._cell = True
        self._href = named.get("href") or "" if tag == "a" else self._href

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._cell = self._cell and tag not in {"td", "th"}
        self._href = "" if tag == "a" else self._href

    def handle_data(self, data: str) -> None:
        if "script" in self._open or not data.strip():
            return
        self._said.append(data)
        if self._cell:
            row = self.tables[self._region][-1]
            row[-1] = " ".join(f"{row[-1]} {data}".split())
        if self._href:
            self.links[data.strip()] = self._href

    def rows(self, region: str) -> list[dict[str, str]]:
        """The rows of one table, each cell under its heading."""
        head, *rows = self.tables[region]
        return [dict(zip(head, row, strict=True)) for row in rows]
