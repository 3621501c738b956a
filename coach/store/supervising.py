"""What is kept of a therapist beside a session."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.record import SessionRecord
from coach.store import rows
from coach.store.outdating import outdate_by_session
from coach.store.supervised_tables import InterventionRow, MarkedRow
from coach.store.tables import SessionRow, Table
from coach.store.transactions import Transactions, get
from coach.supervised import Intervention, MarkedMoment


class Supervising(Transactions):
    """The part of the store that a therapist fills beside a session; the same again is there once."""

    def add_mark(self, session_id: str, mark: MarkedMoment) -> None:
        self._add_once(MarkedRow, session_id, rows.columns_of(mark))

    def word_mark(self, session_id: str, at_s: float, author: str, words: str) -> None:
        """The words of a mark that was kept without."""
        mark = select(MarkedRow).filter_by(session_id=session_id, at_s=at_s, author=author)
        with self._writing() as db:
            for row in db.scalars(mark):
                row.words = words
            outdate_by_session(db, session_id)

    def take_back_mark(self, session_id: str, mark: MarkedMoment) -> None:
        """A mark that was set by mistake is gone; one that is not there is no matter."""
        same = select(MarkedRow).filter_by(session_id=session_id, at_s=mark.at_s, author=mark.author)
        with self._writing() as db:
            for row in db.scalars(same):
                db.delete(row)
            outdate_by_session(db, session_id)

    def add_intervention(self, session_id: str, intervention: Intervention) -> None:
        self._add_once(InterventionRow, session_id, rows.intervention_columns(intervention))

    def _add_once(self, table: type[Table], session_id: str, what: dict[str, Any]) -> None:
        columns = {"session_id": session_id, **what}
        with self._writing() as db:
            get(db, SessionRow, session_id, "session")
            if db.scalar(select(table).filter_by(**columns)) is None:
                db.add(table(**columns))
                outdate_by_session(db, session_id)


def led(db: Session, record: SessionRecord, session_id: str) -> SessionRecord:
    """The record with what a therapist marked and did, in order."""
    marks = db.scalars(select(MarkedRow).filter_by(session_id=session_id).order_by(MarkedRow.id))
    done = db.scalars(select(InterventionRow).filter_by(session_id=session_id).order_by(InterventionRow.id))
    return replace(
        record,
        marked=tuple(rows.value_of(MarkedMoment, row) for row in marks),
        interventions=tuple(rows.intervention(row) for row in done),
    )
