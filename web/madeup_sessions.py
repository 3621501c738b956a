"""The training of the made-up people, session after session, as their stories say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from coach.parts import Movement
from coach.programme import Task
from coach.record import (
    CheckIn,
    CheckOut,
    Ending,
    ExerciseRecord,
    ExerciseSummary,
    Quality,
    SessionRecord,
)
from coach.safety import red_answers
from coach.store import FinishedSession
from web.madeup_course import Day, Doing, day_of, training_days
from web.madeup_motion import FRAMES_PER_S, perform
from web.madeup_people import Person
from web.madeup_plan import Followed, Plans
from web.madeup_sketch import sketch

#: What they write to their therapist, after a good session and after a hard one.
GOOD_WORDS = (
    "The turn felt easier today.",
    "Could look over my shoulder while parking.",
    "Short but good. The long holds are getting calmer.",
    "Held the middle through the whole news.",
    "Slept well, and it shows.",
)
HARD_WORDS = (
    "Neck tired after work, took it slowly.",
    "It pulls more again this week.",
    "The tilt was hard today, the rest went well.",
    "Calmer after the breathing.",
    "Stopped when the phone rang.",
)
#: One day in so many not everything that was asked is done, so that targets are reached in some stories only.
TIRED_EVERY = 3
#: The hours of waking, and what effort nobody answers unless their story says so.
FIRST_HOUR, LAST_HOUR, MOST_EFFORT = 8.0, 19.5, 7


class Fate(NamedTuple):
    """How one exercise went: how it ended, and after how many repetitions where it was cut short."""

    ending: Ending | None
    reps: int | None = None


@dataclass(frozen=True)
class Visit:
    """One session to be made up; ``first`` of its day."""

    id: str
    person: Person
    day: Day
    began: datetime
    followed: Followed
    tired: bool
    first: bool


def year_of(
    person: Person, plans: Plans, now: datetime, days: int, rng: np.random.Generator
) -> Iterator[FinishedSession]:
    """A person's sessions of the last ``days`` days, the newest day first."""
    for i, visit in enumerate(_visits(person, plans, now, days, rng)):
        yield _session(visit, plans, rng, traced=i < person.traced)


def _visits(
    person: Person, plans: Plans, now: datetime, days: int, rng: np.random.Generator
) -> Iterator[Visit]:
    trained = list(training_days(person, days, rng))
    for place, (ago, count) in enumerate(reversed(trained)):
        bouts, day = plans.of(ago), day_of(person, ago, rng)
        for number, began in enumerate(_hours(now - timedelta(days=ago), count, rng)):
            yield Visit(
                id=person.id_of(f"{ago} {number}"),
                person=person,
                day=day,
                began=began,
                followed=bouts[number % len(bouts)],
                tired=place % TIRED_EVERY == 1 and not day.chapter.reaches,
                first=number == 0,
            )


def _hours(day: datetime, count: int, rng: np.random.Generator) -> Iterator[datetime]:
    """The beginnings of a day's sessions, spread over the waking hours."""
    morning = day.replace(hour=0, minute=0, second=0, microsecond=0)
    room = (LAST_HOUR - FIRST_HOUR) / count
    for number in range(count):
        yield morning + timedelta(hours=FIRST_HOUR + room * (number + float(rng.uniform(0, 0.7))))


def _session(visit: Visit, plans: Plans, rng: np.random.Generator, *, traced: bool) -> FinishedSession:
    check_in = _check_in(visit, rng)
    resting = bool(red_answers(check_in))
    followed = plans.whole(visit.day.ago) if resting else visit.followed
    tasks = followed.prescribed.tasks
    ending, fates = _fates(tasks, visit.day, rng, resting=resting)
    exercises: list[ExerciseRecord] = []
    t_s, carried_deg = 5.0, 0.0
    for task, fate in zip(tasks, fates, strict=True):
        doing = Doing(visit.person, visit.day, task, rng, tired=visit.tired, carried_deg=carried_deg)
        exercise, t_s = _exercise(doing, fate, t_s, traced=traced)
        exercises.append(exercise)
        carried_deg += doing.helps_deg if exercise.reps else 0.0
    record = SessionRecord(
        opening=followed.opening(visit.person.camera(visit.day.ago), check_in, resting=resting),
        exercises=tuple(exercises),
        ending=ending,
        quality=_quality(visit, exercises, t_s, rng),
        check_out=_check_out(check_in, visit, ending, rng),
    )
    ended = visit.began + timedelta(seconds=t_s + 60)
    return FinishedSession(visit.id, visit.person.patient.id, visit.began, ended, record)


def _fates(
    tasks: Sequence[Task], day: Day, rng: np.random.Generator, *, resting: bool
) -> tuple[Ending, list[Fate]]:
    """How the session ends, and each exercise of it."""
    if resting:
        return Ending.DONE, [Fate(Ending.DONE if task.exercise.is_rest else None) for task in tasks]
    if day.chapter.stops:
        return _cut(Ending.STOPPED, tasks, min(1, len(tasks) - 1), rng)
    if day.by_chance and rng.random() < 0.05:
        ending = Ending.INTERRUPTED if rng.random() < 0.2 else Ending.STOPPED
        return _cut(ending, tasks, int(rng.integers(0, len(tasks))), rng)
    return Ending.DONE, [_fate(task, day, rng) for task in tasks]


def _cut(
    ending: Ending, tasks: Sequence[Task], last: int, rng: np.random.Generator
) -> tuple[Ending, list[Fate]]:
    """Over in the middle of one exercise, and nothing of those after it."""
    fates = [Fate(Ending.DONE)] * last
    return ending, [*fates, Fate(ending, int(rng.integers(1, 4))), *[Fate(None)] * (len(tasks) - last - 1)]


def _fate(task: Task, day: Day, rng: np.random.Generator) -> Fate:
    hard = 0.04 * day.severity * (task.exercise.movement is not Movement.PRESENCE)
    chance = rng.random()
    if day.by_chance and chance < hard:
        return Fate(Ending.TOO_HARD, int(rng.integers(1, 5)))
    return Fate(Ending.SKIPPED, 0) if day.by_chance and chance < hard + 0.02 else Fate(Ending.DONE)


def _exercise(doing: Doing, fate: Fate, start_s: float, *, traced: bool) -> tuple[ExerciseRecord, float]:
    """One exercise as it went, and when it was over."""
    plan = doing.task.plan
    if fate.ending is None:
        return ExerciseRecord(plan, (), None), start_s
    if fate.reps == 0:
        skipped = ExerciseSummary(fate.ending, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, None, ())
        return ExerciseRecord(plan, (), skipped), start_s + 4
    exercise, end_s = (perform if traced else sketch)(doing, start_s, fate.reps)
    summary = replace(exercise.summary, ending=fate.ending) if exercise.summary else None
    return replace(exercise, summary=summary), end_s


def _check_in(visit: Visit, rng: np.random.Generator) -> CheckIn:
    day, chapter = visit.day, visit.day.chapter
    dizzy = day.by_chance and bool(rng.random() < 0.004)
    return CheckIn(
        pain=round(day.pain),
        tension=int(np.clip(round(day.pain + rng.normal(0.5, 0.7)), 0, 10)),
        swallowing_trouble=chapter.swallowing and visit.first,
        dizziness=(chapter.dizziness or dizzy) and visit.first,
        anything_new=chapter.new and visit.first,
    )


def _check_out(before: CheckIn, visit: Visit, ending: Ending, rng: np.random.Generator) -> CheckOut:
    day, chance = visit.day, float(rng.random())
    after = int(np.clip(before.pain + int(rng.choice([-1, -1, 0, 0, 0, 0, 1])), 0, 10))
    usual = int(np.clip(round(2 + 3 * day.severity + rng.normal(0, 0.8)), 0, MOST_EFFORT))
    words = str(rng.choice(HARD_WORDS if day.severity > 0.8 else GOOD_WORDS)) if chance < 0.15 else ""
    if ending is Ending.INTERRUPTED:
        return CheckOut()
    effort = usual if day.chapter.effort is None else day.chapter.effort
    return CheckOut(after, effort, _said(visit) or words)


def _said(visit: Visit) -> str:
    """The words of the chapter, one a day."""
    chapter = visit.day.chapter
    place = chapter.first_ago - visit.day.ago
    return chapter.words[place] if visit.first and place < len(chapter.words) else ""


def _quality(
    visit: Visit, exercises: Sequence[ExerciseRecord], length_s: float, rng: np.random.Generator
) -> Quality:
    traced = [e.trace.column("rotation_deg") for e in exercises if e.trace]
    seen = np.concatenate([~np.isnan(column) for column in traced]) if traced else None
    chapter = visit.day.chapter
    hidden = (visit.person.hidden if chapter.hidden is None else chapter.hidden) * rng.uniform(0.8, 1.2)
    frames = int(length_s * FRAMES_PER_S) if seen is None else len(seen)
    return Quality(
        frames=frames,
        seen_share=float(np.clip(1 - hidden, 0, 1)) if seen is None else float(np.mean(seen)),
        frames_per_s=frames / length_s,
        dropped=int(rng.integers(0, 40)),
        second_person_s=float(rng.uniform(2, 20)) if rng.random() < 0.03 else 0.0,
        camera_lost=int(rng.random() < 0.01),
        notes=chapter.notes or tuple(_notes(rng)),
    )


def _notes(rng: np.random.Generator) -> Iterator[str]:
    for note, often in (("too_dark", 0.03), ("light_behind", 0.03), ("off_centre", 0.08)):
        if rng.random() < often:
            yield note
