"""Sessions as the lines of a list, counted by the database."""

from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import Session

from coach.diary import Flag
from coach.record import CheckIn
from coach.safety import red_answers
from coach.session_head import SessionHead
from coach.store.diary_tables import SessionFlagRow
from coach.store.rows import value_of
from coach.store.tables import ExerciseRow, RepRow, SessionRow


def find(db: Session, which: ColumnElement[bool]) -> tuple[SessionHead, ...]:
    """The sessions that fit, newest first."""
    of_session = RepRow.session_id == SessionRow.id
    tried = select(func.count(RepRow.id)).where(of_session).scalar_subquery()
    done = select(func.count(RepRow.id)).where(of_session, RepRow.completed).scalar_subquery()
    prescribed = (
        select(func.coalesce(func.sum(ExerciseRow.sets * ExerciseRow.reps), 0))
        .where(ExerciseRow.session_id == SessionRow.id)
        .scalar_subquery()
    )
    # A session closed without a single frame counted says nothing about how well it was seen.
    seen = case((SessionRow.quality_frames > 0, SessionRow.quality_seen_share))
    stands = SessionFlagRow.session_id == SessionRow.id, SessionFlagRow.taken_back_at.is_(None)
    flags = select(func.group_concat(SessionFlagRow.flag)).where(*stands).scalar_subquery()
    query = (
        select(
            SessionRow,
            done.label("done_reps"),
            tried.label("tried_reps"),
            prescribed.label("prescribed_reps"),
            seen.label("seen_share"),
            flags.label("flags"),
        )
        .where(which)
        .order_by(SessionRow.started_at.desc(), SessionRow.id)
    )
    return tuple(_head(found.SessionRow, found) for found in db.execute(query))


def _head(row: SessionRow, counted: Row[Any]) -> SessionHead:
    return SessionHead(
        id=row.id,
        patient_id=row.patient_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ending=row.ending,
        resting_only=row.resting_only,
        programme_id=row.programme_id,
        programme_version=row.programme_version,
        done_reps=counted.done_reps,
        tried_reps=counted.tried_reps,
        prescribed_reps=counted.prescribed_reps,
        seen_share=counted.seen_share,
        pain_before=row.before_pain,
        pain_after=row.after_pain,
        effort=row.after_effort,
        words=row.after_words,
        kind=row.kind,
        bout=row.bout,
        flags=tuple(Flag(flag) for flag in sorted(counted.flags.split(","))) if counted.flags else (),
        red_answers=red_answers(value_of(CheckIn, row, "before_")),
    )
