"""The forms in which a patient's data leave, by the page and by the command line alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from coach.report.archive import write_archive
from coach.report.fhir import write_bundle
from coach.report.kept import Wanted, kept_of
from coach.report.pdf import write_visit
from coach.store import Store
from web.visit import visit_of

Write = Callable[[IO[bytes], Store, str, datetime, Wanted], None]


@dataclass(frozen=True)
class Form:
    """One form: what it is called in a file's name, its kind, what it is in words, and what writes it. That
    raises `NotFoundError` where there is no such patient."""

    file: str
    mimetype: str
    words: str
    write: Write


def _tables(out: IO[bytes], store: Store, patient_id: str, at: datetime, wanted: Wanted) -> None:
    write_archive(out, kept_of(store, patient_id, wanted), at, wanted)


def _fhir(out: IO[bytes], store: Store, patient_id: str, at: datetime, wanted: Wanted) -> None:
    write_bundle(out, kept_of(store, patient_id, wanted), at)


def _pages(out: IO[bytes], store: Store, patient_id: str, at: datetime, _: Wanted) -> None:
    write_visit(out, visit_of(store, patient_id, at.astimezone().date()))


#: Each by its name on the command line.
FORMS = {
    "csv": Form("tables.zip", "application/zip", "Everything as tables, in one ZIP file.", _tables),
    "fhir": Form("fhir.json", "application/fhir+json", "A FHIR R4 Bundle, as JSON.", _fhir),
    "pdf": Form("visit.pdf", "application/pdf", "Two pages for the injection visit, with the name.", _pages),
}
