"""Each kind of record as a value; it holds the very values of `coach.record`, `coach.diary`, `coach.letter`.

A body names no patient: whose it is, the pairing says that it travels by. It names no record either, so the
same session told twice is told in the same bytes.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    field_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from coach.diary import Flag, GuideAnswers, GuideOpening
from coach.parts import Broken, Movement, refuse
from coach.record import (
    CheckOut,
    Ending,
    ExerciseSummary,
    Measure,
    Quality,
    RepRecord,
    SessionOpening,
)
from coach.supervised import Intervention, MarkedMoment
from pose.trunk import Seat

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

Row = tuple[float, float, float]


def _refused(wanted: str, got: object) -> PydanticCustomError:
    return PydanticCustomError("rules", "refused", {"broken": [Broken("", wanted, str(got)[:60])]})


def _moment(value: object) -> datetime:
    at = value if isinstance(value, datetime) else _read_moment(value)
    if at.tzinfo is None or not EARLIEST <= at <= LATEST:
        raise _refused(f"a time with its zone, from {EARLIEST.year} to {LATEST.year}", value)
    return at.astimezone(UTC)


def _read_moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise _refused("a time with its zone, such as 2026-03-02T09:30:00Z", value) from None


def _key(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{1,36}", text):
        raise _refused("an id of at most 36 letters and digits", text)
    return text


def _in_base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        raise _refused("bytes in base64", text) from None
    return text


Key = Annotated[str, AfterValidator(_key)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Chunk = Annotated[str, AfterValidator(_in_base64)]


class OnTheWire(BaseModel):
    """A part of a record: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Body(OnTheWire):
    """What all records share."""

    format: int = Field(default=1, ge=1, le=1)


class NeutralBody(OnTheWire):
    """`pose.neutral.Neutral`, its matrix as rows."""

    head: tuple[Row, Row, Row]
    shoulder_tilt_deg: float
    shoulder_left: float
    shoulder_right: float
    lateral_shift: float
    shoulder_mid_px: tuple[float, float]
    shoulder_width_px: float
    seat: Seat
    frames: int
    spread_deg: float


@dataclass(frozen=True, eq=False)
class OpeningBody(SessionOpening):
    """`coach.record.SessionOpening` with its neutral as plain numbers."""

    neutral: NeutralBody | None  # type: ignore[assignment]


class ExerciseBody(OnTheWire):
    """An exercise as it was done; its plan stands in the opening at the same place.

    Attributes:
        chunks: the pieces of its trace, the store's own bytes in base64, see `coach.store.traces`.
    """

    reps: tuple[RepRecord, ...]
    summary: ExerciseSummary | None
    chunks: tuple[Chunk, ...]
    measures: tuple[Measure, ...]


class SessionBody(Body):
    """A session that is over, whole; what a therapist did beside it included."""

    id: Key
    started_at: Moment
    ended_at: Moment
    ending: Ending
    opening: OpeningBody
    exercises: tuple[ExerciseBody, ...]
    quality: Quality | None
    check_out: CheckOut
    measures: tuple[Measure, ...]
    marked: tuple[MarkedMoment, ...] = ()
    interventions: tuple[Intervention, ...] = ()

    @field_serializer("interventions", mode="wrap")
    def _told(self, _: object, as_it_is: SerializerFunctionWrapHandler) -> list[dict[str, Any]]:
        """Nothing of a middle that was not set: sessions of before are told in the same bytes as ever."""
        return [{k: v for k, v in one.items() if (k, v) != ("midline", None)} for one in as_it_is(_)]

    @model_validator(mode="after")
    def _rules(self) -> "SessionBody":
        refuse(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        plans, text = self.opening.plans, self.opening.programme_text
        if len(plans) != len(self.exercises):
            yield Broken("exercises", f"{len(plans)}, as there are plans", str(len(self.exercises)))
        for number, plan in enumerate(plans):
            if plan.movement not in set(Movement):
                yield Broken(f"opening.plans.{number}.movement", "a movement", plan.movement[:60])
        if hashlib.sha256(text.encode()).hexdigest() != self.opening.programme_sha256:
            yield Broken("opening.programme_sha256", "the hash of programme_text", "another")
        measures = (self.measures, *(exercise.measures for exercise in self.exercises))
        names = {one.name for some in measures for one in some}
        for name in sorted(names):
            if not (name.isascii() and name.isidentifier() and len(name) <= 60):
                yield Broken("measures", "names of at most 60 letters", name[:60])


class AnswersBody(Body):
    """The answers after a session."""

    session: Key
    check_out: CheckOut


class FlagBody(Body):
    """A flag on a session; taken back, the same once more with the time of that."""

    session: Key
    flag: Flag
    set_at: Moment
    taken_back_at: Moment | None


class GuideBody(Body):
    """A spoken guide as it stands; heard further or answered later, it is told once more."""

    id: Key
    begun_at: Moment
    ended_at: Moment | None
    ending: Ending | None
    opening: GuideOpening
    answers: GuideAnswers


class LetterBody(Body):
    """A question of the patient's, or a message of the therapist's, about a session or about none."""

    id: Key
    words: Annotated[str, StringConstraints(min_length=1)]
    author: str
    written_at: Moment
    session: Key | None
    position: int | None


class ErasureBody(Body):
    """The patient asks that the clinic erases a session, or (without one) everything that it has of them."""

    id: Key
    asked_at: Moment
    session: Key | None
    started_at: Moment | None

    @model_validator(mode="after")
    def _rules(self) -> "ErasureBody":
        if (self.session is None) != (self.started_at is None):
            refuse([Broken("started_at", "when the session began, where there is one", str(self.started_at))])
        return self


AnyBody = SessionBody | AnswersBody | FlagBody | GuideBody | LetterBody | ErasureBody
