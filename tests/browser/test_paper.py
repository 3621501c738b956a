"""A programme printed by the real browser: a few clean pages with everything as text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.prescription import Choice, Published
from coach.record import Side
from tests.browser.pdf_text import words_of
from tests.browser.serving import Served, serve
from tests.coach.builders import LIBRARY
from tests.coach.clinic import draft, published
from web.paper import DAYS
from web.paper_words import line_of
from web.sources import demo_clip

pytestmark = pytest.mark.browser

CHOSEN = ("grow_tall", "midline_hold", "slow_turn", "tilt", "small_nod")
LONG = (
    "grow_tall",
    "midline_hold",
    "slow_turn",
    "small_nod",
    "look_to_horizon",
    "glide_back",
    "nose_trace",
    "heavy_shoulder",
    "find_middle_blind",
    "release_control",
    "step_stops",
    "trunk_turn_soft",
)
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


@pytest.mark.parametrize("height", ["297mm", "11in", "200mm", "180mm", "165mm"])
def test_no_exercise_is_cut_by_a_pages_end_and_the_first_page_is_full(
    page: Page, served: Served, height: str
) -> None:
    served.store.publish(served.patient_id, published(draft(*LONG), version=2))
    page.goto(served.link())
    page.goto(f"{served.url}/paper")
    words = words_of(page.pdf(width="210mm", height=height))
    pages: dict[int, str] = {}
    for word in words:
        pages[word.page] = pages.get(word.page, "") + "".join(word.text.split())
    newest = served.store.newest_published(served.patient_id)
    assert newest
    for number, task in enumerate(newest.prescribed.tasks, 1):
        line = line_of(task)
        parts = (f"{number}. {task.plan.name}", line.dose, task.exercise.position, line.how)
        on = [at for at, text in pages.items() if all("".join(part.split()) in text for part in parts)]
        assert len(on) == 1, task.plan.name
    boxes = "".join(str(day) for day in range(1, DAYS + 1))
    for text in pages.values():
        assert text.count(boxes) == sum(f"{n}.{name}" in text for n, name in headings(newest))
    if height in ("297mm", "11in"):
        body = [word.y for word in words if word.page == 1 and word.y < 0.95]  # the page's number is below it
        assert 0.95 - max(body) < 0.2


def headings(made: Published) -> list[tuple[int, str]]:
    """Number and name of each exercise, without spaces."""
    return [(n, "".join(task.plan.name.split())) for n, task in enumerate(made.prescribed.tasks, 1)]


def test_buttons_are_not_printed_and_every_picture_is(page: Page, served: Served) -> None:
    page.goto(served.link())
    page.goto(f"{served.url}/paper")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    drawn = page.locator(".paper-list .fig-head").evaluate_all(
        "all => all.map((p) => p.getAttribute('d').length)"
    )
    assert len(drawn) == 2 + 3 * len(CHOSEN)
    assert min(drawn) > 100
