"""Invented clinics for the bench: one session is written whole, the others are copied inside the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Column, Select, insert, select

from coach.record import Ending, ExerciseRecord, Hand, Measure, SessionRecord, Value
from coach.store import FinishedSession, Patient, Store, numbers, rows
from coach.store.review_tables import ReviewRow
from coach.store.tables import ExerciseRow, MeasureRow, PatientRow, PublishedRow, RepRow, SessionRow, Table
from tests.coach.clinic import draft, published
from tests.coach.store.builders import CHECK_IN, CHECK_OUT, OPENING, QUALITY, SUMMARY, TURN, a_rep

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
#: One patient with a year of three sessions a day.
DAYS, SESSIONS_A_DAY, EXERCISES, REPS = 365, 3, 8, 10
#: Everybody else: four weeks of a shorter session a day.
OTHER_DAYS, OTHER_EXERCISES, OTHER_REPS = 28, 4, 6

#: Asked for by the pages; the others of the forty numbers only lie beside them.
ASKED = ("asked_deviation_mean", "asked_within_5", "asked_within_10", "longest_hold", "peak_speed", "gap")
NAMES = (*ASKED, *(f"number_{i}" for i in range(40 - len(ASKED))))
OTHER_NAMES = ASKED


def patient_id(number: int) -> str:
    """The id of one of them; number 0 has the year."""
    return str(UUID(int=number + 1))


def fill(store: Store, patients: int) -> None:
    """Patient 0 with a year, and so many others with four weeks each."""
    people = [Patient(patient_id(n), f"{'ABCDEFGHIJ'[n % 10]}. {n:04d}") for n in range(patients + 1)]
    with store._writing() as db:
        db.execute(insert(PatientRow), [rows.columns_of(one) for one in people])
        db.execute(insert(ReviewRow), [{"patient_id": one.id, "changes": 0, "need": 0} for one in people])
        prescribed = published(draft())
        kept = {"version": 1, "text": prescribed.canonical_json(), **_signed(prescribed)}
        db.execute(insert(PublishedRow), [kept | {"patient_id": one.id} for one in people])
    whole = _session("whole", people[0].id, EXERCISES, REPS, NAMES)
    shorter = _session("shorter", people[-1].id, OTHER_EXERCISES, OTHER_REPS, OTHER_NAMES)
    store.add_sessions([whole, shorter])
    _copy(store, "whole", [people[0].id], DAYS, SESSIONS_A_DAY)
    for start in range(1, patients + 1, 100):
        _copy(store, "shorter", [one.id for one in people[start : start + 100]], OTHER_DAYS, 1)


def _signed(prescribed: object) -> dict[str, object]:
    return {name: getattr(prescribed, name) for name in ("published_on", "author", "reason")}


@cache
def _programme_text() -> str:
    """As long as the programme of a session is."""
    return published(draft("slow_turn", "midline_hold")).prescribed.canonical_json()


def _session(
    session_id: str, patient: str, exercises: int, reps: int, names: Sequence[str]
) -> FinishedSession:
    plans = tuple(replace(TURN, exercise_id=f"exercise_{i}", name=f"Exercise {i}") for i in range(exercises))
    opening = replace(
        OPENING, plans=plans, resting_only=False, programme_text=_programme_text(), check_in=CHECK_IN
    )
    measures = tuple(Measure(name, hand, Value(10.0, 1.0, "deg"), 1) for name in names for hand in Hand)
    done = tuple(
        ExerciseRecord(plan, tuple(a_rep(n + 1) for n in range(reps)), SUMMARY, None, measures)
        for plan in plans
    )
    record = SessionRecord(opening, done, Ending.DONE, QUALITY, CHECK_OUT, measures[::3])
    began = NOW - timedelta(days=DAYS + 1)
    return FinishedSession(session_id, patient, began, began + timedelta(minutes=20), record)


def _copy(store: Store, template: str, patients: Sequence[str], days: int, a_day: int) -> None:
    """The template's rows for every session of these patients; numbers lie about the pain of the day."""
    rng = np.random.default_rng(7)
    with store._writing() as db:
        row = db.get(SessionRow, template)
        assert row is not None
        one = {column.key: getattr(row, column.key) for column in _columns(SessionRow)}
        made = [
            one
            | _at(f"{template[0]}{patient[-4:]}-{day}-{bout}", patient, day, bout, int(rng.integers(0, 11)))
            for patient in patients
            for day in range(days)
            for bout in range(a_day)
        ]
        db.execute(insert(SessionRow), made)
        for table in (ExerciseRow, RepRow, MeasureRow):
            names, query = _copied(table, template, patients)
            db.execute(insert(table).from_select(names, query))
        numbers.refresh(db, *(str(session["id"]) for session in made))


def _at(session_id: str, patient: str, day: int, bout: int, pain: int) -> dict[str, object]:
    began = NOW - timedelta(days=day, hours=5 * bout + 1)
    when = {"started_at": began, "ended_at": began + timedelta(minutes=20), "bout": bout + 1}
    return {"id": session_id, "patient_id": patient, "before_pain": pain, **when}


def _columns(table: type[Table]) -> list[Column[Any]]:
    return [*table.metadata.tables[table.__tablename__].columns]


def _copied(
    table: type[Table], template: str, patients: Sequence[str]
) -> tuple[list[str], Select[tuple[object, ...]]]:
    columns = {column.key: column for column in _columns(table) if column.key != "id"}
    query: dict[str, Any] = {**columns, "session_id": SessionRow.id}
    if table is MeasureRow:
        query["value"] = columns["value"] + (SessionRow.before_pain - 5) * 0.2
    whose = SessionRow.patient_id.in_(patients) & (SessionRow.id != template)
    copied = select(*query.values()).join(SessionRow, whose).where(columns["session_id"] == template)
    return list(query), copied
