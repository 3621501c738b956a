"""Numbers of exercises and of spoken guides put together as pairs, before and after. Pure.

What comes after an exercise is its own time after the last repetition, or where it has none the preparing of
the next exercise of the session. An exercise that was measured against its own time before has that instead:
while it lasts, against before. A spoken guide has the tension that the patient told, before and after.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from coach.before_after import AFTER, BEFORE
from coach.diary import GuideRecord
from coach.point import ExercisePoint

HELD, BASELINE = "held_deviation", "baseline_deviation"
#: The numbers of exercises that pairs are made of.
NAMES = (BEFORE, AFTER, BASELINE, HELD)


class Kind(StrEnum):
    """What is compared with before."""

    AFTER = "after"
    WHILE = "while"
    TENSION = "tension"


@dataclass(frozen=True)
class Pair:
    """One exercise once, on a day; degrees away from the middle, or tension of 0 to 10."""

    exercise_id: str
    kind: Kind
    on: date
    before: float
    after: float


def pairs(
    points: Iterable[ExercisePoint], guides: Iterable[GuideRecord], zone: tzinfo | None = None
) -> tuple[Pair, ...]:
    """All of them, of exercises first.

    Args:
        points: those of `NAMES`.
        zone: in which days begin and end; ``None`` for the computer's own.
    """
    return (*_of_exercises(points, zone), *_of_guides(guides, zone))


def _of_exercises(points: Iterable[ExercisePoint], zone: tzinfo | None) -> Iterator[Pair]:
    done: dict[tuple[str, int], dict[str, ExercisePoint]] = {}
    for point in points:
        done.setdefault((point.session_id, point.position), {})[point.name] = point
    for (session_id, position), numbers in done.items():
        following = done.get((session_id, position + 1), {})
        after = numbers.get(AFTER) or following.get(BEFORE) or following.get(BASELINE)
        if HELD in numbers and BASELINE in numbers:
            yield _pair(Kind.WHILE, numbers[BASELINE], numbers[HELD], zone)
        elif BEFORE in numbers and after:
            yield _pair(Kind.AFTER, numbers[BEFORE], after, zone)


def _pair(kind: Kind, before: ExercisePoint, after: ExercisePoint, zone: tzinfo | None) -> Pair:
    on = before.at.astimezone(zone).date()
    return Pair(before.exercise_id, kind, on, before.value, after.value)


def _of_guides(guides: Iterable[GuideRecord], zone: tzinfo | None) -> Iterator[Pair]:
    for guide in guides:
        before, after = guide.opening.tension_before, guide.answers.tension
        if before is not None and after is not None:
            on = guide.begun_at.astimezone(zone).date()
            yield Pair(guide.opening.exercise_id, Kind.TENSION, on, before, after)
