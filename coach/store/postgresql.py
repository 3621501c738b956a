"""PostgreSQL: a clinic's own server. It keeps the promises of the file: a read sees one moment, one writer
writes at a time, and a commit that was answered survives a power cut."""

from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from coach.errors import StoreError

SCHEMES = ("postgresql://", "postgresql+psycopg://")
#: How long one writer waits for another before it gives up, in milliseconds.
BUSY_MS = 10_000
#: The advisory lock that a writer holds until it commits; any number will do that nobody else takes.
WRITING_LOCK = 6_464_453
#: A reader's queries all see the moment of its first one; a writer waits for its lock first and then sees
#: everything that the one before has committed.
READING, WRITING = "REPEATABLE READ", "READ COMMITTED"


def url_of(text: str) -> URL:
    """A server's database; the driver is always psycopg."""
    return make_url(text).set(drivername="postgresql+psycopg")


def revision(url: URL) -> str | None:
    """The database's revision; reading it changes nothing."""
    engine = engine_of(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def engine_of(url: URL) -> Engine:
    """An engine on a server's database; a connection with the option ``writing`` is the only writer.

    Raises:
        StoreError: the driver is not installed.
    """
    try:
        # A server that was started anew is met with a new connection.
        engine = create_engine(url, isolation_level=READING, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(
            "A PostgreSQL database needs the package psycopg, which is not installed: "
            "pip install 'midline[clinic]'"
        ) from error

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        for setting in (f"lock_timeout = {BUSY_MS}", "synchronous_commit = on"):
            connection.execute(f"SET {setting}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITING_LOCK})")

    return engine
