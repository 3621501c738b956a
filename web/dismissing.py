"""An alert is put away with a note: what was done about it, by whom. The same rule can raise a new one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.alerts import Alert
from coach.reviewed import Dismissal
from web import therapist_words as words
from web.auth import therapist_only
from web.form_text import SIGNED, Needed, text_faults, text_of
from web.reviewing import alerts_now
from web.services import services
from web.signing import remember
from web.therapist_form import Answered

bp = Blueprint("dismissing", __name__, url_prefix="/therapist/patients/<patient_id>/alerts")
bp.context_processor(lambda: {"words": words})

NEEDED = {
    "note": Needed(400, "Please say what you did or know about it; it is kept beside the alert."),
    **SIGNED,
}


@bp.post("/<rule>")
@therapist_only
def dismiss(patient_id: str, rule: str) -> ResponseReturnValue:
    """Put one alert away.

    :raise 404: no such patient, or no such alert any more.
    """
    now, key = datetime.now(UTC), request.form.get("key")
    found = (one for one in alerts_now(patient_id, now) if (one.rule, one.key) == (rule, key))
    alert = next(found, None) or abort(404, "This alert is not there any more, or was put away already.")
    answered = Answered(request.form, dict(text_faults(request.form, NEEDED)))
    if answered.faults:
        return _page(patient_id, alert, answered), 422
    note, name = (text_of(request.form, field) for field in ("note", "author"))
    services().store.dismiss(patient_id, Dismissal(rule, alert.key, name, note, now))
    remember(name)
    return redirect(url_for("therapist.patient", patient_id=patient_id), code=303)


def _page(patient_id: str, alert: Alert, answered: Answered) -> str:
    patient = services().store.patient(patient_id)
    return render_template("review/dismiss.html", patient=patient, alert=alert, answered=answered)
