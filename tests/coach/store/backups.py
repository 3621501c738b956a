"""Backups of a store in memory, and what is in them."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import local

import pytest
from sqlalchemy import create_engine

from coach.keeping import Home, Identity, Passphrase, Recipient, back_up, new_identity, restore
from coach.keeping.content import Told, lines_of
from coach.keeping.sealed import seal, unseal
from coach.store import Store, open_store
from coach.store.database import Place, place_of
from tests.coach.report.people import fill
from tests.coach.store.builders import OMAR

NOW = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
SECRET, PUBLIC = new_identity()


#: Files by the key that they were made with.
Files = dict[Recipient | None, bytes]


def backup_of(store: Store, key: Passphrase | Recipient | None = PUBLIC) -> io.BytesIO:
    file = io.BytesIO()
    back_up({"clinic": store}, file, key, made_at=NOW, program="0.1.0")
    return file


def bring_back(file: io.BytesIO, to: Place, key: Passphrase | Identity | None = SECRET) -> Told:
    place = place_of(to) if isinstance(to, Path) else to
    return restore(file, key, {"clinic": Home(place)}.get)


def lines_in(file: bytes) -> list[bytes]:
    lines: list[bytes] = []
    unseal(io.BytesIO(file), SECRET, lines.append)
    return [line + b"\n" for line in lines]


def sealed(lines: list[bytes]) -> io.BytesIO:
    file = io.BytesIO()
    seal(lines, file, PUBLIC)
    return file


def open_old(place: Place) -> Store:
    """A store as its older version saw it: nothing is brought up to date."""
    store = Store.__new__(Store)
    store._own = local()
    store.place = place
    store._engine = create_engine(f"sqlite:///{place}")
    return store


def everything(store: Store) -> list[bytes]:
    with store.moment() as connection:
        return list(lines_of(connection, "clinic", Told(NOW, "")))


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A laptop with some of everything, for whoever only reads it."""
    store = open_store(tmp_path_factory.mktemp("laptop"))
    fill(store)
    store.add_patient(OMAR)
    yield store
    store.close()


@pytest.fixture(scope="module")
def made(laptop: Store) -> Files:
    """The laptop's files: sealed, and readable."""
    return {key: backup_of(laptop, key).getvalue() for key in (PUBLIC, None)}
