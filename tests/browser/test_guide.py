"""A spoken guide from its start to its end in a real browser, with a clock that is moved by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.diary import GuideAnswers
from coach.parts import GuideStep
from coach.prescription import Published
from coach.programme import Task
from coach.record import Ending
from tests.browser.serving import Served, serve
from tests.browser.steps import heard
from tests.web.prescribed import version

pytestmark = pytest.mark.browser

CLIP = Path(__file__).parents[1] / "synthetic" / "one_turn.mp4"
SHORT = (
    GuideStep(say="Let your jaw be loose.", wait_s=30),
    GuideStep(say="There is nothing to do.", wait_s=5),
)
LENGTH_S = 39.0


def shortened() -> Published:
    """Omar's programme with two sentences in each guide."""
    whole = version(1)
    tasks = tuple(short(task) if task.exercise.guide else task for task in whole.prescribed.tasks)
    return whole.model_copy(update={"prescribed": whole.prescribed.model_copy(update={"tasks": tasks})})


def short(task: Task) -> Task:
    dose = task.exercise.dose.model_copy(update={"hold_s": LENGTH_S})
    exercise = task.exercise.model_copy(update={"guide": SHORT, "dose": dose})
    return task.model_copy(update={"exercise": exercise, "plan": replace(task.plan, hold_s=LENGTH_S)})


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path, str(CLIP)) as served:
        served.store.publish(served.patient_id, shortened())
        yield served


def open_guide(page: Page, served: Served, name: str) -> None:
    """From today to the first sentence; from then on the clock stands until it is moved."""
    page.clock.install(time=datetime(2026, 5, 4, 21, tzinfo=UTC))
    page.goto(served.link())
    page.get_by_role("link", name=f"Listen: {name}").click()
    page.clock.run_for(3000)  # a browser's voices may come late
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#said li")).to_have_count(1)


def said(page: Page) -> str:
    return heard(page)[-1].text


def test_a_guide_from_today_to_the_answers_by_keyboard(page: Page, served: Served) -> None:
    open_guide(page, served, "Ten quiet minutes for the neck")
    page.check("#before-tension-6", force=True)
    begin(page)
    expect(page.locator("#off")).to_have_text("Camera off")
    assert not served.live.on
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"

    while said(page) != SHORT[0].say:
        page.clock.run_for(1000)
    page.clock.run_for(12_000)  # two seconds of words, and ten of the thirty that are quiet
    expect(page.locator("#line")).to_have_text(SHORT[0].say)

    page.keyboard.press("x")  # any key
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    page.clock.run_for(3_600_000)  # an hour: nothing times out
    assert said(page) == SHORT[0].say
    page.keyboard.press("PageDown")  # a presenter's remote

    page.clock.run_for(18_000)
    assert said(page) == SHORT[0].say
    page.clock.run_for(3_000)
    assert said(page) == SHORT[1].say
    page.clock.run_for(9_000)
    expect(page.get_by_role("heading", name="That was it")).to_be_visible()
    page.check("#after-tension-3", force=True)
    page.fill("#words", "Calm.")
    page.get_by_role("button", name="Keep and finish").click()
    expect(page.get_by_text("Heard today at")).to_be_visible()

    (guide,) = served.store.guides(served.patient_id)
    assert (guide.ending, guide.opening.tension_before) == (Ending.DONE, 6)
    assert guide.answers == GuideAnswers(tension=3, words="Calm.")


def test_the_huge_button_pauses_and_a_guide_that_is_stopped_counts(page: Page, served: Served) -> None:
    open_guide(page, served, "Settle the neck before sleep")
    begin(page)
    page.mouse.click(1000, 600)
    page.get_by_role("button", name="Go on").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Good night")).to_be_visible()
    page.get_by_role("button", name="Keep and finish").click()
    expect(page.locator("section[data-step=rest]")).to_contain_text("Good night.")  # and the page stays dark

    (guide,) = served.store.guides(served.patient_id)
    assert (guide.ending, guide.answers) == (Ending.STOPPED, GuideAnswers())


#: A slow voice of this computer: every sentence takes it three seconds.
SLOW_VOICE = """
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const saying = {timer: 0, heard: []};
  Object.defineProperty(globalThis, "speechSynthesis", {value: {
    getVoices: () => [{name: "near", lang: "en", localService: true}], addEventListener() {},
    speak: (words) => {
      saying.heard.push(words.text);
      saying.timer = setTimeout(() => words.onend(), 3000);
    },
    cancel: () => { clearTimeout(saying.timer); saying.heard.push("cut"); },
  }});
  globalThis.saying = saying;
"""


def test_the_quiet_begins_when_the_voice_has_ended_and_a_cut_sentence_is_said_once_more(
    page: Page, served: Served
) -> None:
    page.add_init_script(SLOW_VOICE)
    open_guide(page, served, "Ten quiet minutes for the neck")
    begin(page)
    page.clock.run_for(3_000 + 4_000 + 500)  # the introduction, time to settle, into the first sentence
    page.keyboard.press(" ")
    page.clock.run_for(60_000)
    page.keyboard.press(" ")
    page.clock.run_for(32_000)  # the sentence once more, and nearly all of its quiet
    intro, *rest = page.evaluate("saying.heard")
    assert intro.startswith("Lie on your back")
    assert rest == [SHORT[0].say, "cut", SHORT[0].say]
    page.clock.run_for(2_000)
    assert page.evaluate("saying.heard.at(-1)") == SHORT[1].say
    expect(page.locator("#announce")).to_have_text("")  # never spoken and announced


def test_a_page_that_is_closed_in_the_middle_is_a_guide_that_was_stopped(page: Page, served: Served) -> None:
    open_guide(page, served, "Ten quiet minutes for the neck")
    begin(page)
    page.goto(f"{served.url}/done")
    for _ in range(50):  # the last word of the page before may come after the next page has been asked for
        if page.get_by_text("a part of it").count():
            break
        page.reload()

    (guide,) = served.store.guides(served.patient_id)
    assert guide.ending is Ending.STOPPED


def test_a_practice_of_today_starts_a_session_of_its_own_exercises(page: Page, served: Served) -> None:
    page.goto(served.link())
    expect(page.get_by_role("heading", name="Practice 1 of 2")).to_be_visible()
    page.get_by_role("link", name="Start").click()
    page.get_by_role("button", name="I know these, go on").click()
    for name in ("pain-2", "tension-4", "swallowing_trouble-no", "dizziness-no", "anything_new-no"):
        page.check(f"#{name}", force=True)
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_role("button", name="Switch the camera on").click()
    expect(page.get_by_role("button", name="I sit well, go on")).to_be_visible(timeout=60_000)

    loop = served.live._loop
    assert loop
    opening = loop.sitting.brief.opening
    assert (opening.bout, opening.programme_id, opening.programme_version) == (1, "personal", 1)
    assert "day_rest" not in {plan.exercise_id for plan in opening.plans}


def test_a_reminder_comes_at_its_time_once_and_asks_for_nothing(page: Page, served: Served) -> None:
    served.store.set_setting("reminders", '{"on": true, "times": ["10:00"]}')
    page.clock.install(time=datetime(2026, 5, 4, 9, 58))  # noqa: DTZ001  the browser's own time
    page.goto(served.link())
    expect(page.locator("#remind")).to_be_hidden()
    page.clock.run_for(130_000)
    expect(page.locator("#remind")).to_contain_text("a good time for your practice, if it suits you")
    page.get_by_role("button", name="All right").click()
    page.clock.run_for(60_000)
    expect(page.locator("#remind")).to_be_hidden()
    assert page.evaluate("Notification.permission") != "granted"
