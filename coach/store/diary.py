"""What is kept of a patient's own diary: flags on sessions and spoken guides."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select

from coach.diary import Flag, GuideAnswers, GuideOpening, GuideRecord
from coach.record import Ending
from coach.store import rows
from coach.store.diary_tables import GuideRow, SessionFlagRow
from coach.store.outbox import add_new, hand_in
from coach.store.outdating import outdate, outdate_by_session
from coach.store.tables import SessionRow
from coach.store.transactions import Transactions, get, patient_row
from coach.wire import Kind


class Diary(Transactions):
    """The part of the store that a patient fills beside the sessions."""

    def set_flag(self, session_id: str, flag: Flag, at: datetime) -> None:
        """Once is enough; set again while it stands, nothing changes."""
        with self._writing() as db:
            patient_id = get(db, SessionRow, session_id, "session").patient_id
            if db.scalar(_standing(session_id, flag)) is None:
                row = SessionFlagRow(session_id=session_id, flag=flag, set_at=at)
                db.add(row)
                db.flush()
                hand_in(db, patient_id, Kind.FLAG, str(row.id))
            outdate_by_session(db, session_id)

    def take_back_flag(self, session_id: str, flag: Flag, at: datetime) -> None:
        """It stands no longer; that it stood is kept."""
        with self._writing() as db:
            patient_id = get(db, SessionRow, session_id, "session").patient_id
            row = db.scalar(_standing(session_id, flag))
            if row is not None:
                row.taken_back_at = at
                hand_in(db, patient_id, Kind.FLAG, str(row.id))
            outdate_by_session(db, session_id)

    def begin_guide(self, guide_id: str, patient_id: str, at: datetime, opening: GuideOpening) -> None:
        """A spoken guide begins."""
        with self._writing() as db:
            patient_row(db, patient_id)
            row = rows.columns_of(opening) | rows.columns_of(GuideAnswers())
            db.add(GuideRow(id=guide_id, patient_id=patient_id, begun_at=at, **row))
            hand_in(db, patient_id, Kind.GUIDE, guide_id)
            outdate(db, patient_id)

    def end_guide(self, guide_id: str, ending: Ending, at: datetime) -> None:
        """However it ended, it is kept; the first end stays."""
        with self._writing() as db:
            row = get(db, GuideRow, guide_id, "spoken guide")
            if row.ended_at is None:
                row.ended_at, row.ending = at, ending
                hand_in(db, row.patient_id, Kind.GUIDE, guide_id)
                outdate(db, row.patient_id)

    def answer_guide(self, guide_id: str, answers: GuideAnswers) -> None:
        """The answers after it, as often as they change; what is left open stays as it was."""
        with self._writing() as db:
            row = get(db, GuideRow, guide_id, "spoken guide")
            for name, value in rows.columns_of(answers).items():
                if value not in (None, ""):
                    setattr(row, name, value)
            hand_in(db, row.patient_id, Kind.GUIDE, guide_id)
            outdate(db, row.patient_id)

    def add_guides(self, heard: Iterable[GuideRecord]) -> None:
        """Whole spoken guides, all of them or none."""
        ready = list(heard)  # made before the lock is taken
        with self._writing() as db:
            for guide in ready:
                columns = rows.columns_of(guide, apart=("opening", "answers"))
                columns |= rows.columns_of(guide.opening) | rows.columns_of(guide.answers)
                db.add(GuideRow(**columns))
            add_new(db, [(guide.patient_id, Kind.GUIDE, guide.id) for guide in ready])
            for patient_id in {guide.patient_id for guide in ready}:
                outdate(db, patient_id)

    def guide(self, guide_id: str) -> GuideRecord:
        with self._reading() as db:
            return _record(get(db, GuideRow, guide_id, "spoken guide"))

    def guides(self, patient_id: str) -> tuple[GuideRecord, ...]:
        """A patient's spoken guides, newest first."""
        query = select(GuideRow).where(GuideRow.patient_id == patient_id)
        with self._reading() as db:
            return tuple(
                _record(row) for row in db.scalars(query.order_by(GuideRow.begun_at.desc(), GuideRow.id))
            )


def _standing(session_id: str, flag: Flag) -> Select[SessionFlagRow]:
    return select(SessionFlagRow).where(
        SessionFlagRow.session_id == session_id,
        SessionFlagRow.flag == flag,
        SessionFlagRow.taken_back_at.is_(None),
    )


def _record(row: GuideRow) -> GuideRecord:
    return rows.value_of(
        GuideRecord,
        row,
        opening=rows.value_of(GuideOpening, row),
        answers=rows.value_of(GuideAnswers, row),
    )
