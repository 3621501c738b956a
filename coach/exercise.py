"""One exercise as data. Its pieces are in `coach.parts`, its rules in `coach.exercise_rules`."""

from typing import Self

from pydantic import model_validator

from coach.exercise_fields import Fields
from coach.exercise_rules import broken, places_fit
from coach.parts import refuse
from coach.target_rules import CAP_DEG, MIN_CLEAR_DEG

__all__ = ["CAP_DEG", "MIN_CLEAR_DEG", "Exercise", "broken", "places_fit"]


class Exercise(Fields):
    """One exercise, the same for every patient."""

    @model_validator(mode="after")
    def _fields_fit_together(self) -> Self:
        refuse(broken(self))
        return self
