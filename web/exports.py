"""What leaves the product through the therapist's page of a patient: the same files as `midline export`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, Response, request, send_file

from coach.report.archive import write_archive
from coach.report.fhir import write_bundle
from coach.report.kept import Kept, Wanted, kept_of
from web.auth import therapist_only
from web.services import services

bp = Blueprint("exports", __name__, url_prefix="/therapist/patients/<patient_id>/export")

Write = Callable[[IO[bytes], Kept, datetime, Wanted], None]


@bp.get("/tables.zip")
@therapist_only
def tables(patient_id: str) -> Response:
    """Everything as tables; ``name``, ``notes`` and ``traces`` in the query say what else is wanted.

    :raise 404: no such patient.
    """
    return _file(patient_id, write_archive, "tables.zip", "application/zip")


@bp.get("/fhir.json")
@therapist_only
def fhir(patient_id: str) -> Response:
    """A FHIR R4 Bundle; ``name`` in the query says that the name is wanted.

    :raise 404: no such patient.
    """
    return _file(patient_id, _bundle, "fhir.json", "application/fhir+json")


def _bundle(out: IO[bytes], kept: Kept, at: datetime, _: Wanted) -> None:
    write_bundle(out, kept, at)


def _file(patient_id: str, write: Write, name: str, mimetype: str) -> Response:
    """A download; its name holds the day and nobody's name. It waits in a file that has none on the disk."""
    now = datetime.now(UTC)
    asked = request.args
    wanted = Wanted(name="name" in asked, notes="notes" in asked, traces="traces" in asked)
    kept = kept_of(services().store, patient_id, wanted)
    out = TemporaryFile()  # noqa: SIM115  the answer closes it when it has been sent
    write(out, kept, now, wanted)
    out.seek(0)
    whole_name = f"midline-{now.astimezone():%Y-%m-%d}-{name}"
    return send_file(out, mimetype, as_attachment=True, download_name=whole_name)
