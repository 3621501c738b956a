"""The database file: where it is, how it is opened, how it is brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from coach.errors import NewerDataError, StoreError

SUFFIX = ".sqlite3"
MIGRATIONS = Path(__file__).parent / "migrations"

#: How long one writer waits for another before it gives up, in milliseconds.
BUSY_MS = 10_000

_one_at_a_time = Lock()  # Alembic keeps what it is doing in module globals


def database_file(url_or_path: str | Path) -> Path:
    """The file meant by an SQLite URL, a ``.sqlite3`` file or (anything else) a data folder.

    A folder that is missing is made with mode 0700.
    """
    text = str(url_or_path)
    path = Path(make_url(text).database or "") if text.startswith("sqlite:") else Path(text)
    if path.suffix != SUFFIX:
        path = path / f"midline{SUFFIX}"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def open_engine(path: Path) -> Engine:
    """An engine on a database that is up to date.

    Raises:
        NewerDataError: a newer version wrote the file; it is left as it was.
        StoreError: the file is no database, or cannot be opened or brought up to date.
    """
    scripts = ScriptDirectory(str(MIGRATIONS))
    try:
        found = _revision(path)
        if found not in {None, *(script.revision for script in scripts.walk_revisions())}:
            raise NewerDataError(
                f"The data in {path} were written by a newer version of Midline ({found}). "
                "Nothing was changed. Please install the newer version again."
            )
        if found != scripts.get_current_head():
            path.touch(mode=0o600)
            migrate(path, "head")
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise StoreError(
            f"The data in {path} cannot be opened, and were left as they were: {error}"
        ) from error
    return _engine(path)


def migrate(path: Path, revision: str, *, down: bool = False) -> None:
    """Bring the file up (or down) to ``revision``, whole or not at all."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # Foreign keys stay off: SQLite changes a table by dropping the old one, which would take its children.
    engine = _engine(path, foreign_keys=False)
    with _one_at_a_time, engine.execution_options(writing=True).begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)
    engine.dispose()


def _revision(path: Path) -> str | None:
    """The file's revision, read through a read-only connection, which cannot change the file."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "alembic_version" not in tables:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def _engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=None if foreign_keys else NullPool
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
            f"foreign_keys={int(foreign_keys)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer says so at once: a reader that turns writer half-way is refused instead of waiting.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
