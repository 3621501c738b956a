"""A whole session in real Chromium, on a clip whose angles are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serve
from tests.browser.steps import (
    SOON_MS,
    answer_check,
    begin,
    camera_on,
    clip,
    heard,
    known_turns,
    neutral,
    open_session,
)

pytestmark = pytest.mark.browser

#: The clip's own turns take 84 s; on a busy computer a recording runs slower.
WHOLE_MS = 300_000


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(clip("person-a/exercise.mp4"))) as served:
        yield served


def test_what_is_saved_is_what_happened(page: Page, served: Served) -> None:
    """Six turns to the right by known angles; reps exact, peaks within 3 degrees, holds within 0.2 s."""
    known = known_turns(clip("person-a/exercise.csv"), r"rep\d", low_deg=29.0, high_deg=39.0)
    open_session(page, served.link())
    camera_on(page)
    expect(page.locator("#camera-on-words")).to_have_text("A recording")
    neutral(page)
    begin(page)
    expect(page.locator("#exercise")).to_have_text("Slow breath, 2 of 2", timeout=WHOLE_MS)
    page.get_by_role("button", name="End").click()
    expect(page.locator("#done")).to_contain_text("Slow turn")
    page.check("#after-pain-1", force=True)
    page.check("#after-effort-4", force=True)
    page.fill("#words", "Easier than yesterday.")
    page.get_by_role("button", name="Keep and finish").click()
    expect(page.get_by_text("One session is done today.")).to_be_visible()

    (head,) = served.store.sessions(served.patient_id)
    assert (head.pain_before, head.pain_after, head.effort, head.words) == (2, 1, 4, "Easier than yesterday.")
    reps = served.store.session(head.id).record.exercises[0].reps
    assert len(reps) == len(known) == 6
    assert [rep.completed for rep in reps] == [turn.in_band_s >= 5.0 for turn in known]
    assert [rep.peak_deg for rep in reps] == pytest.approx([turn.peak_deg for turn in known], abs=3.0)
    assert [rep.hold_s for rep in reps] == pytest.approx([turn.in_band_s for turn in known], abs=0.2)


def test_a_red_answer_turns_the_session_into_rest_and_says_why(page: Page, served: Served) -> None:
    page.goto(served.link())
    page.get_by_role("link", name="Start").click()
    page.get_by_role("button", name="I know these, go on").click()
    answer_check(page, pain=8, dizziness=True)
    expect(page.get_by_role("heading", name="Today is for rest and breathing")).to_be_visible()
    reasons = page.locator("#reasons li").all_inner_texts()
    assert reasons == [served.services.library.safety.red.pain, served.services.library.safety.red.dizziness]
    page.get_by_role("button", name="Go on to rest and breathing").click()
    page.get_by_role("button", name="Switch the camera on").click()
    page.get_by_role("button", name="Begin", exact=True).click(timeout=SOON_MS)
    expect(page.locator("#exercise")).to_have_text("Slow breath, 1 of 1")
    expect(page.locator("#said [data-key=introduce]")).to_be_attached()
    page.get_by_role("button", name="End").click()
    expect(page.get_by_role("button", name="Finish without answers")).to_be_visible()
    (head,) = served.store.sessions(served.patient_id)
    assert head.resting_only
    assert [one.key for one in heard(page)] == ["camera_on", "introduce", "session_stopped", "camera_off"]


def test_the_newest_window_has_the_session_and_the_other_is_told(page: Page, served: Served) -> None:
    open_session(page, served.link())
    camera_on(page)
    second = page.context.new_page()
    second.goto(f"{served.url}/session")
    expect(second.get_by_role("button", name="I sit well, go on")).to_be_visible()
    expect(page.get_by_role("heading", name="The session is in another window")).to_be_visible()
    page.get_by_role("button", name="Go on here").click()
    expect(page.get_by_role("button", name="I sit well, go on")).to_be_visible()
    expect(second.get_by_role("heading", name="The session is in another window")).to_be_visible()
