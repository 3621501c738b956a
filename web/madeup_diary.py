"""What the made-up people keep beside their sessions: spoken guides that they heard, flags on sessions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from coach.day import guides
from coach.diary import GuideAnswers, GuideOpening, GuideRecord
from coach.parts import Asked
from coach.prescription import Published
from coach.programme import Task
from coach.record import Ending
from coach.store import Store
from web.madeup_people import Person

#: How often a guide is heard, a share of days, and how often one is heard to its end.
HEARD, TO_THE_END = 0.5, 0.85
#: Of so many days by day, those of long ago only before sleep.
LATEST_DAYS = 28
#: Hours of the day: in the afternoon, and before sleep.
AFTERNOON, EVENING = 14, 21
WORDS = ("", "", "", "My shoulders sank.", "Nearly fell asleep.", "Quieter than yesterday.")


def keep_diary(store: Store, person: Person, now: datetime, rng: np.random.Generator) -> None:
    """Guides and flags of somebody with a programme of their own, unless they are there."""
    me = person.patient.id
    for place, head in enumerate(store.sessions(me) if person.flags else ()):
        if place in person.flags:
            store.set_flag(head.id, person.flags[place], head.started_at + timedelta(hours=1))
    if not store.guides(me):
        store.add_guides(_guides(person, store.published(me), now, rng))


def _guides(
    person: Person, published: tuple[Published, ...], now: datetime, rng: np.random.Generator
) -> Iterator[GuideRecord]:
    """Those of the last weeks, and of the evenings of all days; by the version that held then; none of
    today."""
    for ago in range((now.date() - published[0].published_on).days, 0, -1):
        day = now - timedelta(days=ago)
        version = [one for one in published if one.published_on <= day.date()][-1]
        for index in guides(version.prescribed):
            task = version.prescribed.tasks[index]
            hears = rng.random() < HEARD * person.keeps and person.chapter(ago).a_day != 0
            if hears and (ago <= LATEST_DAYS or task.exercise.before_sleep):
                yield _heard(person, version, task, day, rng)


def _heard(
    person: Person, version: Published, task: Task, day: datetime, rng: np.random.Generator
) -> GuideRecord:
    exercise = task.exercise
    evening, before = exercise.before_sleep, int(rng.integers(3, 7))
    begun = day.replace(hour=EVENING if evening else AFTERNOON, minute=int(rng.integers(0, 60)))
    done = rng.random() < TO_THE_END
    return GuideRecord(
        id=person.id_of(f"{exercise.id} {day.date()}"),
        patient_id=person.patient.id,
        begun_at=begun,
        ended_at=begun + timedelta(seconds=task.plan.hold_s * (1.0 if done else 0.4)),
        ending=Ending.DONE if done else Ending.STOPPED,
        opening=GuideOpening(
            exercise.id, exercise.version, task.plan.name, version.prescribed.id, version.version, before
        ),
        answers=GuideAnswers(
            tension=max(0, before - int(rng.integers(0, 4))),
            minutes=int(rng.integers(10, 25)) if Asked.MINUTES in exercise.asks else None,
            words=str(rng.choice(WORDS)),
            sleep=int(rng.integers(4, 9)) if evening else None,
        ),
    )
