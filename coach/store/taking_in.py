"""What a record that came in changes in the ordinary tables, so that every page shows it like the rest."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import fields

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coach.errors import TooEarlyError
from coach.letter import LetterKind
from coach.record import ExerciseRecord, SessionOpening, SessionRecord
from coach.store import numbers, rows
from coach.store.adding import add_rows
from coach.store.came import Came
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


def is_erased(db: Session, patient_id: str, body: AnyBody) -> bool:
    """Whether a record tells of a session of this patient that was erased here."""
    if not isinstance(body, SessionBody | AnswersBody | FlagBody):
        return False
    session_id = body.id if isinstance(body, SessionBody) else body.session
    erased = db.get(ErasedSessionRow, session_id)
    return erased is not None and erased.patient_id == patient_id


def take(db: Session, patient_id: str, came: Came) -> bool:
    """Take a record in; whether it can be: not where what it tells is here already and is another's, or
    other than it says.

    Raises:
        TooEarlyError: what it is about has not come in yet.
    """
    body = came.body
    if isinstance(body, SessionBody):
        if db.get(SessionRow, body.id):
            return False
        add_sessions(db, patient_id, [came])
        return True
    if isinstance(body, LetterBody):
        return _letter(db, patient_id, LetterKind(came.record.kind.value), body)
    take_one: Callable[..., bool] = _TAKING[type(body)]
    return take_one(db, patient_id, body)


def add_sessions(db: Session, patient_id: str, came: Sequence[Came]) -> None:
    """Sessions that are not here yet, whole; of several each table is written once."""
    bodies = [one.body for one in came if isinstance(one.body, SessionBody)]
    for table, columns in rows.together(_finished(patient_id, body) for body in bodies).items():
        add_rows(db, table, columns)
    if chunks := [chunk for one in came for chunk in one.chunks]:
        db.execute(insert(TraceChunkRow), chunks)
    ids = [body.id for body in bodies]
    numbers.derive(db, *ids)
    _link_letters(db, patient_id, ids)


def _finished(patient_id: str, body: SessionBody) -> FinishedSession:
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
    return FinishedSession(body.id, patient_id, body.started_at, body.ended_at, record)


def _link_letters(db: Session, patient_id: str, session_ids: Collection[str]) -> None:
    """Letters about sessions that came in before them get to know them."""
    told = ReceivedRow.patient_id == patient_id, ReceivedRow.kind.in_((Kind.QUESTION, Kind.MESSAGE))
    for keys in db.scalars(select(ReceivedRow.about).where(*told)):
        letter_id, *about_it = keys.split(" ")
        if about_it and about_it[0] in session_ids and (letter := db.get(LetterRow, letter_id)):
            letter.session_id = about_it[0]
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
