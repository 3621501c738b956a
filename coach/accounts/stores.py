"""All that a clinic's server keeps: who may come in, and for each clinic a store, on the same connections."""

from pathlib import Path
from typing import Self

from sqlalchemy import URL, Engine

from coach.accounts.accounts import MIGRATIONS, SCHEMA, Accounts
from coach.accounts.values import Clinic
from coach.errors import StoreError
from coach.store import Store, database
from coach.store.database import migrate, place_of, up_to_date
from coach.store.postgresql import Schema, engine_of, make_part, part_of

#: Connections kept open, and how many more where more requests come at once; PostgreSQL has 100 as it comes.
KEPT_OPEN, MORE = 8, 8


class Stores:
    """The accounts and the clinics' stores of one database; a context manager. It migrates when asked."""

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url, self._engine = url, engine
        self.accounts = Accounts(Schema(url, SCHEMA), part_of(engine, SCHEMA))
        self._stores: dict[str, Store] = {}

    def of(self, clinic: Clinic) -> Store:
        """A clinic's store. Made once in a process; it holds no connection while nothing is asked of it."""
        if clinic.id not in self._stores:
            place = Schema(self.url, clinic.schema)
            self._stores[clinic.id] = Store(place, part_of(self._engine, clinic.schema))
        return self._stores[clinic.id]

    def make_clinic(self, clinic: Clinic) -> None:
        """A new clinic with an empty store."""
        _bring_up(Schema(self.url, clinic.schema), database.MIGRATIONS)
        self.accounts.add_clinic(clinic)

    def migrate(self) -> None:
        """Bring the accounts and every clinic's store up to date; each whole or not at all."""
        _bring_up(Schema(self.url, SCHEMA), MIGRATIONS)
        for clinic in self.accounts.clinics():
            _bring_up(Schema(self.url, clinic.schema), database.MIGRATIONS)

    def up_to_date(self) -> bool:
        """Whether all is as this program keeps it.

        Raises:
            NewerDataError: a newer version wrote some of it.
            StoreError: the server does not answer.
        """
        return up_to_date(Schema(self.url, SCHEMA), MIGRATIONS) and all(
            up_to_date(Schema(self.url, clinic.schema)) for clinic in self.accounts.clinics()
        )

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_stores(url: str) -> Stores:
    """What a clinic's server keeps in a PostgreSQL database, ``postgresql+psycopg://…``; it is not asked for
    anything yet.

    Raises:
        StoreError: the URL is none of PostgreSQL, or the driver is not installed.
    """
    place = place_of(url) if url.startswith("postgresql") else None
    if not isinstance(place, URL):
        raise StoreError("Wanted postgresql+psycopg://user:password@host:port/database.")
    return Stores(place, engine_of(place, kept_open=KEPT_OPEN, more=MORE))


def _bring_up(part: Schema, scripts: Path) -> None:
    make_part(part)
    if not up_to_date(part, scripts):
        migrate(part, "head", scripts=scripts)
