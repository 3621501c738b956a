"""The fields of an exercise and what follows from them; the rules that they keep are in
`coach.exercise_rules`."""

from pydantic import Field

from coach.findings import Camera, Need, Pattern
from coach.parts import (
    AXES,
    MIDDLES,
    Asked,
    Direction,
    Dose,
    Drawing,
    Ends,
    GuideStep,
    Id,
    KeepStill,
    Movement,
    NotWith,
    Pace,
    Part,
    Picture,
    Rise,
    Say,
    Stop,
    Target,
    Words,
)
from coach.speech import spoken_s

#: Quiet time after an exercise has been explained, before its first movement is asked for. Judgement.
COUNTDOWN_S = 3.0


class Fields(Part):
    """Everything that is written of one exercise."""

    id: Id
    version: int = Field(ge=1, le=9999)
    name: Words
    purpose: Words
    why: Words
    source: Words
    position: Words
    cautions: tuple[Words, ...] = ()
    camera: Camera = Camera.ANGLE
    patterns: tuple[Pattern, ...] = ()
    needs: tuple[Need, ...] = ()
    not_with: NotWith = NotWith()
    progression: Words | None = None
    easier: Words | None = None
    reference: str | None = Field(default=None, min_length=1, max_length=40)
    movement: Movement
    or_movement: Movement | None = None
    direction: Direction | None = None
    target: Target | None = None
    stops: tuple[Stop, ...] = Field(default=(), max_length=6)
    path: tuple[Drawing, ...] = Field(default=(), max_length=3)
    eyes_closed: bool = False
    ends: Ends = Ends.HELD
    dose: Dose
    keep_still: tuple[KeepStill, ...] = ()
    max_speed_deg_s: float | None = Field(default=None, ge=10, le=120)
    rise: Rise | None = None
    baseline_s: float | None = Field(default=None, ge=6, le=30)
    pace: Pace | None = None
    picture: Picture = Picture()
    guide: tuple[GuideStep, ...] = Field(default=(), max_length=80)
    asks: tuple[Asked, ...] = ()
    say: Say

    @property
    def of_the_middle(self) -> bool:
        """What is scored is kept near its own middle; an axis is where it has no direction."""
        return self.movement in MIDDLES or (self.movement in AXES and self.direction is None)

    @property
    def is_rest(self) -> bool:
        """Rest or breathing before the camera: what is left on a day when nothing else is right."""
        return self.movement is Movement.PRESENCE and not self.guide

    @property
    def prepare_s(self) -> float:
        """Seconds from the announcement to the first movement: time to hear it and to settle, and then to be
        measured as one sits before it."""
        words_s = spoken_s(f"{self.name} {self.position} {self.say.introduce}")
        return words_s + COUNTDOWN_S + (self.baseline_s or 0.0)

    @property
    def before_sleep(self) -> bool:
        """A spoken guide for the time before sleep: how the night was is asked on the morning after."""
        return Asked.SLEEP in self.asks

    @property
    def guide_s(self) -> float:
        """Seconds that a spoken guide takes, words and quiet times; 0 for every other exercise."""
        return sum(spoken_s(step.say) + step.wait_s for step in self.guide)
