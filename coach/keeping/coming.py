"""A backup as it comes back, line by line, into transactions that end well with its last line only."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select, text
from sqlalchemy.schema import CreateSchema

from coach.errors import BackupError, NewerDataError
from coach.keeping.content import AT_ONCE, FORMAT, Told, reader_of, revision_of, tables_of
from coach.store.database import MIGRATIONS, Place, bring_to, is_known, named, rebuilding
from coach.store.postgresql import Schema


@dataclass(frozen=True)
class Home:
    """Where a store is kept, and the folder of its migrations."""

    place: Place
    scripts: Path = MIGRATIONS


#: Where a store of this name goes; ``None`` where there is no such store here.
HomeOf = Callable[[str], Home | None]

_NEWER = (
    "A newer version of Midline made this backup. Nothing was changed. Please install that version first."
)
_ODD = "This backup does not hold what it says it holds, and cannot be used. Nothing was changed."


class Coming:
    """Takes the lines of a backup.

    Args:
        home_of: where each store goes.
        until_the_end: closes when all is known to be whole, or drops everything that was written.

    Attributes:
        connections: each store's, as far as it has come.
    """

    def __init__(self, home_of: HomeOf, until_the_end: ExitStack) -> None:
        self._home_of = home_of
        self._until_the_end = until_the_end
        self._told: Told | None = None
        self.connections: dict[str, Connection] = {}
        self._homes: dict[str, Home] = {}
        self._tables: dict[str, Table] = {}
        self._filling: _Filling | None = None
        self._ended = False

    def take(self, line: bytes) -> None:
        """The next line."""
        try:
            value = json.loads(line.decode(errors="surrogatepass"))
            if isinstance(value, list):
                self._row(value)
            else:
                self._part(value)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            raise BackupError(_ODD) from error

    def finished(self) -> Told:
        """What has come, all of it, brought up to date."""
        if not self._ended or self._told is None or self._tables or not self.connections:
            raise BackupError(_ODD)
        for name, connection in self.connections.items():
            _settle(connection)
            bring_to(connection, "head", scripts=self._homes[name].scripts)
        return self._told

    def _part(self, value: dict[str, Any]) -> None:
        if self._filling:
            self._filling.finish()
            self._filling = None
        if self._told is None:
            self._told = _begun(value)
        elif "store" in value:
            self._open(value["store"], value["revision"])
        elif "table" in value:
            self._told.rows |= self._fill(value["table"], value["columns"], value["rows"])
        elif self._ended or value["end"] != sum(self._told.rows.values()):
            raise BackupError(_ODD)
        else:
            self._ended = True

    def _open(self, name: str, revision: str) -> None:
        home = self._home_of(name)
        if home is None or name in self.connections:
            raise BackupError(f"This backup holds “{name}”, which does not belong here. Nothing was changed.")
        if not is_known(revision, home.scripts):
            raise NewerDataError(_NEWER)
        self._until_the_end.push(_leaves_no_file(home.place))
        connection = self._until_the_end.enter_context(rebuilding(home.place))
        if isinstance(home.place, Schema):
            connection.execute(CreateSchema(home.place.name, if_not_exists=True))
        _empty(connection, home)
        bring_to(connection, revision, scripts=home.scripts)
        self.connections[name], self._homes[name] = connection, home
        self._tables |= {f"{name}.{table.name}": table for table in tables_of(connection)}

    def _fill(self, table: str, columns: list[str], rows: int) -> dict[str, int]:
        store = list(self.connections)[-1]
        whole = f"{store}.{table}"
        self._filling = _Filling(self.connections[store], self._tables.pop(whole), columns, rows)
        return {whole: rows}

    def _row(self, values: list[Any]) -> None:
        if not self._filling:
            raise BackupError(_ODD)
        self._filling.take(values)


class _Filling:
    """One table while its rows come."""

    def __init__(self, connection: Connection, table: Table, columns: list[str], wanted: int) -> None:
        if sorted(columns) != sorted(column.name for column in table.columns):
            raise BackupError(_ODD)
        self._connection = connection
        self._insert = insert(table)
        self._reader = reader_of(table, columns)
        self._missing = wanted
        self._rows: list[dict[str, Any]] = []

    def take(self, values: list[Any]) -> None:
        self._rows.append(self._reader(values))
        self._missing -= 1
        if len(self._rows) == AT_ONCE:
            self._write()

    def finish(self) -> None:
        self._write()
        if self._missing:
            raise BackupError(_ODD)

    def _write(self) -> None:
        if self._rows:
            self._connection.execute(self._insert, self._rows)
            self._rows = []


def _begun(value: dict[str, Any]) -> Told:
    if value["backup"] != FORMAT:
        raise NewerDataError(_NEWER)
    return Told(datetime.fromisoformat(value["made_at"]), str(value["program"]))


def _empty(connection: Connection, home: Home) -> None:
    """Take away tables without rows.

    Raises:
        BackupError: there are rows.
    """
    there = revision_of(connection)
    for table in tables_of(connection):
        if connection.scalar(select(func.count()).select_from(table)):
            raise BackupError(
                f"There are data in {named(home.place)} already; a backup comes back into an empty place. "
                "Nothing was changed."
            )
    if there is not None:
        bring_to(connection, "base", down=True, scripts=home.scripts)


def _settle(connection: Connection) -> None:
    """What the databases look after themselves when rows come one by one: references and next numbers."""
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise BackupError(_ODD)
        return
    for table in tables_of(connection):
        for column in table.primary_key:
            if isinstance(column.type, Integer):
                highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
                serial = func.pg_get_serial_sequence(text(f"'\"{table.name}\"'"), column.name)
                connection.execute(select(func.setval(serial, highest, text("false"))))


def _leaves_no_file(place: Place) -> Callable[..., None]:
    """Takes a file away that was not there before, where the end is not a good one."""
    if not isinstance(place, Path) or place.exists():
        return lambda *_: None

    def take_away(kind: type[BaseException] | None, *_: object) -> None:
        if kind:
            for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
                place.with_name(name).unlink(missing_ok=True)

    return take_away
