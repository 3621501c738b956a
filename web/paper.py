"""A programme on paper: one page for print, the same for the patient and for the therapist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coach.cue import fill
from coach.errors import ProgrammeError
from coach.findings import Camera
from coach.parts import Ends
from coach.programme import Prescribed, Task
from web.auth import therapist_only
from web.live_brief import Today, prescribed_for, today
from web.picture import LEFT_OUT
from web.services import services
from web.therapist_words import capital, day

if TYPE_CHECKING:
    from coach.prescription import Published
    from coach.store import Patient

bp = Blueprint("paper", __name__)

#: Boxes to tick on a sheet of paper, days. Judgement: a sheet is replaced before it is worn.
DAYS = 14


@dataclass(frozen=True)
class Line:
    """One exercise on paper."""

    task: Task
    how: str
    dose: str
    left_out: str


@dataclass(frozen=True)
class Sheet:
    """What is printed: whose, which version, and its exercises."""

    patient: Patient
    title: str
    version: str
    often: str
    why: str
    lines: tuple[Line, ...]


@bp.get("/paper")
def own() -> ResponseReturnValue:
    """The programme of the patient who trains on this computer."""
    here = services()
    trouble, who = "", Today(None, None)
    try:
        who = today(here.config, here.store, here.library)
    except ProgrammeError as error:
        trouble = str(error)
    return _page(who, trouble, "/")


@bp.get("/therapist/patients/<patient_id>/paper")
@therapist_only
def of_patient(patient_id: str) -> ResponseReturnValue:
    """The programme of any patient.

    :raise 404: no such patient.
    """
    here = services()
    patient = here.store.patient(patient_id)
    trouble, prescribed = "", None
    try:
        prescribed = prescribed_for(patient_id, here.store, here.library)
    except ProgrammeError as error:
        trouble = str(error)
    return _page(Today(patient, prescribed), trouble, f"/therapist/patients/{patient_id}")


def _page(who: Today, trouble: str, back: str) -> str:
    here = services()
    sheet = None
    if who.patient and who.prescribed:
        sheet = sheet_of(who.patient, who.prescribed, here.store.newest_published(who.patient.id))
    return render_template(
        "paper.html",
        sheet=sheet,
        trouble=trouble,
        back=back,
        safety=here.library.safety,
        days=DAYS,
        printed=day(datetime.now().astimezone()),
    )


def sheet_of(patient: Patient, prescribed: Prescribed, published: Published | None) -> Sheet:
    """What is printed; of a published version also its date, how often and its reason."""
    if published is None or published.prescribed != prescribed:
        lines = tuple(line_of(task) for task in prescribed.tasks)
        return Sheet(patient, prescribed.title, f"Version {prescribed.version}", "", "", lines)
    date, draft = published.published_on, published.draft
    return Sheet(
        patient=patient,
        title=draft.title,
        version=f"Version {published.version}, {date.day} {date:%B %Y}",
        often=f"{_times(draft.bouts_a_day)} a day, on {draft.days_a_week} days a week",
        why=published.reason,
        lines=tuple(line_of(task) for task in prescribed.tasks),
    )


def line_of(task: Task) -> Line:
    """One exercise with its sentences and its dose in words."""
    still = task.exercise.keep_still
    left_out = capital(LEFT_OUT[still[0].movement]) if still else ""
    return Line(task, fill(task, task.exercise.say.introduce), capital(dose_words(task)), left_out)


def dose_words(task: Task) -> str:
    """How much, for somebody who counts without help, such as "8 times to your left, staying 5 seconds"."""
    plan, exercise = task.plan, task.exercise
    if exercise.camera is Camera.NOTHING:
        return f"about {_length(plan.hold_s)}"
    side = f" to your {plan.side.value}" if plan.side else ""
    rounds = "" if plan.sets == 1 else f"{plan.sets} rounds of "
    if exercise.pace:
        pace = f"{exercise.pace.in_s:g} seconds in, {exercise.pace.out_s:g} seconds out"
        return f"{rounds}{plan.reps} slow breath{'s' if plan.reps > 1 else ''}, {pace}"
    if exercise.ends is Ends.FURTHEST:
        stay = ", as far as is comfortable"
    else:
        stay = (
            f", {_length(plan.hold_s)} each"
            if exercise.ends is Ends.TIME
            else f", staying {_length(plan.hold_s)}"
        )
    rest = f", then {_length(plan.rest_s)} of rest" if plan.rest_s >= 1 else ""
    return f"{rounds}{_times(plan.reps)}{side}{stay}{rest}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _length(seconds: float) -> str:
    if seconds >= 120:
        return f"{seconds / 60:.0f} minutes"
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"
