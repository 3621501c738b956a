"""The two-minute check by keyboard alone, on a clip whose angles are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.record import Ending, Hand, SessionKind
from tests.browser.serving import Served, serve
from tests.browser.steps import SOON_MS, known_turns
from tests.browser.test_session_keyboard import CLIP, answer, enter_on, tab_to

pytestmark = pytest.mark.browser

#: The clip has one turn, to the right; this many parts come before it.
BEFORE_THE_TURN = ("Rest", "The middle", "Turn to your left")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(CLIP)) as served:
        yield served


def test_from_todays_page_to_the_numbers_without_a_mouse(page: Page, served: Served) -> None:
    page.goto(served.link())
    tab_to(page, "Do the check")
    page.keyboard.press("Enter")
    enter_on(page, "I know these, go on")
    expect(page.locator("#pain-0")).to_be_focused()
    for _ in range(5):
        answer(page, steps_right=0)
    enter_on(page, "Go on")
    enter_on(page, "Switch the camera on")
    enter_on(page, "I sit well, go on")
    enter_on(page, "Keep this")
    enter_on(page, "Begin")

    exercise = page.locator("#exercise")
    for number, name in enumerate(BEFORE_THE_TURN, start=1):
        expect(exercise).to_have_text(f"{name}, {number} of 9")
        tab_to(page, "Next exercise")
        page.keyboard.press("Enter")
    expect(exercise).to_have_text("Turn to your right, 4 of 9")
    expect(page.locator(".on-band")).to_be_hidden()
    expect(page.locator("#phase")).to_have_text("back", timeout=SOON_MS)
    expect(page.locator("#phase")).to_have_text("rest", timeout=SOON_MS)
    page.keyboard.press("Escape")
    expect(page.locator("#done")).to_contain_text("Turn to your right 1 of 3 done")
    tab_to(page, "Keep and finish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Do the check")).to_be_visible()  # ended early, it is still due
    assert_known(served)


def assert_known(served: Served) -> None:
    (turn,) = known_turns(CLIP.with_suffix(".csv"), "turn right", low_deg=18.0, high_deg=38.0)
    (head,) = served.store.sessions(served.patient_id)
    assert (head.kind, head.ending) == (SessionKind.CHECK, Ending.STOPPED)
    measures = served.store.session(head.id).record.measures
    furthest = {m.name: m.value for m in measures if m.hand is Hand.ALL}["range_rotation_right"]
    assert furthest.value == pytest.approx(turn.peak_deg, abs=3.0)
    assert furthest.standard_error is not None
