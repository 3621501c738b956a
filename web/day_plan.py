"""What of a programme is for this very day: over how many bouts, and what waits after an injection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.cycle import CyclePhase, cycle_day, new_in, phase_of
from coach.parts import Movement
from coach.programme import Prescribed

if TYPE_CHECKING:
    from datetime import date

    from coach.prescription import Published
    from coach.store import Store
    from web.who_trains import Today


@dataclass(frozen=True)
class DayPlan:
    """One day.

    Attributes:
        who: who trains, and what of the programme is for this day.
        bouts_a_day: over how many bouts; a programme that was assigned as a whole is one.
        waiting: names of new exercises, which wait until the first days after an injection are over.
        cycle_day: days since the last injection; ``None`` where none is known.
    """

    who: Today
    bouts_a_day: int = 1
    waiting: tuple[str, ...] = ()
    cycle_day: int | None = None


def day_plan(store: Store, who: Today, on: date) -> DayPlan:
    """The plan of the therapist for one day."""
    if who.patient is None or who.prescribed is None or who.published is None:
        return DayPlan(who)
    day = cycle_day(last_injection(store, who.patient.id, who.published), on)
    settling = day is not None and phase_of(day) is CyclePhase.SETTLE
    waiting = new_that_waits(store.published(who.patient.id)) if settling else ()
    tasks = who.prescribed.tasks
    left = tuple(task for i, task in enumerate(tasks) if i not in waiting)
    return DayPlan(
        replace(who, prescribed=who.prescribed.model_copy(update={"tasks": left})),
        who.published.draft.bouts_a_day,
        tuple(tasks[i].plan.name for i in waiting),
        day,
    )


def last_injection(store: Store, patient_id: str, published: Published | None) -> date | None:
    """The newest that is known: an event, of an assessment, or of a programme that came from elsewhere."""
    brought = published.assessment.injected_on if published else None
    return max((*store.injections(patient_id), *([brought] if brought else [])), default=None)


def new_that_waits(versions: tuple[Published, ...]) -> tuple[int, ...]:
    """In the first days nothing new is begun but rest and breathing, which are for every day;
    where all is new, nothing waits."""
    if len(versions) == 1:
        return ()
    now: Prescribed = versions[-1].prescribed
    new = new_in(now, versions[-2].prescribed)
    waiting = tuple(i for i in new if now.tasks[i].exercise.movement is not Movement.PRESENCE)
    return waiting if len(waiting) < len(now.tasks) else ()
