"""A programme on paper: one page for print, the same for the patient and for the therapist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from coach.changes import times
from coach.errors import ProgrammeError
from coach.programme import Prescribed
from web.auth import therapist_only
from web.paper_words import Line, line_of
from web.services import services
from web.therapist_words import capital, day
from web.who_trains import Today, today_of, who_trains

if TYPE_CHECKING:
    from coach.assessment import Assessment
    from coach.prescription import Published
    from coach.store import Patient

bp = Blueprint("paper", __name__)

#: Boxes to tick on a sheet of paper, days. Judgement: a sheet is replaced before it is worn.
DAYS = 14


@dataclass(frozen=True)
class Sheet:
    """What is printed: whose, which version, and its exercises; ``older`` says that another version holds."""

    patient: Patient
    title: str
    version: str
    often: str
    why: str
    lines: tuple[Line, ...]
    found: Assessment | None = None
    older: str = ""


@bp.get("/paper")
def own() -> ResponseReturnValue:
    """The programme of the patient who trains on this computer."""
    who, trouble = who_trains()
    return _page(who, trouble, "/")


@bp.get("/therapist/patients/<patient_id>/paper")
@therapist_only
def of_patient(patient_id: str) -> ResponseReturnValue:
    """The programme of any patient; with ``version`` in the query that published version of it.

    :raise 404: no such patient or version.
    """
    here = services()
    patient = here.store.patient(patient_id)
    if "version" in request.args:
        return _of_version(patient, request.args["version"])
    trouble, who = "", Today(patient, None)
    try:
        who = today_of(patient, here.store, here.library)
    except ProgrammeError as error:
        trouble = str(error)
    return _page(who, trouble, f"/therapist/patients/{patient_id}")


def _of_version(patient: Patient, wanted: str) -> str:
    store = services().store
    newest = store.newest_published(patient.id)
    one = store.published_version(patient.id, int(wanted)) if wanted.isdecimal() else None
    if one is None or newest is None:
        abort(404, f"There is no version {wanted} of this programme.")
    older = "" if one == newest else f"An older one; version {newest.version} holds now."
    sheet = replace(sheet_of(patient, one.prescribed, one), older=older)
    return _rendered(sheet, "", f"/therapist/patients/{patient.id}/versions/")


def _page(who: Today, trouble: str, back: str) -> str:
    sheet = None
    if who.patient and who.prescribed:
        sheet = sheet_of(who.patient, who.prescribed, who.published)
    return _rendered(sheet, trouble, back)


def _rendered(sheet: Sheet | None, trouble: str, back: str) -> str:
    return render_template(
        "paper.html",
        sheet=sheet,
        trouble=trouble,
        back=back,
        safety=services().library.safety,
        days=DAYS,
        printed=day(datetime.now().astimezone()),
    )


def sheet_of(patient: Patient, prescribed: Prescribed, published: Published | None) -> Sheet:
    """What is printed; of a published version also its date, how often and its reason."""
    if published is None:
        lines = tuple(line_of(task) for task in prescribed.tasks)
        return Sheet(patient, prescribed.title, f"Version {prescribed.version}", "", "", lines)
    date, draft = published.published_on, published.draft
    return Sheet(
        patient=patient,
        title=draft.title,
        version=f"Version {published.version}, {date.day} {date:%B %Y}",
        often=capital(f"{times(draft.bouts_a_day)} a day, on {draft.days_a_week} days a week"),
        why=published.reason,
        lines=tuple(line_of(task) for task in prescribed.tasks),
        found=published.assessment,
    )
