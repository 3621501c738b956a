"""What a patient asks to have erased here, after they erased it on their laptop: a therapist erases it, or
keeps it with a reason. The answer is kept and goes to the patient as a message. Nothing goes by itself."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.erasure import ErasureAnswer, ErasureRequest
from coach.errors import NotFoundError, TakenError
from coach.letter import Letter, LetterKind
from web import therapist_words as words
from web.clinic_server.guard import now, visit
from web.form_text import Needed, text_faults, text_of
from web.services import services
from web.therapist_form import Answered

bp = Blueprint("erasure_requests", __name__, url_prefix="/therapist/patients/<patient_id>/erasure-requests")

SURE = "Please tick that the session is to be erased."
NEEDED = {"reason": Needed(400, "Please say why it is kept; the patient reads it.")}
TOLD: dict[str, str] = {
    ErasureAnswer.ERASED: "The session is erased here. The patient gets a message about it.",
    ErasureAnswer.KEPT: "It is kept. The patient gets a message with your reason.",
}


class Line(NamedTuple):
    """One request in words; ``here`` is false where its session never came or was erased already."""

    request: ErasureRequest
    title: str
    asked: str
    here: bool
    answer: str


@bp.get("")
def page(patient_id: str) -> str:
    """All of them, those that wait on top.

    :raise 404: no such patient.
    """
    return _page(patient_id, "", Answered({}), TOLD.get(request.args.get("told", ""), ""))


@bp.post("/<request_id>/erase")
def erase(patient_id: str, request_id: str) -> ResponseReturnValue:
    """The session goes for good; everything of a patient is erased on the page for that.

    :raise 404: no such patient, or nothing of them to be decided by this.
    """
    asked = _waiting(patient_id, request_id)
    if asked.session_id is None:
        abort(404, "Everything of a patient is erased on the page for that.")
    if "sure" not in request.form:
        return _page(patient_id, request_id, Answered(request.form, {"sure": SURE})), 422
    said = "It is erased here now. Backups of before hold it until they are thrown away."
    return _answered(asked, ErasureAnswer.ERASED, "", said)


@bp.post("/<request_id>/keep")
def keep(patient_id: str, request_id: str) -> ResponseReturnValue:
    """It stays, with a reason.

    :raise 404: no such patient, or nothing of them to be decided.
    """
    asked, typed = _waiting(patient_id, request_id), request.form
    if faults := dict(text_faults(typed, NEEDED)):
        return _page(patient_id, request_id, Answered(typed, faults)), 422
    reason = text_of(typed, "reason")
    return _answered(asked, ErasureAnswer.KEPT, reason, f"It is kept, for this reason: {reason}")


def _waiting(patient_id: str, request_id: str) -> ErasureRequest:
    """One that nobody has answered."""
    store = services().store
    found = {one.id: one for one in store.erasure_requests(store.patient(patient_id).id)}
    asked = found.get(request_id) or abort(404, "There is no such request of this patient.")
    return asked if asked.answer is None else abort(404, f"{asked.author} has answered this already.")


def _answered(asked: ErasureRequest, answer: ErasureAnswer, reason: str, said: str) -> ResponseReturnValue:
    told = f"You asked that we erase {asked.what}{' of yours' if asked.session_id is None else ''}. {said}"
    by = visit().account.name
    letter = Letter(str(uuid4()), asked.patient_id, LetterKind.MESSAGE, told, by, now())
    try:
        services().store.answer_erasure(asked.id, answer, reason, letter)
    except TakenError as error:  # by a colleague, a moment before
        abort(409, str(error))
    return redirect(url_for(".page", patient_id=asked.patient_id, told=answer), code=303)


def _page(patient_id: str, which: str, answered: Answered, told: str = "") -> str:
    """``which`` is the request whose form is shown again, with its faults."""
    store = services().store
    patient = store.patient(patient_id)
    lines = [_line(one) for one in store.erasure_requests(patient.id)]
    return render_template(
        "clinic_server/erasure_requests.html",
        patient=patient,
        waiting=[one for one in lines if not one.answer],
        done=[one for one in lines if one.answer],
        which=which,
        answered=answered,
        told=told,
    )


def _line(one: ErasureRequest) -> Line:
    title = f"The session of {words.day_and_time(one.started_at)}" if one.started_at else "Everything"
    return Line(one, title, words.day_and_time(one.asked_at), _is_here(one), _answer(one, one.answered_at))


def _is_here(one: ErasureRequest) -> bool:
    try:
        return one.session_id is None or bool(services().store.session_head(one.session_id))
    except NotFoundError:
        return False


def _answer(one: ErasureRequest, at: datetime | None) -> str:
    if at is None:
        return ""
    what = "Erased here" if one.answer is ErasureAnswer.ERASED else f"Kept, “{one.reason}”"
    return f"{what}: {one.author}, {words.day_and_time(at)}"
