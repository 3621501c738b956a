"""What the session page computes by itself, in the real browser: places, distances, captions, the voice."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.bare import value

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("movement", ["rotation", "lateral_flexion"])
def test_the_patients_left_is_at_the_left(modules: Page, movement: str) -> None:
    left, right = (value(modules, "stage.js", f"m.placeOf('{movement}', {deg}, 60)") for deg in (20, -20))
    assert left["x"] < 0.5 < right["x"]
    assert left["y"] == pytest.approx(right["y"])


def test_up_is_up_and_nothing_leaves_the_stage(modules: Page) -> None:
    up, down = (value(modules, "stage.js", f"m.placeOf('extension', {deg}, 20)") for deg in (10, -999))
    assert up["y"] < 0.5 < down["y"] < 1


@pytest.mark.parametrize(("target", "band"), [(-34, 5), (20, 5), (-8, 4), (0.08, 0.03)])
def test_the_scale_has_room_for_the_target_and_beyond(modules: Page, target: float, band: float) -> None:
    reach = value(modules, "stage.js", f"m.reachOf({{target: {target}, band: {band}}})")
    assert 0.3 < abs(target) / reach < 0.7
    assert (abs(target) + band) / reach < 0.9


@pytest.mark.parametrize(
    ("session", "distance"),
    [
        ("{movement: 'rotation', target: -34, band: 5, value: -34}", 0),
        ("{movement: 'rotation', target: -34, band: 5, value: -17}", 0.5),
        ("{movement: 'rotation', target: -34, band: 5, value: 60}", 1),
        ("{movement: 'deviation', target: 0, band: 10, value: 15}", 0.5),
        ("{movement: 'rotation', target: -34, band: 5, value: null}", None),
        ("{movement: 'presence', target: 0, band: 0, value: null}", None),
        ("{movement: 'deviation', target: 0, band: 10, value: 15, eyes_closed: true}", None),
        (
            "{movement: 'rotation', target: 30, band: 5, value: 30, "
            "also: {movement: 'extension', target: -20, band: 5, value: -10}}",
            0.5,
        ),
        ("null", None),
    ],
)
def test_the_tone_knows_how_near_the_head_is(modules: Page, session: str, distance: float | None) -> None:
    assert value(modules, "stage.js", f"m.distanceTo({session})") == distance


@pytest.mark.parametrize(
    ("session", "free"),
    [
        ("{movement: 'deviation'}", True),
        ("{movement: 'path'}", True),
        ("{movement: 'rotation', also: {movement: 'extension'}}", True),
        ("{movement: 'rotation', also: null}", False),
        ("{movement: 'lateral_shift', also: null}", False),
    ],
)
def test_turning_and_nodding_are_one_place_before_the_face(modules: Page, session: str, free: bool) -> None:  # noqa: FBT001
    assert value(modules, "stage.js", f"m.onFace({session})") is free


@pytest.mark.parametrize(("hold_s", "share"), [(0, 0), (2, 0.5), (4, 1), (7, 0.5), (10, 0)])
def test_the_circle_breathes_in_for_four_seconds_and_out_for_six(
    modules: Page, hold_s: float, share: float
) -> None:
    session = f"{{phase: 'hold', hold_s: {hold_s}, hold_target_s: 10, pace: {{in_s: 4, out_s: 6}}}}"
    assert value(modules, "stage.js", f"m.breathShare({session})") == pytest.approx(share)


def test_a_long_text_is_shown_one_sentence_at_a_time(modules: Page) -> None:
    parts = value(
        modules, "captions.js", "m.sentences('We begin. Slow turn. Stay for 4.5 seconds, and rest.')"
    )
    assert [part["text"] for part in parts] == ["We begin.", "Slow turn.", "Stay for 4.5 seconds, and rest."]
    assert parts[2]["ms"] == 6 * 400


VOICES = """[{name: 'far', lang: 'en-US', localService: false, default: true},
             {name: 'near', lang: 'en-GB', localService: true, default: false},
             {name: 'other', lang: 'de-DE', localService: true, default: false}]"""


def test_a_voice_that_sends_the_text_away_is_never_chosen(modules: Page) -> None:
    assert value(modules, "voice.js", f"m.chooseVoice({VOICES}, 'en').name") == "near"
    assert value(modules, "voice.js", f"m.chooseVoice({VOICES}.slice(0, 1), 'en')") is None
    assert value(modules, "voice.js", f"m.chooseVoice({VOICES}, 'fr')") is None


def test_the_quiet_after_a_sentence_is_its_own_but_a_breath_keeps_its_length(modules: Page) -> None:
    after = "[false, true].map((paced) => m.quietAfter({spoken_s: 1, wait_s: 3, paced}, 2500))"
    assert value(modules, "reader.js", after) == [3000, 1500]


def test_a_reminder_is_due_in_its_minute_and_once_a_day(modules: Page) -> None:
    at = "(hours, minutes, told) => m.dueAt(['09:30', '17:00'], new Date(2026, 4, 4, hours, minutes), told)"
    due = f"((at) => [at(9, 29), at(9, 30), at(9, 32), at(9, 31, at(9, 30)), at(17, 1)])({at})"
    assert value(modules, "remind.js", due) == [
        None,
        "Mon May 04 2026 09:30",
        None,
        None,
        "Mon May 04 2026 17:00",
    ]


#: A voice of this computer that speaks when it is told to, and a page with a list and a live region.
SPEAKER = """
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const spoken = [];
  const synth = {speaking: false, getVoices: () => [{name: 'near', lang: 'en', localService: true}],
    speak: (words) => { spoken.push(words); }, cancel: () => { spoken.push('cut'); }, addEventListener() {}};
  const list = document.createElement('ol'), region = document.createElement('p');
  const ducked = [];
  const voice = new m.Voice({list, region, synth, onSpeaking: (now) => ducked.push(now)});
  await voice.ready;
  const soon = () => new Promise((done) => setTimeout(done, 120));
  const said = () => spoken.map((one) => one.text ?? one);
"""


def speaking(page: Page, script: str) -> Any:
    return value(page, "voice.js", f"await (async () => {{ {SPEAKER} {script} }})()")


def test_of_what_waits_only_the_newest_is_said_when_the_voice_is_free(modules: Page) -> None:
    script = """voice.say('First.'); await soon(); voice.say('Late.'); voice.say('Newest.'); await soon();
      const before = said(); spoken[0].onend(); await soon(); return [before, said(), ducked];"""
    before, after, ducked = speaking(modules, script)
    assert before == ["First."]
    assert after == ["First.", "Newest."]
    assert ducked == [True, False, True]


def test_what_matters_at_once_cuts_off_what_is_being_said(modules: Page) -> None:
    script = """voice.say('A long story.'); await soon();
      voice.say('Paused.', '', {cut: true}); await soon(); return said();"""
    assert speaking(modules, script) == ["A long story.", "cut", "Paused."]


def test_words_are_announced_only_when_they_are_not_spoken(modules: Page) -> None:
    script = """voice.say('Spoken.', 'one'); const while_on = region.textContent; voice.on = false;
      voice.say('Shown.', 'two');
      return [while_on, region.textContent, [...list.children].map((item) => item.dataset.key)];"""
    assert speaking(modules, script) == ["", "Shown.", ["one", "two"]]
