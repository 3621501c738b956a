"""A patient is erased: every row that is theirs goes, and a line without a name says that they were here.

Which rows are theirs is read from the tables: those that name the patient, one of their sessions, or the
patient in a setting. A table that comes later is found by the same columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, delete, or_, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, Session, mapped_column

from coach.store.columns import Id, Utc
from coach.store.sqlite import forget_deleted
from coach.store.tables import PatientRow, SessionRow, SettingRow, Table
from coach.store.transactions import Transactions, patient_row


class ErasedRow(Table):
    """Somebody who was here. Whatever still comes of them (a late delivery, an older backup) is not taken."""

    __tablename__ = "erased"

    patient_id: Mapped[Id] = mapped_column(primary_key=True)
    erased_at: Mapped[Utc] = mapped_column(comment="UTC")
    author: Mapped[str] = mapped_column(comment="who asked for it; empty for the patient")


@dataclass(frozen=True)
class Erased:
    """Somebody who was erased: when (aware), and by whom (empty: by themselves)."""

    patient_id: str
    at: datetime
    author: str = ""


class Erasing(Transactions):
    """The part of the store that forgets."""

    def erase_patient(self, patient_id: str, at: datetime, author: str = "") -> None:
        """Everything of a patient goes for good.

        Raises:
            NotFoundError: no such patient.
        """
        with self._writing() as db:
            patient_row(db, patient_id)
            erase(db, Erased(patient_id, at, author))
        forget_deleted(self._engine)

    def erased(self) -> tuple[Erased, ...]:
        """Everybody who was erased here, oldest first."""
        with self._reading() as db:
            found = db.scalars(select(ErasedRow).order_by(ErasedRow.erased_at, ErasedRow.patient_id))
            return tuple(Erased(row.patient_id, row.erased_at, row.author) for row in found)


def erase(db: Session, whom: Erased) -> None:
    """Everything of a patient, in a transaction of the caller's; erased twice, the first time stays."""
    for statement in _deletions(whom.patient_id):
        db.execute(statement)
    if db.get(ErasedRow, whom.patient_id) is None:
        db.add(ErasedRow(patient_id=whom.patient_id, erased_at=whom.at, author=whom.author))
        db.flush()


def erase_again(db: Session, whom: Iterable[Erased]) -> None:
    """Who was erased elsewhere goes here too."""
    for one in whom:
        erase(db, one)


def _deletions(patient_id: str) -> Iterator[Delete]:
    for table in reversed(Table.metadata.sorted_tables):
        theirs = _theirs(table, patient_id)
        if theirs is not None:
            yield delete(table).where(theirs)


def _theirs(table: SqlTable, patient_id: str) -> ColumnElement[bool] | None:
    if table is PatientRow.__table__:
        return PatientRow.id == patient_id
    if table is SettingRow.__table__:
        return or_(SettingRow.value == patient_id, SettingRow.key.endswith(f":{patient_id}"))
    if table is ErasedRow.__table__:
        return None
    if "patient_id" in table.columns:
        return table.columns["patient_id"] == patient_id
    if "session_id" in table.columns:
        sessions = select(SessionRow.id).where(SessionRow.patient_id == patient_id)
        return table.columns["session_id"].in_(sessions)
    return None
