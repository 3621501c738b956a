"""What a station and a desk say to each other, strictly read: angles, words and state, no more. Pure.

    desk     Hello: a nonce
    station  Come: its key, the signed nonce, and a code where it is to be paired
    desk     Welcome, or why not
    station  Told, again and again; Answer to each Do
    desk     Do: something that the therapist does; Beat, every second

A message that is none of these, has a field too many or a number that is none ends the connection.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from web.lan_wire import LinkError

Words = Annotated[str, StringConstraints(max_length=400)]
Name = Annotated[str, StringConstraints(max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Degrees = Annotated[float, Field(ge=-360, le=360)]


class Message(BaseModel):
    """Nothing unknown, nothing converted."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Hello(Message):
    """The desk's first word."""

    nonce: Key


class Come(Message):
    """A station says who it is, and proves it by signing the desk's nonce."""

    key: Key
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    code: Annotated[str, StringConstraints(max_length=20)] = ""


class Welcome(Message):
    """The desk's answer; ``refused`` says why not."""

    refused: Words = ""


class CameraTold(Message):
    """The camera at a station."""

    on: bool
    lost: bool = False


class SessionTold(Message):
    """Where the patient is; names and units as in `coach.view.SessionView`."""

    exercise_name: Name
    exercise_index: int
    exercise_count: int
    phase: Name
    paused: Name | None
    set_number: int
    sets: int
    rep_number: int
    reps: int
    hold_s: float
    hold_target_s: float
    movement: Name
    open: bool
    path: Name | None
    target: float
    band: float
    value: float | None
    in_band: bool
    sentence: Words


class Told(Message):
    """The state of a station; names as in `web.desk_state`."""

    stage: Name
    camera: CameraTold
    age_s: float = Field(ge=0, le=3600)
    patient: Name = ""
    figure: dict[Name, Degrees | None] = Field(default_factory=dict, max_length=16)
    seen: bool = False
    frame_s: float = 0.0
    session: SessionTold | None = None
    advice: tuple[Words, ...] = Field(default=(), max_length=10)
    check: bool = False
    asked: Words = ""
    midline: Name = ""
    quality: Words = ""
    next: Words = ""
    muted: bool = False
    along: tuple[Name, ...] = Field(default=(), max_length=100)
    target: Words = ""
    hold: Name = ""
    coming: Words = ""
    lately: tuple[Words, ...] = Field(default=(), max_length=3)
    undo: dict[Name, Words] = Field(default_factory=dict, max_length=8)


class Do(Message):
    """Something that the therapist does."""

    number: int
    name: Name
    author: Name
    body: dict[Name, str | float] = Field(max_length=4)


class PersonTold(Message):
    """A patient of the station, told when the desk asks who could be next there."""

    id: Annotated[str, StringConstraints(max_length=80)]
    name: Name


class Answer(Message):
    """What came of it."""

    number: int
    got: dict[Name, str | float] = Field(default_factory=dict, max_length=4)
    people: tuple[PersonTold, ...] = Field(default=(), max_length=20)
    error: Words = ""

    @property
    def whole(self) -> dict[str, Any]:
        """As the station's own side has given it."""
        people = {"people": [one.model_dump() for one in self.people]} if self.people else {}
        return self.got | people


class Beat(Message):
    """The desk is there; ``watched``: a therapist looks on."""

    watched: bool


def read(message: dict[str, Any], *kinds: type[Message]) -> Message:
    """A message as one of some kinds; its one field names which.

    Raises:
        LinkError: it is none of them, whole and exact.
    """
    for kind in kinds:
        if set(message) == {kind.__name__.lower()}:
            try:
                return kind.model_validate_json(json.dumps(message[kind.__name__.lower()]))
            except ValidationError as error:
                raise LinkError("The other side says what is no message.") from error
    raise LinkError("The other side says what is no message.")


def written(message: Message) -> dict[str, Any]:
    """The inverse of `read`."""
    return {type(message).__name__.lower(): message.model_dump(mode="json")}
