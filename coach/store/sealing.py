"""What is sent of each kind of record, from the rows that are kept here."""

import base64
from dataclasses import fields
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.diary import GuideAnswers, GuideOpening
from coach.errors import RecordError, StoreError
from coach.faults import faults
from coach.prescription import Published
from coach.record import CheckOut, ExerciseRecord, SessionOpening
from coach.signed import sign
from coach.store import measured, rows
from coach.store.diary_tables import GuideRow, SessionFlagRow
from coach.store.erasure_tables import ErasureRequestRow
from coach.store.record_tables import OutboxRow
from coach.store.supervising import led
from coach.store.tables import ExerciseRow, PublishedRow, RepRow, SessionRow, TraceChunkRow
from coach.store.talking_tables import LetterRow
from coach.store.transactions import get
from coach.wire import Kind
from coach.wire.bodies import (
    AnswersBody,
    Body,
    ErasureBody,
    ExerciseBody,
    FlagBody,
    GuideBody,
    LetterBody,
    NeutralBody,
    OpeningBody,
    SessionBody,
)
from coach.wire.reading import written
from pose.neutral import neutral_to_json


def body_of(db: Session, row: OutboxRow, private_key: bytes | None) -> bytes:
    """The bytes of a record as they are sent; a programme is signed with ``private_key``.

    Raises:
        RecordError: what is kept is none that could be sent.
    """
    if row.kind != Kind.PROGRAMME:
        return kept_bytes(db, Kind(row.kind), row.about)
    if private_key is None:
        raise StoreError("A programme is sent by its clinic only, which signs it.")
    published = get(db, PublishedRow, (row.patient_id, int(row.about)), "version")
    return sign(Published.model_validate_json(published.text), row.patient_id, private_key).encode()


def kept_bytes(db: Session, kind: Kind, about: str) -> bytes:
    """What is kept, as a record of its kind.

    Raises:
        RecordError: it is none that could be sent.
    """
    try:
        return written(_BODIES[kind](db, about))
    except ValidationError as error:
        raise RecordError(faults(f"the {kind}", "", error)) from error


def _session(db: Session, session_id: str) -> Body:
    row = get(db, SessionRow, session_id, "session")
    if row.ended_at is None or row.ending is None:
        raise StoreError(f"Session {session_id} is still open.")
    found = select(ExerciseRow).where(ExerciseRow.session_id == session_id).order_by(ExerciseRow.position)
    plans = list(db.scalars(found))
    done = tuple(_record(db, one) for one in plans)
    whole = led(db, rows.record(row, done, measured.read(db, session_id, None)), session_id)
    return SessionBody(
        id=row.id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ending=row.ending,
        opening=_opening(whole.opening),
        exercises=tuple(_exercise(db, *pair) for pair in zip(plans, done, strict=True)),
        quality=whole.quality,
        check_out=whole.check_out,
        measures=whole.measures,
        marked=whole.marked,
        interventions=whole.interventions,
    )


def _opening(opening: SessionOpening) -> OpeningBody:
    kept = {one.name: getattr(opening, one.name) for one in fields(opening)}
    plain = opening.neutral and NeutralBody.model_validate_json(neutral_to_json(opening.neutral))
    return OpeningBody(**kept | {"neutral": plain})


def _record(db: Session, row: ExerciseRow) -> ExerciseRecord:
    return rows.exercise_record(
        row, _of(db, RepRow, row), None, measured.read(db, row.session_id, row.position)
    )


def _exercise(db: Session, row: ExerciseRow, record: ExerciseRecord) -> ExerciseBody:
    chunks = (base64.b64encode(one.chunk).decode() for one in _of(db, TraceChunkRow, row))
    return ExerciseBody(
        reps=record.reps, summary=record.summary, chunks=tuple(chunks), measures=record.measures
    )


def _of(db: Session, table: Any, row: ExerciseRow) -> list[Any]:
    found = select(table).where(table.session_id == row.session_id, table.position == row.position)
    return list(db.scalars(found.order_by(table.id)))


def _answers(db: Session, session_id: str) -> Body:
    row = get(db, SessionRow, session_id, "session")
    return AnswersBody(session=session_id, check_out=rows.value_of(CheckOut, row, "after_"))


def _flag(db: Session, about: str) -> Body:
    row = get(db, SessionFlagRow, int(about), "flag")
    return FlagBody(session=row.session_id, flag=row.flag, set_at=row.set_at, taken_back_at=row.taken_back_at)


def _guide(db: Session, guide_id: str) -> Body:
    row = get(db, GuideRow, guide_id, "spoken guide")
    return GuideBody(
        id=row.id,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        ending=row.ending,
        opening=rows.value_of(GuideOpening, row),
        answers=rows.value_of(GuideAnswers, row),
    )


def _letter(db: Session, letter_id: str) -> Body:
    row = get(db, LetterRow, letter_id, "letter")
    return LetterBody(
        id=row.id,
        words=row.words,
        author=row.author,
        written_at=row.written_at,
        session=row.session_id,
        position=row.position,
    )


def _erasure(db: Session, request_id: str) -> Body:
    row = get(db, ErasureRequestRow, request_id, "request to erase")
    return ErasureBody(id=row.id, asked_at=row.asked_at, session=row.session_id, started_at=row.started_at)


_BODIES = {
    Kind.SESSION: _session,
    Kind.ANSWERS: _answers,
    Kind.FLAG: _flag,
    Kind.GUIDE: _guide,
    Kind.QUESTION: _letter,
    Kind.ERASURE: _erasure,
    Kind.MESSAGE: _letter,
}
