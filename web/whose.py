"""Whose pages this computer shows: a page of somebody else leaves by itself when the patient is changed."""

from __future__ import annotations

import hashlib

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.auth import therapist_only
from web.services import launch, services
from web.who_trains import PATIENT_SETTING, who_trains

bp = Blueprint("whose", __name__)


def whose() -> str:
    """A word that is another one for another patient, and tells nothing of them; another one in each run."""
    who, _ = who_trains()
    patient_id = who.patient.id if who.patient else ""
    return hashlib.blake2s(patient_id.encode(), key=launch().salt, digest_size=8).hexdigest()


@bp.get("/whose")
def ask() -> ResponseReturnValue:
    """Whose pages these are now, for a page that looks whether it still is one of them."""
    return whose(), {"Content-Type": "text/plain"}


@bp.post("/therapist/desk/patient")
@therapist_only
def change() -> ResponseReturnValue:
    """Another patient is next here: the last one's questions, where they are open, end unanswered, and every
    page of theirs leaves.

    :raise 404: no such patient.
    :raise 409: a session is under way.
    """
    here = services()
    patient = here.store.patient(request.form.get("patient", ""))
    here.live.make_room()
    here.store.set_setting(PATIENT_SETTING, patient.id)
    return redirect(url_for("desk.station", station_id="here"), code=303)
