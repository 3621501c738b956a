"""Many rows of one table in one statement."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Insert, bindparam, func, insert, select
from sqlalchemy.orm import Session

from coach.store.tables import Table


def add_rows(db: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Rows that have the same columns; nothing where there is none.

    A server takes a column as one array: the hundred rows of a session are five statements then.
    """
    if not rows:
        return
    if db.connection().dialect.name != "postgresql":
        db.execute(insert(table), rows)
        return
    names = tuple(rows[0])
    arrays = {_array(name): [row[name] for row in rows] for name in names}
    db.connection().execute(_by_columns(table, names), arrays)


@lru_cache(maxsize=64)
def _by_columns(table: type[Table], names: tuple[str, ...]) -> Insert:
    columns = Table.metadata.tables[table.__tablename__].columns
    values = (
        func.unnest(bindparam(_array(name), type_=ARRAY(columns[name].type, dimensions=1))) for name in names
    )
    return insert(columns[names[0]].table).from_select(list(names), select(*values))


def _array(column: str) -> str:
    """A column's own name stands for a value of the statement itself."""
    return f"all_{column}"
