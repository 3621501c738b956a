"""The therapist's way to let a published programme leave, and to take one in, as a signed file."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.errors import CoachError
from coach.signed import fingerprint, public_key_of, read_signed, sign
from web import travel
from web.auth import therapist_only
from web.errors import WebError
from web.prescribing_case import Case
from web.services import services

bp = Blueprint("travelling", __name__, url_prefix="/therapist/patients/<patient_id>/file")


@bp.get("/<int:version>")
@therapist_only
def leave(patient_id: str, version: int) -> ResponseReturnValue:
    """A published version as a download; its name holds nobody's.

    :raise 404: no such patient.
    """
    case = Case.of(patient_id)
    published = travel.version_of(case.store, case.patient, version)
    text = sign(published, case.patient.id, travel.private_key(case.store))
    name = f"midline-programme-{published.version}-{published.published_on}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="application/json", headers=headers)


@bp.get("/")
@therapist_only
def ask(patient_id: str) -> ResponseReturnValue:
    """Where a file is chosen.

    :raise 404: no such patient.
    """
    return _page(Case.of(patient_id))


@bp.post("/")
@therapist_only
def arrive(patient_id: str) -> ResponseReturnValue:
    """Take a file in as the patient's newest version, or say why not; then nothing was changed.

    :raise 404: no such patient.
    """
    case, file = Case.of(patient_id), request.files.get("file")
    if file is None or not file.filename:
        return _page(case, "Please choose the file of a programme."), 422
    trusting = request.form.get("trusting", "").strip() or None
    try:
        signed = read_signed(file.filename, file.read())
        travel.take(signed, file.filename, case.patient, case.store, services().library, trusting=trusting)
    except (CoachError, WebError) as error:
        return _page(case, str(error)), 422
    return redirect(url_for("versions.versions", patient_id=patient_id, told="published"), code=303)


def _page(case: Case, fault: str = "") -> str:
    own = fingerprint(public_key_of(travel.private_key(case.store)))
    return render_template("prescribing/file.html", patient=case.patient, fault=fault, own=own)
