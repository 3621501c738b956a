"""A line of the therapist's list is made from everything about a patient; a change makes it stale."""

from sqlalchemy import ColumnElement, literal, select, update
from sqlalchemy.orm import Session

from coach.store.review_tables import ReviewRow
from coach.store.tables import SessionRow


def outdate(db: Session, patient_id: str) -> None:
    """Something about this patient has changed."""
    _outdate(db, ReviewRow.patient_id == patient_id)


def outdate_by_session(db: Session, session_id: str) -> None:
    """Something about the patient of this session has changed."""
    whose = select(SessionRow.patient_id).where(SessionRow.id == session_id).scalar_subquery()
    _outdate(db, ReviewRow.patient_id == whose)


def outdate_everybody(db: Session) -> None:
    """Something about all of them may have changed."""
    _outdate(db, literal(value=True))


def _outdate(db: Session, which: ColumnElement[bool]) -> None:
    db.execute(update(ReviewRow).where(which).values(as_of=None, changes=ReviewRow.changes + 1))
