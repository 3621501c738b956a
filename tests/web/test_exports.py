"""A patient's data leave through the therapist's page, and only through it."""

import io
import json
import re
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from tests.coach.report.people import PRIVATE, fill
from tests.coach.report.reading_pdf import parts
from tests.coach.store.builders import ANNA
from tests.web.conftest import Clinic

FILES = ("tables.zip", "fhir.json", "visit.pdf")
HERE = f"/therapist/patients/{ANNA.id}"


@pytest.fixture(scope="module")
def anna(clinic: Clinic) -> Clinic:
    """A clinic in which Anna trained."""
    fill(clinic.store)
    return clinic


def get(anna: Clinic, path: str) -> TestResponse:
    """A whole answer."""
    return anna.therapist.get(path, buffered=True)


def test_the_page_of_a_patient_offers_every_form(anna: Clinic) -> None:
    page = anna.therapist.get(HERE).text
    asked = set(re.findall(rf'(?:action|href)="({HERE}/export/[^"]+)"', page))
    assert asked == {f"{HERE}/export/{name}" for name in FILES}
    for path in asked:
        assert get(anna, path).status_code == 200


def test_tables_hold_what_was_ticked(anna: Clinic) -> None:
    plain = get(anna, f"{HERE}/export/tables.zip")
    ticked = get(anna, f"{HERE}/export/tables.zip?name=on&notes=on&traces=on")
    for answer, wanted in ((plain, False), (ticked, True)):
        with ZipFile(io.BytesIO(answer.data)) as archive:
            patient = archive.read("patient.csv").decode()
            traces = [name for name in archive.namelist() if name.startswith("traces/")]
        assert ((ANNA.name in patient), (PRIVATE in patient), bool(traces)) == (wanted,) * 3


def test_a_bundle_is_what_its_kind_says(anna: Clinic) -> None:
    answer = get(anna, f"{HERE}/export/fhir.json")
    assert answer.mimetype == "application/fhir+json"
    assert json.loads(answer.data)["type"] == "collection"


def test_a_files_name_tells_the_day_and_nobodys_name(anna: Clinic) -> None:
    for name in FILES:
        headers = get(anna, f"{HERE}/export/{name}?name=on").headers
        assert re.search(
            rf"attachment; filename=midline-\d{{4}}-\d\d-\d\d-{name}$", headers["Content-Disposition"]
        )


def test_somebody_unknown_has_no_files(anna: Clinic) -> None:
    for name in FILES:
        assert get(anna, f"{HERE.replace('1', '7')}/export/{name}").status_code == 404
    assert get(anna, f"{HERE}/export/everything.exe").status_code == 404


def test_the_two_pages_are_written_for_today(anna: Clinic) -> None:
    answer = get(anna, f"{HERE}/export/visit.pdf")
    assert answer.mimetype == "application/pdf"
    assert parts(answer.data)[0].text == ANNA.name
