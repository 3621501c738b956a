"""The store: every method is one transaction, committed when it returns. Safe in several threads."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coach.errors import NotFoundError
from coach.record import (
    CheckOut,
    Ending,
    ExerciseRecord,
    ExerciseSummary,
    Measure,
    Quality,
    RepRecord,
    SessionOpening,
    Trace,
)
from coach.session_head import SessionHead
from coach.store import heads, measured, numbers, rows, traces
from coach.store.apart import Apart
from coach.store.comparing import Comparing
from coach.store.database import place_of
from coach.store.diary import Diary
from coach.store.erasing import Erasing
from coach.store.erasure_requests import ErasureRequests
from coach.store.numbers import Numbers
from coach.store.outbox import add_new, hand_in, is_sealed, once
from coach.store.outdating import outdate, outdate_by_session
from coach.store.pairings import Pairings
from coach.store.patients import Patients
from coach.store.programmes import Programmes
from coach.store.receiving import Receiving
from coach.store.reviewing import Reviewing
from coach.store.sending import Sending
from coach.store.supervising import Supervising, led
from coach.store.tables import (
    ExerciseRow,
    PatientRow,
    RepRow,
    SessionRow,
    SettingRow,
    Table,
    TraceChunkRow,
)
from coach.store.talking import Talking
from coach.store.transactions import get
from coach.store.values import FinishedSession, StoredSession
from coach.wire import Kind

_PIN = "pin_hash"


class Store(
    Programmes,
    Diary,
    Talking,
    Reviewing,
    Numbers,
    Patients,
    Pairings,
    Sending,
    Receiving,
    Comparing,
    Apart,
    Supervising,
    Erasing,
    ErasureRequests,
):
    """Patients, programmes, sessions, what patients and therapists say of them, and settings.

    Ids are UUID strings made by the caller; an exercise is named by its place in the session, from 0.
    Methods raise `NotFoundError` for an id that is not there and `StoreError` for anything else.
    """

    # A session as it happens

    def open_session(
        self, session_id: str, patient_id: str, started_at: datetime, opening: SessionOpening
    ) -> None:
        """Begin; the plans of all exercises are written before the first of them starts."""
        with self._writing() as db:
            get(db, PatientRow, patient_id, "patient")
            row = rows.session_columns(session_id, patient_id, started_at, opening)
            db.execute(insert(SessionRow), row)
            plans = rows.plan_columns(session_id, opening)
            if plans:
                db.execute(insert(ExerciseRow), plans)
            outdate(db, patient_id)

    def save_rep(self, session_id: str, index: int, rep: RepRecord, trace: Trace) -> None:
        """A finished repetition with the trace since the last saved piece, both or neither; saved again, as
        after a disk that did not answer in time, it is there once."""
        with self._writing() as db:
            get(db, ExerciseRow, (session_id, index), "exercise")
            if not _has_rep(db, session_id, index, rep):
                db.add(RepRow(session_id=session_id, position=index, **rows.columns_of(rep)))
                _add_trace(db, session_id, index, trace)
                outdate_by_session(db, session_id)

    def save_trace(self, session_id: str, index: int, trace: Trace) -> None:
        """A piece of an exercise's trace that belongs to no finished repetition."""
        with self._writing() as db:
            get(db, ExerciseRow, (session_id, index), "exercise")
            _add_trace(db, session_id, index, trace)

    def end_exercise(self, session_id: str, index: int, summary: ExerciseSummary, trace: Trace) -> None:
        """The exercise's summary with the rest of its trace; saved again, the trace is there once."""
        with self._writing() as db:
            row = get(db, ExerciseRow, (session_id, index), "exercise")
            if row.ending is None:
                _add_trace(db, session_id, index, trace)
            _set(row, rows.columns_of(summary))
            outdate_by_session(db, session_id)

    def save_measures(self, session_id: str, index: int | None, measures: tuple[Measure, ...]) -> None:
        """The numbers of an exercise, or of the session as a whole (``index`` is ``None``), in place of those
        that were there."""
        with self._writing() as db:
            get(db, SessionRow, session_id, "session")
            measured.replace(db, session_id, index, measures)
            numbers.refresh(db, session_id)
            outdate_by_session(db, session_id)

    def rewrite(self, session_id: str, index: int, exercise: ExerciseRecord) -> None:
        """What was derived from an exercise's trace, derived anew: repetitions, summary, numbers."""
        with self._writing() as db:
            row = get(db, ExerciseRow, (session_id, index), "exercise")
            measured.rewrite(db, row, exercise)
            numbers.refresh(db, session_id)
            outdate_by_session(db, session_id)

    def close_session(
        self, session_id: str, ending: Ending, quality: Quality, check_out: CheckOut, ended_at: datetime
    ) -> None:
        """However it ended, it is kept."""
        with self._writing() as db:
            row = get(db, SessionRow, session_id, "session")
            row.ending, row.ended_at = ending, ended_at
            _set(row, rows.columns_of(quality, "quality_") | rows.columns_of(check_out, "after_"))
            once(db, row.patient_id, Kind.SESSION, session_id)
            outdate(db, row.patient_id)

    def set_check_out(self, session_id: str, check_out: CheckOut) -> None:
        """The answers after a session, as often as they change. A session that was not sealed yet takes them
        along; to one that was they are sent after it."""
        with self._writing() as db:
            row = get(db, SessionRow, session_id, "session")
            _set(row, rows.columns_of(check_out, "after_"))
            if is_sealed(db, Kind.SESSION, session_id):
                hand_in(db, row.patient_id, Kind.ANSWERS, session_id)
            outdate(db, row.patient_id)

    def add_sessions(self, finished: Iterable[FinishedSession]) -> None:
        """Whole sessions that are over, all of them or none."""
        ready = list(finished)  # made before the lock is taken
        with self._writing() as db:
            for patient_id in dict.fromkeys(session.patient_id for session in ready):
                get(db, PatientRow, patient_id, "patient")
                outdate(db, patient_id)
            for table, columns in rows.together(ready).items():
                db.execute(insert(table), columns)
            numbers.refresh(db, *(session.id for session in ready))
            add_new(db, [(session.patient_id, Kind.SESSION, session.id) for session in ready])

    # Sessions afterwards

    def open_sessions(self) -> tuple[SessionHead, ...]:
        """Sessions that were never closed (the power went, the program died), newest first."""
        with self._reading() as db:
            return heads.find(db, SessionRow.ended_at.is_(None))

    def sessions(self, patient_id: str, since: datetime | None = None) -> tuple[SessionHead, ...]:
        """A patient's sessions, newest first; only those that began at or after ``since``, where given."""
        which = SessionRow.patient_id == patient_id
        with self._reading() as db:
            return heads.find(db, which & (SessionRow.started_at >= since) if since else which)

    def sessions_with(self, patient_id: str, exercise_id: str) -> tuple[SessionHead, ...]:
        """A patient's sessions in which an exercise was begun, newest first."""
        plan, rep = ExerciseRow, RepRow
        begun = (rep.session_id == plan.session_id) & (rep.position == plan.position)
        found = select(plan.session_id).join(rep, begun).where(plan.exercise_id == exercise_id)
        with self._reading() as db:
            return heads.find(db, (SessionRow.patient_id == patient_id) & SessionRow.id.in_(found))

    def session_head(self, session_id: str) -> SessionHead:
        """One session as a line of a list."""
        with self._reading() as db:
            return _session_head(db, session_id)

    def session(self, session_id: str) -> StoredSession:
        """One session with its whole record, the pieces of each trace joined."""
        with self._reading() as db:
            head = _session_head(db, session_id)
            query = select(ExerciseRow).where(ExerciseRow.session_id == session_id)
            found = list(db.scalars(query.order_by(ExerciseRow.position)))
            exercises = tuple(_exercise(db, row) for row in found)
            row = get(db, SessionRow, session_id, "session")
            record = rows.record(row, exercises, measured.read(db, session_id, None))
            return StoredSession(head, led(db, record, session_id))

    def exercise(self, session_id: str, index: int) -> ExerciseRecord:
        """One exercise of a session with its whole trace."""
        with self._reading() as db:
            return _exercise(db, get(db, ExerciseRow, (session_id, index), "exercise"))

    def programme_text(self, session_id: str) -> str:
        """The programme that a session followed, as canonical JSON."""
        with self._reading() as db:
            return str(get(db, SessionRow, session_id, "session").programme_text)

    # Settings of this installation

    def setting(self, key: str) -> str | None:
        with self._reading() as db:
            row = db.get(SettingRow, key)
            return row.value if row else None

    def set_setting(self, key: str, value: str) -> None:
        with self._writing() as db:
            db.merge(SettingRow(key=key, value=value))

    def first_setting(self, key: str, value: str) -> str:
        """What is kept; where nothing is, the given value from now on. Of two at once the first counts."""
        with self._writing() as db:
            row = db.get(SettingRow, key)
            if row is None:
                row = SettingRow(key=key, value=value)
                db.add(row)
            return row.value

    def pin_hash(self) -> str | None:
        """The hash of the therapist's PIN, or ``None`` where none was chosen yet."""
        return self.setting(_PIN)

    def set_pin_hash(self, value: str) -> None:
        self.set_setting(_PIN, value)


def open_store(url_or_path: str | Path) -> Store:
    """Open the store in a file (or the default file of a folder), or in a database of a PostgreSQL server
    (``postgresql+psycopg://…``), made or brought up to date as needed.

    Raises:
        NewerDataError: the data were written by a newer version; they are left as they were.
        StoreError: they cannot be opened.
    """
    return Store(place_of(url_or_path))


def _session_head(db: Session, session_id: str) -> SessionHead:
    found = heads.find(db, SessionRow.id == session_id)
    if not found:
        raise NotFoundError(f"There is no session {session_id}.")
    return found[0]


def _set(row: Table, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


def _has_rep(db: Session, session_id: str, index: int, rep: RepRecord) -> bool:
    same = select(RepRow.id).where(
        RepRow.session_id == session_id,
        RepRow.position == index,
        RepRow.set_number == rep.set_number,
        RepRow.rep_number == rep.rep_number,
    )
    return db.scalar(same) is not None


def _add_trace(db: Session, session_id: str, index: int, trace: Trace) -> None:
    if len(trace.values):
        db.add(TraceChunkRow(session_id=session_id, position=index, chunk=traces.pack(trace)))


def _exercise(db: Session, row: ExerciseRow) -> ExerciseRecord:
    def of(table: Any) -> Any:
        found = select(table).where(table.session_id == row.session_id, table.position == row.position)
        return list(db.scalars(found.order_by(table.id)))

    trace = traces.join([traces.unpack(chunk.chunk) for chunk in of(TraceChunkRow)])
    numbers = measured.read(db, row.session_id, row.position)
    return rows.exercise_record(row, of(RepRow), trace, numbers)
