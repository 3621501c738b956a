"""Talking, the patient's side: what their therapist wrote, and their own questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.letter import Letter, LetterKind
from coach.store import Patient
from web.form_text import Needed, text_faults
from web.letter_words import for_patient, your_practice
from web.services import services, therapist_here
from web.who_trains import DEMO_PATIENT, who_trains

bp = Blueprint("messages", __name__, url_prefix="/messages")

#: So many of the latest are shown; older ones are with the therapist.
SHOWN = 60
NEEDED = {"words": Needed(2000, "Please write your question first; a few words are enough.")}


@bp.get("")
def page() -> ResponseReturnValue:
    """Messages and questions, newest first. Opened by the patient, all of it is read; a therapist who looks
    over it leaves it unread."""
    patient = _patient()
    shown = _page(patient, request.args, {})
    if patient is not None and not therapist_here():
        services().store.read_letters(patient.id, LetterKind.MESSAGE, datetime.now(UTC))
    return shown


@bp.post("")
def ask() -> ResponseReturnValue:
    """A question for the therapist; ``about`` is the letter that it goes back to, if it does.

    :raise 404: nobody trains here yet.
    """
    patient, typed = _patient(), request.form
    if patient is None:
        abort(404, "There is nobody here yet who could ask.")
    faults = dict(text_faults(typed, NEEDED))
    if faults:
        return _page(patient, typed, faults), 422
    here = services()
    store = here.store
    before = _asked_about(store.letters(patient.id), typed.get("about", ""))
    where = (before.session_id, before.position) if before else (None, None)
    words, at = typed["words"].strip(), datetime.now(UTC)
    store.add_letter(Letter(str(uuid4()), patient.id, LetterKind.QUESTION, words, patient.name, at, *where))
    if here.carries:
        here.carries.wake()
    return redirect(url_for(".page", sent="yes", _anchor="kept"), code=303)


def _patient() -> Patient | None:
    """Who can be written to: the one who trains here, unless it is the demo person."""
    who, _ = who_trains()
    return None if who.patient == DEMO_PATIENT else who.patient


def _asked_about(letters: tuple[Letter, ...], letter_id: str) -> Letter | None:
    """The message that a question goes back to."""
    return next((one for one in letters if one.id == letter_id and one.kind is LetterKind.MESSAGE), None)


def _page(patient: Patient | None, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    store, now = services().store, datetime.now().astimezone()
    letters = store.letters(patient.id) if patient else ()
    sessions = store.named_sessions({one.session_id for one in letters if one.session_id})
    lines = for_patient(letters, sessions, now)[:SHOWN]
    before = _asked_about(letters, typed.get("about", ""))
    return render_template(
        "patient/messages.html",
        patient=patient,
        new=[line for line in lines if line.is_new],
        earlier=[line for line in lines if not line.is_new],
        safety=services().library.safety,
        about=before,
        about_words=your_practice(before, sessions, now) if before else "",
        typed=typed,
        faults=faults,
        sent="sent" in typed,
    )
