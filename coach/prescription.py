"""A personal programme: what a therapist chose for one patient, as a draft and as published versions.

A published version is never changed; a change is a new version with its reason. It carries the exercises word
for word, so that a newer library changes nothing for a patient until a therapist says so.
"""

from datetime import date

from pydantic import Field

from coach.assessment import Assessment
from coach.exercise import Exercise
from coach.parts import Dose, Id, Part, Target, Words
from coach.programme import Feedback, Prescribed, Shown
from coach.record import Side

__all__ = ["PERSONAL", "Choice", "Draft", "Feedback", "Published", "Shown"]

#: Every personal programme has this id; its number is its version.
PERSONAL = "personal"
MOST_VERSIONS = 9999


class Choice(Part):
    """One exercise of a personal programme.

    Attributes:
        side: where it goes, for an exercise that has a side; ``None`` is the corrective one.
        dose, target: in place of the exercise's own.
        note: the therapist's words to the patient.
        against: why it goes toward the dystonic side, where it does.
        enabled: the therapist knows that this exercise asks for their say, and gives it.
    """

    exercise: Id
    side: Side | None = None
    dose: Dose | None = None
    target: Target | None = None
    feedback: Feedback = Feedback.FADING
    shown: Shown = Shown.FIGURE
    note: str = Field(default="", max_length=400)
    against: str = Field(default="", max_length=400)
    enabled: bool = False


class Draft(Part):
    """A programme in the making. ``own`` holds the clinic's own exercises that it uses."""

    title: Words
    choices: tuple[Choice, ...] = Field(max_length=20)
    bouts_a_day: int = Field(default=2, ge=1, le=4)
    days_a_week: int = Field(default=6, ge=1, le=7)
    own: tuple[Exercise, ...] = Field(default=(), max_length=20)


class Published(Part):
    """One version.

    Attributes:
        version: counted from 1 for each patient.
        published_on: when.
        author: who published it.
        reason: why it was changed, for the first version why it was chosen; the patient reads it.
        assessment: what it was made from.
        draft: as it was chosen.
        prescribed: the exercises word for word with this patient's sides, targets and doses.
    """

    version: int = Field(ge=1, le=MOST_VERSIONS)
    published_on: date
    author: str = Field(min_length=1, max_length=80)
    reason: Words
    assessment: Assessment
    draft: Draft
    prescribed: Prescribed
