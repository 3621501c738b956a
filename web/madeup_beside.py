"""What stands beside the sessions of the made-up people: events, letters, the goal that they see, scores,
alerts that were put away, and the clinic's templates. Each is there once, however often it is filled."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from coach.event import Event, EventKind, Muscle
from coach.letter import Letter, LetterKind, Template
from coach.reviewed import Dismissal, Goal, Score
from coach.store import SessionHead, Store
from web.madeup_people import AUTHOR, Injections, Person, Wrote, day_ago

TEMPLATES = {
    "Late in the cycle": "These weeks are late in your cycle, so less is expected. Please rest more.",
    "After an injection": "The effect takes one to two weeks. Until then please do what you know already.",
    "Not seen for a while": "We have not heard from you for a while. Shall we look for something shorter?",
}


def keep_templates(store: Store) -> None:
    """The clinic's texts to begin a message with."""
    for title, words in TEMPLATES.items():
        store.save_template(Template(str(uuid5(NAMESPACE_URL, f"midline:made-up:{title}")), title, words))


def stand_beside(store: Store, person: Person, now: datetime) -> None:
    """Everything of one of them that is not there yet."""
    me = person.patient.id
    known = {event.id for event in store.events(me)} | {score.id for score in store.scores(me)}
    for event in _events(person, now.date()):
        if event.id not in known:
            store.add_event(event, now)
    for score in _scores(person, now.date()):
        if score.id not in known:
            store.add_score(score)
    if not store.dismissals(me):
        for dismissal in _put_away(person, now):
            store.dismiss(me, dismissal)
    known = {letter.id for letter in store.letters(me)}
    for letter in _letters(person, store.sessions(me), now):
        if letter.id not in known:
            store.add_letter(letter)
    if person.goal and store.goal(me) is None:
        chosen = person.goal
        store.choose_goal(me, Goal(chosen.measure, chosen.words, AUTHOR, _afternoon(now, chosen.ago)))


def _afternoon(now: datetime, ago: int) -> datetime:
    """The afternoon of a day, when letters are written."""
    return (now - timedelta(days=ago)).replace(hour=16, minute=5, second=0, microsecond=0)


def _events(person: Person, today: date) -> Iterator[Event]:
    me, given = person.patient.id, person.injections or Injections(last_ago=0)
    muscles = tuple(Muscle(one.name, one.side, one.units) for one in given.muscles)
    for ago in person.injected():
        yield Event(
            id=person.id_of(f"injection {ago}"),
            patient_id=me,
            kind=EventKind.INJECTION,
            on=day_ago(today, ago),
            product=given.product,
            units=given.units,
            muscles=muscles,
            author=AUTHOR,
        )
    for number, one in enumerate(person.events):
        day = day_ago(today, one.ago)
        yield Event(person.id_of(f"event {number}"), me, one.kind, day, one.words, author=AUTHOR)


def _scores(person: Person, today: date) -> Iterator[Score]:
    for number, one in enumerate(person.scores):
        yield Score(
            id=person.id_of(f"score {number}"),
            patient_id=person.patient.id,
            on=day_ago(today, one.ago),
            name=one.name,
            value=one.value,
            highest=one.highest,
            words=one.words,
            author=AUTHOR,
        )


def _put_away(person: Person, now: datetime) -> Iterator[Dismissal]:
    for one in person.put_away:
        session_id = person.id_of(f"{one.session_ago} 0")
        yield Dismissal(one.rule, session_id, AUTHOR, one.note, _afternoon(now, one.ago))


def _letters(person: Person, heads: Sequence[SessionHead], now: datetime) -> Iterator[Letter]:
    for number, one in enumerate(person.letters):
        written = _afternoon(now, one.ago)
        yield Letter(
            id=person.id_of(f"letter {number}"),
            patient_id=person.patient.id,
            kind=one.kind,
            words=one.words,
            author=person.name if one.kind is LetterKind.QUESTION else AUTHOR,
            written_at=written,
            session_id=_about(one, heads, written),
            read_at=written + timedelta(hours=5) if one.read else None,
        )


def _about(one: Wrote, heads: Sequence[SessionHead], written: datetime) -> str | None:
    """The newest session before it was written, where it is about one."""
    before = (head.id for head in heads if head.started_at < written)
    return next(before, None) if one.session else None
