"""Programmes as data, and what one resolved for a patient is; `coach.resolved` resolves.

Numbers in files are magnitudes with a direction in words; resolved plans are signed (see `pose`).
"""

import hashlib
from enum import StrEnum
from typing import Self

from pydantic import Field

from coach.exercise import Exercise
from coach.parts import Direction, Dose, Id, Movement, Part, Words
from coach.record import ExercisePlan, Side

__all__ = [
    "Assignment",
    "Direction",
    "Dose",
    "Entry",
    "Exercise",
    "Feedback",
    "Movement",
    "Prescribed",
    "Programme",
    "Reach",
    "Shown",
    "Task",
]


class Feedback(StrEnum):
    """How much is said while the patient moves."""

    FULL = "full"  # as things happen, in every repetition
    FADING = "fading"  # as things happen in the first three, afterwards when a repetition has ended
    AFTERWARDS = "afterwards"  # when a repetition has ended


class Shown(StrEnum):
    """What the patient sees of themselves."""

    MIRROR = "mirror"
    FIGURE = "figure"


class Entry(Part):
    """One exercise of a programme; a dose of its own replaces the exercise's."""

    exercise: Id
    dose: Dose | None = None


class Programme(Part):
    """Exercises in their order."""

    id: Id
    version: int = Field(ge=1, le=9999)
    title: Words
    about: Words
    source: Words
    exercises: tuple[Entry, ...] = Field(min_length=1, max_length=20)


class Reach(Part):
    """How far a patient goes in comfort to each side, degrees, magnitudes."""

    rotation_left_deg: float = Field(ge=0, le=90)
    rotation_right_deg: float = Field(ge=0, le=90)
    lateral_flexion_left_deg: float = Field(ge=0, le=60)
    lateral_flexion_right_deg: float = Field(ge=0, le=60)
    extension_deg: float = Field(ge=0, le=80)
    flexion_deg: float = Field(ge=0, le=80)


class Assignment(Part):
    """What a therapist chose for one patient."""

    programme_id: Id
    programme_version: int = Field(ge=1, le=9999)
    corrective_rotation: Side
    corrective_lateral_flexion: Side
    reach: Reach
    note: str = Field(default="", max_length=2000)


class Second(Part):
    """A second axis that goes along, for this patient: signed target, half width of the band, degrees."""

    movement: Movement
    target: float
    band: float


class Mark(Part):
    """One stop for this patient: signed target (0 is the middle), half width of the band, seconds held."""

    target: float
    band: float
    hold_s: float


class Task(Part):
    """One exercise as one patient does it; ``note`` is the therapist's words to the patient. With stops the
    plan has the target of the one that lies furthest, with a path how far that goes to either side."""

    exercise: Exercise
    plan: ExercisePlan
    also: Second | None = None
    marks: tuple[Mark, ...] = ()
    note: str = ""
    feedback: Feedback = Feedback.FADING
    shown: Shown = Shown.FIGURE


class Prescribed(Part):
    """A programme resolved for one patient: enough to judge, and to judge again from a trace."""

    id: Id
    version: int
    title: str
    tasks: tuple[Task, ...]

    @property
    def before_the_camera(self) -> Self:
        """Without the spoken guides, which are heard with the camera off."""
        seen = tuple(task for task in self.tasks if not task.exercise.guide)
        return self.model_copy(update={"tasks": seen})

    def sha256(self) -> str:
        """Hash of the canonical text, hexadecimal."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()
