"""A whole session by keyboard alone, on a clip whose angles are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import TURN, Served, serve
from tests.browser.steps import SOON_MS, known_turns

pytestmark = pytest.mark.browser

CLIP = Path(__file__).parents[1] / "synthetic" / "one_turn.mp4"
#: A rendered person turns to her right by 30 degrees, once, and stays for five seconds.
ONE_TURN = TURN.replace("at_deg: 34, band_deg: 5", "at_deg: 28, band_deg: 10").replace("reps: 6", "reps: 1")
MOST_TABS = 30


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(CLIP), ONE_TURN) as served:
        yield served


def tab_to(page: Page, name: str) -> None:
    """Tab until what has the focus is called so."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab.")


def enter_on(page: Page, name: str) -> None:
    """What has the focus by itself is called so; press Enter on it."""
    expect(page.locator(":focus")).to_have_text(name, timeout=SOON_MS)
    page.keyboard.press("Enter")


def answer(page: Page, steps_right: int) -> None:
    """In a row of answers: the first, then so many further, then on to the next question."""
    page.keyboard.press("Space")
    for _ in range(steps_right):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")


def wait_for_a_frame(served: Served) -> None:
    """A pause is counted from frame to frame; on a busy computer the next one may take a moment."""
    feed = served.live.feed
    before_s = feed.state["frame_s"]
    with feed._changed:
        assert feed._changed.wait_for(lambda: feed.state["frame_s"] > before_s, SOON_MS / 1000)


def test_from_the_first_page_to_the_last_without_a_mouse(page: Page, served: Served) -> None:
    page.goto(served.link())
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    enter_on(page, "I know these, go on")
    expect(page.locator("#pain-0")).to_be_focused()
    answer(page, steps_right=3)
    answer(page, steps_right=5)
    for _ in range(3):
        answer(page, steps_right=0)
    enter_on(page, "Go on")
    enter_on(page, "Switch the camera on")
    enter_on(page, "I sit well, go on")
    enter_on(page, "Keep this")
    enter_on(page, "Begin")

    edge = page.locator("#edge")
    expect(edge).to_be_focused()
    expect(page.locator("#phase")).to_have_text("move", timeout=SOON_MS)
    page.keyboard.press("Space")
    expect(page.locator("#phase")).to_have_text("paused")
    wait_for_a_frame(served)
    page.keyboard.press("PageDown")  # a presenter's remote
    expect(edge).to_have_text("Pause")
    expect(page.locator("#phase")).to_have_text("stay", timeout=SOON_MS)
    expect(page.locator("body")).to_have_class("session in-band")
    expect(page.locator("#exercise")).to_have_text("Slow breath, 2 of 2", timeout=SOON_MS)
    wait_for_a_frame(served)  # with it the exercise has begun
    page.keyboard.press("e")
    expect(page.locator("#sentence")).to_contain_text("All right, a little less from here.")
    page.keyboard.press("Escape")
    expect(page.locator("#done")).to_contain_text("Slow turn done")
    tab_to(page, "Keep and finish")
    page.keyboard.press("Enter")
    expect(page.get_by_text("One session is done today.")).to_be_visible()
    assert_known(served)


def assert_known(served: Served) -> None:
    """The one turn as it was, with a pause in it."""
    (turn,) = known_turns(CLIP.with_suffix(".csv"), "turn right", low_deg=18.0, high_deg=38.0)
    (head,) = served.store.sessions(served.patient_id)
    assert (head.pain_before, head.pain_after, head.effort) == (3, None, None)
    first = served.store.session(head.id).record.exercises[0]
    (rep,) = first.reps
    assert rep.completed
    assert rep.peak_deg == pytest.approx(turn.peak_deg, abs=3.0)
    assert rep.hold_s == pytest.approx(turn.in_band_s, abs=0.2)
    assert first.summary
    assert first.summary.paused_s > 0
    breath = served.store.session(head.id).record.exercises[1].summary
    assert breath
    assert len(breath.eased_s) == 1
