"""The pictures of the exercises on a page: they move while they are seen, and can be held still."""

import json

import pytest
from playwright.sync_api import Page, expect

from coach.library import load_library
from tests.browser.bare import SITE, open_bare
from web.picture import picture_data

pytestmark = pytest.mark.browser

LIBRARY = load_library()


def picture(exercise_id: str, shows: str = "moving") -> str:
    """The element that a template gives."""
    data = json.dumps(picture_data(LIBRARY.exercises[exercise_id])).replace("'", "&#39;")
    return f"<svg data-picture='{data}' data-shows='{shows}' width=200 height=200></svg>"


def open_pictures(page: Page, body: str) -> None:
    open_bare(page, f"{body}<script type=module src='{SITE}/pictures.js'></script>")


def test_a_picture_goes_through_its_moments_and_stops_when_pressed(page: Page) -> None:
    page.clock.install()
    open_pictures(page, picture("slow_turn") + "<p data-picture-words></p>")
    svg, words = page.locator("svg"), page.locator("p")
    expect(svg).to_have_attribute("data-part", "start")
    for part, said in (
        ("move", "Slowly turn to your left."),
        ("hold", "Stay here."),
        ("back", "And slowly back"),
    ):
        while svg.get_attribute("data-part") != part:
            page.clock.run_for(100)
        expect(words).to_contain_text(said)
    svg.click()
    face = svg.locator(".fig-mid").get_attribute("d")
    page.clock.run_for(1000)
    assert svg.locator(".fig-mid").get_attribute("d") == face


def test_a_picture_with_a_name_is_held_still_by_the_keyboard(page: Page) -> None:
    page.clock.install()
    named = picture("slow_turn").replace("<svg ", "<svg role=img aria-label='Slow turn' ")
    open_pictures(page, named + picture("tilt"))
    button = page.get_by_role("button", name="Hold still: Slow turn", pressed=False)
    page.clock.run_for(2000)
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Hold still: Slow turn", pressed=True)).to_be_focused()
    face = page.locator("svg .fig-mid").first.get_attribute("d")
    page.clock.run_for(1000)
    assert page.locator("svg .fig-mid").first.get_attribute("d") == face
    page.keyboard.press("Tab")
    expect(page.locator("svg:focus")).to_have_count(0)  # decoration is no stop of the keyboard
    page.emulate_media(reduced_motion="reduce")
    expect(page.get_by_role("img", name="Slow turn")).to_have_attribute("data-part", "start hold")
    expect(page.get_by_role("button")).to_have_count(0)


def test_one_press_holds_every_picture_still(page: Page) -> None:
    page.clock.install()
    open_pictures(page, f"<button data-pictures-stop>Still</button>{picture('tilt')}{picture('slow_turn')}")
    page.clock.run_for(2500)
    page.get_by_role("button").click()
    expect(page.get_by_role("button", pressed=True)).to_be_visible()
    before = page.locator(".fig-mid").evaluate_all("all => all.map((one) => one.getAttribute('d'))")
    page.clock.run_for(1000)
    assert page.locator(".fig-mid").evaluate_all("all => all.map((one) => one.getAttribute('d'))") == before


def test_only_what_is_visible_plays(page: Page) -> None:
    page.clock.install()
    open_pictures(page, f"{picture('slow_turn')}<p style='height:3000px'></p>{picture('slow_turn')}")
    first, below = page.locator("svg").first, page.locator("svg").last
    while first.get_attribute("data-part") != "hold":
        page.clock.run_for(100)
    assert below.get_attribute("data-part") == "start"
    below.scroll_into_view_if_needed()
    while below.get_attribute("data-part") != "hold":
        page.clock.run_for(100)


def test_where_little_motion_is_wanted_start_and_hold_stand_side_by_side(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    button = "<button data-pictures-stop>Still</button>"
    open_pictures(page, f"{button}{picture('slow_turn')}{picture('day_rest')}")
    expect(page.locator("svg").last).to_have_attribute("data-part", "hold")
    expect(page.locator("svg").first).to_have_attribute("data-part", "start hold")
    expect(page.get_by_role("button")).to_be_hidden()
    start, hold = page.locator("svg.wide > g > .fig-mid").evaluate_all(
        "all => all.map((p) => p.getAttribute('d'))"
    )
    assert start != hold


def test_a_still_of_what_is_left_out_has_a_cross_and_is_hidden_where_nothing_is(page: Page) -> None:
    open_pictures(page, picture("slow_turn", "avoid") + picture("slow_breath", "avoid"))
    with_cross, without = page.locator("svg").first, page.locator("svg").last
    assert with_cross.locator(".fig-cross").get_attribute("d")
    expect(without).to_have_attribute("hidden", "")
