"""The two pages for an injection visit: a patient's facts, put into sentences and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from coach.adherence import adherence, days_of
from coach.cycle import cycle_day
from coach.event import Event, EventKind
from coach.letter import LetterKind
from coach.point import Point
from coach.record import SessionKind
from coach.report.visit import Block, Moment, Visit
from coach.store import Patient, SessionHead, Store
from coach.trend_measures import BY_NAME, NAMES
from coach.trends import trend
from web import event_words, visit_cycle
from web import therapist_words as words
from web.prescribing_words import date_words, findings
from web.reviewing import agreed
from web.visit_charts import MEASURES, charts, local_day

#: Charts go back to the injection before the last one, at most so far. Judgement: labels allow an injection
#: every 12 weeks, and most cycles are not much longer.
FURTHEST = timedelta(days=182)
#: So much of the time before an injection is drawn with it.
MARGIN = timedelta(days=7)
#: Without an injection so much is looked at: the length of a cycle.
USUAL = timedelta(days=84)
#: Trouble swallowing within so many days may come from an injection (clinical reference, section 6).
AFTER_INJECTION_DAYS = 28
#: What is asked before each session, by its name among the red answers, as it is told here.
SIDE_EFFECTS = {
    "swallowing": "Trouble swallowing",
    "dizziness": "Dizziness",
    "anything_new": "Something new",
}
NO_INJECTION = "No injection is written down."


@dataclass(frozen=True)
class Known:
    """What is known of a patient on a day."""

    store: Store
    patient: Patient
    on: date

    @cached_property
    def injections(self) -> tuple[date, ...]:
        """Up to the day, oldest first."""
        return tuple(day for day in self.store.injections(self.patient.id) if day <= self.on)

    @cached_property
    def injected_on(self) -> date | None:
        return self.injections[-1] if self.injections else None

    @cached_property
    def since(self) -> date:
        """The first day of the charts."""
        before = self.injections[-2] if len(self.injections) > 1 else None
        first = before - MARGIN if before else (self.injected_on or self.on) - USUAL
        return max(first, self.on - FURTHEST)

    @cached_property
    def cycle_since(self) -> date:
        """The first day of what is compared with itself."""
        return self.injected_on or self.on - USUAL

    @property
    def first(self) -> date:
        """The first day of the charts, or of the cycle where that is longer ago."""
        return min(self.since, self.cycle_since)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        return self.store.points(self.patient.id, NAMES, since=_begin(self.since))

    @cached_property
    def heads(self) -> list[SessionHead]:
        """The patient's own sessions since `first`, newest first."""
        heads = self.store.sessions(self.patient.id, since=_begin(self.first))
        return [head for head in heads if head.own and local_day(head.started_at) <= self.on]

    @cached_property
    def events(self) -> list[Event]:
        """Up to the day, oldest first."""
        return [one for one in self.store.events(self.patient.id) if one.on <= self.on]


def visit_of(store: Store, patient_id: str, on: date) -> Visit:
    """The two pages as they stand on a day.

    Raises:
        NotFoundError: no such patient.
    """
    known = Known(store, store.patient(patient_id), on)
    return Visit(
        name=known.patient.name,
        on=on,
        head=_head(known),
        blocks=tuple(_blocks(known)),
        since=known.since,
        charts=tuple(charts(known.points, known.injections, known.on)),
        moments=tuple(sorted(_moments(known), key=lambda one: one.on)),
        questions=tuple(_questions(known)),
    )


def _begin(on: date) -> datetime:
    return datetime.combine(on, time()).astimezone()


# Words


def _blocks(known: Known) -> Iterator[Block]:
    yield _assessed(known)
    yield _changed(known)
    if known.injections:
        yield _wore_off(known)
        yield _told(known)
    yield _trained(known)


def _head(known: Known) -> str:
    day = cycle_day(known.injected_on, known.on)
    if known.injected_on is None or day is None:
        return NO_INJECTION
    given = [one for one in known.events if one.kind is EventKind.INJECTION and one.on == known.injected_on]
    what = f" ({event_words.details(given[0])})" if given and event_words.details(given[0]) else ""
    return f"Day {day} after the injection of {date_words(known.injected_on)}{what}."


def _assessed(known: Known) -> Block:
    made = [one for one in known.store.assessments(known.patient.id) if one.assessed_on <= known.on]
    if not made:
        return Block("The pattern", ("No assessment is written down.",))
    newest = made[-1]
    old = f"That is {words.count((known.on - newest.assessed_on).days, 'day')} ago."
    found = "; ".join(findings(newest)) + "."
    title = f"The pattern, as assessed on {date_words(newest.assessed_on)}"
    return Block(title, (found, old) if newest.is_old(known.on) else (found,))


def _changed(known: Known) -> Block:
    """Each main number from the first days of the cycle to the last ones."""
    own = [point for point in known.points if local_day(point.at) >= known.cycle_since]
    found = [trend(BY_NAME[name], own) for name in MEASURES]
    told = tuple(f"{one.measure.label}: {one.change.words}" for one in found if one.segments)
    here = known.injected_on is not None and known.injected_on >= known.since
    since = "the last injection" if here else date_words(max(known.since, known.cycle_since))
    return Block(f"Changed since {since}", told or ("Nothing was measured in this time.",))


def _wore_off(known: Known) -> Block:
    points = known.store.points(known.patient.id, visit_cycle.NAMES)
    own = [point for point in points if local_day(point.at) <= known.on]
    return visit_cycle.wore_off(own, known.injections)


def _told(known: Known) -> Block:
    """Red answers before sessions in the days in which they may come from the injection."""
    title = f"Told in the first {AFTER_INJECTION_DAYS} days after the injection"
    days = [(one, cycle_day(known.injected_on, local_day(one.started_at))) for one in reversed(known.heads)]
    asked = [(one, day) for one, day in days if day is not None and day <= AFTER_INJECTION_DAYS]
    if not asked:
        return Block(title, ("No session lies in these days.",))
    sessions = words.count(len(asked), "session")
    return Block(title, (*_answers(asked), f"Asked before each of {sessions}."))


def _answers(asked: Sequence[tuple[SessionHead, int]]) -> Iterator[str]:
    for name, said in SIDE_EFFECTS.items():
        on = {
            f"{date_words(local_day(one.started_at))} (day {day})": 1
            for one, day in asked
            if name in one.red_answers
        }
        yield f"{said}: {', '.join(on) or 'never'}."


def _trained(known: Known) -> Block:
    asked = [agreed(version) for version in known.store.published(known.patient.id)]
    in_cycle = (known.on - known.cycle_since).days
    told = []
    for over in sorted({28, max(1, in_cycle)}):
        found = adherence(days_of(known.heads), asked, known.on, over)
        told.append(f"{words.share(found.share)} of the agreed repetitions in {words.count(over, 'day')}.")
    trained = [one for one in known.heads if one.kind is SessionKind.TRAINING]
    told.append(f"{words.count(len(trained), 'session')} since {date_words(known.first)}.")
    return Block("Training", tuple(told))


def _moments(known: Known) -> Iterator[Moment]:
    """Events, and injections that only an assessment tells of."""
    yield from (Moment(one.on, _event(one)) for one in known.events if one.on >= known.since)
    written = {one.on for one in known.events if one.kind is EventKind.INJECTION}
    for on in known.injections:
        if on >= known.since and on not in written:
            yield Moment(on, event_words.KINDS[EventKind.INJECTION])


def _event(event: Event) -> str:
    details = event_words.details(event)
    kind = event_words.KINDS[event.kind]
    return f"{kind}: {details}" if details else kind


def _questions(known: Known) -> Iterator[str]:
    """What the patient asked and nobody has opened yet, oldest first."""
    for letter in reversed(known.store.letters(known.patient.id)):
        if letter.kind is LetterKind.QUESTION and letter.read_at is None:
            yield f"{date_words(local_day(letter.written_at))}: {letter.words}"
