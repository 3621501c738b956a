"""The therapist's pages of events: written down, changed, taken back. What is taken back stays as history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.event import Event, EventKind
from web import event_form, event_words
from web import prescribing_words as say
from web import therapist_words as words
from web.auth import therapist_only
from web.form_text import day_of
from web.prescribing_case import today
from web.services import services
from web.signing import author, remember

bp = Blueprint("events", __name__, url_prefix="/therapist/patients/<patient_id>/events")
bp.context_processor(lambda: {"words": words, "say": say, "day_of": day_of})


@bp.route("/new", methods=["GET", "POST"])
@therapist_only
def new(patient_id: str) -> ResponseReturnValue:
    """One more event; ``?kind=injection`` chooses what it is.

    :raise 404: no such patient.
    """
    if request.method == "GET":
        opened = {"kind": request.args.get("kind", ""), "on": today().isoformat(), "author": author()}
        return _page(patient_id, None, event_form.Answered(opened))
    return _keep(patient_id, None, str(uuid4()))


@bp.route("/<event_id>", methods=["GET", "POST"])
@therapist_only
def change(patient_id: str, event_id: str) -> ResponseReturnValue:
    """The same form later.

    :raise 404: no such event of this patient.
    """
    found = _event(patient_id, event_id)
    if request.method == "GET":
        return _page(patient_id, found, event_form.Answered(event_form.filled(found)))
    return _keep(patient_id, found, event_id)


@bp.post("/<event_id>/take-back")
@therapist_only
def take_back(patient_id: str, event_id: str) -> ResponseReturnValue:
    """It did not happen, or not so.

    :raise 404: no such event of this patient.
    """
    services().store.take_back_event(_event(patient_id, event_id).id, datetime.now(UTC))
    return _to_patient(patient_id)


def context(patient_id: str, _now: datetime) -> dict[str, Any]:
    """What ``review/events.html`` shows on the page of a patient."""
    found = services().store.events(patient_id)
    return {"events": found[::-1], "event_words": event_words}


def _event(patient_id: str, event_id: str) -> Event:
    found = (one for one in services().store.events(patient_id) if one.id == event_id)
    return next(found, None) or abort(404, "There is no such event, or it was taken back.")


def _keep(patient_id: str, before: Event | None, event_id: str) -> ResponseReturnValue:
    answered = event_form.read(request.form, event_id, patient_id, today())
    if request.form.get("do") == "more":
        return _page(patient_id, before, event_form.Answered(request.form))
    if answered.event is None:
        return _page(patient_id, before, answered)
    store, now = services().store, datetime.now(UTC)
    (store.change_event if before else store.add_event)(answered.event, now)
    remember(answered.event.author)
    return _to_patient(patient_id)


def _to_patient(patient_id: str) -> ResponseReturnValue:
    return redirect(url_for("therapist.patient", patient_id=patient_id, _anchor="events"), code=303)


def _page(patient_id: str, before: Event | None, answered: event_form.Answered) -> ResponseReturnValue:
    page = render_template(
        "review/event.html",
        patient=services().store.patient(patient_id),
        before=before,
        answered=answered,
        kinds=event_words.KINDS,
        sides=event_words.SIDES,
        muscles=event_words.MUSCLES,
        rows=event_form.rows(answered.typed),
        injection=EventKind.INJECTION.value,
        today=today().isoformat(),
    )
    return (page, 422) if answered.faults else page
