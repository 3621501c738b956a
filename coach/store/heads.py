"""Sessions as the lines of a list, counted by the database: each table grouped by session, many at once.

The sessions are named by their ids: asked for those of a patient in the same statement, PostgreSQL reads the
repetitions of everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import Session

from coach.diary import Flag
from coach.record import CheckIn
from coach.safety import red_answers
from coach.session_head import SessionHead
from coach.store.diary_tables import SessionFlagRow
from coach.store.tables import ExerciseRow, RepRow, SessionRow

#: A statement takes no more ids than this; some databases refuse very long ones.
MOST_AT_ONCE = 500
#: The answers before a session.
_ANSWERS = tuple(f"before_{one.name}" for one in fields(CheckIn))
#: What a line tells of the session itself; its programme, by far the longest, is left where it is.
_TOLD = (
    SessionRow.id,
    SessionRow.patient_id,
    SessionRow.started_at,
    SessionRow.ended_at,
    SessionRow.ending,
    SessionRow.resting_only,
    SessionRow.programme_id,
    SessionRow.programme_version,
    *(getattr(SessionRow, name) for name in _ANSWERS),
    SessionRow.after_pain.label("pain_after"),
    SessionRow.after_effort.label("effort"),
    SessionRow.after_words.label("words"),
    SessionRow.kind,
    SessionRow.bout,
    # A session closed without a single frame counted says nothing about how well it was seen.
    case((SessionRow.quality_frames > 0, SessionRow.quality_seen_share)).label("seen_share"),
)


def find(db: Session, which: ColumnElement[bool]) -> tuple[SessionHead, ...]:
    """The sessions that fit, newest first."""
    query = select(*_TOLD).where(which).order_by(SessionRow.started_at.desc(), SessionRow.id)
    found = db.execute(query).all()
    reps: dict[str, tuple[int, int]] = {}
    asked: dict[str, int] = {}
    flags: dict[str, list[Flag]] = {}
    for ids in batches([row.id for row in found]):
        reps |= _reps(db, ids)
        asked |= _asked(db, ids)
        flags |= _flags(db, ids)
    return tuple(_head(row, *reps.get(row.id, (0, 0)), asked.get(row.id, 0), flags) for row in found)


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many ids at a time as a statement takes."""
    return (ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE))


def _reps(db: Session, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Repetitions tried and completed."""
    completed = func.sum(case((RepRow.completed, 1), else_=0))
    query = select(RepRow.session_id, func.count(), completed).where(RepRow.session_id.in_(ids))
    counted = db.execute(query.group_by(RepRow.session_id))
    return {session_id: (tried, done) for session_id, tried, done in counted}


def _asked(db: Session, ids: Sequence[str]) -> dict[str, int]:
    """Repetitions prescribed."""
    query = select(ExerciseRow.session_id, func.sum(ExerciseRow.sets * ExerciseRow.reps).label("asked"))
    counted = db.execute(query.where(ExerciseRow.session_id.in_(ids)).group_by(ExerciseRow.session_id))
    return {row.session_id: row.asked for row in counted}


def _flags(db: Session, ids: Sequence[str]) -> dict[str, list[Flag]]:
    """Those that stand."""
    query = select(SessionFlagRow.session_id, SessionFlagRow.flag)
    standing = query.where(SessionFlagRow.session_id.in_(ids), SessionFlagRow.taken_back_at.is_(None))
    flags: dict[str, list[Flag]] = {}
    for session_id, flag in db.execute(standing.order_by(SessionFlagRow.id)):
        flags.setdefault(session_id, []).append(flag)
    return flags


def _head(row: Row[Any], tried: int, done: int, asked: int, flags: dict[str, list[Flag]]) -> SessionHead:
    own = {name: value for name, value in row._mapping.items() if name not in _ANSWERS}
    return SessionHead(
        **own,
        pain_before=row.before_pain,
        done_reps=done,
        tried_reps=tried,
        prescribed_reps=asked,
        flags=tuple(sorted(flags.get(row.id, ()))),
        red_answers=red_answers(CheckIn(*(getattr(row, name) for name in _ANSWERS))),
    )
