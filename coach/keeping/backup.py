"""A backup: everything that is kept, as of one moment, in one sealed file; and back into an empty place."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from types import MappingProxyType
from typing import IO

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from coach.errors import BackupError
from coach.keeping.coming import Coming, HomeOf
from coach.keeping.content import FORMAT, Told, in_line, lines_of, revision_of
from coach.keeping.sealed import Identity, Passphrase, Recipient, seal, unseal
from coach.store import Erased
from coach.store.database import cause
from coach.store.erasing import erase_again
from coach.store.transactions import Transactions


def back_up(
    stores: Mapping[str, Transactions],
    to: IO[bytes],
    key: Passphrase | Recipient | None,
    *,
    made_at: datetime,
    program: str,
) -> Told:
    """Write everything that the stores hold as one sealed file; each is read as of one moment, and goes on
    being written meanwhile.

    Args:
        stores: by the name that `restore` asks for.
        to: an empty file.
        key: what seals it; without one anybody can read it.
        made_at: now (aware).
        program: this version.

    Raises:
        StoreError: they cannot be read, or the key is none.
    """
    told = Told(made_at, program)
    try:
        seal(_lines(stores, told), to, key)
    except ValueError as error:
        raise BackupError(f"There is something in the data that could not be read: {error}.") from error
    return told


def restore(
    file: IO[bytes],
    key: Passphrase | Identity | None,
    home_of: HomeOf,
    erased: Mapping[str, Iterable[Erased]] = MappingProxyType({}),
) -> Told:
    """Bring a backup back, whole or not at all, and its tables up to date.

    Args:
        file: one that `back_up` wrote.
        key: what opens it.
        home_of: where each store goes; there must be nothing in it yet.
        erased: who was erased of each store since the backup was made; they do not come back. A store that is
            younger than the backup may be among them.

    Raises:
        BackupError: it is no backup, was damaged, the key is not the one, or something is there already.
        NewerDataError: a newer version made it.
    """
    try:
        with ExitStack() as until_the_end:
            coming = Coming(home_of, until_the_end)
            unseal(file, key, coming.take)
            told = coming.finished()
            for name, connection in coming.connections.items():
                with Session(connection) as db:
                    erase_again(db, erased.get(name, ()))
            return told
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise BackupError(
            f"The backup was not brought back, and nothing was changed: {cause(error)}."
        ) from error


def _lines(stores: Mapping[str, Transactions], told: Told) -> Iterator[bytes]:
    yield in_line({"backup": FORMAT, "made_at": told.made_at.isoformat(), "program": told.program})
    for name, store in stores.items():
        with store.moment() as connection:
            yield in_line({"store": name, "revision": revision_of(connection)})
            yield from lines_of(connection, name, told)
    yield in_line({"end": sum(told.rows.values())})
