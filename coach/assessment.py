"""What a therapist found: the analysis that every programme is made from. Dates without a clock.

The pull is the dystonic direction, as clinics name it: a turn by the side the chin goes to, a tilt by the
side whose ear comes nearer to its shoulder. The corrective side is the other one.
"""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from coach.findings import Caution, Form
from coach.parts import Broken, Id, Part, Words, refuse
from coach.programme import Reach
from coach.record import Side

#: One injection cycle: labels allow the next injection after 12 weeks (clinical reference, section 5).
CYCLE_DAYS = 84
MOST_BLOCKED = 60


TURNS = (Form.TORTICOLLIS, Form.TORTICAPUT)
TILTS = (Form.LATEROCOLLIS, Form.LATEROCAPUT)
#: The forms that have a side.
SIDED_FORMS = (*TURNS, *TILTS, Form.LATERAL_SHIFT)


class Tone(StrEnum):
    """Whether the pull holds on or comes in bursts."""

    TONIC = "tonic"
    PHASIC = "phasic"


class Strength(StrEnum):
    """How strong the pull is."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Component(Part):
    """One part of the posture; ``side`` is the pull's."""

    form: Form
    side: Side | None = None
    tone: Tone = Tone.TONIC
    strength: Strength = Strength.MODERATE


class TremorDirection(StrEnum):
    """Nodding or shaking."""

    YES_YES = "yes_yes"
    NO_NO = "no_no"


class TremorGrain(StrEnum):
    """How large the trembling is."""

    FINE = "fine"
    COARSE = "coarse"


class HeadTremor(Part):
    """A trembling of the head."""

    direction: TremorDirection
    grain: TremorGrain


class Touch(Part):
    """A sensory trick that helps: where, and with which hand."""

    where: str = Field(min_length=1, max_length=80)
    hand: Side


class Behaviour(StrEnum):
    """Moving the arms in turn calms a stable dystonia and worsens an unstable one."""

    STABLE = "stable"
    UNSTABLE = "unstable"
    NOT_TESTED = "not_tested"


class Blocked(Part):
    """An exercise that is not for this patient, and why."""

    exercise: Id
    reason: Words


class Assessment(Part):
    """One analysis.

    Attributes:
        assessed_on, injected_on: dates; ``injected_on`` is the last injection's, where there was one.
        shoulders_raised: the sides on which the shoulder is pulled up.
        lost_midline: the patient does not know where the middle is.
        pain: pain or tension is a main complaint.
        age: years, where it matters.
        reach: how far the patient goes in comfort.
        blocked: exercises that are not for this patient.
    """

    assessed_on: date
    injected_on: date | None = None
    components: tuple[Component, ...] = Field(default=(), max_length=10)
    shoulders_raised: tuple[Side, ...] = Field(default=(), max_length=2)
    tremor: HeadTremor | None = None
    trick: Touch | None = None
    behaviour: Behaviour = Behaviour.NOT_TESTED
    cautions: tuple[Caution, ...] = ()
    lost_midline: bool = False
    pain: bool = False
    age: int | None = Field(default=None, ge=1, le=120)
    reach: Reach
    blocked: tuple[Blocked, ...] = Field(default=(), max_length=MOST_BLOCKED)
    note: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse(_broken(self))
        return self

    @property
    def injection_day(self) -> int | None:
        """Days from the last injection to the assessment."""
        return (self.assessed_on - self.injected_on).days if self.injected_on else None

    def pull(self, *forms: Form) -> Side | None:
        """The side that these forms pull to; ``None`` where there are none or they pull to both."""
        sides = {one.side for one in self.components if one.form in forms and one.side}
        return sides.pop() if len(sides) == 1 else None

    def has(self, *forms: Form) -> bool:
        """Whether one of these forms was found."""
        return any(one.form in forms for one in self.components)

    def is_old(self, today: date) -> bool:
        """Whether it is older than one injection cycle."""
        return (today - self.assessed_on).days > CYCLE_DAYS


def with_block(assessment: Assessment, exercise: str, reason: str) -> Assessment:
    """The same findings, and one exercise more that is blocked; where it was blocked, the reason is new.

    It keeps the day of the findings: no exercise that is blocked makes an old analysis a fresh one.
    """
    blocked = (*without_block(assessment, exercise).blocked, Blocked(exercise=exercise, reason=reason))
    return assessment.model_copy(update={"blocked": blocked})


def without_block(assessment: Assessment, exercise: str) -> Assessment:
    """The same findings, and this exercise is not blocked."""
    blocked = tuple(one for one in assessment.blocked if one.exercise != exercise)
    return assessment.model_copy(update={"blocked": blocked})


def _broken(assessment: Assessment) -> list[Broken]:
    found = []
    for number, one in enumerate(assessment.components):
        if (one.form in SIDED_FORMS) != (one.side is not None):
            wanted = f"{'a side' if one.form in SIDED_FORMS else 'no side'} for {one.form}"
            found.append(Broken(f"components.{number}.side", wanted, one.side or "nothing"))
    if len({one.form for one in assessment.components}) != len(assessment.components):
        found.append(Broken("components", "each form once", "one of them twice"))
    if assessment.injected_on and assessment.injected_on > assessment.assessed_on:
        wanted = f"{assessment.assessed_on} or before"
        found.append(Broken("injected_on", wanted, str(assessment.injected_on)))
    return found
