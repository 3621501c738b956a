"""A therapist erases a patient for good, asked twice: here, and by a tick on the page that says what goes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.keeping import NAME, add_to_list
from web.auth import therapist_only
from web.errors import AskedError
from web.form_text import SIGNED, text_faults
from web.services import CLINIC_EXTENSION, Services, services
from web.signing import author, remember
from web.therapist_form import Answered

bp = Blueprint("erasing", __name__, url_prefix="/therapist/patients/<patient_id>/erase")

#: `web.live_sitting.Stage.SESSION`, which a clinic's server has no camera for.
EXERCISING = "session"
SURE = "Please tick that everything of this patient is to be erased."
UNDER_WAY = "A session is under way. Please let it end first; then what is here can be erased."


@bp.get("")
@therapist_only
def ask(patient_id: str) -> str:
    """What goes, and what has to be known before.

    :raise 404: no such patient.
    """
    return _page(patient_id, Answered({"author": author()}))


@bp.post("")
@therapist_only
def erase(patient_id: str) -> ResponseReturnValue:
    """Everything of the patient goes.

    :raise 404: no such patient.
    """
    typed = request.form
    faults = dict(text_faults(typed, SIGNED)) | ({} if "sure" in typed else {"sure": SURE})
    if faults:
        return _page(patient_id, Answered(typed, faults)), 422
    name = typed["author"].strip()
    try:
        erase_here(patient_id, name)
    except AskedError as error:
        return _page(patient_id, Answered(typed, {"sure": str(error)})), 409
    remember(name)
    return redirect(url_for("therapist.home"), code=303)


def erase_here(patient_id: str, by: str, *, ask: bool = False) -> None:
    """Erase a patient, and note it beside the data for the day on which a backup is brought back.

    Args:
        by: who asked for it; empty for the patient.
        ask: the clinic that they share with is asked to erase too.

    Raises:
        AskedError: somebody is exercising.
        NotFoundError: no such patient, or they share with no clinic that could be asked.
    """
    here = _nobody_exercises()
    here.store.erase_patient(patient_id, datetime.now(UTC), by, ask=ask)
    if clinic := current_app.extensions.get(CLINIC_EXTENSION):
        clinic.stores.accounts.forget_patients([patient_id])
    _note(here)


def erase_session_here(session_id: str, *, ask: bool) -> None:
    """The same with one session that a patient erases on their laptop.

    Raises:
        AskedError, NotFoundError: as above.
    """
    here = _nobody_exercises()
    here.store.erase_session(session_id, datetime.now(UTC), ask=ask)
    _note(here)


def _nobody_exercises() -> Services:
    here = services()
    if here.trains and here.trains.feed.state.get("stage") == EXERCISING:
        raise AskedError(UNDER_WAY)
    return here


def _note(here: Services) -> None:
    """On a clinic's server the list is written with the next backup. What is asked of a clinic goes now."""
    store = here.store
    if here.carries:
        here.carries.wake()
    if isinstance(store.place, Path):
        add_to_list(store.place.with_name(NAME), store.erased() + store.erased_sessions())


def _page(patient_id: str, answered: Answered) -> str:
    store = services().store
    patient, heads = store.patient(patient_id), store.sessions(patient_id)
    shares = store.pairing(patient_id)
    return render_template(
        "review/erase.html", patient=patient, heads=heads, answered=answered, shares=shares
    )
