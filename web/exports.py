"""What leaves the product through the therapist's page of a patient: the same files as `midline export`."""

from __future__ import annotations

from datetime import UTC, datetime
from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, request, send_file

from coach.report.kept import Wanted
from web.auth import therapist_only
from web.leaving import FORMS
from web.services import services

bp = Blueprint("exports", __name__, url_prefix="/therapist/patients/<patient_id>/export")


@bp.get("/<file>")
@therapist_only
def leave(patient_id: str, file: str) -> Response:
    """A patient's data in one of `FORMS`; ``name``, ``notes`` and ``traces`` in the query say what else is
    wanted. Its name holds the day and nobody's name; it waits in a file that has none on the disk.

    :raise 404: no such patient or form.
    """
    asked = request.args
    wanted = Wanted(name="name" in asked, notes="notes" in asked, traces="traces" in asked)
    return sent(patient_id, file, wanted)


def sent(patient_id: str, file: str, wanted: Wanted) -> Response:
    """The answer that holds the file.

    :raise 404: no such patient or form.
    """
    form = next((one for one in FORMS.values() if one.file == file), None)
    if form is None:
        abort(404, "Nothing leaves under this name.")
    now, store = datetime.now(UTC), services().store
    store.patient(patient_id)
    out = TemporaryFile()  # noqa: SIM115  the answer closes it when it has been sent
    form.write(out, store, patient_id, now, wanted)
    out.seek(0)
    name = f"midline-{now.astimezone():%Y-%m-%d}-{form.file}"
    return send_file(out, form.mimetype, as_attachment=True, download_name=name)
