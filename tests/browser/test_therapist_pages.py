"""The therapist's session page in a real browser: the chart is drawn, and the replay goes by keyboard."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.record import Hand, Measure, SessionKind, Value
from coach.store import Store
from tests.browser.serving import Served, serve
from tests.browser.steps import SOON_MS, patients_list
from tests.coach.store.builders import ANNA, OPENING, a_rep, a_trace
from web.sources import demo_clip

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(demo_clip())) as served:
        trained(served.store)
        yield served


WEEK_AGO = (datetime.now(UTC) - timedelta(days=7)).astimezone()


def checked(store: Store) -> None:
    """Anna was checked a week ago, and just now."""
    for name, at, deviation_deg in (("c1", WEEK_AGO, 19.0), ("c2", datetime.now(UTC), 8.0)):
        store.open_session(name, ANNA.id, at, replace(OPENING, kind=SessionKind.CHECK))
        value = Value(deviation_deg, 1.5, "deg")
        store.save_measures(name, None, (Measure("rest_deviation_mean", Hand.ALL, value, 1),))


def trained(store: Store) -> None:
    """Anna has turned to her left twice, two seconds each."""
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, datetime.now(UTC), OPENING)
    for number, turned_deg in enumerate((20.0, 24.0)):
        rep = a_rep(number + 1, started_s=10.0 + 2 * number, ended_s=11.5 + 2 * number)
        store.save_rep("s", 1, rep, a_trace(10.0 + 2 * number, turned_deg=turned_deg))


@pytest.fixture
def therapist(page: Page, served: Served) -> Page:
    """The list of patients, behind the PIN."""
    return patients_list(page, served)


def test_from_the_list_to_a_session_by_keyboard(therapist: Page) -> None:
    therapist.keyboard.press("/")
    therapist.keyboard.type("ann")
    expect(therapist.locator("tbody tr:visible")).to_have_count(1)
    therapist.keyboard.press("ArrowDown")
    therapist.keyboard.press("Enter")
    expect(therapist.get_by_role("heading", level=1, name="Anna B.")).to_be_visible(timeout=SOON_MS)
    therapist.wait_for_load_state("load")  # the list's own keys are bound by then
    therapist.keyboard.press("ArrowDown")
    therapist.keyboard.press("Enter")
    expect(therapist.get_by_role("heading", name="Slow turn: the trace")).to_be_visible(timeout=SOON_MS)


def test_the_chart_is_drawn_with_its_band_and_repetitions(therapist: Page, served: Served) -> None:
    therapist.goto(f"{served.url}/therapist/sessions/s")
    chart = therapist.locator("[data-chart]")
    drawn = chart.locator(".scatterlayer .trace")
    expect(drawn).to_have_count(3, timeout=SOON_MS)  # the turn, what moved along, and the hand
    expect(chart.locator(".annotation-text")).to_have_text(["1.1", "1.2"])
    expect(chart.locator(".ytick text", has_text="20° to the left")).to_be_visible()
    expect(chart.locator(".y2tick text")).to_have_text(["Moved along", "Hand"])


def test_the_first_ten_seconds_of_a_session_lie_on_the_axis_of_time(therapist: Page, served: Served) -> None:
    """Whole thousandths from 1 to 9.999 s are not taken for years."""
    served.store.save_rep("s", 0, a_rep(1, started_s=4.0, ended_s=5.5), a_trace(4.0))
    therapist.goto(f"{served.url}/therapist/sessions/s?exercise=0")
    chart = therapist.locator("[data-chart]")
    expect(chart.locator(".scatterlayer .trace").first).to_be_attached(timeout=SOON_MS)
    first, last = chart.evaluate("c => c.layout.xaxis.range.map((at) => +new Date(at + 'Z') / 1000)")
    assert last - first < 4


def test_the_replay_says_and_draws_where_the_head_was(therapist: Page, served: Served) -> None:
    therapist.goto(f"{served.url}/therapist/sessions/s")
    now, moment = therapist.locator("[data-now]"), therapist.get_by_label("Moment")
    expect(now).to_contain_text("0:10, holding: turned left 20°", timeout=SOON_MS)
    face = therapist.locator("[data-figure] .fig-mid")
    before = face.get_attribute("d")

    moment.focus()
    therapist.keyboard.press("End")
    expect(now).to_contain_text("0:13, holding: not seen")
    therapist.keyboard.press("ArrowLeft")
    expect(now).to_contain_text("0:13, holding: turned left 24°")
    assert face.get_attribute("d") != before

    therapist.get_by_text("What happened when").click()
    therapist.get_by_role("button", name="0:10 to 0:11").click()
    expect(now).to_contain_text("0:10, holding: turned left 20°")
    moment.press("End")
    therapist.get_by_role("button", name="Repetition before").press("Enter")
    expect(now).to_contain_text("0:12, holding: turned left 24°")
    expect(moment).to_have_attribute("aria-valuetext", re.compile("turned left 24°"))


def test_the_replay_plays_to_the_end_and_stops(therapist: Page, served: Served) -> None:
    therapist.goto(f"{served.url}/therapist/sessions/s")
    play = therapist.locator("[data-play]")
    expect(therapist.locator("[data-now]")).to_contain_text("0:10", timeout=SOON_MS)  # the trace was read
    play.press("Enter")
    expect(play).to_have_text("Pause")
    expect(therapist.locator("[data-now]")).to_contain_text("0:13", timeout=SOON_MS)
    expect(play).to_have_text("Play", timeout=SOON_MS)
    expect(therapist.get_by_label("Moment")).to_have_value("119")


def test_two_sessions_are_replayed_together_from_repetition_to_repetition(
    therapist: Page, served: Served
) -> None:
    store = served.store
    store.open_session("before", ANNA.id, datetime.now(UTC), OPENING)
    for number, start_s in enumerate((30.0, 33.0)):
        store.save_rep("before", 1, a_rep(number + 1, started_s=start_s), a_trace(start_s, turned_deg=9.0))
    therapist.goto(f"{served.url}/therapist/sessions/s?beside=before")
    ours, theirs = therapist.locator("[data-now]").all()
    expect(ours).to_contain_text("0:10", timeout=SOON_MS)
    expect(theirs).to_contain_text("0:30")
    therapist.get_by_role("button", name="Next repetition").press("Enter")
    expect(ours).to_contain_text("0:12")
    expect(theirs).to_contain_text("0:33, holding: turned left 9°")
    charts = therapist.locator("[data-chart]")
    expect(charts.locator(".scatterlayer")).not_to_have_count(0, timeout=SOON_MS)
    ranges = charts.evaluate_all("all => all.map((chart) => chart.layout.yaxis.range)")
    assert ranges[0] == ranges[1]


def test_the_trends_are_drawn_and_an_arrow_key_moves_the_date_in_all_of_them(
    therapist: Page, served: Served
) -> None:
    checked(served.store)
    therapist.goto(f"{served.url}/therapist/patients/{ANNA.id}")
    deviation = therapist.get_by_role("group", name="Away from the middle at rest")
    pain = therapist.get_by_role("group", name="Pain before a session")
    for one in (deviation, pain):
        expect(one.locator(".main-svg").first).to_be_attached(timeout=SOON_MS)
    chart, earlier = deviation.get_by_role("slider"), f"{WEEK_AGO.day} {WEEK_AGO:%b %Y}"
    chart.focus()
    expect(deviation.locator("[data-read]")).to_contain_text("8.0° ± 1.5° (two-minute check)")
    chart.press("ArrowLeft")
    expect(deviation.locator("[data-read]")).to_have_text(f"{earlier}: 19.0° ± 1.5° (two-minute check)")
    expect(chart).to_have_attribute("aria-valuetext", f"{earlier}: 19.0° ± 1.5° (two-minute check)")
    expect(pain.locator("[data-read]")).to_have_text(f"{earlier}: 3.0 of 10 (own answer)")

    deviation.get_by_text("The numbers as a table").press("Enter")
    expect(deviation.get_by_role("row")).to_have_count(3)
    therapist.emulate_media(media="print")
    expect(deviation.locator(".main-svg").first).to_be_visible()
    assert deviation.locator(".main-svg").first.get_attribute("viewBox")


def test_charts_that_cannot_be_drawn_say_so_and_the_tables_stay(therapist: Page, served: Served) -> None:
    checked(served.store)
    therapist.route("**/plotly.js", lambda route: route.abort())
    therapist.goto(f"{served.url}/therapist/patients/{ANNA.id}")
    expect(therapist.get_by_text("The charts could not be drawn just now.")).to_be_visible(timeout=SOON_MS)
    expect(therapist.get_by_text("The numbers as a table").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "patients/new", f"patients/{ANNA.id}", "sessions/s"])
def test_nothing_sticks_out_of_a_narrow_page(therapist: Page, served: Served, path: str) -> None:
    therapist.set_viewport_size({"width": 320, "height": 640})
    therapist.goto(f"{served.url}/therapist/{path}")
    therapist.wait_for_load_state("networkidle")
    assert therapist.evaluate("document.documentElement.scrollWidth") == 320
    for table in therapist.locator(".stacks").all():  # nothing in it has to be slid aside
        assert table.evaluate("(table) => table.scrollWidth <= table.parentElement.clientWidth")
        assert table.locator("tbody td[data-label]").first.is_visible()
