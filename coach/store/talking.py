"""What is kept of talking: letters, the templates that they begin with, and the goal that a patient sees."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coach.letter import Letter, LetterKind, Template
from coach.reviewed import Goal
from coach.store import rows
from coach.store.outbox import once
from coach.store.outdating import outdate
from coach.store.tables import ExerciseRow, SessionRow
from coach.store.talking_tables import GoalRow, LetterRow, LetterTemplateRow
from coach.store.transactions import Transactions, patient_row
from coach.store.values import NamedSession
from coach.wire import Kind

#: A note never leaves the clinic.
TRAVELLING = {LetterKind.QUESTION: Kind.QUESTION, LetterKind.MESSAGE: Kind.MESSAGE}


class Talking(Transactions):
    """The part of the store that therapist and patient write into."""

    def add_letter(self, letter: Letter) -> None:
        """One more; what was written is never changed."""
        with self._writing() as db:
            post(db, letter)

    def letters(self, patient_id: str, *, session_id: str | None = None) -> tuple[Letter, ...]:
        """All of a patient's, or those about one session, newest first."""
        query = select(LetterRow).where(LetterRow.patient_id == patient_id)
        if session_id is not None:
            query = query.where(LetterRow.session_id == session_id)
        with self._reading() as db:
            found = db.scalars(query.order_by(LetterRow.written_at.desc(), LetterRow.id))
            return tuple(rows.value_of(Letter, row) for row in found)

    def read_letters(self, patient_id: str, kind: LetterKind, at: datetime) -> None:
        """Everything of a kind that was unread is read now."""
        unread = LetterRow.patient_id == patient_id, LetterRow.kind == kind, LetterRow.read_at.is_(None)
        with self._writing() as db:
            db.execute(update(LetterRow).where(*unread).values(read_at=at))
            outdate(db, patient_id)

    def unread(self, patient_id: str, kind: LetterKind) -> int:
        """How many of a kind nobody has read yet."""
        unread = LetterRow.patient_id == patient_id, LetterRow.kind == kind, LetterRow.read_at.is_(None)
        with self._reading() as db:
            return db.scalar(select(func.count(LetterRow.id)).where(*unread)) or 0

    def unread_questions(self) -> tuple[tuple[str, int], ...]:
        """Patients whose questions nobody has read yet, by their id, with how many."""
        waiting = LetterRow.kind == LetterKind.QUESTION, LetterRow.read_at.is_(None)
        query = select(LetterRow.patient_id, func.count(LetterRow.id)).where(*waiting)
        with self._reading() as db:
            found = db.execute(query.group_by(LetterRow.patient_id).order_by(LetterRow.patient_id))
            return tuple((patient_id, count) for patient_id, count in found)

    def save_template(self, template: Template) -> None:
        """A new one, or one written anew."""
        with self._writing() as db:
            db.merge(LetterTemplateRow(**rows.columns_of(template)))

    def remove_template(self, template_id: str) -> None:
        """It is gone; removed twice, nothing changes."""
        with self._writing() as db:
            row = db.get(LetterTemplateRow, template_id)
            if row is not None:
                db.delete(row)

    def templates(self) -> tuple[Template, ...]:
        """All of them, by title."""
        query = select(LetterTemplateRow).order_by(func.lower(LetterTemplateRow.title), LetterTemplateRow.id)
        with self._reading() as db:
            return tuple(rows.value_of(Template, row) for row in db.scalars(query))

    def choose_goal(self, patient_id: str, goal: Goal) -> None:
        """It holds from now on; the ones before stay as history."""
        with self._writing() as db:
            patient_row(db, patient_id)
            db.add(GoalRow(patient_id=patient_id, **rows.columns_of(goal)))
            outdate(db, patient_id)

    def goal(self, patient_id: str) -> Goal | None:
        """The one that holds."""
        query = select(GoalRow).where(GoalRow.patient_id == patient_id).order_by(GoalRow.id.desc()).limit(1)
        with self._reading() as db:
            row = db.scalar(query)
            return None if row is None else rows.value_of(Goal, row)

    def named_sessions(self, session_ids: Collection[str]) -> dict[str, NamedSession]:
        """Sessions with the names of their exercises, by their ids; those that are not there are left out."""
        if not session_ids:
            return {}
        sessions = select(SessionRow).where(SessionRow.id.in_(session_ids))
        names = select(ExerciseRow.session_id, ExerciseRow.name).where(
            ExerciseRow.session_id.in_(session_ids)
        )
        with self._reading() as db:
            named = db.execute(names.order_by(ExerciseRow.session_id, ExerciseRow.position)).all()
            return {
                row.id: rows.value_of(
                    NamedSession, row, names=tuple(name for of, name in named if of == row.id)
                )
                for row in db.scalars(sessions)
            }


def post(db: Session, letter: Letter) -> None:
    """One more letter, in a transaction of the caller's."""
    patient_row(db, letter.patient_id)
    db.add(LetterRow(**rows.columns_of(letter)))
    if letter.kind in TRAVELLING:
        once(db, letter.patient_id, TRAVELLING[letter.kind], letter.id)
    outdate(db, letter.patient_id)
