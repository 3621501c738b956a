"""From opening a patient to a published programme in a real browser: few actions, refusals in their place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.serving import Served, serve
from tests.browser.steps import SOON_MS, patients_list
from tests.web.prescribing import ANNA, FOUND
from web import assessment_form
from web.sources import demo_clip

pytestmark = pytest.mark.browser

#: So many clicks, choices and typed fields at most, from opening the patient to the published programme.
MOST_ACTIONS = 25


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Anna is known by name alone."""
    with serve(tmp_path, str(demo_clip())) as served:
        served.store.add_patient(ANNA)
        yield served


@pytest.fixture
def therapist(page: Page, served: Served) -> Page:
    return patients_list(page, served)


def assess(served: Served) -> None:
    """Anna is assessed: her head turns to her left."""
    found = assessment_form.read(FOUND, datetime.now(UTC).astimezone().date()).assessment
    assert found is not None
    served.store.add_assessment(ANNA.id, found)


class Actions:
    """What a therapist does, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, role: str, name: str) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def chip(self, name: str, value: str) -> None:
        self.count += 1
        self.page.locator(f"label:has([name={name}][value={value}])").click()

    def type(self, name: str, text: str) -> None:
        self.count += 1
        self.page.fill(f"[name={name}]", text)

    def choose(self, name: str, value: str) -> None:
        self.count += 1
        self.page.select_option(f"[name={name}]", value)


def test_from_the_patient_to_a_published_programme(therapist: Page, served: Served) -> None:
    """A new patient, with everything measured by hand: the longest way there is."""
    act = Actions(therapist)
    act.press("link", "Anna B.")
    act.press("link", "Write down what you found")
    act.type("injected_on", FOUND["injected_on"])
    expect(therapist.get_by_text("Day 30 of the cycle at the assessment")).to_be_visible()
    act.chip("form_torticaput", "left")
    act.choose("strength_torticaput", "severe")
    act.chip("form_laterocollis", "left")
    act.chip("raised_left", "yes")
    act.chip("behaviour", "stable")
    for name in FOUND:
        if name.endswith("_deg"):
            act.type(name, FOUND[name])
    act.press("button", "Save, and choose exercises")

    expect(therapist.get_by_role("heading", name="The programme")).to_be_visible(timeout=SOON_MS)
    act.press("button", "Easier: Slow turn")
    act.press("button", "Add Eyes first, then the nose")
    act.type("reason", "These calm the pull to your left.")
    act.type("author", "Dr. Kim")
    act.press("button", "Publish")

    expect(therapist.get_by_text("Version 1 is published")).to_be_visible(timeout=SOON_MS)
    assert act.count <= MOST_ACTIONS
    made = served.store.newest_published(ANNA.id)
    assert made is not None
    assert {"slow_turn", "eyes_lead"} <= {task.exercise.id for task in made.prescribed.tasks}


def test_a_refusal_stands_in_its_place_until_there_is_a_reason(therapist: Page, served: Served) -> None:
    assess(served)
    therapist.goto(f"{served.url}/therapist/patients/{ANNA.id}/programme")
    card = therapist.locator(".choice-card", has=therapist.get_by_role("heading", name="Slow turn"))
    card.get_by_label("Side").select_option("left")
    therapist.get_by_role("button", name="Keep the draft").click()
    expect(card.get_by_text("Refused: toward the pull.")).to_be_visible(timeout=SOON_MS)
    expect(therapist.get_by_text("Not yet: 1 thing in it is refused")).to_be_visible()

    card.get_by_label("Why toward the pull").fill("Her range to the left is short as well.")
    therapist.get_by_label("Why toward the pull").press("Enter")  # Enter keeps what is typed
    expect(card.get_by_text("Refused: toward the pull.")).to_have_count(0, timeout=SOON_MS)
    expect(therapist.get_by_text("Not yet:")).to_have_count(0)


def test_the_page_stays_where_it_was(therapist: Page, served: Served) -> None:
    """After a press the touched exercise is in view, the list is where it was scrolled to, parts are open."""
    assess(served)
    therapist.goto(f"{served.url}/therapist/patients/{ANNA.id}/programme")
    fits = therapist.locator(".fits")
    last = therapist.locator(".choice-card").last
    last.locator("summary").first.click()
    fits.evaluate("list => list.scrollTop = 300")
    last.get_by_role("button", name="Earlier").click()
    therapist.wait_for_url("**/programme#choice-*")
    assert fits.evaluate("list => list.scrollTop") == 300
    expect(therapist.locator(".choice-card:target")).to_be_in_viewport()
    expect(therapist.locator(".choice-card:target details").first).to_have_attribute("open", "")


def test_what_is_typed_is_not_left_behind_unasked(therapist: Page, served: Served) -> None:
    """A question of the browser's own, only while something is typed that is not kept."""
    assess(served)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    therapist.on("dialog", stay)
    builder = f"{served.url}/therapist/patients/{ANNA.id}/programme"
    leave = therapist.get_by_role("link", name="Assess again").last
    reason = therapist.get_by_label("Why, in plain words; the patient reads it")

    therapist.goto(builder)
    leave.click()
    therapist.wait_for_url("**/assessment")
    assert asked == []

    therapist.goto(builder)
    reason.press_sequentially("It calms.")
    leave.click()
    expect(therapist).to_have_url(builder)
    assert asked == ["beforeunload"]
    expect(reason).to_have_value("It calms.")

    therapist.get_by_role("button", name="Keep the draft").click()
    therapist.wait_for_url("**/programme#programme")
    expect(reason).to_have_value("It calms.")  # no part of the draft, and still there
    leave.click()
    therapist.wait_for_url("**/assessment")
    assert asked == ["beforeunload"]

    therapist.goto(builder)
    therapist.get_by_label("Bouts a day").fill("9")
    therapist.get_by_role("button", name="Keep the draft").click()
    expect(therapist.get_by_text("Nothing was changed yet.")).to_be_visible(timeout=SOON_MS)
    leave.click()  # nothing typed anew, and nothing kept
    expect(therapist).to_have_url(builder)
    assert asked == ["beforeunload"] * 2


def test_without_javascript_everything_can_be_pressed(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 768})
    page = patients_list(context.new_page(), served)
    assess(served)
    page.goto(f"{served.url}/therapist/patients/{ANNA.id}/programme")
    page.get_by_role("button", name="Later: Slow breath").click()
    expect(page.get_by_role("heading", name="2. Slow breath")).to_be_visible(timeout=SOON_MS)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="1. Slow breath")).to_be_visible(timeout=SOON_MS)
    page.fill("[name=reason]", "To begin with.")
    page.fill("[name=author]", "Dr. Kim")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published")).to_be_visible(timeout=SOON_MS)
    context.close()


def test_nothing_sticks_out_of_a_narrow_page(therapist: Page, served: Served) -> None:
    assess(served)
    therapist.set_viewport_size({"width": 320, "height": 640})
    anna, clinic = f"patients/{ANNA.id}", "clinic"
    for path in ("assessment", "programme", "versions/"):
        assert wide(therapist, f"{served.url}/therapist/{anna}/{path}") == 320, path
    for path in ("exercises", "exercises/new", "refusals"):
        assert wide(therapist, f"{served.url}/therapist/{clinic}/{path}") == 320, path


def wide(page: Page, url: str) -> int:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found
