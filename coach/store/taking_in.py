"""What a record that came in changes in the ordinary tables, so that every page shows it like the rest."""

import base64
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coach.errors import Fault, RecordError, StoreError, TooEarlyError
from coach.letter import LetterKind
from coach.record import ExerciseRecord, SessionOpening, SessionRecord
from coach.store import numbers, rows, traces
from coach.store.adding import add_rows
from coach.store.diary_tables import GuideRow, SessionFlagRow
from coach.store.erasure_tables import ErasedSessionRow, ErasureRequestRow
from coach.store.record_tables import ReceivedRow
from coach.store.tables import SessionRow, TraceChunkRow
from coach.store.talking_tables import LetterRow
from coach.store.values import FinishedSession
from coach.wire import Kind
from coach.wire.bodies import (
    AnswersBody,
    AnyBody,
    ErasureBody,
    FlagBody,
    GuideBody,
    LetterBody,
    OpeningBody,
    SessionBody,
)
from pose.neutral import neutral_from_json


def about(body: AnyBody) -> str:
    """The key of what a record tells, wherever it was made."""
    if isinstance(body, FlagBody):
        return f"{body.session} {body.flag} {body.set_at:%Y%m%dT%H%M%S.%f}"
    if isinstance(body, LetterBody) and body.session:
        return " ".join([body.id, body.session, *([] if body.position is None else [str(body.position)])])
    return body.session if isinstance(body, AnswersBody) else body.id


def is_erased(db: Session, body: AnyBody) -> bool:
    """Whether a record tells of a session that was erased here."""
    if not isinstance(body, SessionBody | AnswersBody | FlagBody):
        return False
    session_id = body.id if isinstance(body, SessionBody) else body.session
    return db.get(ErasedSessionRow, session_id) is not None


def chunks_of(body: AnyBody) -> list[dict[str, Any]]:
    """The pieces of a session's traces as columns, each looked into.

    Raises:
        RecordError: one of them is no trace.
    """
    if not isinstance(body, SessionBody):
        return []
    found = []
    for position, exercise in enumerate(body.exercises):
        for number, text in enumerate(exercise.chunks):
            chunk = base64.b64decode(text)
            try:
                traces.check(chunk)
            except StoreError as error:
                where = f"exercises.{position}.chunks.{number}"
                raise RecordError((Fault("the session", where, "a trace", str(error)),)) from error
            found.append({"session_id": body.id, "position": position, "chunk": chunk})
    return found


def take(db: Session, patient_id: str, kind: Kind, body: AnyBody, chunks: list[dict[str, Any]]) -> bool:
    """Take a record in; whether it can be: not where what it tells is here already and is another's, or
    other than it says.

    Raises:
        TooEarlyError: what it is about has not come in yet.
    """
    if isinstance(body, SessionBody):
        return _session(db, patient_id, body, chunks)
    if isinstance(body, LetterBody):
        return _letter(db, patient_id, LetterKind(kind.value), body)
    take_one: Callable[..., bool] = _TAKING[type(body)]
    return take_one(db, patient_id, body)


def _session(db: Session, patient_id: str, body: SessionBody, chunks: list[dict[str, Any]]) -> bool:
    if db.get(SessionRow, body.id):
        return False
    done = zip(body.opening.plans, body.exercises, strict=True)
    exercises = tuple(ExerciseRecord(plan, one.reps, one.summary, None, one.measures) for plan, one in done)
    record = SessionRecord(
        opening=_opening(body.opening),
        exercises=exercises,
        ending=body.ending,
        quality=body.quality,
        check_out=body.check_out,
        measures=body.measures,
        marked=body.marked,
        interventions=body.interventions,
    )
    whole = FinishedSession(body.id, patient_id, body.started_at, body.ended_at, record)
    for table, columns in rows.together([whole]).items():
        add_rows(db, table, columns)
    if chunks:
        db.execute(insert(TraceChunkRow), chunks)
    numbers.derive(db, body.id)
    _link_letters(db, patient_id, body.id)
    return True


def _link_letters(db: Session, patient_id: str, session_id: str) -> None:
    """Letters about a session that came in before it get to know it."""
    told = ReceivedRow.patient_id == patient_id, ReceivedRow.kind.in_((Kind.QUESTION, Kind.MESSAGE))
    for keys in db.scalars(select(ReceivedRow.about).where(*told)):
        letter_id, *about_it = keys.split(" ")
        if about_it[:1] == [session_id] and (letter := db.get(LetterRow, letter_id)):
            letter.session_id = session_id
            letter.position = int(about_it[1]) if about_it[1:] else None


def _opening(body: OpeningBody) -> SessionOpening:
    kept = {one.name: getattr(body, one.name) for one in fields(body)}
    neutral = body.neutral and neutral_from_json(body.neutral.model_dump_json())
    return SessionOpening(**kept | {"neutral": neutral})


def _own_session(db: Session, patient_id: str, session_id: str) -> SessionRow | None:
    """The session that a record is about; ``None`` where it is somebody else's."""
    row = db.get(SessionRow, session_id)
    if row is None:
        raise TooEarlyError(f"Session {session_id} has not come in yet.")
    return row if row.patient_id == patient_id else None


def _answers(db: Session, patient_id: str, body: AnswersBody) -> bool:
    row = _own_session(db, patient_id, body.session)
    for name, value in rows.columns_of(body.check_out, "after_").items() if row else ():
        setattr(row, name, value)
    return row is not None


def _flag(db: Session, patient_id: str, body: FlagBody) -> bool:
    if _own_session(db, patient_id, body.session) is None:
        return False
    same = SessionFlagRow.session_id == body.session, SessionFlagRow.flag == body.flag
    row = db.scalar(select(SessionFlagRow).where(*same, SessionFlagRow.set_at == body.set_at))
    if row is None:
        row = SessionFlagRow(session_id=body.session, flag=body.flag, set_at=body.set_at)
        db.add(row)
    row.taken_back_at = body.taken_back_at or row.taken_back_at
    return True


def _guide(db: Session, patient_id: str, body: GuideBody) -> bool:
    row = db.get(GuideRow, body.id)
    if row is None:
        row = GuideRow(id=body.id, patient_id=patient_id)
        db.add(row)
    elif row.patient_id != patient_id:
        return False
    at = {"begun_at": body.begun_at, "ended_at": body.ended_at, "ending": body.ending}
    for name, value in (at | rows.columns_of(body.opening) | rows.columns_of(body.answers)).items():
        setattr(row, name, value)
    return True


def _letter(db: Session, patient_id: str, kind: LetterKind, body: LetterBody) -> bool:
    """A letter is not kept back for the session that it is about; until that comes it is about none."""
    if db.get(LetterRow, body.id):
        return False
    session = db.get(SessionRow, body.session) if body.session else None
    here = session is not None and session.patient_id == patient_id
    row = LetterRow(id=body.id, patient_id=patient_id, kind=kind, words=body.words, author=body.author)
    row.written_at = body.written_at
    row.session_id, row.position = (body.session, body.position) if here else (None, None)
    db.add(row)
    return True


def _erasure(db: Session, patient_id: str, body: ErasureBody) -> bool:
    """It is asked, and nothing more: also for a session that never came."""
    if db.get(ErasureRequestRow, body.id):
        return False
    row = ErasureRequestRow(id=body.id, patient_id=patient_id, asked_at=body.asked_at, author="", reason="")
    row.session_id, row.started_at = body.session, body.started_at
    db.add(row)
    return True


_TAKING: dict[type[AnyBody], Callable[..., bool]] = {
    AnswersBody: _answers,
    FlagBody: _flag,
    GuideBody: _guide,
    ErasureBody: _erasure,
}
