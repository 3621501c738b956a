"""Kinds of column, named once."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, ForeignKey, Integer, String, text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Keeps UTC and gives aware times back, which SQLite alone does not."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"wanted a time with its zone, got {value.isoformat()}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class Tuples(TypeDecorator[tuple[Any, ...]]):
    """A tuple, of words or of tuples, as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Any, ...] | None:  # noqa: ARG002
        return None if value is None else _tuples(value)


def _tuples(items: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuples(item) if isinstance(item, list) else item for item in items)


def by_value(kind: type[StrEnum]) -> Enum:
    """An enumeration kept by its value, so that the column reads as words."""
    return Enum(kind, values_callable=lambda k: [e.value for e in k], native_enum=False, length=20)


#: For an index of the sessions that were never closed; there are few among many.
STILL_OPEN = text("ended_at IS NULL")

Id = Annotated[str, mapped_column(String(36))]
#: For rows that a clinic has more of than 2^31; in SQLite an integer is as long as it needs to be.
LongId = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"))]
PatientId = Annotated[str, mapped_column(String(36), ForeignKey("patient.id"), index=True)]
SessionId = Annotated[str, mapped_column(String(36), ForeignKey("session.id"))]
Utc = Annotated[datetime, mapped_column(UtcDateTime)]
