"""While an exercise is introduced its picture lies over the stage; nothing moves when it goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serve
from tests.browser.steps import begin, camera_on, neutral, open_session
from tests.coach.clinic import draft, published
from web.sources import demo_clip

pytestmark = pytest.mark.browser

WHERE = """() => ['stage', 'sentence', 'ring', 'edge'].map((id) => {
  const { x, y, width, height } = document.getElementById(id).getBoundingClientRect();
  return [x, y, width, height];
})"""
ON_TOP = """() => {
  const { x, y, width, height } = document.getElementById('stage').getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2).closest('#asked') !== null;
}"""

TWENTY_FRAMES = """() => new Promise((done) => {
  let left = 20;
  const next = () => left-- ? requestAnimationFrame(next) : done();
  next();
})"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A patient who turns to the left, and turns to the right in the session."""
    with serve(tmp_path, str(demo_clip())) as served:
        served.store.publish(served.patient_id, published(draft("slow_turn", "midline_hold")))
        yield served


def introduced(page: Page, served: Served) -> None:
    """To the second exercise, while it is introduced."""
    open_session(page, served.link())
    camera_on(page)
    neutral(page)
    begin(page)
    page.get_by_role("button", name="Next exercise").click()
    expect(page.locator("#exercise")).to_contain_text("Slow turn")
    expect(page.locator("#phase")).to_have_text("get ready")  # its first picture has been measured


def test_the_picture_is_there_until_the_exercise_begins_and_nothing_moves(page: Page, served: Served) -> None:
    introduced(page, served)
    picture = page.locator("#asked")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("data-part", "start")
    assert '"rotation_deg":22' in str(picture.get_attribute("data-picture"))  # the patient's own pull
    assert page.evaluate(ON_TOP)
    before = page.evaluate(WHERE)
    expect(picture).to_have_attribute("data-part", "move")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#phase")).to_have_text("paused")
    assert page.evaluate(ON_TOP)
    held = picture.locator(".fig-mid").get_attribute("d")
    page.evaluate(TWENTY_FRAMES)
    assert picture.locator(".fig-mid").get_attribute("d") == held
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="I am ready").click()
    expect(picture).to_be_hidden()
    assert page.evaluate(WHERE) == before


def test_it_lies_over_the_drawn_figure_too_and_stands_still_where_little_motion_is_wanted(
    page: Page, served: Served
) -> None:
    page.emulate_media(reduced_motion="reduce")
    introduced(page, served)
    expect(page.locator("#asked")).to_have_attribute("data-part", "start hold")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="View and sound").click()
    page.get_by_role("button", name="A drawn figure").click()
    page.get_by_role("button", name="Done").click()
    assert page.evaluate(ON_TOP)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="I am ready").click()
    expect(page.locator("#asked")).to_be_hidden()
    expect(page.locator("#mannequin")).to_be_visible()
