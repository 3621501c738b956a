"""A programme printed by the real browser: a few clean pages with everything as text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.prescription import Choice
from coach.record import Side
from tests.browser.serving import Served, serve
from tests.coach.builders import LIBRARY
from tests.coach.clinic import draft, published
from web.sources import demo_clip

pytestmark = pytest.mark.browser

CHOSEN = ("grow_tall", "midline_hold", "slow_turn", "tilt", "small_nod")
TILT = Choice(exercise="tilt", side=Side.RIGHT)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(demo_clip())) as served:
        served.store.publish(
            served.patient_id, published(draft(*(TILT if one == "tilt" else one for one in CHOSEN)))
        )
        yield served


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_a_programme_prints_on_a_few_pages_with_every_name_as_text(
    page: Page, served: Served, sheet: str
) -> None:
    page.goto(served.link())
    page.goto(f"{served.url}/paper")
    printed = page.pdf(format=sheet, outline=True, tagged=True).decode("latin-1")
    assert 2 <= len(re.findall(r"/Type /Page\b(?!s)", printed)) <= 5
    titles = " ".join(re.findall(r"/Title \((.*?)\)", printed))
    for number, exercise in enumerate(("slow_breath", *CHOSEN), 1):
        assert f"{number}. {LIBRARY.exercises[exercise].name}" in titles
    assert LIBRARY.safety.stop_now_title in titles


def test_each_exercise_stays_on_one_page_and_buttons_are_not_printed(page: Page, served: Served) -> None:
    page.goto(served.link())
    page.goto(f"{served.url}/paper")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    breaks = page.locator(".paper-list > li").evaluate_all(
        "all => all.map((li) => getComputedStyle(li).breakInside)"
    )
    assert breaks == ["avoid"] * (len(CHOSEN) + 1)
    drawn = page.locator(".paper-list .fig-head").evaluate_all(
        "all => all.map((p) => p.getAttribute('d').length)"
    )
    assert len(drawn) == 2 + 3 * len(CHOSEN)
    assert min(drawn) > 100
