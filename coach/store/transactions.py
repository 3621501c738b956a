"""One transaction at a time on one database: what every part of the store stands on."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from coach.errors import NotFoundError, StoreError
from coach.store.database import Place, cause, named, open_engine, writing
from coach.store.tables import PatientRow

R = TypeVar("R", bound=DeclarativeBase)


class Transactions:
    """An open database; reads see one moment, writes are whole or nothing."""

    def __init__(self, place: Place, engine: Engine | None = None) -> None:
        """Opens what is there, made or brought up to date as needed; with ``engine`` it is open already."""
        self.place = place
        self._engine = engine or open_engine(place)
        self._writer = writing(self._engine)
        self._beside = writing(self._engine, beside=True)
        self._own = local()

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()

    @contextmanager
    def reads_together(self) -> Iterator[None]:
        """What this thread reads within is all of one moment, in one transaction, until it writes something;
        from then on it reads what is there after that."""
        with Session(self._engine) as db:
            self._own.reads = db
            try:
                yield
            finally:
                self._own.reads = None

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        shared: Session | None = getattr(self._own, "reads", None)
        try:
            if shared:
                yield shared
                return
            with Session(self._engine) as db:
                yield db
        except SQLAlchemyError as error:
            raise StoreError(f"The data in {named(self.place)} could not be read: {cause(error)}.") from error

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """Everything as it is at one moment, for whoever copies it; others go on writing."""
        with self._reading() as db:
            yield db.connection()

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._changing(self._writer) as db:
            yield db

    @contextmanager
    def _writing_beside(self) -> Iterator[Session]:
        """For whoever first locks the one patient that it is about: on a server those of several patients go
        on at the same time."""
        with self._changing(self._beside) as db:
            yield db

    @contextmanager
    def _adding(self) -> Iterator[Session]:
        """For a row that depends on no other: it waits for no other writer on a server."""
        with self._changing(self._engine) as db:
            yield db

    @contextmanager
    def _changing(self, engine: Engine) -> Iterator[Session]:
        if shared := getattr(self._own, "reads", None):
            shared.rollback()
        try:
            with Session(engine) as db, db.begin():
                yield db
        except SQLAlchemyError as error:
            raise StoreError(f"Nothing was changed in {named(self.place)}: {cause(error)}.") from error


def get(db: Session, kind: type[R], key: Any, word: str) -> R:
    """A row by its key.

    Raises:
        NotFoundError: there is none; ``word`` says what was looked for.
    """
    row = db.get(kind, key)
    if row is None:
        raise NotFoundError(f"There is no {word} {key}.")
    return row


def patient_row(db: Session, patient_id: str) -> PatientRow:
    """Somebody who is known here."""
    return get(db, PatientRow, patient_id, "patient")
