"""The database: where it is, how it is opened, how it is brought up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError, StatementError

from coach.errors import NewerDataError, StoreError
from coach.store import postgresql, sqlite

SUFFIX = ".sqlite3"
MIGRATIONS = Path(__file__).parent / "migrations"

#: A file, a database of a server, or one part of that.
Place = Path | URL | postgresql.Schema

#: SQLite's words where the file, or the log beside it, could not be written, and what they mean.
OF_DISKS = {
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk did not take it, as it is full or damaged",
    "unable to open database file": "the file cannot be opened, or the disk is full",
}


class _Chain(NamedTuple):
    """The revisions of a folder of migrations, and the newest."""

    known: frozenset[str]
    head: str | None


_one_at_a_time = Lock()  # Alembic keeps what it is doing in module globals


def place_of(url_or_path: str | Path) -> Place:
    """A server's database where a PostgreSQL URL is given, otherwise `database_file`.

    Raises:
        StoreError: the URL cannot be read.
    """
    text = str(url_or_path)
    if not text.startswith(postgresql.SCHEMES):
        return database_file(url_or_path)
    try:
        return postgresql.url_of(text)
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError("Wanted postgresql+psycopg://user:password@host:port/database.") from error


def with_password(url: str, password: str) -> str:
    """The same database of a server with its password in the URL."""
    return postgresql.url_of(url).set(password=password).render_as_string(hide_password=False)


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


def named(place: Place) -> str:
    """A place as it may be told: without a password."""
    if isinstance(place, postgresql.Schema):
        return f"{named(place.url)}, {place.name}"
    return place.render_as_string(hide_password=True) if isinstance(place, URL) else str(place)


def open_engine(place: Place, scripts: Path = MIGRATIONS) -> Engine:
    """An engine on a database that is up to date.

    Args:
        scripts: the folder of its migrations.

    Raises:
        NewerDataError: a newer version wrote the data; they are left as they were.
        StoreError: it is no database, or cannot be opened or brought up to date.
    """
    if not up_to_date(place, scripts):
        try:
            migrate(place, "head", scripts=scripts)
        except (OSError, sqlite3.Error, SQLAlchemyError) as error:
            raise _cannot_be_opened(place, error) from error
    return _engine(place)


def up_to_date(place: Place, scripts: Path = MIGRATIONS) -> bool:
    """Whether the data are as this program keeps them; looking changes nothing.

    Raises:
        NewerDataError, StoreError: as `open_engine`.
    """
    try:
        found = _revision(place)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise _cannot_be_opened(place, error) from error
    if found is not None and not is_known(found, scripts):
        raise NewerDataError(
            f"The data in {named(place)} were written by a newer version of Midline ({found}). "
            "Nothing was changed. Please install the newer version again."
        )
    return found == _chain(scripts).head


def _cannot_be_opened(place: Place, error: Exception) -> StoreError:
    return StoreError(
        f"The data in {named(place)} cannot be opened, and were left as they were: {cause(error)}."
    )


def cause(error: Exception) -> str:
    """The database's own words, without the statement and its values, which are a patient's; PostgreSQL tells
    those of the row in the lines after its first. What SQLite says of a disk is said as a person would."""
    own = error.orig if isinstance(error, StatementError) else None
    words = str(own or error).partition("\n")[0].rstrip(".")
    return OF_DISKS.get(words, words)


def migrate(place: Place, revision: str, *, down: bool = False, scripts: Path = MIGRATIONS) -> None:
    """Bring the data up (or down) to ``revision``, whole or not at all."""
    with rebuilding(place) as connection:
        bring_to(connection, revision, down=down, scripts=scripts)


@contextmanager
def rebuilding(place: Place) -> Iterator[Connection]:
    """One transaction in which tables may be made and changed, all of it or nothing."""
    if isinstance(place, Path):
        place.touch(mode=0o600)
    # Foreign keys stay off: SQLite changes a table by dropping the old one, which would take its children.
    engine = _engine(place, foreign_keys=False)
    try:
        with writing(engine).begin() as connection:
            yield connection
    finally:
        engine.dispose()


def bring_to(
    connection: Connection, revision: str, *, down: bool = False, scripts: Path = MIGRATIONS
) -> None:
    """The tables of `rebuilding` as they are in ``revision``."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _one_at_a_time:
        (command.downgrade if down else command.upgrade)(config, revision)


def is_known(revision: str, scripts: Path = MIGRATIONS) -> bool:
    """Whether this version has the migration."""
    return revision in _chain(scripts).known


@cache
def _chain(scripts: Path) -> _Chain:
    """Read once: it is asked for with every database that is opened."""
    found = ScriptDirectory(str(scripts))
    return _Chain(frozenset(one.revision for one in found.walk_revisions()), found.get_current_head())


def writing(engine: Engine, *, beside: bool = False) -> Engine:
    """The same database for whoever writes: one at a time, each seeing what the one before has written.

    Args:
        beside: on a server together with others of this kind, for whoever locks what they change themselves.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writing=True)
    return engine.execution_options(writing=True, beside=beside, isolation_level=postgresql.WRITING)


def _revision(place: Place) -> str | None:
    return sqlite.revision(place) if isinstance(place, Path) else postgresql.revision(place)


def _engine(place: Place, *, foreign_keys: bool = True) -> Engine:
    if isinstance(place, Path):
        return sqlite.engine_of(place, foreign_keys=foreign_keys)
    return postgresql.engine_of(place)
