"""Therapist and patient talk, in a real browser: two messages are one notice, heard, and asked back about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serve
from tests.browser.steps import SOON_MS
from web.sources import demo_clip

pytestmark = pytest.mark.browser

PIN = "271828"
#: A voice of this computer that is done with each sentence at once, unless it is told to dwell on it.
QUICK_VOICE = """
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  globalThis.heard = [];
  Object.defineProperty(globalThis, "speechSynthesis", {value: {
    getVoices: () => [{name: "near", lang: "en", localService: true}], addEventListener() {},
    cancel: () => heard.push("cut"),
    speak: (words) => { heard.push(words.text); if (!globalThis.dwell) setTimeout(() => words.onend(), 0); },
  }});
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(demo_clip())) as served:
        yield served


def before_the_therapist(page: Page, served: Served) -> None:
    """The patient's page of the therapist, behind the PIN."""
    page.goto(f"{served.url}/therapist/patients/{served.patient_id}")
    page.fill("[name=pin]", PIN)
    if page.locator("[name=again]").count():
        page.fill("[name=again]", PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Talking")).to_be_visible(timeout=SOON_MS)


def write(page: Page, words: str) -> None:
    page.get_by_text("Write to A. B., or keep a note").click()
    page.get_by_label("What they read and hear").fill(words)
    page.get_by_role("form", name="Write to A. B.").get_by_label("Signed").fill("Dr. Kim")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".letter-message").first).to_contain_text(words, timeout=SOON_MS)


def test_two_messages_are_one_notice_are_heard_and_asked_back_about(page: Page, served: Served) -> None:
    page.add_init_script(QUICK_VOICE)
    page.goto(served.link())
    before_the_therapist(page, served)
    write(page, "Slower is fine. Let the eyes go first.")
    write(page, "See you on Monday.")
    page.get_by_role("button", name="Lock").click()

    notice = page.get_by_role("heading", name="Your therapist wrote")
    expect(notice).to_have_text(["Your therapist wrote 2 things"], timeout=SOON_MS)
    page.get_by_role("link", name="Read or hear it").click()
    everything = page.get_by_role("button", name="Listen to all that is new")
    everything.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(everything).to_be_visible(timeout=SOON_MS)  # again, once all is said
    assert page.evaluate("heard") == ["See you on Monday.", "Slower is fine.", "Let the eyes go first."]

    letter = page.get_by_role("listitem").filter(has_text="Slower")
    page.evaluate("dwell = true")
    letter.get_by_role("button", name="Listen").press("Enter")
    page.wait_for_function("heard.length === 4")
    letter.get_by_role("button", name="Stop").press("Enter")
    expect(letter.get_by_role("button", name="Listen")).to_be_visible()
    assert page.evaluate("heard.slice(3)") == ["Slower is fine.", "cut"]

    letter.get_by_role("link", name="Ask about this").click()
    page.get_by_label("Your question").fill("How slow?")
    page.get_by_role("button", name="Keep my question for them").click()
    expect(page.get_by_role("status").first).to_contain_text("Your question is kept.", timeout=SOON_MS)
    page.goto(served.url)
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(notice).to_have_count(0)

    before_the_therapist(page, served)
    expect(page.get_by_text("A. B. asks, today:")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("How slow?")).to_be_visible()
    expect(page.get_by_role("heading", name="Answer A. B.")).to_be_visible()
