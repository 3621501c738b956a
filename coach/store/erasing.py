"""A patient is erased: every row that is theirs goes, and a line without a name says that they were here.

Which rows are theirs is read from the tables: those that name the patient, one of their sessions, or the
patient in a setting. A table that comes later is found by the same columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Delete, String, cast, delete, func, or_, select, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, Session, mapped_column

from coach.erasure import ErasureAnswer
from coach.errors import TakenError
from coach.letter import Letter
from coach.store.columns import Id, Utc
from coach.store.diary_tables import GuideRow, SessionFlagRow
from coach.store.erasure_requests import ask_about, ask_at_last
from coach.store.erasure_tables import ErasedSessionRow, ErasureRequestRow, LastRequestRow
from coach.store.outdating import outdate
from coach.store.record_tables import OutboxRow, QuarantinedRow
from coach.store.sqlite import forget_deleted
from coach.store.tables import AssignmentRow, PatientRow, PublishedRow, SessionRow, SettingRow, Table
from coach.store.talking import post
from coach.store.talking_tables import LetterRow
from coach.store.transactions import Transactions, get, patient_row
from coach.wire import Kind

#: Records that tell of one session and of nothing else.
OF_A_SESSION = (Kind.SESSION, Kind.ANSWERS, Kind.FLAG)


class ErasedRow(Table):
    """Somebody who was here. Whatever still comes of them (a late delivery, an older backup) is not taken."""

    __tablename__ = "erased"

    patient_id: Mapped[Id] = mapped_column(primary_key=True)
    erased_at: Mapped[Utc] = mapped_column(comment="UTC")
    author: Mapped[str] = mapped_column(comment="who asked for it; empty for the patient")


@dataclass(frozen=True)
class Erased:
    """Somebody who was erased, or a session of theirs: when (aware), and by whom (empty: by themselves)."""

    patient_id: str
    at: datetime
    author: str = ""
    session_id: str = ""


class Erasing(Transactions):
    """The part of the store that forgets."""

    def erase_patient(self, patient_id: str, at: datetime, author: str = "", *, ask: bool = False) -> None:
        """Everything of a patient goes for good.

        Args:
            ask: the clinic that they share with is asked to erase what it has; see `LastRequest`.

        Raises:
            NotFoundError: no such patient, or they share with nobody who could be asked.
        """
        with self._writing() as db:
            patient_row(db, patient_id)
            if ask:
                ask_at_last(db, patient_id, at)
            erase(db, Erased(patient_id, at, author))
        forget_deleted(self._engine)

    def erase_session(self, session_id: str, at: datetime, author: str = "", *, ask: bool = False) -> None:
        """One session goes for good; letters about it stay and are about none.

        Args:
            ask: the clinic that the patient shares with is asked to erase it too.

        Raises:
            NotFoundError: no such session, or the patient shares with nobody who could be asked.
        """
        with self._writing() as db:
            row = get(db, SessionRow, session_id, "session")
            if ask:
                ask_about(db, row, at)
            erase_one(db, row, at, author)
        forget_deleted(self._engine)

    def erased(self) -> tuple[Erased, ...]:
        """Everybody who was erased here, oldest first."""
        with self._reading() as db:
            found = db.scalars(select(ErasedRow).order_by(ErasedRow.erased_at, ErasedRow.patient_id))
            return tuple(Erased(row.patient_id, row.erased_at, row.author) for row in found)

    def erased_sessions(self) -> tuple[Erased, ...]:
        """Every session that was erased here of somebody who was not, oldest first."""
        order = ErasedSessionRow.erased_at, ErasedSessionRow.session_id
        with self._reading() as db:
            found = db.scalars(select(ErasedSessionRow).order_by(*order))
            return tuple(Erased(row.patient_id, row.erased_at, row.author, row.session_id) for row in found)

    def answer_erasure(self, request_id: str, answer: ErasureAnswer, reason: str, letter: Letter) -> None:
        """What a therapist decided about a patient's request. A session that is to be erased goes now, or is
        not taken in later; everything of a patient goes by `erase_patient` alone, and the request with it.

        Args:
            reason: why it is kept.
            letter: tells the patient, and who decided when.

        Raises:
            NotFoundError: no such request.
            TakenError: it was answered before.
        """
        with self._writing() as db:
            request = get(db, ErasureRequestRow, request_id, "request to erase")
            if request.answer:
                raise TakenError(f"{request.author} has answered this already.")
            request.answer, request.reason = answer, reason
            request.author, request.answered_at = letter.author, letter.written_at
            if request.session_id and answer is ErasureAnswer.ERASED:
                whose, by = request.patient_id, letter.author
                _erase_session(db, Erased(whose, letter.written_at, by, request.session_id))
            post(db, letter)
        forget_deleted(self._engine)

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


def erase_one(db: Session, row: SessionRow, at: datetime, author: str) -> None:
    """A session of a patient, in a transaction of the caller's; whatever of it still waited to be sent or was
    kept apart goes too."""
    session_id, patient_id = row.id, row.patient_id
    beside = _erase_records(db, patient_id, session_id)
    about = LetterRow.session_id == session_id
    db.execute(update(LetterRow).where(about).values(session_id=None, position=None))
    for table in reversed(Table.metadata.sorted_tables):
        if "session_id" in table.columns and "patient_id" not in table.columns:
            db.execute(delete(table).where(table.columns["session_id"] == session_id))
    db.execute(delete(SessionRow).where(SessionRow.id == session_id))
    _mark(db, Erased(patient_id, at, author, session_id))
    for other in beside:
        _erase_session(db, Erased(patient_id, at, author, other))
    outdate(db, patient_id)


def _mark(db: Session, one: Erased) -> None:
    gone = ErasedSessionRow(session_id=one.session_id, patient_id=one.patient_id)
    gone.erased_at, gone.author = one.at, one.author
    db.add(gone)


def _erase_records(db: Session, patient_id: str, session_id: str) -> set[str]:
    """What tells of a session goes; gives those that were taken in beside it from what was kept apart."""
    beside: set[str] = set()
    flags = select(cast(SessionFlagRow.id, String(36))).where(SessionFlagRow.session_id == session_id)
    of_it = (OutboxRow.kind != Kind.FLAG) & (OutboxRow.about == session_id)
    of_its_flags = (OutboxRow.kind == Kind.FLAG) & OutboxRow.about.in_(flags)
    db.execute(delete(OutboxRow).where(OutboxRow.patient_id == patient_id, of_it | of_its_flags))
    apart = QuarantinedRow.patient_id == patient_id, QuarantinedRow.kind.in_(OF_A_SESSION)
    for row in db.scalars(select(QuarantinedRow).where(*apart)):
        if session_id.encode() in row.body:
            beside |= {row.taken_as} - {session_id} if row.taken_as else set()
            db.delete(row)
    return beside


def erase_again(db: Session, whom: Iterable[Erased]) -> None:
    """Who was erased elsewhere goes here too, and so do sessions."""
    for one in whom:
        if one.session_id:
            _erase_session(db, one)
        else:
            erase(db, one)


def _erase_session(db: Session, one: Erased) -> None:
    """A session of this patient's, or that it was here, so that it does not come; nobody else's."""
    session, gone = db.get(SessionRow, one.session_id), db.get(ErasedSessionRow, one.session_id)
    patient = db.get(PatientRow, one.patient_id)
    if session and session.patient_id == one.patient_id:
        erase_one(db, session, one.at, one.author)
    elif session is None and gone is None and patient:
        _mark(db, one)
    db.flush()


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
    if table in {ErasedRow.__table__, LastRequestRow.__table__}:
        return None
    if "patient_id" in table.columns:
        return table.columns["patient_id"] == patient_id
    if "session_id" in table.columns:
        sessions = select(SessionRow.id).where(SessionRow.patient_id == patient_id)
        return table.columns["session_id"].in_(sessions)
    return None
