"""Rows to values and back. A column is named as the value's field, with the prefix that its table states."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import DeclarativeBase

from coach.programme import Assignment, Reach
from coach.record import (
    CheckIn,
    CheckOut,
    ExercisePlan,
    ExerciseRecord,
    ExerciseSummary,
    Measure,
    Quality,
    RepRecord,
    SessionOpening,
    SessionRecord,
    Trace,
)
from coach.store.supervised_tables import InterventionRow, MarkedRow
from coach.store.tables import (
    AssignmentRow,
    ExerciseRow,
    MeasureRow,
    RepRow,
    SessionRow,
    Table,
    TraceChunkRow,
)
from coach.store.traces import pack
from coach.store.values import FinishedSession
from coach.supervised import Intervention, NewMidline
from pose.neutral import neutral_from_json, neutral_to_json

V = TypeVar("V")
#: Prefix of the columns of `coach.supervised.NewMidline`.
MIDLINE = "midline_"


def columns_of(value: Any, prefix: str = "", apart: tuple[str, ...] = ()) -> dict[str, Any]:
    """A value's fields as columns, without those in ``apart``."""
    return {prefix + f.name: getattr(value, f.name) for f in fields(value) if f.name not in apart}


def value_of(kind: type[V], row: DeclarativeBase, prefix: str = "", **apart: Any) -> V:
    """A value of ``kind`` from the columns named as its fields; ``apart`` gives those kept otherwise."""
    names = [f.name for f in fields(kind) if f.name not in apart]  # type: ignore[arg-type]
    return kind(**{name: getattr(row, prefix + name) for name in names}, **apart)


def session_columns(
    session_id: str, patient_id: str, started_at: datetime, opening: SessionOpening
) -> dict[str, Any]:
    """A session as it opens."""
    return {
        "id": session_id,
        "patient_id": patient_id,
        "started_at": started_at,
        "neutral": neutral_to_json(opening.neutral) if opening.neutral else None,
        **columns_of(opening, apart=("neutral", "check_in", "plans")),
        **columns_of(opening.check_in, "before_"),
        **columns_of(CheckOut(), "after_"),
    }


def plan_columns(session_id: str, opening: SessionOpening) -> list[dict[str, Any]]:
    """Its exercises, none of them begun."""
    places = enumerate(opening.plans)
    return [{"session_id": session_id, "position": i, **columns_of(plan)} for i, plan in places]


def whole(session: FinishedSession) -> Iterator[tuple[type[Table], list[dict[str, Any]]]]:
    """A session that is over, table by table in the order of their keys; a table without rows is left out."""
    record = session.record
    opened = session_columns(session.id, session.patient_id, session.started_at, record.opening)
    closed = {"ended_at": session.ended_at, "ending": record.ending, **columns_of(record.check_out, "after_")}
    yield SessionRow, [opened | closed | columns_of(record.quality or Quality(), "quality_")]
    exercises, reps, chunks, numbers = [], [], [], [*measure_columns(session.id, None, record.measures)]
    for position, exercise in enumerate(record.exercises):
        of = {"session_id": session.id, "position": position}
        empty = dict.fromkeys(f.name for f in fields(ExerciseSummary))
        summary = columns_of(exercise.summary) if exercise.summary else empty
        exercises.append(of | columns_of(exercise.plan) | summary)
        reps += [of | columns_of(rep) for rep in exercise.reps]
        chunks += [of | {"chunk": pack(exercise.trace)}] if exercise.trace else []
        numbers += measure_columns(session.id, position, exercise.measures)
    tables = ((ExerciseRow, exercises), (RepRow, reps), (TraceChunkRow, chunks), (MeasureRow, numbers))
    of_it = {"session_id": session.id}
    marks = [of_it | columns_of(one) for one in record.marked]
    led = [of_it | intervention_columns(one) for one in record.interventions]
    beside = ((MarkedRow, marks), (InterventionRow, led))
    yield from ((table, columns) for table, columns in (*tables, *beside) if columns)


def intervention_columns(one: Intervention) -> dict[str, Any]:
    """What a therapist did; without a middle that was set its columns are empty."""
    none = dict.fromkeys(MIDLINE + f.name for f in fields(NewMidline))
    midline = columns_of(one.midline, MIDLINE) if one.midline else none
    return columns_of(one, apart=("midline",)) | midline


def intervention(row: InterventionRow) -> Intervention:
    """The same back."""
    midline = None if row.midline_frames is None else value_of(NewMidline, row, MIDLINE)
    return value_of(Intervention, row, midline=midline)


def together(sessions: Iterable[FinishedSession]) -> dict[type[Table], list[dict[str, Any]]]:
    """Those of several sessions, each table once, in the order of their keys."""
    found: dict[type[Table], list[dict[str, Any]]] = {}
    for session in sessions:
        for table, columns in whole(session):
            found.setdefault(table, []).extend(columns)
    return found


def measure_columns(
    session_id: str, position: int | None, measures: tuple[Measure, ...]
) -> list[dict[str, Any]]:
    """Numbers of an exercise, or of the whole session where ``position`` is ``None``, one row each."""
    at = {"session_id": session_id, "position": position}
    return [at | columns_of(one, apart=("value",)) | columns_of(one.value) for one in measures]


def assignment_row(patient_id: str, assignment: Assignment, at: datetime) -> AssignmentRow:
    """What was assigned, the comfortable range as columns of its own."""
    plain = assignment.model_dump(exclude={"reach"})
    reach = {f"reach_{name}": value for name, value in assignment.reach.model_dump().items()}
    return AssignmentRow(patient_id=patient_id, assigned_at=at, **plain, **reach)


def assignment(row: AssignmentRow) -> Assignment:
    """The same back."""
    reach = Reach(**{name: getattr(row, f"reach_{name}") for name in Reach.model_fields})
    plain = {name: getattr(row, name) for name in Assignment.model_fields if name != "reach"}
    return Assignment(**plain, reach=reach)


def record(
    row: SessionRow, exercises: tuple[ExerciseRecord, ...], measures: tuple[Measure, ...]
) -> SessionRecord:
    """The session's record from its row and its exercises in order."""
    opening = value_of(
        SessionOpening,
        row,
        neutral=neutral_from_json(row.neutral) if row.neutral else None,
        check_in=value_of(CheckIn, row, "before_"),
        plans=tuple(exercise.plan for exercise in exercises),
    )
    return SessionRecord(
        opening=opening,
        exercises=exercises,
        ending=row.ending,
        quality=None if row.quality_frames is None else value_of(Quality, row, "quality_"),
        check_out=value_of(CheckOut, row, "after_"),
        measures=measures,
    )


def exercise_record(
    row: ExerciseRow, reps: list[RepRow], trace: Trace | None, measures: tuple[Measure, ...]
) -> ExerciseRecord:
    """One exercise from its row and its repetitions in order."""
    return ExerciseRecord(
        plan=value_of(ExercisePlan, row),
        reps=tuple(value_of(RepRecord, rep) for rep in reps),
        summary=None if row.ending is None else value_of(ExerciseSummary, row),
        trace=trace,
        measures=measures,
    )
