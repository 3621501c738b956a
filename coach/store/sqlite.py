"""SQLite: one file on the own computer, its owner's alone."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

#: How long one writer waits for another before it gives up, in milliseconds.
BUSY_MS = 10_000
#: What a read-only connection says of a file that was left in the middle of a change.
UNFINISHED = ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY")


def revision(path: Path) -> str | None:
    """The file's revision."""
    return _looked_up(path, "alembic_version", "SELECT version_num FROM alembic_version")


def setting(path: Path, key: str) -> str | None:
    """One setting in a file that is not opened otherwise."""
    return _looked_up(path, "setting", "SELECT value FROM setting WHERE key = ?", key)


def _looked_up(path: Path, table: str, query: str, *values: str) -> str | None:
    """The first field of the first row, through a read-only connection, which cannot change the file."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        return _first(path, "ro", table, query, *values)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname not in UNFINISHED:
            raise
        # A program died as it made the file: what it had begun is taken back before anybody can read.
        return _first(path, "rw", table, query, *values)


def _first(path: Path, mode: str, table: str, query: str, *values: str) -> str | None:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True)) as connection:
        if table not in {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}:
            return None
        row = connection.execute(query, values).fetchone()
        return str(row[0]) if row else None


def engine_of(path: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine on a file; a connection with the option ``writing`` is the only writer from its beginning."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=None if foreign_keys else NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        # FULL: a commit that was answered survives a power cut. fullfsync: macOS flushes the drive only so.
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "fullfsync=1",
            "checkpoint_fullfsync=1",
            "secure_delete=ON",  # what is deleted is overwritten
            f"foreign_keys={int(foreign_keys)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer says so at once: a reader that turns writer half-way is refused instead of waiting.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def forget_deleted(engine: Engine) -> None:
    """What was deleted is in the file's log until that is written back: do it now, unless somebody reads; a
    server's database does it by itself."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
