"""Everything that a database holds as lines of JSON, and back.

::

    {"backup": 1, "made_at": "2026-…", "program": "0.1.0"}
    {"store": "clinic", "revision": "0009_…"}
    {"table": "patient", "columns": ["id", "name", …], "rows": 40}
    ["…", "Anna B.", …]                                      one row, in the order of the columns
    …
    {"end": 81234}                                           how many rows there were in all

Times are UTC in ISO 8601, bytes base64, a JSON column is kept letter by letter. The tables are found in the
database itself, not in this program, so that what an older version wrote comes back as it was.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    func,
    select,
)
from sqlalchemy.types import NullType

#: How the lines are to be read; a change that an older program would misread is a new number.
FORMAT = 1
#: Where Alembic notes the revision; the lines say it in their own way.
REVISION_TABLE = "alembic_version"
#: Rows that are read, or written, at once.
AT_ONCE = 500


@dataclass
class Told:
    """What a backup holds.

    Attributes:
        made_at: when it was made (aware).
        program: the version that made it.
        rows: how many rows of each table, by ``store.table``.
    """

    made_at: datetime
    program: str
    rows: dict[str, int] = field(default_factory=dict)


def revision_of(connection: Connection) -> str | None:
    """Which migration the tables are at; ``None`` where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def tables_of(connection: Connection) -> list[Table]:
    """The tables that are there, each after those it refers to; a JSON column is one of letters."""
    found = MetaData()
    found.reflect(connection, resolve_fks=False)
    tables = [table for table in found.sorted_tables if table.name != REVISION_TABLE]
    for column in (column for table in tables for column in table.columns):
        if isinstance(column.type, JSON):
            column.type = NullType()  # as JSON, an empty value and the word null could not be told apart
    return tables


def lines_of(connection: Connection, store: str, told: Told) -> Iterator[bytes]:
    """All tables of one moment, row by row; how many there are is added to ``told``."""
    for table in tables_of(connection):
        count = connection.scalar(select(func.count()).select_from(table)) or 0
        told.rows[f"{store}.{table.name}"] = count
        columns = list(table.columns)
        yield in_line({"table": table.name, "columns": [column.name for column in columns], "rows": count})
        query = select(*(_read(column) for column in columns)).order_by(*table.primary_key)
        writers = [_to_json(column) for column in columns]
        for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
            yield in_line([write(value) for write, value in zip(writers, row, strict=True)])


def in_line(value: Any) -> bytes:
    """One line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass") + b"\n"


def reader_of(table: Table, names: list[str]) -> Callable[[list[Any]], dict[str, Any]]:
    """What makes a row out of a line with these columns."""
    readers = [(name, _from_json(table.columns[name])) for name in names]

    def row(values: list[Any]) -> dict[str, Any]:
        pairs = zip(readers, values, strict=True)
        return {name: None if value is None else read(value) for (name, read), value in pairs}

    return row


def _read(column: Column[Any]) -> Any:
    return cast(column, Text) if isinstance(column.type, NullType) else column


def _to_json(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, DateTime | Date):
        return lambda value: value if value is None else value.isoformat()
    if isinstance(column.type, LargeBinary):
        return lambda value: value if value is None else b64encode(value).decode()
    return lambda value: value


def _from_json(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat
    if isinstance(column.type, Date):
        return date.fromisoformat
    if isinstance(column.type, LargeBinary):
        return lambda value: b64decode(value, validate=True)
    kinds = _kinds(column)

    def plain(value: Any) -> Any:
        if type(value) not in kinds:  # SQLite would keep whatever it is given
            raise TypeError(f"{column.name} cannot be a {type(value).__name__}")
        return value

    return plain


def _kinds(column: Column[Any]) -> tuple[type, ...]:
    """What a column holds that JSON can hold too."""
    if isinstance(column.type, Boolean):
        return (bool,)
    if isinstance(column.type, Integer):
        return (int,)
    return (str,) if isinstance(column.type, String | NullType) else (int, float)
