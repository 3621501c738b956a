"""The pieces that an exercise is written from. Every field is explained in ``programmes/EXERCISES.md``.

Lengths of time are in seconds, head angles in degrees; numbers in files are magnitudes with a direction in
words.
"""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from coach.findings import Caution, Form
from coach.record import Side

Words = Annotated[str, StringConstraints(min_length=1, max_length=400)]
#: A hold is at most this long; only a spoken guide lasts longer. Judgement.
LONGEST_HOLD_S = 120

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Movement(StrEnum):
    """The axis or quantity that an exercise scores; the names of the glossary."""

    ROTATION = "rotation"
    LATERAL_FLEXION = "lateral_flexion"
    EXTENSION = "extension"
    DEVIATION = "deviation"  # the one angle between the head and the middle
    EAR_HEIGHT = "ear_height"  # ears above the shoulder line, shoulder widths
    LATERAL_SHIFT = "lateral_shift"  # the head beside the shoulders' middle, shoulder widths
    SHOULDERS = "shoulders"  # the slant that the rise of one shoulder gives the shoulder line
    PATH = "path"  # turning and nodding along a drawn path, as the distance from it
    PRESENCE = "presence"  # only that the patient is there


AXES = (Movement.ROTATION, Movement.LATERAL_FLEXION, Movement.EXTENSION)

#: What can only be kept near its middle; an axis of the head is too where it has no direction.
MIDDLES = (Movement.DEVIATION, Movement.LATERAL_SHIFT, Movement.SHOULDERS, Movement.PATH)


class Shape(StrEnum):
    """A path to draw with the nose."""

    LINE = "line"  # from side to side
    ARC = "arc"  # from side to side over the top
    EIGHT = "eight"  # a lying eight


class Ends(StrEnum):
    """What ends a repetition."""

    HELD = "held"  # it was held for so long
    TIME = "time"  # so much time has passed, in the band or not
    FURTHEST = "furthest"  # the head has gone as far as it likes, and stays there or turns back


class Direction(StrEnum):
    """Where a movement goes; ``corrective`` is the side that the therapist chose for the patient."""

    CORRECTIVE = "corrective"
    LEFT = "left"
    RIGHT = "right"
    FLEXION = "flexion"
    EXTENSION = "extension"


SIDED = (Direction.CORRECTIVE, Direction.LEFT, Direction.RIGHT)


def other(side: Side) -> Side:
    """The patient's other side."""
    return Side.RIGHT if side is Side.LEFT else Side.LEFT


class Still(StrEnum):
    """What can be asked to keep still."""

    ROTATION = "rotation"
    LATERAL_FLEXION = "lateral_flexion"
    EXTENSION = "extension"
    SHOULDERS = "shoulders"
    TRUNK = "trunk"


class Broken(NamedTuple):
    """A rule that the fields of one part break together, in words."""

    field: str
    wanted: str
    got: str


def refuse(found: Iterable[Broken]) -> None:
    """What the validator of a part does with the rules that its fields break.

    Raises:
        PydanticCustomError: there are some; `coach.faults` tells them in words.
    """
    broken = list(found)
    if broken:
        raise PydanticCustomError("rules", "fields do not fit together", {"broken": broken})


def canonical(data: object) -> str:
    """The same JSON for the same plain data, always."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Part(BaseModel):
    """What people write by hand: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    def given(self) -> set[str]:
        """The names of the fields that have a value."""
        return {name for name in type(self).model_fields if getattr(self, name) is not None}

    def canonical_json(self) -> str:
        """The same text for the same value, always; ``model_validate_json`` reads it back."""
        return canonical(self.model_dump(mode="json"))


class Dose(Part):
    """How much: sets of repetitions, how long each is held and rested."""

    sets: int = Field(ge=1, le=10)
    reps: int = Field(ge=1, le=30)
    hold_s: float = Field(ge=1, le=1800)
    rest_s: float = Field(ge=0, le=120)
    set_rest_s: float = Field(default=30, ge=0, le=300)


class Also(Part):
    """A second axis that goes along with the first."""

    movement: Movement
    direction: Direction
    at_deg: float = Field(ge=2, le=50)
    band_deg: float = Field(ge=1, le=15)


class Target(Part):
    """Where to go and how near counts: in degrees, as a share of the patient's own reach, or in widths."""

    at_deg: float | None = Field(default=None, ge=0, le=50)
    share_of_reach: float | None = Field(default=None, ge=0.1, le=1)
    band_deg: float | None = Field(default=None, ge=1, le=15)
    at_widths: float | None = Field(default=None, ge=-0.2, le=0.5)
    band_widths: float | None = Field(default=None, ge=0.005, le=0.2)
    also: Also | None = None


class Stop(Part):
    """One of several places of a repetition, in their order.

    Attributes:
        hold_s: in place of the dose's.
        hand: the hold counts only with a hand near the face, or only without; ``None`` does not ask.
    """

    target: Target
    say: Words
    hold_s: float | None = Field(default=None, ge=1, le=LONGEST_HOLD_S)
    hand: bool | None = None


class Drawing(Part):
    """One path to draw, and what is said when it is its turn."""

    shape: Shape
    say: Words


class Rise(Part):
    """By how much a deviation or a tremor may grow before ending is suggested."""

    share: float = Field(ge=0.1, le=2)
    over_s: float = Field(ge=5, le=60)


class KeepStill(Part):
    """Another movement, and how far it may go along before it is spoken of."""

    movement: Still
    within_deg: float = Field(ge=1, le=30)


class Pace(Part):
    """One breath."""

    in_s: float = Field(ge=2, le=10)
    out_s: float = Field(ge=2, le=15)


class GuideStep(Part):
    """One sentence of a spoken guide, and the quiet time after it."""

    say: Words
    wait_s: float = Field(ge=0, le=600)


class Asked(StrEnum):
    """What is asked after a spoken guide, beside the tension."""

    MINUTES = "minutes"  # how long it was, where only the patient knows, as with walking
    SLEEP = "sleep"  # how the night was, on the morning after: a guide for the time before sleep


class Say(Part):
    """The exercise's own sentences, as they are spoken."""

    introduce: Words
    move: Words | None = None
    hold: Words | None = None
    back: Words | None = None
    breathe_in: Words | None = None
    breathe_out: Words | None = None


class NotWith(Part):
    """Whom an exercise is not for."""

    cautions: tuple[Caution, ...] = ()
    forms: tuple[Form, ...] = ()
    older_than: int | None = Field(default=None, ge=18, le=120)


class Arms(StrEnum):
    """What the arms do in an exercise's picture; one arm is that of the side that is asked, or the other."""

    ON_TABLE = "on_table"  # both hands flat before the patient
    ON_ARMRESTS = "on_armrests"
    HOLDING_SEAT = "holding_seat"  # the hand of the other side holds the chair
    CROSSED = "crossed"
    SWINGING = "swinging"
    RAISING = "raising"  # one arm goes up to the height of the shoulder
    LEADING = "leading"  # a hand goes ahead of the nose
    TOUCHING = "touching"  # a hand comes up to the face, and sinks again


class Eyes(StrEnum):
    """What the eyes do in an exercise's picture."""

    CLOSED = "closed"
    LEADING = "leading"  # they go first, the head follows
    FIXED = "fixed"  # they stay on one point


class Support(StrEnum):
    """What carries head or back in an exercise's picture."""

    CHAIR = "chair"  # a high back
    WALL = "wall"
    BED = "bed"  # lying on the back
    PILLOW = "pillow"  # lying on the side


class Body(StrEnum):
    """What trunk, shoulders or the head as a whole do in an exercise's picture."""

    TURNING = "turning"  # the trunk to both sides
    SWAYING = "swaying"  # the weight from side to side
    CIRCLING = "circling"  # both shoulders, backward
    WALKING = "walking"
    GLIDING_BACK = "gliding_back"  # the head, over the shoulders or to what supports it


class Picture(Part):
    """What a picture shows that the other fields cannot say."""

    arms: Arms | None = None
    eyes: Eyes | None = None
    support: Support | None = None
    body: Body | None = None
