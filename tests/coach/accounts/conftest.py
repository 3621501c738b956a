"""A real database of a clinic's server, with the real migrations, anew for each test."""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import create_engine

from coach.accounts import Stores, open_stores
from coach.store.postgresql import url_of
from tests.coach.accounts.builders import ADA, GRACE, NORTH
from tests.coach.store.conftest import server

__all__ = ["server"]

_number = count()


def new_database(server: str) -> str:
    """The URL of one more empty database of a running server."""
    name = f"clinics_{next(_number)}"
    engine = create_engine(url_of(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return url_of(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def stores(server: str) -> Iterator[Stores]:
    """An up-to-date database of a clinic's server without any clinic."""
    with open_stores(new_database(server)) as stores:
        stores.migrate()
        yield stores


@pytest.fixture
def north(stores: Stores) -> Stores:
    """A clinic with a therapist and an admin, and nobody's patients."""
    stores.accounts.add_clinic(NORTH)
    stores.accounts.add_account(GRACE)
    stores.accounts.add_account(ADA)
    return stores
