"""The pictures of the exercises, made from the exercises' own data and drawn in the real browser."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coach.assessment import Assessment, Component, Touch
from coach.exercise import Exercise
from coach.findings import Form
from coach.library import load_library
from coach.record import Side
from tests.browser.bare import SITE, open_bare, value
from tests.coach.clinic import assessment
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


TURNED_LEFT = assessment(
    Component(form=Form.TORTICAPUT, side=Side.LEFT),
    Component(form=Form.LATEROCAPUT, side=Side.RIGHT),
    shoulders_raised=(Side.RIGHT,),
    trick=Touch(where="left side of the chin", hand=Side.RIGHT),
)


def look(page: Page, exercises: list[Exercise]) -> dict[str, Any]:
    """What the browser makes of exercises."""
    every = {"": None, " of a patient": TURNED_LEFT}
    data = {
        one.id + whose: picture_data(one, Side.LEFT, found)
        for one in exercises
        for whose, found in every.items()
    }
    return page.evaluate(LOOK, data)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def library_looks(chromium: Browser) -> dict[str, Any]:
    """The whole library, looked at in one page."""
    page = chromium.new_page()
    open_bare(page)
    looks = look(page, list(LIBRARY.exercises.values()))
    page.close()
    return looks


@pytest.mark.parametrize("whose", ["", " of a patient"])
@pytest.mark.parametrize("exercise_id", sorted(LIBRARY.exercises))
def test_every_exercise_draws_its_picture(
    library_looks: dict[str, Any], exercise_id: str, whose: str
) -> None:
    seen = library_looks[exercise_id + whose]
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


def arm(page: Page, posture: str, kind: str, sign: int, asked: str, touch: str = "null") -> Any:
    """Where the fingertips of an arm are on the sheet, in a mirror."""
    script = f"""await (async () => {{ const {{ place }} = await import('{SITE}/figure.js');
      return m.armPoints(place({posture}), {sign}, '{kind}', {asked}, {touch}).tips; }})()"""
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
    own = "{pull: {rotation_deg: 22}}"
    script = f"m.pictureOf({{movement: 'deviation', band: 5, own: {own}, stops: {stops}}}).frames"
    turned = [
        abs(frame["posture"].get("rotation_deg", 0)) for frame in value(modules, "keyframes.js", script)
    ]
    assert turned == [*sorted(turned[:-1], reverse=True), turned[0]]
    assert len(set(turned)) == 4
    assert turned[-2] == 0


def of_patient(page: Page, exercise: str, found: Assessment | None = TURNED_LEFT) -> Any:
    """The picture of an exercise to the right, for a patient who turns to the left."""
    data = picture_data(LIBRARY.exercises[exercise], Side.RIGHT, found)
    return value(page, "keyframes.js", f"m.pictureOf({json.dumps(data)})")


def test_a_turn_begins_where_the_patient_is_pulled_to_and_comes_back_to_the_middle(modules: Page) -> None:
    frames = of_patient(modules, "slow_turn")["frames"]
    assert frames[0]["posture"] == {"rotation_deg": 22, "lateral_flexion_deg": -17.6} == frames[-1]["posture"]
    assert next(frame for frame in frames if frame["part"] == "hold")["posture"] == {"rotation_deg": -35}
    assert next(frame for frame in frames if frame["part"] == "back")["posture"] == {}
    assert of_patient(modules, "slow_turn", None)["frames"][0]["posture"] == {}
    shown = json.dumps(picture_data(LIBRARY.exercises["slow_turn"], Side.RIGHT, TURNED_LEFT))
    script = f"""await (async () => {{ const {{ pictureOf }} = await import('{SITE}/keyframes.js');
      return m.ways(pictureOf({shown})).length; }})()"""
    assert value(modules, "scene.js", script) == 1  # no arrow goes to where the head is pulled


def test_the_middle_is_found_from_the_patients_own_pull_and_else_from_no_side(modules: Page) -> None:
    own = of_patient(modules, "midline_hold")["frames"][0]["posture"]
    assert own == {"rotation_deg": 22, "lateral_flexion_deg": -17.6}
    unknown = of_patient(modules, "midline_hold", None)["frames"][0]["posture"]
    assert set(unknown) == {"extension_deg", "sagittal_shift"}


def test_the_heavy_shoulder_is_the_patients_and_where_none_is_known_both_sink(modules: Page) -> None:
    assert set(of_patient(modules, "heavy_shoulder")["frames"][0]["posture"]) == {"elevation_right"}
    both = {"elevation_left", "elevation_right"}
    assert set(of_patient(modules, "heavy_shoulder", None)["frames"][0]["posture"]) == both
    fault = next(one for one in of_patient(modules, "slow_turn")["avoid"] if one["movement"] == "shoulders")
    assert fault["at"] == "right_shoulder"


def test_the_patients_hand_touches_the_place_that_helps_them(modules: Page) -> None:
    touch = of_patient(modules, "touch_and_release")["touch"]
    assert touch == {"hand": -1, "side": 1, "place": "chin"}
    place = json.dumps(touch)
    right, elsewhere = (
        arm(modules, "{hand: 1}", "touching", -1, "true", touched) for touched in (place, "{side: -1}")
    )
    assert abs(right[0] - 100) < 20 < abs(elsewhere[0] - 100)  # the chin, not the cheek


def test_from_the_side_a_trunk_that_goes_along_slumps(modules: Page) -> None:
    for exercise in ("small_nod", "glide_back"):
        picture = of_patient(modules, exercise, None)
        trunk = next(one for one in picture["avoid"] if one["movement"] == "trunk")
        assert trunk["view"] == picture["view"] != {"view_deg": 0, "lying": False}
        assert trunk["frames"][0]["posture"]["slump_deg"] > 10


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
