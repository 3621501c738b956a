"""The therapist's page of a score that was found in the clinic. Midline ships no scale: its name is typed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web import prescribing_words as say
from web import score_form
from web import therapist_words as words
from web.auth import therapist_only
from web.form_text import day_of
from web.prescribing_case import today
from web.services import services
from web.signing import author, remember

bp = Blueprint("scores", __name__, url_prefix="/therapist/patients/<patient_id>/scores")
bp.context_processor(lambda: {"words": words, "say": say, "day_of": day_of})


@bp.route("/new", methods=["GET", "POST"])
@therapist_only
def new(patient_id: str) -> ResponseReturnValue:
    """One more score.

    :raise 404: no such patient.
    """
    if request.method == "GET":
        return _page(patient_id, score_form.Answered({"on": today().isoformat(), "author": author()}))
    answered = score_form.read(request.form, str(uuid4()), patient_id, today())
    if answered.score is None:
        return _page(patient_id, answered)
    services().store.add_score(answered.score)
    remember(answered.score.author)
    return _to_patient(patient_id)


@bp.post("/<score_id>/take-back")
@therapist_only
def take_back(patient_id: str, score_id: str) -> ResponseReturnValue:
    """It was not so; it stays as history.

    :raise 404: no such score of this patient.
    """
    store = services().store
    if all(one.id != score_id for one in store.scores(patient_id)):
        abort(404, "There is no such score, or it was taken back.")
    store.remove_score(score_id, datetime.now(UTC))
    return _to_patient(patient_id)


def context(patient_id: str, _now: datetime) -> dict[str, Any]:
    """What ``review/scores.html`` shows on the page of a patient."""
    return {"scores": services().store.scores(patient_id)[::-1], "score_said": score_form.said}


def _to_patient(patient_id: str) -> ResponseReturnValue:
    return redirect(url_for("therapist.patient", patient_id=patient_id, _anchor="scores"), code=303)


def _page(patient_id: str, answered: score_form.Answered) -> ResponseReturnValue:
    store = services().store
    page = render_template(
        "review/score.html",
        patient=store.patient(patient_id),
        answered=answered,
        known=sorted({one.name for one in store.scores(patient_id)}),
        today=today().isoformat(),
    )
    return (page, 422) if answered.faults else page
