"""Whose pages this computer shows: a page of somebody else leaves by itself when the patient is changed."""

from __future__ import annotations

import hashlib

from flask import Blueprint, abort, g, request
from flask.typing import ResponseReturnValue

from coach.errors import StoreError
from web.services import launch, services
from web.who_trains import patient_here

bp = Blueprint("whose", __name__)

#: The word of a therapist's page.
THERAPIST = "therapist"
NOT_KEPT = "Somebody else is next on this computer now, so nothing of that was kept."


def whose() -> str:
    """A word that is another one for another patient, and tells nothing of them; another one in each run."""
    here = services()
    try:
        patient = patient_here(here.config, here.store)
    except StoreError:
        patient = None
    patient_id = patient.id if patient else ""
    return hashlib.blake2s(patient_id.encode(), key=launch().salt, digest_size=8).hexdigest()


@bp.before_app_request
def still_theirs() -> None:
    """What one patient has typed is not kept under the next.

    :raise 409: it comes from a page of somebody else.
    """
    said = request.form.get("whose") if request.method == "POST" else None
    if said is not None and said != whose():
        abort(409, NOT_KEPT)


@bp.get("/whose")
def ask() -> ResponseReturnValue:
    """Whose pages these are now, for a page that looks whether it still is one of them; ``therapist`` in the
    query: for a therapist's page, which stays until somebody at another computer hands this one over."""
    word = whose()
    if THERAPIST in request.args:
        word = "" if launch().sent_away(g.browser) else THERAPIST
    return word, {"Content-Type": "text/plain"}
