"""Numbers of sessions as trends and effects take them; without sessions that were somebody else's."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from coach.point import ExercisePoint, Point, Setting, Source
from coach.record import Hand
from coach.store.diary_tables import GuideRow
from coach.store.heads import batches
from coach.store.outdating import outdate_everybody
from coach.store.programmes import somebody_else
from coach.store.review_tables import SessionNumberRow
from coach.store.tables import ExerciseRow, MeasureRow, SessionRow
from coach.store.transactions import Transactions
from pose.angles import head_angles
from pose.neutral import neutral_from_json

Query = Select[*tuple[Any, ...]]

#: The patient's own answers by their names in a trend.
REPORTS = {
    "pain": SessionRow.before_pain,
    "tension": SessionRow.before_tension,
    "pain_after": SessionRow.after_pain,
    "effort": SessionRow.after_effort,
}
SLEEP = "sleep"
#: So many are remembered; a year of three sessions a day has 1,095, each with a neutral of its own.
MOST_SETTINGS = 8192


def refresh(db: Session, *session_ids: str) -> None:
    """Sessions' numbers for trends, from all of their measures, in place of those that were kept."""
    for ids in batches(session_ids):
        db.execute(delete(SessionNumberRow).where(SessionNumberRow.session_id.in_(ids)))
    derive(db, *session_ids)


def derive(db: Session, *session_ids: str) -> None:
    """The numbers of sessions that have none yet: the check's own, and of exercises the mean. What one angle
    is misread by is alike in all of them, so the error is the mean of their errors."""
    for ids in batches(session_ids):
        means = _means(MeasureRow.session_id.in_(ids))
        db.execute(insert(SessionNumberRow).from_select(_COLUMNS, means))


_COLUMNS = ("session_id", "name", "source", "value", "standard_error")


def _means(which: ColumnElement[bool]) -> Query:
    source = case((MeasureRow.position.is_(None), Source.CHECK.value), else_=Source.EXERCISE.value)
    return (
        select(
            MeasureRow.session_id,
            MeasureRow.name,
            source.label("source"),
            func.avg(MeasureRow.value),
            func.avg(MeasureRow.standard_error),
        )
        .where(
            which,
            MeasureRow.hand == Hand.ALL,
            MeasureRow.value.is_not(None),
            ~MeasureRow.name.startswith("rep_", autoescape=True),
        )
        .group_by(MeasureRow.session_id, MeasureRow.name, source)
    )


class Numbers(Transactions):
    """The part of the store that trends are drawn from."""

    def refresh_numbers(self) -> None:
        """What is kept of all sessions' measures for trends, derived anew."""
        with self._writing() as db:
            db.execute(delete(SessionNumberRow))
            db.execute(insert(SessionNumberRow).from_select(_COLUMNS, _means(literal(value=True))))
            outdate_everybody(db)

    def points(
        self, patient_id: str, names: Collection[str], since: datetime | None = None
    ) -> tuple[Point, ...]:
        """Every number of these names, oldest first; see `coach.point`."""
        measured = [name for name in names if name not in REPORTS and name != SLEEP]
        with self._reading() as db:
            found = [
                *(_measured(db, patient_id, measured, since) if measured else ()),
                *_reports(db, patient_id, [name for name in names if name in REPORTS], since),
                *(_sleep(db, patient_id, since) if SLEEP in names else ()),
            ]
        return tuple(sorted(found, key=lambda point: point.at))

    def exercise_points(self, patient_id: str, names: Collection[str]) -> tuple[ExercisePoint, ...]:
        """Every number of these names of single exercises, oldest first, all moments together."""
        when = _of(select(SessionRow.id, SessionRow.started_at), patient_id, None)
        with self._reading() as db:
            sessions = db.execute(when.order_by(SessionRow.started_at, SessionRow.id))
            began = {row.id: row.started_at for row in sessions}
            return tuple(
                point for ids in batches(list(began)) for point in _of_exercises(db, began, ids, names)
            )


def _of_exercises(
    db: Session, began: Mapping[str, datetime], ids: Sequence[str], names: Collection[str]
) -> list[ExercisePoint]:
    """Numbers of single exercises of some sessions, in the order of the sessions."""
    plans = select(ExerciseRow.session_id, ExerciseRow.position, ExerciseRow.exercise_id)
    exercises = {
        (session_id, position): exercise_id
        for session_id, position, exercise_id in db.execute(plans.where(ExerciseRow.session_id.in_(ids)))
    }
    query = select(
        MeasureRow.session_id,
        MeasureRow.position,
        MeasureRow.name,
        MeasureRow.value,
        MeasureRow.standard_error,
    ).where(
        MeasureRow.session_id.in_(ids),
        MeasureRow.hand == Hand.ALL,
        MeasureRow.name.in_(names),
        MeasureRow.value.is_not(None),
    )
    found = [
        ExercisePoint(
            exercises[session_id, place], session_id, place, began[session_id], name, value or 0.0, error
        )
        for session_id, place, name, value, error in db.execute(query)
        if place is not None
    ]
    return sorted(found, key=lambda point: (point.at, point.session_id, point.position))


def _of(query: Query, patient_id: str, since: datetime | None) -> Query:
    query = query.where(SessionRow.patient_id == patient_id, ~somebody_else())
    return query.where(SessionRow.started_at >= since) if since else query


def _measured(db: Session, patient_id: str, names: list[str], since: datetime | None) -> list[Point]:
    sessions = _sessions(db, patient_id, since)
    query = select(
        SessionNumberRow.session_id,
        SessionNumberRow.name,
        SessionNumberRow.source,
        SessionNumberRow.value,
        SessionNumberRow.standard_error,
    ).where(SessionNumberRow.name.in_(names))
    return [
        Point(name, at, value, error, source, session_id, setting, seen)
        for ids in batches(list(sessions))
        for session_id, name, source, value, error in db.execute(
            query.where(SessionNumberRow.session_id.in_(ids))
        )
        for at, setting, seen in (sessions[session_id],)
    ]


def _sessions(
    db: Session, patient_id: str, since: datetime | None
) -> dict[str, tuple[datetime, Setting, float | None]]:
    """When each session began, how it was measured, and how much of it was seen."""
    query = select(
        SessionRow.id,
        SessionRow.started_at,
        cast(SessionRow.versions, String),
        SessionRow.camera,
        SessionRow.vertical_fov_deg,
        SessionRow.neutral,
        case((SessionRow.quality_frames > 0, SessionRow.quality_seen_share)),
    )
    return {
        session_id: (at, _setting(*kept), seen)
        for session_id, at, *kept, seen in db.execute(_of(query, patient_id, since))
    }


@lru_cache(maxsize=MOST_SETTINGS)
def _setting(versions: str, camera: str, fov_deg: float, neutral: str | None) -> Setting:
    """How a session was measured, from what is kept of it; it never changes, a page asks often."""
    head = head_angles(neutral_from_json(neutral).head) if neutral else None
    return Setting(
        json.loads(versions).get("measure", ""),
        camera,
        fov_deg,
        (head.rotation_deg, head.lateral_flexion_deg, head.extension_deg) if head else None,
    )


def _reports(db: Session, patient_id: str, names: list[str], since: datetime | None) -> list[Point]:
    if not names:
        return []
    query = select(SessionRow.id, SessionRow.started_at, *(REPORTS[name] for name in names))
    return [
        Point(name, at, float(value), None, Source.REPORT, session_id)
        for session_id, at, *values in db.execute(_of(query, patient_id, since))
        for name, value in zip(names, values, strict=True)
        if value is not None
    ]


def _sleep(db: Session, patient_id: str, since: datetime | None) -> list[Point]:
    query = select(GuideRow.begun_at, GuideRow.sleep)
    query = query.where(GuideRow.patient_id == patient_id, GuideRow.sleep.is_not(None))
    found = db.execute(query.where(GuideRow.begun_at >= since) if since else query)
    return [Point(SLEEP, at, float(value or 0), None, Source.REPORT, None) for at, value in found]
