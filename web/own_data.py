"""Your data: what is kept of a patient on this computer leaves as files, or is erased for good."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.report.kept import Wanted
from coach.store import Pairing, Patient, SessionHead
from coach.wire import Kind
from web.diary import entries
from web.erasing import erase_here, erase_session_here
from web.errors import AskedError
from web.exports import sent
from web.form_text import long_day
from web.letter_words import written
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
    now = datetime.now().astimezone()
    asked = [(one, written(one.asked_at, now)) for one in services().store.last_requests()]
    erased = request.args.get("erased", "")
    return render_template("patient/your_data.html", erased=erased, asked=asked, **_kept())


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
        erase_here(patient.id, "", ask="ask" in request.form and _shared(patient) is not None)
    except AskedError as error:
        return _asked(str(error)), 409
    return redirect(url_for(".page", erased="everything"), code=303)


@bp.get("/sessions/<session_id>/erase")
def ask_about(session_id: str) -> str:
    """What would go with one session, asked once more.

    :raise 404: no such session of whoever trains here.
    """
    return _asked_about(_own(session_id), "")


@bp.post("/sessions/<session_id>/erase")
def erase_session(session_id: str) -> ResponseReturnValue:
    """The session goes.

    :raise 404: no such session of whoever trains here.
    """
    head = _own(session_id)
    if "sure" not in request.form:
        return _asked_about(head, SURE), 422
    try:
        erase_session_here(head.id, ask="ask" in request.form and _was_sent(head))
    except AskedError as error:
        return _asked_about(head, str(error)), 409
    return redirect(url_for(".page", erased="session"), code=303)


@bp.post("/requests/<patient_id>/end")
def ask_no_more(patient_id: str) -> ResponseReturnValue:
    """What somebody who was erased here still asks of their clinic is not sent any more."""
    services().store.end_last_request(patient_id)
    return redirect(url_for(".page"), code=303)


def _asked(trouble: str) -> str:
    typed = request.form
    _somebody()
    return render_template("patient/erase.html", trouble=trouble, typed=typed, **_kept())


def _asked_about(head: SessionHead, trouble: str) -> str:
    (entry,) = entries([head], (), datetime.now().astimezone())
    return render_template(
        "patient/erase_session.html",
        entry=entry,
        trouble=trouble,
        typed=request.form,
        shares=_shared(_somebody()),
        was_sent=_was_sent(head),
    )


def _own(session_id: str) -> SessionHead:
    """A session that is over, of whoever trains here."""
    head = services().store.session_head(session_id)
    if head.patient_id != _somebody().id or head.ended_at is None:
        abort(404, "There is no such session here.")
    return head


def _shared(patient: Patient) -> Pairing | None:
    """The clinic that has something of theirs, or may have."""
    found = services().store.pairing(patient.id)
    return None if found is None or found.words_open else found


def _was_sent(head: SessionHead) -> bool:
    """Whether a clinic has the session, or may have: it was on its way at least."""
    if _shared(_somebody()) is None:
        return False
    lines = services().store.outgoing(head.patient_id, [Kind.SESSION])
    return any(one.about == head.id and one.sha256 is not None for one in lines)


def _kept() -> dict[str, object]:
    """Who it is, and how much there is since when."""
    patient = _here()
    heads = services().store.sessions(patient.id) if patient else ()
    since = long_day(heads[-1].started_at.astimezone().date()) if heads else ""
    shares = _shared(patient) if patient else None
    return {"patient": patient, "sessions": len(heads), "since": since, "shares": shares}


def _here() -> Patient | None:
    """The one who trains here, unless it is the demo person."""
    who, _ = who_trains()
    return None if who.patient == DEMO_PATIENT else who.patient


def _somebody() -> Patient:
    return _here() or abort(404, "There is nobody here yet of whom anything is kept.")
