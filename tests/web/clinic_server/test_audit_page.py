"""Every page of a patient that was opened and every change is noted, and can be read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from coach.accounts import Stores
from coach.accounts.audit import PAGE, Audit, Noted, What
from coach.errors import StoreError
from tests.coach.accounts.builders import ADA, GRACE, NORTH
from tests.coach.store.builders import ANNA
from tests.web.clinic_server.conftest import Browser
from web.clinic_server.access import ACCESS, Access
from web.clinic_server.audit_words import PLACES

PAGE_OF_ANNA = f"/therapist/patients/{ANNA.id}"


def newest(stores: Stores, number: int = 1) -> list[tuple[str, str, str | None]]:
    noted = stores.accounts.audit(NORTH.id, account_id=GRACE.id)[:number]
    return [(one.what.value, one.where, one.patient_id) for one in noted]


def test_what_is_seen_and_changed_of_a_patient_is_noted(browser: Browser, stores: Stores) -> None:
    grace = browser(GRACE)
    grace.get(PAGE_OF_ANNA)
    assert newest(stores) == [("saw", "therapist.patient", ANNA.id)]
    grace.post(f"{PAGE_OF_ANNA}/edit", data={"name": ANNA.name, "patient_note": "x"})
    assert newest(stores) == [("changed", "therapist.edit_patient", ANNA.id)]
    with grace.get(f"{PAGE_OF_ANNA}/export/tables.zip") as file:
        assert file.status_code == 200
    assert newest(stores) == [("took out", "exports.leave", ANNA.id)]


def test_what_was_refused_is_not_noted_as_done(browser: Browser, stores: Stores) -> None:
    grace = browser(GRACE)
    grace.get(PAGE_OF_ANNA)
    before = newest(stores, 50)
    grace.post(f"{PAGE_OF_ANNA}/edit", data={"name": ""})
    grace.get("/therapist/patients/nobody")
    grace.get("/therapist/help")
    changed = [one for one in newest(stores, 50) if one[0] == "changed"]
    assert changed == [one for one in before if one[0] == "changed"]
    assert not any(patient_id == "nobody" for _, _, patient_id in newest(stores, 50))


def test_without_a_note_nothing_is_shown(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreError("The database is away.")

    grace = browser(GRACE)
    monkeypatch.setattr(Audit, "note", away)
    answer = grace.get(PAGE_OF_ANNA)
    assert answer.status_code == 503
    assert ANNA.name not in answer.text


def test_a_therapist_reads_who_looked_at_a_patient_and_an_admin_everything(browser: Browser) -> None:
    grace, ada = browser(GRACE), browser(ADA)
    grace.get(PAGE_OF_ANNA)
    assert f'href="{PAGE_OF_ANNA}/looked"' in grace.get(PAGE_OF_ANNA).text
    page = grace.get(f"{PAGE_OF_ANNA}/looked").text
    assert GRACE.name in page
    assert "the patient's page" in page.replace("&#39;", "'")
    assert grace.get("/audit").status_code == 403
    assert ANNA.name in ada.get(f"/audit?patient={ANNA.id}&person={GRACE.id}").text
    assert "Nothing was noted" not in ada.get("/audit?patient=x&person=x&before=x").text


def test_older_notes_are_on_the_next_page(browser: Browser, stores: Stores) -> None:
    ago = datetime.now(UTC) - timedelta(days=1)
    old = Noted(ago, NORTH.id, What.SAW, "therapist.patient", account_id="of-old", patient_id=ANNA.id)
    for hour in range(PAGE + 5):
        stores.accounts.note(replace(old, at=ago + timedelta(minutes=hour)))
    ada = browser(ADA)
    page = ada.get("/audit").text
    assert page.count("<tr>") == PAGE + 1
    older = page.split('href="/audit?')[1].split('"')[0]
    assert ada.get(f"/audit?{older}").text.count("<tr>") > 1
    for junk in ("0", "-1", "9" * 30):
        assert ada.get(f"/audit?before={junk}").status_code == 200


def test_every_page_that_is_noted_has_words(app: Flask) -> None:
    told = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if ACCESS[rule.endpoint] is Access.THERAPIST and {"patient_id", "session_id"} & rule.arguments
    }
    assert told <= set(PLACES)
    assert set(PLACES) <= set(ACCESS)
