"""A patient whose head turns to the left, and what is prescribed from it."""

from datetime import date

from coach.assessment import Assessment, Component
from coach.compose import compose
from coach.findings import Form
from coach.prescription import Choice, Draft, Published
from coach.record import Side
from tests.coach.builders import LIBRARY, REACH

ASSESSED_ON = date(2026, 3, 2)


def assessment(*components: Component, **findings: object) -> Assessment:
    """Without components, a head that turns to the left."""
    found = components or (Component(form=Form.TORTICAPUT, side=Side.LEFT),)
    return Assessment.model_validate(
        {"assessed_on": ASSESSED_ON, "components": found, "reach": REACH, **findings}
    )


def draft(*choices: Choice | str, **fields: object) -> Draft:
    """A draft of these exercises, with a slow breath for a day of rest."""
    chosen = [Choice(exercise=one) if isinstance(one, str) else one for one in ("slow_breath", *choices)]
    return Draft.model_validate({"title": "Your exercises", "choices": tuple(chosen), **fields})


def published(made: Draft, found: Assessment | None = None, version: int = 1) -> Published:
    found = found or assessment()
    return Published(
        version=version,
        published_on=date(2026, 3, 3),
        author="A. Therapist",
        reason="To begin with.",
        assessment=found,
        draft=made,
        prescribed=compose(made, found, LIBRARY.exercises, LIBRARY.refusals, version),
    )
