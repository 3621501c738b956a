"""Three minutes of a therapist in a real browser: find, open, put away, write down, see it everywhere."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serve
from tests.browser.steps import SOON_MS, patients_list
from tests.coach.store.builders import ANNA
from tests.web.following import NOW, overdone
from web.prescribing_words import date_words
from web.sources import demo_clip

pytestmark = pytest.mark.browser

INJECTED = NOW.astimezone().date() - timedelta(days=3)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(demo_clip())) as served:
        served.store.add_patient(ANNA)
        overdone(served.store, ANNA)
        up_to_date(served)
        yield served


def up_to_date(served: Served) -> None:
    """Every line of the list, however busy the computer is."""
    served.services.reviews.wake()
    served.services.reviews.wait()


@pytest.fixture
def therapist(page: Page, served: Served) -> Page:
    """The list of patients, behind the PIN."""
    return patients_list(page, served)


def test_from_an_alert_to_an_injection_by_keyboard(therapist: Page, served: Served) -> None:
    keys = therapist.keyboard
    expect(therapist.locator("tbody tr").first).to_contain_text("Amber: Effort up to 9 of 10")

    keys.press("/")
    keys.type("anna")
    keys.press("Enter")  # among all patients
    expect(therapist.locator("caption")).to_contain_text("with “anna” in their name", timeout=SOON_MS)
    therapist.wait_for_load_state("load")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(therapist.get_by_role("heading", level=1, name="Anna B.")).to_be_visible(timeout=SOON_MS)
    therapist.wait_for_load_state("load")

    therapist.get_by_text("Put it away, with a note").press("Enter")
    therapist.get_by_label("What you did or know about it").fill("I called; the pillow was new.")
    therapist.get_by_role("listitem").get_by_label("Your name").fill("M. Sand")
    keys.press("Enter")
    expect(therapist.locator(".alert")).to_have_count(0, timeout=SOON_MS)
    expect(therapist.get_by_text("1 alert put away")).to_be_visible()

    therapist.get_by_role("link", name="New injection").press("Enter")
    therapist.get_by_label("On", exact=True).fill(INJECTED.isoformat())
    therapist.get_by_label("Product").fill("a product")
    therapist.get_by_label("Muscle", exact=True).first.fill("Trapezius")
    expect(therapist.get_by_label("Your name")).to_have_value("M. Sand")
    therapist.get_by_role("button", name="Save", exact=True).press("Enter")

    expect(therapist.get_by_role("region", name="Events")).to_contain_text("A product, trapezius")
    therapist.wait_for_load_state("load")
    marked = therapist.locator(".is-injection")
    expect(marked).to_have_count(1)
    marked.evaluate("cell => cell.focus()")
    expect(therapist.locator("[data-calendar-words]")).to_contain_text("no session; injection.")
    therapist.get_by_role("link", name="Pain before a session", exact=True).press("Enter")
    cycle = therapist.get_by_role("img", name="Pain before a session by the day since the injection")
    expect(cycle.locator(".legendtext")).to_have_text("since " + date_words(INJECTED), timeout=SOON_MS)

    up_to_date(served)
    therapist.goto(f"{served.url}/therapist/")
    expect(therapist.locator("tbody tr", has_text="Anna B.")).to_contain_text("day 3")


def test_the_calendar_goes_by_arrows_and_is_one_stop(therapist: Page, served: Served) -> None:
    therapist.goto(f"{served.url}/therapist/patients/{ANNA.id}")
    therapist.wait_for_load_state("load")
    region = therapist.get_by_role("region", name="Training day by day")
    region.focus()
    therapist.keyboard.press("Tab")
    told = therapist.locator("[data-calendar-words]")
    expect(told).to_contain_text(f"{NOW.astimezone():%A} {NOW.astimezone().day} ")
    therapist.keyboard.press("ArrowLeft")
    before = NOW.astimezone() - timedelta(days=7)
    expect(told).to_contain_text(f"{before:%A} {before.day} {before:%B}")
    therapist.keyboard.press("Tab")
    expect(therapist.locator("[data-calendar] :focus")).to_have_count(0)
