"""Numbers of movement in and out of the database: those of one place are written anew all together."""

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from coach.record import ExerciseRecord, Measure, Value
from coach.store.rows import columns_of, measure_columns, value_of
from coach.store.tables import ExerciseRow, MeasureRow, RepRow


def replace(db: Session, session_id: str, position: int | None, measures: tuple[Measure, ...]) -> None:
    """Those of an exercise, or of the session as a whole where ``position`` is ``None``."""
    db.execute(delete(MeasureRow).where(*_at(MeasureRow, session_id, position)))
    if measures:
        db.execute(insert(MeasureRow), measure_columns(session_id, position, measures))


def read(db: Session, session_id: str, position: int | None) -> tuple[Measure, ...]:
    """In the order in which they were taken."""
    found = select(MeasureRow).where(*_at(MeasureRow, session_id, position)).order_by(MeasureRow.id)
    return tuple(value_of(Measure, row, value=value_of(Value, row)) for row in db.scalars(found))


def rewrite(db: Session, row: ExerciseRow, exercise: ExerciseRecord) -> None:
    """Repetitions, summary and numbers of an exercise anew; its plan and its trace stay as they are."""
    at = {"session_id": row.session_id, "position": row.position}
    db.execute(delete(RepRow).where(*_at(RepRow, row.session_id, row.position)))
    if exercise.reps:
        db.execute(insert(RepRow), [at | columns_of(rep) for rep in exercise.reps])
    for name, value in (columns_of(exercise.summary) if exercise.summary else {}).items():
        setattr(row, name, value)
    replace(db, row.session_id, row.position, exercise.measures)


def _at(table: Any, session_id: str, position: int | None) -> tuple[Any, Any]:
    return table.session_id == session_id, table.position.is_not_distinct_from(position)
