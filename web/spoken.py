"""Spoken guides: heard with the camera off and the screen dark, with a record of their own."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.diary import GuideAnswers, GuideOpening, GuideRecord
from coach.parts import Asked
from coach.programme import Prescribed, Task
from coach.record import Ending
from coach.speech import minutes
from coach.spoken import length_s, steps
from coach.store import Patient
from web.errors import AskedError
from web.live_check import after_guide, score_or_none
from web.services import services
from web.today import line_of
from web.who_trains import DEMO_PATIENT, demo_today, who_trains

bp = Blueprint("spoken", __name__, url_prefix="/guides")


@bp.errorhandler(AskedError)
def sorry(error: AskedError) -> ResponseReturnValue:
    """What was refused, in a sentence for the patient."""
    return {"error": str(error)}, 409


@bp.get("/<exercise_id>")
def page(exercise_id: str) -> ResponseReturnValue:
    """One guide, from the question before it to those after it, on one page.

    :raise 404: the programme has no such guide.
    """
    _, _, task = _asked_for(exercise_id)
    return render_template(
        "patient/guide.html",
        line=line_of(task),
        cautions=task.exercise.cautions,
        steps=[asdict(step) for step in steps(task)],
        minutes=minutes(length_s(task)),
        asks_minutes=Asked.MINUTES in task.exercise.asks,
        before_sleep=task.exercise.before_sleep,
    )


@bp.post("/<exercise_id>/begin")
def begin(exercise_id: str) -> ResponseReturnValue:
    """The guide begins; gives the id of its record.

    :raise 404: the programme has no such guide.
    """
    patient, prescribed, task = _asked_for(exercise_id)
    opening = GuideOpening(
        exercise_id=task.exercise.id,
        exercise_version=task.exercise.version,
        name=task.plan.name,
        programme_id=prescribed.id,
        programme_version=prescribed.version,
        tension_before=score_or_none(_body(), "tension"),
    )
    guide_id = str(uuid4())
    services().store.begin_guide(guide_id, patient.id, _now(), opening)
    return {"id": guide_id}


@bp.post("/<guide_id>/end")
def end(guide_id: str) -> ResponseReturnValue:
    """The guide has ended: it was heard to its end, or stopped earlier.

    :raise 404: no such guide of this patient.
    """
    how = _body().get("ending")
    if how not in (Ending.DONE, Ending.STOPPED):
        raise AskedError(f"A guide ends as {Ending.DONE} or {Ending.STOPPED}, not as {how}.")
    services().store.end_guide(_own(guide_id).id, Ending(how), _now())
    return {}


@bp.post("/<guide_id>/answers")
def answers(guide_id: str) -> ResponseReturnValue:
    """The answers after it.

    :raise 404: no such guide of this patient.
    """
    services().store.answer_guide(_own(guide_id).id, after_guide(_body()))
    return {}


@bp.post("/<guide_id>/sleep")
def sleep(guide_id: str) -> ResponseReturnValue:
    """How the night was, told on the morning after.

    :raise 400: no number from 0 to 10.
    :raise 404: no such guide of this patient.
    """
    told = request.form.get("sleep", type=int)
    if told is None or not 0 <= told <= 10:
        abort(400, "How the night was is a number from 0 to 10.")
    services().store.answer_guide(_own(guide_id).id, GuideAnswers(sleep=told))
    return redirect(url_for("patient.home"), code=303)


def _asked_for(exercise_id: str) -> tuple[Patient, Prescribed, Task]:
    who, _ = who_trains()
    if who.patient == DEMO_PATIENT:
        here = services()
        who = demo_today(here.store, here.library, _now())
    tasks = who.prescribed.tasks if who.prescribed else ()
    task = next((one for one in tasks if one.exercise.id == exercise_id and steps(one)), None)
    if who.patient is None or who.prescribed is None or task is None:
        abort(404, "Your programme has no such guide. What it has is on the page of today.")
    return who.patient, who.prescribed, task


def _own(guide_id: str) -> GuideRecord:
    """A guide of the patient who is here."""
    who, _ = who_trains()
    found = services().store.guide(guide_id)
    if who.patient is None or found.patient_id != who.patient.id:
        abort(404, "There is no such guide here.")
    return found


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True) or {}
    return body if isinstance(body, dict) else {}


def _now() -> datetime:
    return datetime.now(UTC)
