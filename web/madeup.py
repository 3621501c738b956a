"""A made-up clinic: six people and a year of their sessions, to look around in. Nobody in it is real.

The newest sessions are done by a made-up body before the coach's real state machine and have whole traces;
the older ones are drawn after them and have none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple
from uuid import UUID, uuid5

import numpy as np

from coach.checkup import CHECK
from coach.library import Library, prescribe
from coach.parts import Movement
from coach.programme import Prescribed, Task
from coach.record import (
    CheckIn,
    CheckOut,
    Ending,
    ExerciseRecord,
    ExerciseSummary,
    Quality,
    SessionKind,
    SessionOpening,
    SessionRecord,
)
from coach.safety import red_answers
from coach.store import FinishedSession, Store
from pose.neutral import Neutral
from pose.trunk import Seat
from web.madeup_check import checks
from web.madeup_diary import keep_diary
from web.madeup_motion import FRAMES_PER_S, perform
from web.madeup_people import GOOD_WORDS, HARD_WORDS, PEOPLE, Day, Doing, Person, day_of, trains
from web.madeup_prescribing import DAYS, LOOKED_AGAIN, assignment_of, prescribe_to
from web.madeup_sketch import sketch
from web.measured import measure_everything

#: Newest sessions of each person that have a trace; one takes seconds.
TRACED = 1
#: Set when the clinic is complete, so that it is made up once.
DONE_SETTING = "made_up_clinic"

NEUTRAL = Neutral(
    head=np.eye(3),
    shoulder_tilt_deg=0.0,
    shoulder_left=0.9,
    shoulder_right=0.9,
    lateral_shift=0.0,
    shoulder_mid_px=(320.0, 400.0),
    shoulder_width_px=210.0,
    seat=Seat(
        tilt_deg=0.0,
        width_px=210.0,
        left_up=-0.9,
        right_up=-0.9,
        across=0.0,
        neck_up=0.3,
        neck_across=0.0,
        distance_m=0.7,
    ),
    frames=90,
    spread_deg=0.4,
)


class Fate(NamedTuple):
    """How one exercise went: how it ended, and after how many repetitions where it was cut short."""

    ending: Ending | None
    reps: int | None = None


@dataclass(frozen=True)
class Visit:
    """One session to be made up."""

    id: str
    person: Person
    day: Day
    began: datetime
    prescribed: Prescribed


def fill(
    store: Store,
    library: Library,
    now: datetime,
    rng: np.random.Generator,
    *,
    people: Sequence[Person] = PEOPLE,
    traced: int = TRACED,
) -> None:
    """Make up the clinic where it is not there yet; a filling that was cut off is gone on with.

    Args:
        now: aware; the year ends here.
        people: who is in it.
        traced: how many of the newest sessions of each have a trace; one takes a few seconds.
    """
    if store.setting(DONE_SETTING):
        return
    known = {patient.id for patient in store.patients()}
    for person in people:
        if person.patient.id not in known:
            store.add_patient(person.patient)
        prescribe_to(store, library, person, now)
        if not store.sessions(person.patient.id):
            year = _year(library, person, now, rng, traced)
            store.add_sessions(chain(year, _checks(library, person, now, rng)))
        trained = [head for head in store.sessions(person.patient.id) if head.kind is SessionKind.TRAINING]
        for head in trained[:traced]:
            measure_everything(store, head.id)
        keep_diary(store, person, now, rng)
    store.set_setting(DONE_SETTING, now.isoformat())


def _year(
    library: Library, person: Person, now: datetime, rng: np.random.Generator, traced: int
) -> Iterator[FinishedSession]:
    """A person's sessions, oldest first."""
    start = now - timedelta(days=DAYS)
    assigned = (assignment_of(library, person, *looked) for looked in LOOKED_AGAIN)
    resolved = [prescribe(library, one).before_the_camera for one in assigned]
    days = [day for day in range(DAYS) if trains(person, day, rng)]
    for i, day in enumerate(days):
        visit = _visit(person, day, start, resolved, rng)
        yield _session(visit, rng, traced=i >= len(days) - traced)


def _checks(
    library: Library, person: Person, now: datetime, rng: np.random.Generator
) -> Iterator[FinishedSession]:
    """A person's two-minute checks, oldest first."""
    check = library.checks[CHECK]
    fine = CheckIn(2, 3, swallowing_trouble=False, dizziness=False, anything_new=False)
    opening = replace(_opening(check, fine, resting=False), kind=SessionKind.CHECK)
    return checks(person, check, opening, now - timedelta(days=DAYS), rng)


def _visit(
    person: Person, day: int, start: datetime, resolved: Sequence[Prescribed], rng: np.random.Generator
) -> Visit:
    """The session of a day, with what was prescribed then."""
    holds = sum(day >= since for since, _ in LOOKED_AGAIN) - 1
    session_id = str(uuid5(UUID(person.patient.id), str(day)))
    began = _hour(start + timedelta(days=day), rng)
    return Visit(session_id, person, day_of(person, day, rng), began, resolved[holds])


def _hour(day: datetime, rng: np.random.Generator) -> datetime:
    """Some time between eight in the morning and eight in the evening, and before now."""
    morning = day.replace(hour=8, minute=0, second=0, microsecond=0)
    if morning > day - timedelta(hours=1):
        morning -= timedelta(days=1)
    latest = min(12.0, (day - morning) / timedelta(hours=1) - 0.75)
    return morning + timedelta(hours=float(rng.uniform(0, latest)))


def _session(visit: Visit, rng: np.random.Generator, *, traced: bool) -> FinishedSession:
    check_in = _check_in(visit.day, rng)
    resting = bool(red_answers(check_in))
    ending, fates = _fates(visit.prescribed.tasks, visit.day, rng, resting=resting)
    exercises: list[ExerciseRecord] = []
    t_s = 5.0
    for task, fate in zip(visit.prescribed.tasks, fates, strict=True):
        doing = Doing(visit.person, visit.day, task, rng)
        exercise, t_s = _exercise(doing, fate, t_s, traced=traced)
        exercises.append(exercise)
    record = SessionRecord(
        opening=_opening(visit.prescribed, check_in, resting=resting),
        exercises=tuple(exercises),
        ending=ending,
        quality=_quality(visit.person, exercises, t_s, rng),
        check_out=_check_out(check_in, visit.day, ending, rng),
    )
    ended = visit.began + timedelta(seconds=t_s + 60)
    return FinishedSession(visit.id, visit.person.patient.id, visit.began, ended, record)


def _fates(
    tasks: Sequence[Task], day: Day, rng: np.random.Generator, *, resting: bool
) -> tuple[Ending, list[Fate]]:
    """How the session ends, and each exercise of it."""
    if resting:
        breathing = [task.exercise.movement is Movement.PRESENCE for task in tasks]
        return Ending.DONE, [Fate(Ending.DONE if rest else None) for rest in breathing]
    fates = [_fate(task, day, rng) for task in tasks]
    if rng.random() > 0.08 + 0.12 * day.severity:
        return Ending.DONE, fates
    ending = Ending.INTERRUPTED if rng.random() < 0.1 else Ending.STOPPED
    last = int(rng.integers(1, len(tasks)))
    cut = Fate(ending, int(rng.integers(1, 5)))
    return ending, [*fates[:last], cut, *(Fate(None) for _ in fates[last + 1 :])]


def _fate(task: Task, day: Day, rng: np.random.Generator) -> Fate:
    hard = 0.06 * day.severity * (task.exercise.movement is not Movement.PRESENCE)
    chance = rng.random()
    if chance < hard:
        return Fate(Ending.TOO_HARD, int(rng.integers(1, 5)))
    return Fate(Ending.SKIPPED, 0) if chance < hard + 0.02 else Fate(Ending.DONE)


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


def _check_in(day: Day, rng: np.random.Generator) -> CheckIn:
    return CheckIn(
        pain=round(day.pain),
        tension=int(np.clip(round(day.pain + rng.normal(0.5, 1)), 0, 10)),
        swallowing_trouble=bool(rng.random() < 0.002),
        dizziness=bool(rng.random() < 0.006),
        anything_new=bool(rng.random() < 0.003),
    )


def _check_out(before: CheckIn, day: Day, ending: Ending, rng: np.random.Generator) -> CheckOut:
    if ending is Ending.INTERRUPTED:
        return CheckOut()
    after = int(np.clip(before.pain + int(rng.choice([-1, -1, 0, 0, 0, 0, 1])), 0, 10))
    said = HARD_WORDS if day.severity > 0.75 or ending is not Ending.DONE else GOOD_WORDS
    words = str(rng.choice(said)) if rng.random() < 0.3 else ""
    return CheckOut(after, int(np.clip(round(2 + 4 * day.severity + rng.normal(0, 1)), 0, 10)), words)


def _quality(
    person: Person, exercises: Sequence[ExerciseRecord], length_s: float, rng: np.random.Generator
) -> Quality:
    traced = [e.trace.column("rotation_deg") for e in exercises if e.trace]
    seen = np.concatenate([~np.isnan(column) for column in traced]) if traced else None
    frames = int(length_s * FRAMES_PER_S) if seen is None else len(seen)
    share = 1 - person.hidden * float(rng.uniform(0.6, 1.3)) if seen is None else float(np.mean(seen))
    return Quality(
        frames=frames,
        seen_share=share,
        frames_per_s=frames / length_s,
        dropped=int(rng.integers(0, 40)),
        second_person_s=float(rng.uniform(2, 20)) if rng.random() < 0.04 else 0.0,
        camera_lost=int(rng.random() < 0.02),
        notes=tuple(_notes(person, rng)),
    )


def _notes(person: Person, rng: np.random.Generator) -> Iterator[str]:
    for note, often in (("too_dark", 0.05 + 4 * person.hidden), ("light_behind", 0.05), ("off_centre", 0.12)):
        if rng.random() < often:
            yield note


def _opening(prescribed: Prescribed, check_in: CheckIn, *, resting: bool) -> SessionOpening:
    return SessionOpening(
        programme_id=prescribed.id,
        programme_version=prescribed.version,
        programme_sha256=prescribed.sha256(),
        programme_text=prescribed.canonical_json(),
        neutral=NEUTRAL,
        versions={"midline": "made up"},
        camera="made up",
        vertical_fov_deg=45.0,
        fov_assumed=True,
        check_in=check_in,
        resting_only=resting,
        plans=tuple(task.plan for task in prescribed.tasks),
    )
