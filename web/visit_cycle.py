"""When an injection takes hold and wears off, in sentences for the two pages of the visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from coach.point import Point
from coach.report.visit import Block
from coach.trend_measures import BY_NAME
from web.cycle_words import RULE, sentences
from web.review_cycle import laid_over, names_of

#: The numbers that an injection is meant to lower.
LOWERED = ("deviation", "pain", "tension")
NAMES = frozenset().union(*(names_of(BY_NAME[name]) for name in LOWERED))
NOT_ENOUGH = f"Not enough data yet. {RULE}"


def wore_off(points: Sequence[Point], injections: Sequence[date]) -> Block:
    """What can be said of it, as the therapist's page does; ``points`` are all of `NAMES`, ``injections``
    oldest first."""
    told = tuple(_told(points, injections))
    return Block("When it takes hold and wears off in this patient", told or (NOT_ENOUGH,))


def _told(points: Sequence[Point], injections: Sequence[date]) -> Iterator[str]:
    for measure in (BY_NAME[name] for name in LOWERED):
        _, laid = laid_over(points, measure, injections)
        if laid.enough:
            yield f"{measure.label}: {' '.join(sentences(measure, laid))}"
