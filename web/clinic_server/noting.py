"""Whoever sees a patient's page or changes something of it is noted, once it has been answered."""

from __future__ import annotations

from flask import Flask, Response, g, request

from coach.accounts.audit import Noted, What
from coach.errors import StoreError
from web.clinic_server.guard import now, stores, visit
from web.security import say, status_of
from web.services import services

#: These note what they do themselves.
OWN_WORDS = ("login", "set_up", "own", "people")
#: And of these pages the same; the first is asked every two seconds while the page before it is seen.
OWN_PAGES = ("laptops.waiting", "laptops.compared", "laptops.take_off")
#: What is more than seen or changed, by whether it changed something.
MORE = {
    ("therapist.new_patient", True): What.MADE,
    ("laptops.make_code", False): What.MADE,
    ("erasing.erase", True): What.ERASED,
    ("erasure_requests.erase", True): What.ERASED,
    ("exports.leave", False): What.TOOK_OUT,
    ("travelling.leave", False): What.TOOK_OUT,
    ("therapist.reps_csv", False): What.TOOK_OUT,
    ("therapist.trace_csv", False): What.TOOK_OUT,
}
#: Pages that show somebody without naming them in their address.
OF_MANY = ("therapist.home", "audit.page")


def note_visits(app: Flask) -> None:
    """Note what is seen and changed of patients by whoever is logged in."""
    app.after_request(_noted)


def _noted(answer: Response) -> Response:
    """The answer; without a note nothing is shown."""
    if "services" not in g or answer.status_code >= 400 or _in_own_words():
        return answer
    try:
        patient_id, changed = _patient_id(), _changes(answer)
        if patient_id or changed or request.endpoint in OF_MANY:
            stores().accounts.note(_note(patient_id, changed=changed))
    except StoreError as error:
        return say(status_of(error), str(error))
    return answer


def _in_own_words() -> bool:
    return request.blueprint in OWN_WORDS or request.endpoint in OWN_PAGES


def _note(patient_id: str | None, *, changed: bool) -> Noted:
    endpoint, account = request.endpoint or "", visit().account
    what = MORE.get((endpoint, changed), What.CHANGED if changed else What.SAW)
    return Noted(now(), account.clinic_id, what, endpoint, account_id=account.id, patient_id=patient_id)


def _changes(answer: Response) -> bool:
    """A form that was taken sends the browser on; one that is shown again was not taken."""
    return request.method not in {"GET", "HEAD"} and answer.status_code in {201, 204, 303}


def _patient_id() -> str | None:
    asked = request.view_args or {}
    if "session_id" in asked:
        return services().store.session_head(asked["session_id"]).patient_id
    return asked.get("patient_id")
