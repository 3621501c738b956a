"""What is kept of following a patient: events, decisions, and the lines of the therapist's list."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.assessment import Assessment
from coach.event import Event, Muscle, injections
from coach.record import Side
from coach.reviewed import Dismissal, Score
from coach.store import rows
from coach.store.outdating import outdate
from coach.store.review_tables import (
    DismissalRow,
    EventRow,
    ReviewRow,
    ScoreRow,
)
from coach.store.tables import AssessmentRow, PatientRow
from coach.store.transactions import Transactions, get, patient_row
from coach.store.values import Patient


@dataclass(frozen=True)
class Reviews:
    """A page of the therapist's list: how many there are in all; of each the kept line and the day that it is
    true of, ``None`` where there is none yet."""

    total: int
    lines: tuple[tuple[Patient, str | None, date | None], ...]


class Reviewing(Transactions):
    """The part of the store that a therapist's review needs."""

    # Events

    def add_event(self, event: Event, at: datetime) -> None:
        with self._writing() as db:
            patient_row(db, event.patient_id)
            db.add(_event_row(event, at))
            outdate(db, event.patient_id)

    def change_event(self, event: Event, at: datetime) -> None:
        """An event anew; as it was before it stays as history."""
        self._end_event(event.id, at, event)

    def take_back_event(self, event_id: str, at: datetime) -> None:
        """It happened not, or is somebody else's; that it was written down stays as history."""
        self._end_event(event_id, at, None)

    def _end_event(self, event_id: str, at: datetime, anew: Event | None) -> None:
        query = select(EventRow).where(EventRow.id == event_id, EventRow.taken_back_at.is_(None))
        with self._writing() as db:
            row = db.scalar(query) or get(db, EventRow, -1, f"event {event_id}, not")
            row.taken_back_at = at
            if anew:
                db.add(_event_row(anew, at))
            outdate(db, row.patient_id)

    def events(self, patient_id: str) -> tuple[Event, ...]:
        """Everything that stands, oldest first."""
        with self._reading() as db:
            return _events(db, patient_id)

    def injections(self, patient_id: str) -> tuple[date, ...]:
        """The days of all injections, oldest first: those written down as events, and those that assessments
        name."""
        query = select(AssessmentRow.text).where(AssessmentRow.patient_id == patient_id)
        with self._reading() as db:
            assessed = [Assessment.model_validate_json(text).injected_on for text in db.scalars(query)]
            return injections(_events(db, patient_id), assessed)

    # Decisions

    def dismiss(self, patient_id: str, dismissal: Dismissal) -> None:
        with self._writing() as db:
            patient_row(db, patient_id)
            db.add(DismissalRow(patient_id=patient_id, **rows.columns_of(dismissal)))
            outdate(db, patient_id)

    def dismissals(self, patient_id: str) -> tuple[Dismissal, ...]:
        """Oldest first."""
        query = select(DismissalRow).where(DismissalRow.patient_id == patient_id).order_by(DismissalRow.id)
        with self._reading() as db:
            return tuple(rows.value_of(Dismissal, row) for row in db.scalars(query))

    def add_score(self, score: Score) -> None:
        with self._writing() as db:
            patient_row(db, score.patient_id)
            db.add(ScoreRow(**rows.columns_of(score)))
            outdate(db, score.patient_id)

    def remove_score(self, score_id: str, at: datetime) -> None:
        """It counts no longer; that it was written down stays as history."""
        with self._writing() as db:
            row = get(db, ScoreRow, score_id, "score")
            row.removed_at = row.removed_at or at
            outdate(db, row.patient_id)

    def scores(self, patient_id: str) -> tuple[Score, ...]:
        """Those that count, oldest first."""
        query = select(ScoreRow).where(ScoreRow.patient_id == patient_id, ScoreRow.removed_at.is_(None))
        with self._reading() as db:
            return tuple(
                rows.value_of(Score, row) for row in db.scalars(query.order_by(ScoreRow.on, ScoreRow.id))
            )

    # The list

    def changes(self, patient_id: str) -> int:
        """How often a patient's facts have changed; asked for before a line is made, see `keep_review`."""
        with self._reading() as db:
            return get(db, ReviewRow, patient_id, "patient").changes

    def keep_review(self, patient_id: str, as_of: date, need: int, text: str, changes: int) -> None:
        """A patient's line of the list, until something about them changes or the day turns; one that was
        made before the last change (``changes`` is not what it is now) is stale as it is kept."""
        with self._writing() as db:
            row = get(db, ReviewRow, patient_id, "patient")
            row.need, row.text = need, text
            row.as_of = as_of if row.changes == changes else None

    def reviews(self, search: str, offset: int, limit: int) -> Reviews:
        """A page of everybody whose name contains ``search``, whoever needs a look most first."""
        kept = PatientRow.id == ReviewRow.patient_id
        everybody = select(PatientRow.id, PatientRow.name, ReviewRow.need).join(ReviewRow, kept)
        wanted = search.casefold()
        with self._reading() as db:
            # Here, because databases fold and sort the letters of names each in its own way.
            named = [row for row in db.execute(everybody) if wanted in row.name.casefold()]
            named.sort(key=lambda row: (-row.need, row.name.casefold(), row.id))
            page = [row.id for row in named[offset : offset + limit]]
            whole = select(PatientRow, ReviewRow).join(ReviewRow, kept).where(PatientRow.id.in_(page))
            lines = {
                patient.id: (rows.value_of(Patient, patient), review.text, review.as_of)
                for patient, review in db.execute(whole)
            }
            return Reviews(len(named), tuple(lines[patient_id] for patient_id in page))

    def stale_reviews(self, today: date, limit: int) -> tuple[str, ...]:
        """Patients whose line is missing or of another day."""
        stale = ReviewRow.as_of.is_distinct_from(today)
        query = select(ReviewRow.patient_id).where(stale).order_by(ReviewRow.patient_id).limit(limit)
        with self._reading() as db:
            return tuple(db.scalars(query))


def _events(db: Session, patient_id: str) -> tuple[Event, ...]:
    query = select(EventRow).where(EventRow.patient_id == patient_id, EventRow.taken_back_at.is_(None))
    return tuple(_event(row) for row in db.scalars(query.order_by(EventRow.on, EventRow.row)))


def _event_row(event: Event, at: datetime) -> EventRow:
    muscles = [[one.name, one.side and one.side.value, one.units] for one in event.muscles]
    return EventRow(**rows.columns_of(event, apart=("muscles",)), muscles=muscles, noted_at=at)


def _event(row: EventRow) -> Event:
    muscles = tuple(
        Muscle(str(name), Side(str(side)) if side else None, None if units is None else float(units))
        for name, side, units in row.muscles
    )
    return rows.value_of(Event, row, muscles=muscles)
