"""What the made-up clinic prescribes: assessments, and each version of everybody's own programme."""

from collections.abc import Iterator
from datetime import date

from coach.assessment import (
    Assessment,
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
from coach.parts import Movement
from coach.prescription import Choice, Published
from coach.programme import Reach
from coach.proposal import starter
from coach.record import Side
from coach.store import Store
from web.madeup_people import AUTHOR, Person, Version, day_ago


def prescribe_to(store: Store, library: Library, person: Person, today: date) -> None:
    """Everything that one of them was prescribed, unless it is there."""
    me = person.patient.id
    for found in tuple(assessments_of(person, today))[len(store.assessments(me)) :]:
        store.add_assessment(me, found)
    for published in tuple(published_of(person, library, today))[len(store.published(me)) :]:
        store.publish(me, published)


def assessments_of(person: Person, today: date) -> Iterator[Assessment]:
    """Each time that a therapist looked, oldest first: for the first version, when seen anew, and at each
    injection."""
    seen = {one.ago for one in person.versions if one.seen}
    injected = {ago for ago in person.injected() if ago < person.began_ago}
    for ago in sorted({person.versions[0].ago, *seen, *injected}, reverse=True):
        yield _assessment(person, today, ago)


def _assessment(person: Person, today: date, ago: int) -> Assessment:
    """What a therapist would have found of this body on that day."""
    shoulder, often = person.raises
    injected = [one for one in person.injected() if one >= ago]
    return Assessment(
        assessed_on=day_ago(today, ago),
        injected_on=day_ago(today, injected[-1]) if injected else None,
        components=tuple(_components(person)),
        shoulders_raised=(shoulder,) if often > 0.15 else (),
        tremor=_tremor(person),
        trick=Touch(where="chin", hand=Side.RIGHT) if person.trick > 0.2 else None,
        behaviour=person.behaviour,
        cautions=person.cautions,
        lost_midline=person.lost_midline,
        pain=person.pain >= 5,
        age=person.age,
        reach=_reach(person, 1 - ago / max(1, person.began_ago)),
    )


def _tremor(person: Person) -> HeadTremor | None:
    nods = person.tremor_axis is Movement.EXTENSION
    direction = TremorDirection.YES_YES if nods else TremorDirection.NO_NO
    return HeadTremor(direction=direction, grain=TremorGrain.FINE) if person.tremor_deg else None


def _reach(person: Person, share: float) -> Reach:
    return Reach(**{name: float(round(deg)) for name, deg in person.reach(max(0.0, share)).items()})


def _components(person: Person) -> list[Component]:
    """The pulls that a therapist would write down, the larger ones of this body."""
    pull = person.pull
    sized = (
        (Form.TORTICAPUT, pull.rotation_deg, 10.0),
        (Form.LATEROCAPUT, pull.lateral_flexion_deg, 8.0),
        (Form.LATERAL_SHIFT, 200 * pull.lateral_shift, 10.0),
        (Form.RETROCAPUT, max(0.0, pull.extension_deg), 10.0),
        (Form.ANTEROCAPUT, min(0.0, pull.extension_deg), 10.0),
    )
    return [_component(form, size) for form, size, least in sized if abs(size) >= least]


def _component(form: Form, size: float) -> Component:
    strength = Strength.SEVERE if abs(size) >= 20 else Strength.MODERATE if abs(size) >= 12 else Strength.MILD
    sided = form not in {Form.RETROCAPUT, Form.ANTEROCAPUT}
    side = (Side.LEFT if size > 0 else Side.RIGHT) if sided else None
    return Component(form=form, side=side, strength=strength)


def published_of(person: Person, library: Library, today: date) -> Iterator[Published]:
    """Each version of their own programme, oldest first; a version changes the one before."""
    choices: tuple[Choice, ...] | None = None
    for number, version in enumerate(person.versions, start=1):
        day = day_ago(today, version.ago)
        found = [one for one in assessments_of(person, today) if one.assessed_on <= day][-1]
        draft = starter(found, library.exercises, library.refusals)
        choices = _changed(draft.choices if choices is None else choices, version)
        agreed = {"bouts_a_day": person.bouts_a_day, "days_a_week": person.days_a_week}
        draft = draft.model_copy(update={"choices": choices, **agreed})
        yield Published(
            version=number,
            published_on=day,
            author=AUTHOR,
            reason=version.reason,
            assessment=found,
            draft=draft,
            prescribed=compose(draft, found, library.exercises, library.refusals, number),
        )


def _changed(before: tuple[Choice, ...], version: Version) -> tuple[Choice, ...]:
    kept = tuple(one for one in before if one.exercise not in version.without)
    return (*kept, *(Choice(exercise=name) for name in version.more))
