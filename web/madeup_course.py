"""How one of the made-up people is on a given day: injections that take hold and wear off, progress that is
slow and uneven, chapters that were unlike the usual days. All numbers are invention.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

import numpy as np

from coach.programme import Task
from web.madeup_people import Chapter, Injections, Person

#: On days nearer than this nothing happens by chance, only what the story says; and days differ less.
LATELY = 35
#: How much days differ from each other: the severity as a share, the pain in points of ten.
USUALLY, LATELY_TOO = (0.1, 0.8), (0.04, 0.35)
#: Of the days that progress takes, the share after which two thirds of it are there.
SLOWLY = 0.4


@dataclass(frozen=True)
class Day:
    """How somebody is on one day.

    Attributes:
        ago: which.
        severity: share of the bad day's pull, straying and tremor.
        pain: 0 to 10, before rounding.
        share: of the time since they began, 0 to 1.
        chapter: what is unlike the usual days.
    """

    ago: int
    severity: float
    pain: float
    share: float
    chapter: Chapter

    @property
    def by_chance(self) -> bool:
        """Whether things happen that the story does not speak of."""
        return self.ago > LATELY


@dataclass(frozen=True)
class Doing:
    """Somebody on a day, about to do one exercise.

    Attributes:
        tired: they will not do all that is asked.
        carried_deg: what the exercises before it in this session have changed of the deviation.
    """

    person: Person
    day: Day
    task: Task
    rng: np.random.Generator
    tired: bool = False
    carried_deg: float = 0.0

    @property
    def helps_deg(self) -> float:
        """What this exercise changes of the deviation."""
        return self.person.helps.get(self.task.exercise.id, 0.0)

    @property
    def hidden(self) -> float:
        """Share of the time that the camera does not see them."""
        chapter = self.day.chapter
        return self.person.hidden if chapter.hidden is None else chapter.hidden


def day_of(person: Person, ago: int, rng: np.random.Generator) -> Day:
    """How ``person`` is so many days back."""
    chapter = person.chapter(ago)
    differ, hurt = USUALLY if ago > LATELY else LATELY_TOO
    share = float(np.clip(1 - ago / person.began_ago, 0, 1))
    extra_severity, extra_pain = _extra(chapter, ago)
    severity = progress(person, share) * _relieved(person, ago) * rng.normal(1, differ) * extra_severity
    severity = float(np.clip(severity, 0.1, 1.6))
    pain = person.pain * (0.35 + 0.65 * severity / extra_severity) + rng.normal(0, hurt) + extra_pain
    return Day(ago, severity, float(np.clip(pain, 0, 10)), share, chapter)


def _extra(chapter: Chapter, ago: int) -> tuple[float, float]:
    """Severity as a factor and pain as points that a chapter adds on a day."""
    grown = 1.0
    if chapter.rising:
        grown = (chapter.first_ago - ago) / max(1, chapter.first_ago - chapter.last_ago)
    return 1 + (chapter.severity - 1) * grown, chapter.pain * grown


def progress(person: Person, share: float) -> float:
    """What is left of the pull after that share of the time, 1 on the first day."""
    return 1 - person.gain * (1 - exp(-share / SLOWLY)) / (1 - exp(-1 / SLOWLY))


def _relieved(person: Person, ago: int) -> float:
    """What an injection leaves of the pull on a day, a share."""
    before = [one for one in person.injected() if one >= ago]
    if person.injections is None or not before:
        return 1.0
    return 1 - person.injections.relief * relief(person.injections, before[-1] - ago)


def relief(given: Injections, since: float) -> float:
    """What is there of an injection's effect so many days after it, 0 to 1."""
    wearing = (since - given.lasts_days) / (given.gone_days - given.lasts_days)
    return float(min(1.0, since / given.takes_hold_days) * (1 - np.clip(wearing, 0, 1)))


def training_days(person: Person, days: int, rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    """How many sessions on which of the last ``days`` days, oldest first: (ago, sessions)."""
    turn = float(rng.random())
    for ago in range(min(days, person.began_ago), 0, -1):
        a_day = person.chapter(ago).a_day
        count = _usually(person, ago, turn, rng) if a_day is None else a_day
        if count:
            yield ago, count


def _usually(person: Person, ago: int, turn: float, rng: np.random.Generator) -> int:
    """Sessions of a usual day; lately the free days are spread evenly, from where it is their ``turn``."""
    share = person.keeps * person.days_a_week / 7
    chance = float(rng.random())
    evenly = int(ago * share + turn) != int((ago - 1) * share + turn)
    trains = evenly if ago <= LATELY else chance < share
    return person.bouts_a_day if trains else 0
