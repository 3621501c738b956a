"""A patient is erased: every row that is theirs goes, and a line without a name says that they were here.

Which rows are theirs is read from the tables: those that name the patient, one of their sessions, or the
patient in a setting. A table that comes later is found by the same columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Delete, delete, func, or_, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, Session, mapped_column

from coach.store.columns import Id, Utc
from coach.store.diary_tables import GuideRow
from coach.store.sqlite import forget_deleted
from coach.store.tables import AssignmentRow, PatientRow, PublishedRow, SessionRow, SettingRow, Table
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

    def last_seen(self) -> dict[str, datetime]:
        """When each patient last trained or heard a guide or, where they did neither, was last prescribed
        something (aware, UTC). Whoever has nothing of these is left out."""
        with self._reading() as db:
            prescribed = _newest(db, AssignmentRow, AssignmentRow.assigned_at)
            for patient_id, on in _newest(db, PublishedRow, PublishedRow.published_on).items():
                at = datetime.combine(on, time(), UTC)
                prescribed[patient_id] = max(at, prescribed.get(patient_id, at))
            trained = _newest(db, SessionRow, SessionRow.started_at)
            for patient_id, at in _newest(db, GuideRow, GuideRow.begun_at).items():
                trained[patient_id] = max(at, trained.get(patient_id, at))
            return prescribed | trained


def _newest(db: Session, table: Any, at: Any) -> dict[str, Any]:
    query = select(table.patient_id, func.max(at)).group_by(table.patient_id)
    return dict(db.execute(query).all())


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
