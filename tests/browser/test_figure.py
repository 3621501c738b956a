"""The drawn figure, from angles to points, in the real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.bare import value

pytestmark = pytest.mark.browser


@pytest.fixture
def page(modules: Page) -> Page:
    return modules


def figure(page: Page, expression: str) -> Any:
    """What an expression over the module ``m`` gives."""
    return value(page, "figure.js", expression)


def points(page: Page, posture: str = "{}", options: str = "{}") -> Any:
    return figure(page, f"m.figurePoints({posture}, {options})")


def middle_x(line: list[list[float]]) -> float:
    return sum(x for x, _ in line) / len(line)


def middle_y(line: list[list[float]]) -> float:
    return sum(y for _, y in line) / len(line)


def test_straight_is_straight(page: Page) -> None:
    straight = points(page)
    assert all(x == pytest.approx(100) for x, _ in straight["midline"])
    assert middle_x(straight["outline"]) == pytest.approx(100, abs=0.5)
    left, right = straight["shoulders"]["left"], straight["shoulders"]["right"]
    assert left[1] == pytest.approx(right[1])


@pytest.mark.parametrize(("mirror", "goes"), [("true", -1), ("false", 1)])
def test_a_turn_to_the_left_goes_left_in_a_mirror(page: Page, mirror: str, goes: int) -> None:
    turned = points(page, "{rotation_deg: 30}", f"{{mirror: {mirror}}}")
    assert goes * (middle_x(turned["midline"]) - 100) > 10


def test_rotation_shows_in_the_curve_of_the_midline(page: Page) -> None:
    """Straight it is a line; turned it bows out, most at the height of the nose."""
    line = points(page, "{rotation_deg: 40}")["midline"]
    ends, belly = (line[0][0] + line[-1][0]) / 2, min(x for x, _ in line)
    assert ends - belly > 12


def test_tilt_shows_in_the_slant(page: Page) -> None:
    """Left ear to the left shoulder: in a mirror the crown goes left and the eye line drops on the left."""
    tilted = points(page, "{lateral_flexion_deg: 20}")
    chin, crown = tilted["midline"][0], tilted["midline"][-1]
    assert crown[0] < chin[0] - 20
    ends = sorted(tilted["eyeLine"])
    assert ends[0][1] > ends[-1][1] + 15


@pytest.mark.parametrize(("extension_deg", "goes"), [(20, -1), (-20, 1)])
def test_chin_up_lifts_the_eye_line_and_bends_it(page: Page, extension_deg: int, goes: int) -> None:
    straight = points(page)["eyeLine"]
    nodded = points(page, f"{{extension_deg: {extension_deg}}}")["eyeLine"]
    assert goes * (middle_y(nodded) - middle_y(straight)) > 5
    belly, ends = nodded[len(nodded) // 2][1], (nodded[0][1] + nodded[-1][1]) / 2
    assert goes * (belly - ends) > 3


def test_a_raised_shoulder_shows_in_the_line(page: Page) -> None:
    raised = points(page, "{elevation_left: 0.1, shoulder_tilt_deg: 5.7}")["shoulders"]
    assert raised["right"][1] - raised["left"][1] == pytest.approx(2 * 76 * 0.1, abs=1.0)


def test_the_near_ear_is_in_front(page: Page) -> None:
    ears = points(page, "{rotation_deg: 40}")["ears"]
    assert ears["right"]["front"]
    assert not ears["left"]["front"]


def test_what_was_not_seen_is_drawn_straight(page: Page) -> None:
    assert points(page, "{rotation_deg: null}") == points(page)


@pytest.mark.parametrize(
    ("movement", "value", "posture"),
    [
        ("rotation", -34, "{rotation_deg: -34}"),
        ("lateral_flexion", 20, "{lateral_flexion_deg: 20}"),
        ("extension", -10, "{extension_deg: -10}"),
    ],
)
def test_a_head_at_the_target_is_in_the_band(page: Page, movement: str, value: int, posture: str) -> None:
    target = f"{{movement: '{movement}', value: {value}, band: 5}}"
    band = figure(page, f"m.bandPoints({target})")
    there = points(page, posture)
    part = there["eyeLine"] if movement == "extension" else there["midline"]
    at = part[len(part) // 2] if movement != "lateral_flexion" else part[-1]
    away = figure(page, f"m.bandPoints({{...{target}, value: {-value}}})")
    assert distance(at, band) < distance(at, away)
    assert figure(page, f"m.targetPosture({target})")[f"{movement}_deg"] == value


def distance(point: list[float], shape: list[list[float]]) -> float:
    x, y = middle_x(shape), middle_y(shape)
    return float(((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5)


def test_every_posture_stays_on_the_sheet(page: Page) -> None:
    """At the ends of every axis nothing but the lower rim leaves the 200 x 200 sheet."""
    script = """[[60,0,0],[-60,0,0],[0,35,0],[0,-35,0],[0,0,30],[0,0,-30],[45,25,20]].flatMap(([r, f, e]) =>
      m.figurePoints({rotation_deg: r, lateral_flexion_deg: f, extension_deg: e}).outline)"""
    for x, y in figure(page, script):
        assert 0 <= x <= 200
        assert 0 <= y <= 200


def test_drawing_moves_what_is_there(page: Page) -> None:
    """Fifteen times a second nothing is built anew; the label makes it an image, without it decoration."""
    script = """(() => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      m.drawFigure(svg, {}, {label: "Straight"});
      const first = [...svg.children];
      const before = svg.querySelector(".fig-mid").getAttribute("d");
      m.drawFigure(svg, {rotation_deg: 20}, {label: "Turned"});
      return [first.every((part, i) => part === svg.children[i]),
              before !== svg.querySelector(".fig-mid").getAttribute("d"),
              svg.getAttribute("role"), svg.getAttribute("aria-label")];
    })()"""
    assert figure(page, script) == [True, True, "img", "Turned"]
