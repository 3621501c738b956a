"""Rows to values and back. A column is named as the value's field, with the prefix that its table states."""

from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from coach.programme import Assignment, Reach
from coach.record import (
    CheckIn,
    CheckOut,
    ExercisePlan,
    ExerciseRecord,
    ExerciseSummary,
    Quality,
    RepRecord,
    SessionOpening,
    SessionRecord,
    Trace,
)
from coach.store.tables import AssignmentRow, ExerciseRow, RepRow, SessionRow, Table
from pose.neutral import neutral_from_json, neutral_to_json

V = TypeVar("V")


def columns_of(value: Any, prefix: str = "", apart: tuple[str, ...] = ()) -> dict[str, Any]:
    """A value's fields as columns, without those in ``apart``."""
    return {prefix + f.name: getattr(value, f.name) for f in fields(value) if f.name not in apart}


def value_of(kind: type[V], row: Table, prefix: str = "", **apart: Any) -> V:
    """A value of ``kind`` from the columns named as its fields; ``apart`` gives those kept otherwise."""
    names = [f.name for f in fields(kind) if f.name not in apart]  # type: ignore[arg-type]
    return kind(**{name: getattr(row, prefix + name) for name in names}, **apart)


def session_row(session_id: str, patient_id: str, opening: SessionOpening) -> SessionRow:
    """A new session, still open; its time is for the caller to set."""
    return SessionRow(
        id=session_id,
        patient_id=patient_id,
        neutral=neutral_to_json(opening.neutral) if opening.neutral else None,
        **columns_of(opening, apart=("neutral", "check_in", "plans")),
        **columns_of(opening.check_in, "before_"),
        **columns_of(CheckOut(), "after_"),
    )


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


def record(row: SessionRow, exercises: tuple[ExerciseRecord, ...]) -> SessionRecord:
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
    )


def exercise_record(row: ExerciseRow, reps: list[RepRow], trace: Trace | None) -> ExerciseRecord:
    """One exercise from its row and its repetitions in order."""
    return ExerciseRecord(
        plan=value_of(ExercisePlan, row),
        reps=tuple(value_of(RepRecord, rep) for rep in reps),
        summary=None if row.ending is None else value_of(ExerciseSummary, row),
        trace=trace,
    )
