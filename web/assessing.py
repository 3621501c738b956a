"""The therapist's page of an assessment: what was found, from which every programme is made."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.assessment import SIDED_FORMS
from coach.cycle import cycle_day
from coach.record import SessionKind
from web import assessment_form
from web import prescribing_words as say
from web import therapist_words as words
from web.auth import therapist_only
from web.prescribing_case import Case, today

bp = Blueprint("assessing", __name__, url_prefix="/therapist/patients/<patient_id>")
bp.context_processor(lambda: {"words": words, "say": say})


@bp.route("/assessment", methods=["GET", "POST"])
@therapist_only
def assessment(patient_id: str) -> ResponseReturnValue:
    """What was found; opens as it was last time, and saving makes a new one.

    :raise 404: no such patient.
    """
    case = Case.of(patient_id)
    if request.method == "GET":
        measured, on = measured_lately(case)
        opened = assessment_form.filled(case.assessment, measured, today())
        return _assessment_page(case, assessment_form.Answered(opened), on)
    answered = assessment_form.read(request.form, today())
    if answered.assessment is None:
        return _assessment_page(case, answered, measured_lately(case)[1])
    case.store.add_assessment(patient_id, answered.assessment)
    return redirect(url_for("prescribing.programme", patient_id=patient_id), code=303)


def measured_lately(case: Case) -> tuple[dict[str, str], str]:
    """The comfortable range of the newest two-minute check since the last assessment, and its day."""
    since = case.assessment.assessed_on if case.assessment else date.min
    for head in case.store.sessions(case.patient.id):
        on = head.started_at.astimezone().date()
        if head.kind is SessionKind.CHECK and head.own and head.ended_at and on >= since:
            measures = case.store.session(head.id).record.measures
            if found := assessment_form.measured_reach(measures):
                return found, words.day(head.started_at)
    return {}, ""


def _assessment_page(case: Case, answered: assessment_form.Answered, measured_on: str) -> ResponseReturnValue:
    injected, on = (answered.typed.get(name, "") for name in ("injected_on", "assessed_on"))
    page = render_template(
        "prescribing/assessment.html",
        patient=case.patient,
        answered=answered,
        before=case.assessment,
        day=_day(injected, on),
        forms=say.FORMS,
        sided_forms=SIDED_FORMS,
        cautions=assessment_form.CAUTIONS,
        reach_fields=say.REACH_FIELDS,
        measured_on=measured_on,
        rows=assessment_form.rows(answered.typed),
        exercises=sorted(case.exercises.values(), key=lambda one: one.name),
    )
    return (page, 422) if answered.faults else page


def _day(injected: str, on: str) -> int | None:
    try:
        return cycle_day(date.fromisoformat(injected), date.fromisoformat(on))
    except ValueError:
        return None
