"""What the made-up clinic prescribes: assignments in the year, an assessment, for some a programme."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from coach.assessment import (
    Assessment,
    Behaviour,
    Component,
    HeadTremor,
    Strength,
    Touch,
    TremorDirection,
    TremorGrain,
)
from coach.compose import compose
from coach.findings import Form
from coach.library import Library
from coach.prescription import Choice, Published
from coach.programme import Assignment, Reach
from coach.proposal import starter
from coach.record import Side
from coach.store import Store
from web.madeup_people import CYCLE_DAYS, Person

PROGRAMME = "starter"
DAYS = 365
#: When the comfortable range was looked at again, days after the beginning of the year, and what was noted.
LOOKED_AGAIN = ((0, ""), (112, "Measured again at the visit."), (238, "A little more room now."))
#: How long ago each was assessed, days: of those who were seen lately, and of who stayed away.
SEEN_LATELY, STAYED_AWAY = 20, 127


class Chosen(NamedTuple):
    """One version of somebody's own programme: how long ago, days, why, and what came in with it. ``seen``:
    they were assessed anew for it."""

    before: int
    reason: str
    more: tuple[str, ...] = ()
    seen: bool = False


#: Who has a programme of their own by now. One of them was injected the day before yesterday.
OWN = {
    "Elena M.": (
        Chosen(SEEN_LATELY, "To win back the turn to your right, in small steps."),
        Chosen(6, "The turn comes more easily now, so stops on the way come in.", ("step_stops",)),
    ),
    "Inès D.": (
        Chosen(SEEN_LATELY, "To calm the trembling first, then the turn."),
        Chosen(8, "For calmer lines, and for quieter evenings.", ("nose_trace", "night_calm")),
    ),
    "Tomas O.": (
        Chosen(SEEN_LATELY, "To find the middle again, and the turn to your left."),
        Chosen(1, "For after the injection: what is new waits for a week.", ("heavy_shoulder",), seen=True),
    ),
}
AUTHOR = "Made-up therapist"


def prescribe_to(store: Store, library: Library, person: Person, now: datetime) -> None:
    """Everything that one of them was prescribed, unless it is there."""
    me = person.patient.id
    if not store.assignments(me):
        for day, note in LOOKED_AGAIN:
            store.assign(me, assignment_of(library, person, day, note), now - timedelta(days=DAYS - day))
    if not store.assessments(me):
        for found in assessments_of(person, now.date()):
            store.add_assessment(me, found)
        for published in published_of(person, library, now.date()):
            store.publish(me, published)


def assignment_of(library: Library, person: Person, day: int, note: str) -> Assignment:
    """What was assigned on a day of the year."""
    return Assignment(
        programme_id=PROGRAMME,
        programme_version=library.programmes[PROGRAMME].version,
        corrective_rotation=person.turn_to,
        corrective_lateral_flexion=person.tilt_to,
        reach=_reach(person, day),
        note=note,
    )


def _reach(person: Person, day: int) -> Reach:
    more = 1 + person.reach_gain * day / DAYS
    return Reach(**{name: float(round(value * more)) for name, value in person.reach.model_dump().items()})


def assessments_of(person: Person, today: date) -> Iterator[Assessment]:
    """Each time that a therapist looked, oldest first."""
    yield _assessment(person, today, STAYED_AWAY if person.stops_after_days < DAYS else SEEN_LATELY)
    yield from (_assessment(person, today, one.before) for one in OWN.get(person.name, ()) if one.seen)


def _assessment(person: Person, today: date, before: int) -> Assessment:
    """What a therapist would have found of this body, ``before`` days ago."""
    assessed = today - timedelta(days=before)
    shoulder, often = person.raises
    return Assessment(
        assessed_on=assessed,
        injected_on=assessed - timedelta(days=int(person.cycle_day + DAYS - before) % CYCLE_DAYS),
        components=tuple(_components(person)),
        shoulders_raised=(shoulder,) if often > 0.15 else (),
        tremor=HeadTremor(direction=TremorDirection.NO_NO, grain=TremorGrain.FINE)
        if person.tremor_deg
        else None,
        trick=Touch(where="chin", hand=Side.RIGHT) if person.trick > 0.2 else None,
        behaviour=Behaviour.STABLE,
        pain=person.pain >= 5,
        reach=_reach(person, DAYS - before),
    )


def _components(person: Person) -> list[Component]:
    """The pulls that a therapist would write down, the larger ones of this body."""
    pull = person.pull
    sized = (
        (Form.TORTICAPUT, pull.rotation_deg, 10.0),
        (Form.LATEROCAPUT, pull.lateral_flexion_deg, 8.0),
        (Form.LATERAL_SHIFT, 200 * pull.lateral_shift, 10.0),
        (Form.RETROCAPUT, pull.extension_deg, 10.0),
    )
    return [_component(form, size) for form, size, least in sized if abs(size) >= least]


def _component(form: Form, size: float) -> Component:
    strength = Strength.SEVERE if abs(size) >= 20 else Strength.MODERATE if abs(size) >= 12 else Strength.MILD
    side = None if form is Form.RETROCAPUT else Side.LEFT if size > 0 else Side.RIGHT
    return Component(form=form, side=side, strength=strength)


def published_of(person: Person, library: Library, today: date) -> Iterator[Published]:
    """Each version of their own programme, oldest first; a version adds to the one before."""
    choices: tuple[Choice, ...] = ()
    for number, one in enumerate(OWN.get(person.name, ()), start=1):
        day = today - timedelta(days=one.before)
        found = [assessed for assessed in assessments_of(person, today) if assessed.assessed_on <= day][-1]
        draft = starter(found, library.exercises, library.refusals)
        choices = (*(choices or draft.choices), *(Choice(exercise=name) for name in one.more))
        draft = draft.model_copy(update={"choices": choices})
        yield Published(
            version=number,
            published_on=day,
            author=AUTHOR,
            reason=one.reason,
            assessment=found,
            draft=draft,
            prescribed=compose(draft, found, library.exercises, library.refusals, number),
        )
