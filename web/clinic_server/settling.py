"""What a laptop sent while another record was in its place: shown field by field beside it, and settled by a
therapist with a reason. Nothing is deleted by it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import Device
from coach.errors import TakenError
from coach.store import Patient, Quarantined, Settlement, Store
from coach.wire import Kind
from web import therapist_words as words
from web.clinic_server.differing import Difference, differences
from web.clinic_server.guard import now, stores, visit
from web.form_text import Needed, text_faults, text_of
from web.services import services
from web.therapist_form import Answered

bp = Blueprint("settling", __name__, url_prefix="/therapist/patients/<patient_id>/apart")

NEEDED = {"why": Needed(400, "Please say why; it is kept beside the record.")}
DECIDED = {
    Settlement.HERE: "What is here holds",
    Settlement.BOTH: "Both stand, as two sessions",
}


@dataclass(frozen=True)
class Apart:
    """A record that was kept apart: what it is, where it came from, why, and what is other in it.

    Attributes:
        here_id: of the session that is here in its place; empty where it is none.
        both: it can stand as a session of its own.
        settled: who decided what, when and why; empty until then.
    """

    record: Quarantined
    title: str
    reason: str
    differs: list[Difference]
    here_id: str
    both: bool
    settled: str


@bp.post("/<int:number>")
def settle(patient_id: str, number: int) -> ResponseReturnValue:
    """What a therapist decided about one of them.

    :raise 404: no such patient, or nothing of theirs to be decided.
    """
    store, typed = services().store, request.form
    patient = store.patient(patient_id)
    found = {one.number: one for one in store.quarantined(patient.id)}
    record = found.get(number) or abort(404, "There is nothing of this number that was kept apart.")
    if faults := dict(text_faults(typed, NEEDED)):
        return _page(store, patient, record, Answered(typed, faults)), 422
    if typed.get("settlement") not in set(Settlement):
        abort(400, f"It is settled as {' or '.join(Settlement)}.")
    how, why = Settlement(typed["settlement"]), text_of(typed, "why")
    try:
        store.settle(number, how, visit().account.name, why, now())
    except TakenError as error:  # by a colleague, a moment before
        abort(409, str(error))
    return redirect(url_for("laptops.page", patient_id=patient.id, told="settled", _anchor="apart"), code=303)


def lines(store: Store, patient: Patient, devices: Sequence[Device]) -> list[Apart]:
    """All of a patient's, newest first."""
    return [_line(store, one, devices) for one in store.quarantined(patient.id)]


def _page(store: Store, patient: Patient, record: Quarantined, answered: Answered) -> str:
    devices = stores().accounts.devices(visit().account.clinic_id, patient.id)
    one = _line(store, record, devices)
    return render_template(
        "clinic_server/apart.html", patient=patient, one=one, answered=answered, words=words
    )


def _line(store: Store, one: Quarantined, devices: Sequence[Device]) -> Apart:
    name = next((device.name for device in devices if device.id == one.device_id), "a laptop")
    here = store.in_its_place(one)
    return Apart(
        record=one,
        title=f"A {one.kind}, {words.day_and_time(one.at)}, from “{name}”",
        reason=f"{one.reason} (record {one.record_id})",
        differs=differences(here, one.body) if here else [],
        here_id=json.loads(here)["id"] if here and one.kind == Kind.SESSION else "",
        both=one.settlement is None and store.can_stand_beside(one),
        settled=_settled(one),
    )


def _settled(one: Quarantined) -> str:
    if one.settlement is None or one.settled_at is None:
        return ""
    when = words.day_and_time(one.settled_at)
    return f"{DECIDED[one.settlement]}: {one.settled_by}, {when}. {one.settled_why}"
