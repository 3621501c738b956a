"""Invented clinics for the bench: one session is written whole, the others are copied inside the database."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import Column, Select, insert, select, text

from coach.event import Event, EventKind
from coach.record import Ending, ExerciseRecord, Hand, Measure, SessionKind, SessionRecord, Value
from coach.store import FinishedSession, Patient, Store, numbers, rows
from coach.store.review_tables import ReviewRow
from coach.store.tables import ExerciseRow, MeasureRow, PatientRow, PublishedRow, RepRow, SessionRow, Table
from coach.trend_measures import TREND_MEASURES
from pose.neutral import neutral_to_json
from tests.coach.clinic import draft, published
from tests.coach.store.builders import CHECK_OUT, NEUTRAL, OPENING, QUALITY, SUMMARY, TURN, a_rep

DAYS = 365
INJECTED_EVERY_DAYS = 90
LASTS = timedelta(minutes=20)
#: So many patients' rows are copied in one transaction.
AT_ONCE = 100

#: What trends are drawn from, and so many others beside them that an exercise has forty numbers.
CHECKED = tuple({one.check for one in TREND_MEASURES if one.check})
OTHER_NAMES = tuple({one.exercise for one in TREND_MEASURES if one.exercise})
NAMES = (*OTHER_NAMES, *(f"number_{i}" for i in range(40 - len(OTHER_NAMES))))


@dataclass(frozen=True)
class Course:
    """So many days of so many sessions, one of them a week a check, each with so many exercises of so many
    repetitions, and the numbers of each exercise, for each of these hands."""

    days: int
    a_day: int
    exercises: int
    reps: int
    names: tuple[str, ...]
    hands: tuple[Hand, ...] = tuple(Hand)


#: One patient with a year of three sessions a day, and four weeks of a shorter session a day.
YEAR = Course(DAYS, 3, 8, 10, NAMES)
FOUR_WEEKS = Course(28, 1, 4, 6, OTHER_NAMES)
#: A year of one short session a day, so that a thousand of them fit on a small machine.
SHORT_YEAR = Course(DAYS, 1, 2, 6, OTHER_NAMES, (Hand.ALL,))


def patient_id(number: int) -> str:
    """The id of one of them; number 0 has the year."""
    return str(UUID(int=number + 1))


def fill(store: Store, patients: int, now: datetime, others: Course = FOUR_WEEKS) -> None:
    """Patient 0 with a year until now, and so many others with a course of their own each."""
    people = [Patient(patient_id(n), f"{'ABCDEFGHIJ'[n % 10]}. {n:04d}") for n in range(patients + 1)]
    with store._writing() as db:
        db.execute(insert(PatientRow), [rows.columns_of(one) for one in people])
        db.execute(insert(ReviewRow), [{"patient_id": one.id, "changes": 0, "need": 0} for one in people])
        prescribed = published(draft())
        kept = {"version": 1, "text": prescribed.canonical_json(), **_signed(prescribed)}
        db.execute(insert(PublishedRow), [kept | {"patient_id": one.id} for one in people])
    began = now - timedelta(days=DAYS + 1)
    whole = _session("whole", people[0].id, began, _record(YEAR))
    shorter = _session("shorter", people[-1].id, began, _record(others))
    store.add_sessions([whole, shorter])
    _copy(store, "whole", [people[0].id], _moments(now, YEAR))
    for start in range(1, patients + 1, AT_ONCE):
        group = [one.id for one in people[start : start + AT_ONCE]]
        _copy(store, "shorter", group, _moments(now, others))
    for days in range(5, DAYS, INJECTED_EVERY_DAYS):
        on = (now - timedelta(days=days)).date()
        store.add_event(Event(f"injection-{days}", people[0].id, EventKind.INJECTION, on), now)
    with store._writing() as db:
        if db.get_bind().dialect.name == "postgresql":  # which else does so by itself within a minute
            db.execute(text("ANALYZE"))


def _signed(prescribed: object) -> dict[str, object]:
    return {name: getattr(prescribed, name) for name in ("published_on", "author", "reason")}


@cache
def _programme_text() -> str:
    """As long as the programme of a session is."""
    return published(draft("slow_turn", "midline_hold")).prescribed.canonical_json()


def _record(course: Course) -> SessionRecord:
    plans = tuple(
        replace(TURN, exercise_id=f"exercise_{i}", name=f"Exercise {i}") for i in range(course.exercises)
    )
    told = _programme_text()
    opening = replace(OPENING, plans=plans, resting_only=False, programme_text=told)
    opening = replace(opening, programme_sha256=hashlib.sha256(told.encode()).hexdigest())
    value = Value(10.0, 1.0, "deg")
    measures = tuple(Measure(name, hand, value, 1) for name in course.names for hand in course.hands)
    done = tuple(
        ExerciseRecord(plan, tuple(a_rep(n + 1) for n in range(course.reps)), SUMMARY, None, measures)
        for plan in plans
    )
    checked = tuple(Measure(name, Hand.ALL, value, 1) for name in CHECKED)
    return SessionRecord(opening, done, Ending.DONE, QUALITY, CHECK_OUT, checked)


def _session(session_id: str, patient: str, began: datetime, record: SessionRecord) -> FinishedSession:
    return FinishedSession(session_id, patient, began, began + LASTS, record)


def _moments(now: datetime, course: Course) -> list[tuple[datetime, int, SessionKind]]:
    """When each session begins, which of the day's it is, and whether it is the check of its week."""
    kinds = {True: SessionKind.CHECK, False: SessionKind.TRAINING}
    return [
        (now - timedelta(days=day, hours=1 + 5 * bout), bout + 1, kinds[day % 7 == 0 and bout == 0])
        for day in range(course.days)
        for bout in range(course.a_day)
    ]


def _copy(
    store: Store, template: str, patients: Sequence[str], moments: list[tuple[datetime, int, SessionKind]]
) -> None:
    """The template's rows for every session of these patients; numbers lie about the pain of the day."""
    rng = np.random.default_rng(7)
    with store._writing() as db:
        row = db.get(SessionRow, template)
        assert row is not None
        one = {column.key: getattr(row, column.key) for column in _columns(SessionRow)}
        made = [
            one | _neutral(rng) | _at(patient, began, bout, kind, int(rng.integers(0, 7)))
            for patient in patients
            for began, bout, kind in moments
        ]
        db.execute(insert(SessionRow), made)
        for table in (ExerciseRow, RepRow, MeasureRow):
            names, query = _copied(table, template, patients)
            db.execute(insert(table).from_select(names, query))
        numbers.refresh(db, *(str(session["id"]) for session in made))


def _neutral(rng: np.random.Generator) -> dict[str, object]:
    """As everybody sits down anew for each session."""
    return {"neutral": neutral_to_json(replace(NEUTRAL, spread_deg=float(rng.uniform(0.1, 0.9))))}


def _at(patient: str, began: datetime, bout: int, kind: SessionKind, pain: int) -> dict[str, object]:
    calm = dict.fromkeys(("before_swallowing_trouble", "before_dizziness", "before_anything_new"), False)
    when = {"started_at": began, "ended_at": began + LASTS, "bout": bout, "kind": kind}
    return {"id": str(uuid4()), "patient_id": patient, "before_pain": pain, **calm, **when}


def _columns(table: type[Table]) -> list[Column[Any]]:
    return [*table.metadata.tables[table.__tablename__].columns]


def _copied(
    table: type[Table], template: str, patients: Sequence[str]
) -> tuple[list[str], Select[tuple[object, ...]]]:
    columns = {column.key: column for column in _columns(table) if column.key != "id"}
    query: dict[str, Any] = {**columns, "session_id": SessionRow.id}
    whose = SessionRow.patient_id.in_(patients) & (SessionRow.id != template)
    if table is MeasureRow:  # those of the whole session are a check's
        query["value"] = columns["value"] + (SessionRow.before_pain - 3) * 0.2
        whose &= columns["position"].is_not(None) | (SessionRow.kind == SessionKind.CHECK)
    copied = select(*query.values()).join(SessionRow, whose).where(columns["session_id"] == template)
    return list(query), copied
