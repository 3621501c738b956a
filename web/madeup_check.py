"""Two-minute checks of the made-up year: one every few weeks, its numbers after how the person is on that
day. All numbers are invention; there is no trace, as of all sessions of long ago."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from coach.goal import is_open
from coach.measures import SIDES, VERSION
from coach.movement import AXES, one_angle_deg
from coach.programme import Task
from coach.record import (
    CheckIn,
    Ending,
    ExerciseRecord,
    Hand,
    Measure,
    Quality,
    SessionRecord,
    Value,
)
from coach.safety import RED_PAIN
from coach.store import FinishedSession
from web.madeup_course import Day, Doing, day_of
from web.madeup_numbers import Named, degrees, in_the_middle, pull_deg, shoulder_tilt_deg, tremor
from web.madeup_people import Person
from web.madeup_plan import Followed
from web.madeup_sketch import sketch

REST_S, TRY_S, FRAMES_PER_S = 20.0, 60.0, 30.0


def checks(
    person: Person, check: Followed, now: datetime, rng: np.random.Generator
) -> Iterator[FinishedSession]:
    """A person's checks, oldest first."""
    agos = range(person.check_ago, person.began_ago + 1, person.check_every)
    for ago in reversed(agos):
        day = now - timedelta(days=ago)
        began = day.replace(hour=10, minute=0, second=0, microsecond=0)
        record, length_s = _record(Today(person, day_of(person, ago, rng), rng), check)
        ended = began + timedelta(seconds=length_s + 60)
        yield FinishedSession(person.id_of(f"check {ago}"), person.patient.id, began, ended, record)


@dataclass(frozen=True)
class Today:
    """Somebody on the day of a check."""

    person: Person
    day: Day
    rng: np.random.Generator

    def reach_deg(self, side: str) -> float:
        """How far they go today, such as to ``rotation_left``."""
        comfortable = self.person.reach(self.day.share)[f"{side}_deg"]
        return comfortable * (1.05 - 0.1 * self.day.severity) + float(self.rng.normal(0, 1.5))


def _record(today: Today, check: Followed) -> tuple[SessionRecord, float]:
    numbers = dict(_numbers(today))
    exercises: list[ExerciseRecord] = []
    t_s = 5.0
    for task in check.prescribed.tasks:
        doing = Doing(today.person, today.day, _as_far_as(task, numbers), today.rng)
        done, t_s = sketch(doing, t_s)
        exercises.append(replace(done, plan=task.plan, measures=()))
    measures = (
        *(Measure(name, Hand.ALL, value, VERSION) for name, value in numbers.items()),
        *_trick(today, numbers),
    )
    hidden = Doing(today.person, today.day, check.prescribed.tasks[0], today.rng).hidden
    quality = Quality(frames=int(t_s * FRAMES_PER_S), seen_share=1 - hidden, frames_per_s=FRAMES_PER_S)
    opening = check.opening(today.person.camera(today.day.ago), _check_in(today.day))
    return SessionRecord(opening, tuple(exercises), Ending.DONE, quality, measures=measures), t_s


def _check_in(day: Day) -> CheckIn:
    """As before a session of that day, but without a red answer: after one the check waits."""
    pain = min(round(day.pain), RED_PAIN - 1)
    return CheckIn(pain, pain, swallowing_trouble=False, dizziness=False, anything_new=False)


def _as_far_as(task: Task, numbers: dict[str, Value]) -> Task:
    """The task with today's own furthest point as its target, so that repetitions and numbers agree."""
    if not is_open(task.plan):
        return task
    far = numbers[f"range_{_side(task)}"].value or 0.0
    return task.model_copy(update={"plan": replace(task.plan, target=far)})


def _side(task: Task) -> str:
    return SIDES[task.plan.movement][task.plan.target < 0]


def _numbers(today: Today) -> Named:
    yield from _rest(today)
    tries = [dict(_try(today)) for _ in range(2)]
    for number, one in enumerate(tries, start=1):
        yield from ((f"middle_{number}_{name}", value) for name, value in one.items())
    better = max(tries, key=lambda one: one["share_within_10"].value or 0.0)
    yield from ((f"middle_{name}", value) for name, value in better.items())
    yield from _range(today)


def _rest(today: Today) -> Named:
    severity, rng = today.day.severity, today.rng
    at = pull_deg(today.person, severity, rng)
    yield "rest_seen", Value(REST_S, None, "s")
    yield "rest_hand", Value(0.0, None, "s")
    yield "rest_deviation_mean", degrees(one_angle_deg(np.array([at]))[0])
    yield from ((f"rest_{axis}", degrees(value)) for axis, value in zip(AXES, at, strict=True))
    yield "rest_shoulder_tilt", degrees(shoulder_tilt_deg(today.person, severity, rng))
    yield "rest_drift", Value(float(rng.normal(2 * severity, 1.5)), 0.8, "deg/min")
    yield from tremor(today.person, today.day, rng)


def _try(today: Today) -> Named:
    severity, rng = today.day.severity, today.rng
    found = dict(in_the_middle("", severity, rng))
    yield "seen", Value(TRY_S, None, "s")
    yield "hand", Value(0.0, None, "s")
    yield from ((name.removeprefix("_"), value) for name, value in found.items())
    for band, longest, error in ((5, (0.3, 0.8), 4.0), (10, (0.5, 1.0), 3.0)):
        share = found[f"_share_within_{band}"].value or 0.0
        yield f"longest_within_{band}", Value(TRY_S * share * float(rng.uniform(*longest)), error, "s")
    yield "steadiness", degrees(0.5 + today.person.wander_deg * severity * 0.6, 0.3)


def _range(today: Today) -> Named:
    for axis, sides in SIDES.items():
        far = [today.reach_deg(side) for side in sides]
        for side, size in zip(sides, far, strict=True):
            speed = size * float(today.rng.uniform(0.5, 0.8)) / today.person.lag_s * 0.7
            yield f"range_{side}", degrees(size, 1.8)
            yield f"range_{side}_speed", Value(speed, 0.06 * speed, "deg/s")
            yield f"range_{side}_smoothness", Value(float(today.rng.normal(-1.6, 0.08)), 0.06, "SPARC")
        if axis != "extension":
            yield f"range_{axis}_difference", degrees(far[0] - far[1], 3.6)


def _trick(today: Today, numbers: dict[str, Value]) -> Iterator[Measure]:
    """What a hand changes: the more, the more often they use one."""
    rest = numbers["rest_deviation_mean"].value or 0.0
    touched = rest * (1 - 0.4 * min(1.0, 0.3 + 2 * today.person.trick))
    yield Measure("trick_hand", Hand.ALL, Value(10.0, None, "s"), VERSION)
    yield Measure("trick_deviation_mean", Hand.WITH, degrees(touched), VERSION)
    yield Measure("trick_deviation_mean", Hand.WITHOUT, degrees(rest), VERSION)
    yield Measure("trick_gain", Hand.ALL, degrees(rest - touched, 2.1), VERSION)
