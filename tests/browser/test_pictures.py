"""The pictures of the exercises, made from the exercises' own data and drawn in the real browser."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from coach.exercise import Exercise
from coach.library import load_library
from coach.record import Side
from tests.browser.bare import SITE, open_bare, value
from web.picture import picture_data

pytestmark = pytest.mark.browser

LIBRARY = load_library()
#: What the browser finds out about one exercise: its moments, and how far everything goes that must be seen.
LOOK = """async (all) => {
  const { pictureOf, postureAt } = await import(`${origin}/keyframes.js`);
  const { boxOf, partsOf, pointsOf } = await import(`${origin}/picture_parts.js`);
  const { stillOf } = await import(`${origin}/pictures.js`);
  return Object.fromEntries(Object.entries(all).map(([id, data]) => {
    const picture = pictureOf(data);
    const moment = (i) => postureAt(picture, i * picture.duration_s / 15).posture;
    const moments = Array.from({ length: 15 }, (_, i) => moment(i));
    const still = (shows) => JSON.stringify(stillOf(picture, shows)?.parts ?? "");
    const faults = picture.avoid.map((_, i) => `avoid-${i}`);
    const [start, hold, ...avoid] = ["start", "hold", ...faults].map(still);
    const show = { ghost: true, way: true };
    const drawn = moments.map((posture) => JSON.stringify(partsOf(picture, posture, show)));
    const points = moments.flatMap((posture) => pointsOf(picture, posture));
    const ends = [0, 1].map((axis) => {
      const along = points.map((p) => p[axis]);
      return [Math.min(...along), Math.max(...along)];
    });
    const { frames, duration_s, resting } = picture;
    return [id, { frames, duration_s, resting, ends, box: boxOf(picture), avoid: avoid.length,
      moves: start !== hold,
      broken: [start, hold, ...avoid, ...drawn].some((text) => /NaN|Infinity/.test(text)) }];
  }));
}"""


def look(page: Page, exercises: list[Exercise]) -> dict[str, Any]:
    """What the browser makes of exercises."""
    data = {one.id: picture_data(one, side=Side.LEFT) for one in exercises}
    return page.evaluate(LOOK, data)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def library_looks(chromium: Browser) -> dict[str, Any]:
    """The whole library, looked at in one page."""
    page = chromium.new_page()
    open_bare(page)
    looks = look(page, list(LIBRARY.exercises.values()))
    page.close()
    return looks


@pytest.mark.parametrize("exercise_id", sorted(LIBRARY.exercises))
def test_every_exercise_draws_its_picture(library_looks: dict[str, Any], exercise_id: str) -> None:
    seen = library_looks[exercise_id]
    assert len(seen["frames"]) >= 2
    assert 1 < seen["duration_s"] < 40
    assert [frame["t"] for frame in seen["frames"]] == sorted(frame["t"] for frame in seen["frames"])
    assert seen["resting"] or seen["moves"]
    assert not seen["broken"]
    x, y, width, height = seen["box"]
    (left, right), (top, bottom) = seen["ends"]
    assert width == height >= 200
    assert x - 1 <= left < right <= x + width + 1
    assert y - 1 <= top < bottom <= y + height + 1


def test_what_keeps_still_is_what_is_left_out(library_looks: dict[str, Any]) -> None:
    for one in LIBRARY.exercises.values():
        wanted = 0 if library_looks[one.id]["resting"] else len(one.keep_still)
        assert library_looks[one.id]["avoid"] == wanted, one.id


def test_a_turn_goes_to_the_side_that_is_asked(modules: Page) -> None:
    turn = picture_data(LIBRARY.exercises["slow_turn"], side=Side.RIGHT)
    hold = value(modules, "keyframes.js", f"m.pictureOf({json.dumps(turn)}).ghost")
    assert hold["rotation_deg"] == pytest.approx(-35)


def test_a_small_movement_is_drawn_large_enough_to_be_seen(modules: Page) -> None:
    nod = picture_data(LIBRARY.exercises["small_nod"])
    hold = value(modules, "keyframes.js", f"m.pictureOf({json.dumps(nod)}).ghost")
    assert hold["extension_deg"] == pytest.approx(-13)


def test_what_nobody_knows_is_a_calm_still_figure(modules: Page) -> None:
    picture = value(modules, "keyframes.js", "m.pictureOf({movement: 'somersault', band: 0})")
    assert {json.dumps(frame["posture"]) for frame in picture["frames"]} == {"{}"}


def test_several_stops_are_gone_through_in_their_order_with_their_own_words(modules: Page) -> None:
    data = """{movement: 'rotation', target: 20, band: 3, hold_s: 3, say: {hold: 'Stay.'}, stops: [
      {rotation: 20, say: 'Out.'}, {rotation: 10, say: 'Half way.'}, {say: 'Home.'}]}"""
    script = f"""(() => {{ const p = m.pictureOf({data});
      const seen = Array.from({{length: 400}}, (_, i) => m.postureAt(p, i * p.duration_s / 400));
      const words = seen.map((one) => one.words).filter((w, i, all) => w !== all[i - 1]);
      const held = p.frames.filter((f) => f.part === 'hold').map((f) => f.posture.rotation_deg ?? 0);
      return [words, held]; }})()"""
    words, held = value(modules, "keyframes.js", script)
    assert words == ["", "Out.", "Stay.", "Half way.", "Stay.", "Home.", "Stay.", ""]
    assert held[0] == held[1] == pytest.approx(2 * held[2])
    assert held[-1] == 0


def test_a_second_axis_goes_along(modules: Page) -> None:
    data = "{movement: 'rotation', target: 35, band: 5, also: {extension: -20}}"
    assert value(modules, "keyframes.js", f"m.pictureOf({data}).ghost") == {
        "rotation_deg": 35,
        "extension_deg": -20,
    }


def test_eyes_that_lead_look_there_before_the_head_moves(modules: Page) -> None:
    data = "{movement: 'rotation', target: 30, band: 5, side: 'left', eyes: 'leading'}"
    frames = value(modules, "keyframes.js", f"m.pictureOf({data}).frames")
    looks = next(i for i, frame in enumerate(frames) if frame["posture"].get("gaze"))
    turns = next(i for i, frame in enumerate(frames) if frame["posture"].get("rotation_deg"))
    assert 0 < looks < turns


def arm(page: Page, posture: str, kind: str, sign: int, asked: str) -> Any:
    """Where the fingertips of an arm are on the sheet, in a mirror."""
    script = f"""await (async () => {{ const {{ place }} = await import('{SITE}/figure.js');
      return m.armPoints(place({posture}), {sign}, '{kind}', {asked}).tips; }})()"""
    return value(page, "limbs.js", script)


def test_the_arm_of_the_side_that_is_asked_goes_up_to_the_shoulder(modules: Page) -> None:
    low, high = (arm(modules, f"{{hand: {share}}}", "raising", 1, "true") for share in (0, 1))
    assert high[0] < 0
    assert high[1] == pytest.approx(190, abs=15)
    assert low[1] > 280


def test_a_hand_at_the_cheek_goes_with_the_head(modules: Page) -> None:
    straight = arm(modules, "{hand: 1}", "touching", 1, "true")
    turned = arm(modules, "{hand: 1, rotation_deg: 25}", "touching", 1, "true")
    assert 60 < straight[0] < 90
    assert 90 < straight[1] < 140
    assert turned[0] < straight[0] - 4


def test_the_other_hand_holds_the_seat(modules: Page) -> None:
    left, right = (
        arm(modules, "{}", "holding_seat", 1, "true"),
        arm(modules, "{}", "holding_seat", -1, "false"),
    )
    assert right[1] > left[1] + 15
    assert right[0] > 190


def test_the_arms_change_with_the_side_that_is_asked(modules: Page) -> None:
    for side, sign in (("left", 1), ("right", -1)):
        data = f"{{movement: 'lateral_flexion', target: 20, side: '{side}', arms: 'holding_seat'}}"
        assert value(modules, "keyframes.js", f"m.pictureOf({data}).sign") == sign


def test_to_the_middle_it_goes_step_by_step(modules: Page) -> None:
    stops = "[{deviation: 0}, {deviation: 0}, {deviation: 0}]"
    script = f"m.pictureOf({{movement: 'deviation', band: 5, stops: {stops}}}).frames"
    turned = [
        abs(frame["posture"].get("rotation_deg", 0)) for frame in value(modules, "keyframes.js", script)
    ]
    assert turned == [*sorted(turned[:-1], reverse=True), turned[0]]
    assert len(set(turned)) == 4
    assert turned[-2] == 0


def test_arms_swing_without_a_stop(modules: Page) -> None:
    data = "{movement: 'deviation', band: 10, hold_s: 60, arms: 'swinging'}"
    script = f"""(() => {{ const p = m.pictureOf({data});
      const at = (share) => m.postureAt(p, share * p.duration_s).posture.hand;
      return Array.from({{length: 26}}, (_, i) => at(i / 26)); }})()"""
    hands = value(modules, "keyframes.js", script)
    assert len(set(hands)) >= 13
    assert max(hands) > 0.95
    assert 40 <= 60 / (value(modules, "keyframes.js", f"m.pictureOf({data}).duration_s") / 2) <= 60


def test_each_drawn_path_is_shown_while_it_is_drawn(modules: Page) -> None:
    trace = json.dumps(picture_data(LIBRARY.exercises["nose_trace"]))
    script = f"""await (async () => {{
      const {{ pictureOf }} = await import('{SITE}/keyframes.js');
      const picture = pictureOf({trace});
      const way = (f) => m.partsOf(picture, f.posture, {{way: true}}).find(([name]) => name === 'fig-way')[1];
      return picture.frames.map(way).filter((d, i, all) => d !== all[i - 1]).length; }})()"""
    shown = value(modules, "picture_parts.js", script)
    assert shown == 4  # the last to begin with, then one after the other
    words = value(modules, "keyframes.js", f"m.pictureOf({trace}).frames.map((f) => f.on_the_way)")
    drawn = [word for word in dict.fromkeys(words) if word]
    assert drawn == [drawing.say for drawing in LIBRARY.exercises["nose_trace"].path]


def test_a_breath_takes_as_long_as_it_is_paced(modules: Page) -> None:
    frames = value(
        modules, "keyframes.js", "m.pictureOf({movement: 'presence', pace: {in_s: 4, out_s: 6}}).frames"
    )
    assert [(frame["t"], frame["posture"]["breath"]) for frame in frames] == [(0, 0), (4, 1), (10, 0)]


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
