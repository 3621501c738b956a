"""A made-up clinic: forty people with a story each, to look around in. Nobody in it is real.

Their newest sessions are done by a made-up body before the coach's real state machine and have whole traces;
the older ones are drawn after them and have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from coach.checkup import CHECK
from coach.library import Library
from coach.record import SessionKind
from coach.store import Store
from web.madeup_beside import keep_templates, stand_beside
from web.madeup_check import checks
from web.madeup_diary import keep_diary
from web.madeup_people import Person, people
from web.madeup_plan import Followed, Plans
from web.madeup_prescribing import prescribe_to
from web.madeup_sessions import year_of
from web.measured import measure_everything
from web.reviewing import refresh

DAYS = 365
#: Set when the clinic is complete, so that it is made up once.
DONE_SETTING = "made_up_clinic"


@dataclass(frozen=True)
class Clinic:
    """What the filling works with; ``days``: how far back training goes; checks go back to the first day."""

    store: Store
    library: Library
    now: datetime
    days: int
    check: Followed


def fill(
    store: Store,
    library: Library,
    now: datetime,
    rng: np.random.Generator,
    *,
    who: Sequence[Person] | None = None,
    days: int = DAYS,
) -> None:
    """Make up the clinic where it is not there yet; a filling that was cut off is gone on with, and comes out
    as if it had not been.

    Args:
        now: aware; sessions are at the hours of its zone, the last ones yesterday.
        who: who is in it; everybody where not given.
        days: how far back training goes; checks go back to the first day.
    """
    if store.setting(DONE_SETTING):
        return
    check = Followed(library.checks[CHECK], kind=SessionKind.CHECK)
    clinic = Clinic(store, library, now, days, check)
    everybody = people() if who is None else who
    keep_templates(store)
    known = {patient.id for patient in store.patients()}
    for person, chance in zip(everybody, rng.spawn(len(everybody)), strict=True):
        if person.patient.id not in known:
            store.add_patient(person.patient)
        _fill_one(clinic, person, chance)
    store.set_setting(DONE_SETTING, now.isoformat())


def _fill_one(clinic: Clinic, person: Person, rng: np.random.Generator) -> None:
    """Everything of one of them that is not there yet; each part has a chance of its own."""
    store, me = clinic.store, person.patient.id
    for_sessions, for_checks, for_diary = rng.spawn(3)
    prescribe_to(store, clinic.library, person, clinic.now.date())
    if not store.sessions(me):
        plans = Plans(person, store.published(me), clinic.now.date())
        year = year_of(person, plans, clinic.now, clinic.days, for_sessions)
        store.add_sessions([*year, *checks(person, clinic.check, clinic.now, for_checks)])
    trained = [head for head in store.sessions(me) if head.kind is SessionKind.TRAINING]
    for head in trained[: person.traced]:
        measure_everything(store, head.id)
    keep_diary(store, person, clinic.now, for_diary)
    stand_beside(store, person, clinic.now)
    refresh(store, clinic.library.alerts, me, clinic.now)
