"""Advice while measuring: what is wrong, said once it lasts, gone once it is well again."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from pose.angles import Posture
from pose.quality import LIMITS, SENTENCES, Light, Watch, advice, light, summary, watch
from pose.reading import Unseen
from tests.pose.people import person

DAYLIGHT = Light(120.0, 130.0)
SIZE_PX = (640, 480)


def watched(
    postures: Sequence[Posture], lit: Light = DAYLIGHT, fps: float = 30.0, state: Watch | None = None
) -> Watch:
    """The state after these postures, at a steady rate."""
    state = state or Watch()
    begun_s = 0.0 if state.t_s is None else state.t_s + 1 / fps
    for number, posture in enumerate(postures):
        state = watch(state, posture, lit, begun_s + number / fps, SIZE_PX)
    return state


def keys(state: Watch) -> list[str]:
    return [each.key for each in advice(state)]


def test_who_sits_well_gets_no_advice() -> None:
    assert keys(watched([person()] * 90)) == []


@pytest.mark.parametrize(
    ("key", "posture", "lit", "fps"),
    [
        ("not_seen", person(head=None), DAYLIGHT, 30),
        ("shoulders_hidden", person(shoulders=False), DAYLIGHT, 30),
        ("second_person", person(faces=2), DAYLIGHT, 30),
        ("too_dark", person(), Light(40, 30), 30),
        ("light_behind", person(), Light(180, 70), 30),
        ("too_far", person(nearer=0.5), DAYLIGHT, 30),
        ("too_near", person(nearer=2.0, sunk=0.5), DAYLIGHT, 30),
        ("off_centre", person(aside=1.0), DAYLIGHT, 30),
        ("slow_camera", person(), DAYLIGHT, 7),
    ],
)
def test_each_trouble_has_its_advice(key: str, posture: Posture, lit: Light, fps: float) -> None:
    state = watched([posture] * 120, lit, fps)
    assert key in keys(state)
    assert key in summary(state).notes


def test_the_advice_says_why_nothing_is_seen_where_it_is_known() -> None:
    away = replace(person(head=None), unseen=Unseen.TURNED)
    told, silent = advice(watched([away] * 60)), advice(watched([person(head=None)] * 60))
    assert "turned out of my sight" in told[0].text
    assert (told[0].key, silent[0].text) == ("not_seen", SENTENCES["not_seen"])


def test_only_what_makes_measuring_impossible_blocks() -> None:
    assert [each.blocking for each in advice(watched([person(head=None)] * 60))] == [True]
    assert [each.blocking for each in advice(watched([person(nearer=0.5)] * 60))] == [False]


def test_a_moments_trouble_is_not_worth_a_word() -> None:
    assert keys(watched([person()] * 30 + [person(head=None)] * 20)) == []


def test_advice_goes_only_when_things_are_clearly_well_again() -> None:
    far = watched([person(nearer=0.58)] * 60)
    assert keys(far) == ["too_far"]
    still_far = watched([person(nearer=0.61)] * 60, state=far)
    assert keys(still_far) == ["too_far"], "1.31 m is inside the first edge but not the second"
    assert keys(watched([person(nearer=0.7)] * 60, state=still_far)) == []


def test_summary_counts() -> None:
    state = watched([person()] * 60 + [person(head=None)] * 20 + [person(faces=2)] * 20)
    found = summary(state)
    assert found.frames == 100
    assert found.seen_share == pytest.approx(0.8)
    assert found.frames_per_s == pytest.approx(30)
    assert found.second_person_s == pytest.approx(20 / 30)


def test_every_advice_has_one_plain_sentence() -> None:
    assert set(SENTENCES) == set(LIMITS)
    assert all(sentence.endswith(".") and len(sentence) < 90 for sentence in SENTENCES.values())


def test_light_of_a_face_before_a_window() -> None:
    rgb = np.full((480, 640, 3), 230, np.uint8)
    rgb[150:300, 250:390] = 60
    found = light(rgb, (320, 220))
    assert found.picture > 200
    assert found.face == pytest.approx(60)
    assert light(rgb).face is None
