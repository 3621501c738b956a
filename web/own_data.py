"""Your data: what is kept of a patient on this computer leaves as files, or is erased for good."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.report.kept import Wanted
from coach.store import Patient
from web.erasing import erase_here
from web.errors import AskedError
from web.exports import sent
from web.form_text import long_day
from web.services import services
from web.who_trains import DEMO_PATIENT, who_trains

bp = Blueprint("own_data", __name__, url_prefix="/your-data")

SURE = "Nothing was erased yet: please tick the box first, so that it does not happen by chance."
FILES = ("tables.zip", "fhir.json")
#: A patient's own files have their name, and none of a therapist's notes.
OWN = Wanted(name=True, notes=False)


@bp.get("")
def page() -> str:
    """What is kept, and what can be done with it."""
    return render_template("patient/your_data.html", erased="erased" in request.args, **_kept())


@bp.get("/<file>")
def leave(file: str) -> Response:
    """One of the patient's `FILES`; ``traces`` in the query: with the angles of every moment.

    :raise 404: nobody trains here yet, or no such file.
    """
    if file not in FILES:
        abort(404, "Nothing leaves under this name.")
    wanted = Wanted(name=OWN.name, notes=OWN.notes, traces="traces" in request.args)
    return sent(_somebody().id, file, wanted)


@bp.get("/erase")
def ask() -> str:
    """What would go, asked once more.

    :raise 404: nobody trains here yet.
    """
    return _asked("")


@bp.post("/erase")
def erase() -> ResponseReturnValue:
    """All of it goes.

    :raise 404: nobody trains here yet.
    """
    patient = _somebody()
    if "sure" not in request.form:
        return _asked(SURE), 422
    try:
        erase_here(patient.id, "")
    except AskedError as error:
        return _asked(str(error)), 409
    return redirect(url_for(".page", erased="yes"), code=303)


def _asked(trouble: str) -> str:
    _somebody()
    return render_template("patient/erase.html", trouble=trouble, **_kept())


def _kept() -> dict[str, object]:
    """Who it is, and how much there is since when."""
    patient = _here()
    heads = services().store.sessions(patient.id) if patient else ()
    since = long_day(heads[-1].started_at.astimezone().date()) if heads else ""
    shares = services().store.pairing(patient.id) if patient else None
    return {"patient": patient, "sessions": len(heads), "since": since, "shares": shares}


def _here() -> Patient | None:
    """The one who trains here, unless it is the demo person."""
    who, _ = who_trains()
    return None if who.patient == DEMO_PATIENT else who.patient


def _somebody() -> Patient:
    return _here() or abort(404, "There is nobody here yet of whom anything is kept.")
