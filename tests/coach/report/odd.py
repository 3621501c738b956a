"""Odd patients, drawn by chance: with and without sessions, neutral and programme, words in any script,
sessions that are still open."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from coach.diary import GuideAnswers, GuideOpening, GuideRecord
from coach.event import Event, EventKind, Muscle
from coach.record import (
    CheckIn,
    CheckOut,
    Ending,
    ExerciseRecord,
    Hand,
    Measure,
    Quality,
    SessionKind,
    SessionRecord,
    Side,
    Value,
)
from coach.report.kept import Kept
from coach.reviewed import Goal, Score
from coach.store import Patient, SessionHead, StoredSession
from tests.coach.clinic import draft, published
from tests.coach.store.builders import HOLD, MONDAY, NEUTRAL, OPENING, QUALITY, SUMMARY, TURN, a_rep

WORDS = (
    "",
    " ",
    "plain",
    "Łukasz — 容易",
    "a\x00b\x1f",
    "\ud83d",
    "🙂",
    "<b>&amp;",
    'say "so"\n\ttwice',
    "=1+2",
)
UNITS = ("deg", "deg/s", "deg/min", "s", "Hz", "share", "count", "SPARC", "widths")
DAY = date(2026, 1, 1)
PUBLISHED = published(draft("slow_turn"))


class Chance:
    """Draws values."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def word(self) -> str:
        return str(WORDS[self.rng.integers(len(WORDS))])

    def maybe(self, value: Any) -> Any:
        return value if self.rng.random() < 0.5 else None

    def one_of(self, values: Any) -> Any:
        return [*values][self.rng.integers(len([*values]))]

    def some(self, make: Any, most: int = 3) -> tuple[Any, ...]:
        return tuple(make(self, number) for number in range(self.rng.integers(0, most + 1)))


def some_patient(seed: int) -> Kept:
    """Anybody."""
    by = Chance(seed)
    score = Score("s", "p", DAY, by.word(), 3.0, by.maybe(9.0), by.word(), by.word())
    return Kept(
        patient=Patient("p", by.word(), note=by.word()),
        sessions=by.some(_session),
        versions=by.maybe((PUBLISHED,)) or (),
        guides=by.some(_guide),
        events=by.some(_event, 5),
        scores=by.maybe((score,)) or (),
        goal=by.maybe(Goal("smoothness", by.word(), by.word(), MONDAY)),
    )


def _session(by: Chance, number: int) -> StoredSession:
    pain, tension = (int(n) for n in by.rng.integers(0, 11, 2))
    opening = replace(
        OPENING,
        neutral=by.maybe(NEUTRAL),
        kind=by.one_of(SessionKind),
        camera=by.word(),
        versions=by.maybe({"midline": by.word()}) or {},
        check_in=CheckIn(pain, tension, *(bool(by.maybe(1)) for _ in range(3))),
    )
    started = MONDAY + timedelta(days=number)
    ended = by.maybe(started + timedelta(minutes=float(by.rng.normal(5, 5))))
    record = SessionRecord(
        opening=opening,
        exercises=by.some(_exercise),
        ending=Ending.DONE if ended else None,
        quality=by.maybe(by.one_of([Quality(), QUALITY])),
        check_out=CheckOut(by.maybe(4), by.maybe(5), by.word()),
        measures=by.some(_measure),
    )
    head = SessionHead(
        id=f"s-{number}",
        patient_id="p",
        started_at=started,
        ended_at=ended,
        ending=record.ending,
        resting_only=False,
        programme_id="x",
        programme_version=1,
        done_reps=number,
        tried_reps=9,
        prescribed_reps=9,
        seen_share=None,
        pain_before=pain,
        pain_after=None,
        effort=None,
        words="",
        kind=opening.kind,
    )
    return StoredSession(head, record)


def _exercise(by: Chance, _: int) -> ExerciseRecord:
    return ExerciseRecord(
        plan=replace(by.one_of([TURN, HOLD]), name=by.word()),
        reps=tuple(a_rep(i + 1) for i in range(by.rng.integers(0, 3))),
        summary=by.maybe(SUMMARY),
        measures=by.some(_measure),
    )


def _measure(by: Chance, _: int) -> Measure:
    size = by.maybe(float(by.rng.normal(0, 50)))
    value = Value(size, by.maybe(1.5), by.one_of(UNITS), by.word() if size is None else "")
    return Measure(by.one_of(["smoothness", "tremor_amplitude", "rest_drift"]), by.one_of(Hand), value, 1)


def _event(by: Chance, number: int) -> Event:
    return Event(
        id=f"e-{number}",
        patient_id="p",
        kind=by.one_of(EventKind),
        on=DAY,
        words=by.word(),
        product=by.word(),
        units=by.maybe(100.0),
        muscles=by.some(lambda chance, _: Muscle(chance.word(), chance.maybe(Side.LEFT), chance.maybe(40.0))),
        author=by.word(),
    )


def _guide(by: Chance, number: int) -> GuideRecord:
    opening = GuideOpening("rest", 1, "Rest", "personal", 1, by.maybe(5))
    answers = GuideAnswers(by.maybe(2), by.maybe(10), by.word(), by.maybe(7))
    return GuideRecord(f"g-{number}", "p", MONDAY, by.maybe(MONDAY), by.maybe(Ending.DONE), opening, answers)
