"""A table with the meaning of its columns, and its text as CSV that no spreadsheet runs anything of."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")

#: A spreadsheet runs a text that begins so, also in the wide forms of East Asian keyboards.
RUNS = tuple("=+-@\t\n＝＋－＠")
#: Put before such a text; a spreadsheet shows the rest as it is.
KEPT_AS_TEXT = "'"
#: Decimals of a number in a file: finer than anything that is measured.
DECIMALS = 4


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its name, what it means with its unit, and how it is read from a row's value."""

    name: str
    words: str
    of: Callable[[T], Any]


@dataclass(frozen=True)
class Table(Generic[T]):
    """One file: its name without an ending, what a row is, its columns."""

    name: str
    words: str
    columns: tuple[Column[T], ...]

    def header(self) -> str:
        """The names of the columns as the first line of a file."""
        return lines([[column.name for column in self.columns]])

    def text(self, values: Iterable[T]) -> str:
        """One line a value."""
        return lines([column.of(value) for column in self.columns] for value in values)

    def file(self, values: Iterable[T]) -> str:
        """The whole file."""
        return self.header() + self.text(values)

    def told(self) -> Iterator[str]:
        """What the file is, one line, and then one line a column."""
        yield f"{self.name}.csv: {self.words}"
        yield from (f"    {column.name}: {column.words}" for column in self.columns)


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """Rows of values as lines of a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value: Any) -> Any:
    """A value as it stands in a file: numbers as numbers, times with their zone, several words in one cell, a
    text that would run kept as a text; nothing where there is none."""
    if value is None or isinstance(value, int):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = value if isinstance(value, str) else " ".join(map(str, value))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return KEPT_AS_TEXT + text if text.startswith(RUNS) else text


def fields_of(words: dict[str, str], read: Callable[[T], Any], prefix: str = "") -> tuple[Column[T], ...]:
    """Columns named as the fields of the value that ``read`` finds; empty where it finds ``None``."""
    return tuple(Column(prefix + name, said, _field(read, name)) for name, said in words.items())


def _field(read: Callable[[T], Any], name: str) -> Callable[[T], Any]:
    def of(row: T) -> Any:
        found = read(row)
        return None if found is None else getattr(found, name)

    return of


def columns(*parts: Column[Any] | Sequence[Column[Any]]) -> tuple[Column[Any], ...]:
    """Columns and groups of columns in a row."""
    found: list[Column[Any]] = []
    for part in parts:
        found += [part] if isinstance(part, Column) else part
    return tuple(found)
