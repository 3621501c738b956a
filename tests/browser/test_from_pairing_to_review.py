"""A new clinic, therapist and patient, on fresh data: from nothing to a session that was reviewed."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.clinic_story import Person, Pictures, person, running_clinic, running_laptop
from tests.browser.steps import SOON_MS, answer_check, begin, camera_on, clip, neutral
from tests.coach.accounts.conftest import new_database
from tests.coach.store.conftest import server
from tests.web.prescribing import FOUND

__all__ = ["server"]

pytestmark = pytest.mark.browser

ADDRESS_OF_WORK = "grace@north.example"


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    """Where they are kept: for whoever wants to look, else only as long as the test runs."""
    folder = Path(os.environ.get("MIDLINE_PICTURES", tmp_path / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return Pictures(folder)


def test_from_pairing_to_a_reviewed_session(
    server: str, chromium: Browser, pictures: Pictures, tmp_path: Path
) -> None:
    recording = clip("person-a/exercise.mp4")
    with running_clinic(new_database(server)) as clinic:
        told = clinic.command(
            "init-admin", "--clinic", "North clinic", "--name", "Ada Lind", "--login", "ada@north.example"
        )
        ada = person(chromium, clinic, "ada@north.example")
        ada.set_up(code_in(told))
        ada.log_in()
        grace = person(chromium, clinic, ADDRESS_OF_WORK)
        let_in(ada, grace, pictures)
        new_patient(grace.page, pictures)
        publish(grace.page, pictures)
        code = pairing_code(grace.page, pictures)
        with running_laptop(tmp_path / "laptop", recording) as link:
            patient = chromium.new_context(viewport={"width": 1366, "height": 900}).new_page()
            join(patient, link, clinic.address, code, pictures)
            compare_words(grace.page, patient, pictures)
            train(patient, pictures)
            review(grace.page, pictures)
            read_message(patient, pictures)
    assert len(pictures.taken) >= 12


def code_in(text: str) -> str:
    """A code of eight letters in what a command or a page says."""
    found = re.search(r"\b[B-Z]{4}[- ]?[B-Z]{4}\b", text)
    assert found, text
    return found[0]


def let_in(ada: Person, grace: Person, pictures: Pictures) -> None:
    """Ada makes Grace's account and hands her the code; Grace sets it up; Ada lets her in."""
    ada.page.get_by_role("link", name="People").click()
    ada.page.get_by_role("link", name="New account").click()
    ada.page.get_by_label("Name, as they sign").fill("Grace Okafor")
    ada.page.get_by_label("Login name").fill(ADDRESS_OF_WORK)
    ada.page.get_by_role("button", name="Make the account").click()
    pictures.take(ada.page, "a-code-for-the-therapist")
    grace.set_up(code_in(ada.page.locator(".spelled.shown").inner_text()))
    pictures.take(grace.page, "the-therapist-is-set-up")
    ada.page.get_by_role("link", name="People").first.click()
    ada.page.get_by_role("link", name="Grace Okafor").click()
    ada.page.get_by_role("button", name="Let them in").click()
    expect(ada.page.get_by_role("button", name="Let them in")).to_have_count(0)
    grace.log_in()
    pictures.take(grace.page, "nobody-here-yet")


def new_patient(page: Page, pictures: Pictures) -> None:
    """Grace adds the patient and writes down what she found."""
    page.get_by_role("link", name="New patient").first.click()
    page.get_by_label("Name or initials").fill("A. B.")
    page.get_by_role("button", name="Save").first.click()
    page.locator("label:has([name=form_torticaput][value=left])").click()
    page.select_option("[name=strength_torticaput]", "severe")
    for name in FOUND:
        if name.endswith("_deg"):
            page.fill(f"[name={name}]", FOUND[name])
    pictures.take(page, "what-was-found")
    page.get_by_role("button", name="Save, and choose exercises").click()


def publish(page: Page, pictures: Pictures) -> None:
    """Grace publishes what fits; her name is there already."""
    expect(page.get_by_role("heading", name="The programme")).to_be_visible(timeout=SOON_MS)
    expect(page.locator("[name=author]")).to_have_value("Grace Okafor")
    page.fill("[name=reason]", "These calm the pull to your left.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Version 1 is published")).to_be_visible(timeout=SOON_MS)
    pictures.take(page, "published")


def pairing_code(page: Page, pictures: Pictures) -> str:
    """Grace makes a code for the patient's laptop."""
    page.get_by_role("link", name="A. B.").first.click()
    page.get_by_role("link", name="Laptops").first.click()
    page.get_by_role("button", name="Make a code for a laptop").click()
    code = page.locator("[data-code]").inner_text()
    pictures.take(page, "a-code-for-the-laptop")
    return code


def join(page: Page, link: str, address: str, code: str, pictures: Pictures) -> None:
    """The patient starts Midline for the first time and types address and code."""
    page.goto(link)
    pictures.take(page, "the-first-start-of-the-laptop")
    page.get_by_role("link", name="I have a code from my clinic").click()
    page.get_by_label("Your name or initials").fill("Anna")
    page.get_by_label("Address of the clinic").fill(address)
    page.get_by_label("Code of eight letters").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Are these the words")).to_be_visible(timeout=SOON_MS)
    pictures.take(page, "four-words-on-the-laptop")


def compare_words(therapist: Page, patient: Page, pictures: Pictures) -> None:
    """Both see the same four; then the programme comes by itself."""
    expect(therapist.get_by_role("heading", name="four words")).to_be_visible(timeout=SOON_MS)
    pictures.take(therapist, "four-words-at-the-clinic")
    here, there = (page.locator(".four-words li").all_inner_texts() for page in (patient, therapist))
    assert here == there
    assert len(here) == 4
    therapist.get_by_role("button", name="Yes, the same four words").click()
    patient.get_by_role("button", name="Yes, the same four words").click()


def train(page: Page, pictures: Pictures) -> None:
    """A session before the camera, ended early, as sessions may be."""
    expect(page).to_have_url(re.compile("/sharing"))
    page.get_by_role("button", name="Send and fetch now").click()
    expect(page.locator("#told")).to_be_visible(timeout=SOON_MS)
    pictures.take(page, "what-is-shared")
    page.get_by_role("link", name="Back to today").click()
    start = page.get_by_role("link", name="Start").first
    comes(start)
    pictures.take(page, "the-programme-has-come")
    start.click()
    page.get_by_role("button", name="I know these, go on").click()
    answer_check(page)
    camera_on(page)
    neutral(page)
    begin(page)
    expect(page.locator("#said li").nth(2)).to_be_attached(timeout=SOON_MS)
    pictures.take(page, "training")
    page.get_by_role("button", name="End").click()
    expect(page.get_by_role("button", name="Keep and finish")).to_be_visible(timeout=SOON_MS)
    page.check("#after-pain-1", force=True)
    page.check("#after-effort-4", force=True)
    page.fill("#words", "My neck feels lighter.")
    page.get_by_role("button", name="Keep and finish").click()
    expect(page.get_by_text("One session is done today.")).to_be_visible(timeout=SOON_MS)
    pictures.take(page, "after-the-session")


def review(page: Page, pictures: Pictures) -> None:
    """The session is at the clinic; Grace looks at it and writes back."""
    page.get_by_role("link", name="Patients").first.click()
    page.get_by_role("link", name="A. B.").first.click()
    sessions = page.locator("a[href*='/therapist/sessions/']")
    comes(sessions.first)
    pictures.take(page, "the-session-has-come")
    sessions.first.click()
    expect(page.get_by_text("My neck feels lighter.").first).to_be_visible(timeout=SOON_MS)
    pictures.take(page, "the-session-is-reviewed")
    page.get_by_role("link", name="A. B.").first.click()
    page.get_by_text("Write to A. B., or keep a note").click()
    page.locator("form[action$='/letters/message'] textarea").fill("That went well. Slowly is right.")
    page.locator("form[action$='/letters/message'] button").first.click()


def read_message(page: Page, pictures: Pictures) -> None:
    """What Grace wrote comes to the laptop."""
    page.goto(re.sub(r"(https?://[^/]+).*", r"\1/sharing", page.url))
    page.get_by_role("button", name="Send and fetch now").click()
    expect(page.locator("#told")).to_be_visible(timeout=SOON_MS)
    page.get_by_role("link", name="Back to today").click()
    page.get_by_role("link", name="Messages").first.click()
    comes(page.get_by_text("That went well. Slowly is right."))
    pictures.take(page, "the-message-has-come")


def comes(what: Locator) -> None:
    """It is on the page sooner or later; a person looks again."""
    for _ in range(60):
        try:
            expect(what).to_be_visible(timeout=1_000)
        except AssertionError:
            what.page.reload()
        else:
            return
    expect(what).to_be_visible()
