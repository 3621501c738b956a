"""PostgreSQL: a clinic's own server. It keeps the promises of the file: a read sees one moment, one writer
writes at a time, and a commit that was answered survives a power cut."""

from dataclasses import dataclass
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.schema import CreateSchema

from coach.errors import StoreError

SCHEMES = ("postgresql://", "postgresql+psycopg://")
#: How long one writer waits for another before it gives up, in milliseconds.
BUSY_MS = 10_000
#: The advisory lock that a writer holds until it commits, one for each schema; any number will do that nobody
#: else takes.
WRITING_LOCK = 6_464_453
#: A reader's queries all see the moment of its first one; a writer waits for its lock first and then sees
#: everything that the one before has committed.
READING, WRITING = "REPEATABLE READ", "READ COMMITTED"
#: Until the end of the transaction; PostgreSQL forgets it then, so that a connection belongs to no clinic.
SEE_ALONE = text("SELECT set_config('search_path', quote_ident(:schema), true)")


@dataclass(frozen=True)
class Schema:
    """A part of a server's database with tables of its own, such as those of one clinic."""

    url: URL
    name: str


def url_of(url: str) -> URL:
    """A server's database; the driver is always psycopg."""
    return make_url(url).set(drivername="postgresql+psycopg")


def revision(place: URL | Schema) -> str | None:
    """The revision of a database or of a part of it; reading it changes nothing."""
    engine = engine_of(place)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def engine_of(place: URL | Schema, *, kept_open: int = 5, more: int = 10) -> Engine:
    """An engine on a server's database. A connection with the option ``schema`` sees that part alone; one
    with the option ``writing`` is the only writer there, but for others that write ``beside`` it too.

    Raises:
        StoreError: the driver is not installed.
    """
    if isinstance(place, Schema):
        return part_of(engine_of(place.url), place.name)
    try:
        # A server that was started anew is met with a new connection.
        engine = create_engine(
            place,
            isolation_level=READING,
            pool_pre_ping=True,
            pool_size=kept_open,
            max_overflow=more,
            hide_parameters=True,
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "A PostgreSQL database needs the package psycopg, which is not installed: "
            "pip install 'midline[clinic]'"
        ) from error
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    """Settings of a new connection."""
    for setting in (f"lock_timeout = {BUSY_MS}", "synchronous_commit = on"):
        connection.execute(f"SET {setting}")
    connection.commit()


def _begin(connection: Connection) -> None:
    """The start of a transaction: which part it sees, and its turn to write."""
    options = connection.get_execution_options()
    if schema := options.get("schema"):
        connection.execute(SEE_ALONE, {"schema": schema})
    if options.get("writing"):
        kind = "_shared" if options.get("beside") else ""
        connection.exec_driver_sql(
            f"SELECT pg_advisory_xact_lock{kind}({WRITING_LOCK}, hashtext(current_schema()))"
        )


def part_of(engine: Engine, schema: str) -> Engine:
    """The same connections for one part of the database: nothing outside of it can be seen or written."""
    return engine.execution_options(schema=schema)


def make_part(place: Schema) -> None:
    """The schema, empty, where it is not there yet."""
    engine = engine_of(place.url)
    try:
        with engine.begin() as connection:
            connection.execute(CreateSchema(place.name, if_not_exists=True))
    finally:
        engine.dispose()
