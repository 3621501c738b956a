"""The goal that a patient sees, as their therapist chooses it: a number, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.reviewed import Goal
from web import therapist_words as words
from web.auth import therapist_only
from web.form_text import SIGNED, Needed, text_faults
from web.progress import SHOWABLE, own_trend
from web.services import services
from web.signing import author, remember

bp = Blueprint("review_goal", __name__, url_prefix="/therapist/patients/<patient_id>/goal")
bp.context_processor(lambda: {"words": words})

NEEDED = {"words": Needed(120, "Please write the goal as the patient says it.")} | SIGNED
NO_MEASURE = "Please choose the number that shows how it goes."


def context(patient_id: str, now: datetime) -> dict[str, Any]:
    """What ``review/goal.html`` shows on a patient's page.

    Args:
        now: aware.
    """
    own = own_trend(services().store, patient_id, now.astimezone())
    typed = {"measure": own.goal.measure, "words": own.goal.words} if own else {}
    return {"aim": _aim(typed | {"author": author()}) | {"own": own}}


def _aim(typed: Mapping[str, str], faults: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"measures": tuple(SHOWABLE.values()), "typed": typed, "faults": faults or {}, "own": None}


@bp.post("")
@therapist_only
def choose(patient_id: str) -> ResponseReturnValue:
    """The patient sees this goal from now on; the ones before are kept.

    :raise 404: no such patient.
    """
    store, typed = services().store, request.form
    patient = store.patient(patient_id)
    faults = dict(text_faults(typed, NEEDED))
    if typed.get("measure") not in SHOWABLE:
        faults["measure"] = NO_MEASURE
    if faults:
        page = render_template("review/goal_page.html", patient=patient, aim=_aim(typed, faults))
        return page, 422
    name = typed["author"].strip()
    store.choose_goal(patient.id, Goal(typed["measure"], typed["words"].strip(), name, datetime.now(UTC)))
    remember(name)
    return redirect(url_for("therapist.patient", patient_id=patient.id, _anchor="goal"), code=303)
