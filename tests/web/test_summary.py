"""The numbers of a recording, from moments with known angles."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from pose.analyse import Moment
from pose.neutral import Neutral, NeutralRefusal, take_neutral
from pose.reading import Unseen
from tests.pose.people import person
from web.summary import Recording, recording_of, summary

FPS = 30


@pytest.fixture
def neutral() -> Neutral:
    taken = take_neutral([person(i / FPS) for i in range(90)])
    assert not isinstance(taken, NeutralRefusal)
    return taken


def recording(turns: Sequence[float | None], neutral: Neutral | None) -> Recording:
    """So many degrees to the left in each frame; ``None`` is not seen."""
    people = [
        person(i / FPS, head=None if turn is None else (turn, 0.0, 0.0)) for i, turn in enumerate(turns)
    ]
    return recording_of([Moment(posture, neutral) for posture in people])


def numbers(turns: Sequence[float | None], neutral: Neutral | None, part: str = "all") -> dict[str, Any]:
    found: dict[str, Any] = summary(recording(turns, neutral), {})["numbers"][part]
    return found


def held(*spans: tuple[float, float]) -> list[float]:
    """Angles held for so many seconds each, degrees and seconds, with a calm turn of two seconds between."""
    turns = [spans[0][0]] * round(FPS * spans[0][1])
    for (before, _), (angle, seconds) in pairwise(spans):
        way = (1 - np.cos(np.linspace(0, np.pi, 2 * FPS))) / 2
        turns += [*(before + (angle - before) * way), *[angle] * round(FPS * seconds)]
    return turns


def test_range_middle_and_time_near_the_middle(neutral: Neutral) -> None:
    found = numbers(held((0.0, 10), (30.0, 6), (-20.0, 4)), neutral)
    turn = found["axes"]["rotation"]
    assert turn["furthest_rotation_left"]["value"] == pytest.approx(30, abs=0.5)
    assert turn["furthest_rotation_right"]["value"] == pytest.approx(20, abs=0.5)
    assert turn["range"]["value"] == pytest.approx(50, abs=0.8)
    assert turn["range"]["standard_error"] == pytest.approx(1.5 * np.sqrt(2), rel=0.1)
    assert found["deviation"]["time_within_5"]["value"] == pytest.approx(11, abs=0.6)
    assert found["deviation"]["longest_within_5"]["value"] == pytest.approx(10.5, abs=0.5)
    assert found["movement"]["movements"]["value"] == 2
    assert found["axes"]["extension"]["range"]["value"] == pytest.approx(0, abs=0.1)


def test_a_sample_brings_its_own_standard_error(neutral: Neutral) -> None:
    given = recording(held((10.0, 6)), neutral)
    assert (given.series.error_deg == 1.5).all(), "where a sample has none, the usual one"
    given.series.error_deg[:] = (1.0, 0.5, 2.0)
    axes = summary(given, {})["numbers"]["all"]["axes"]
    assert [axes[axis]["mean"]["standard_error"] for axis in axes] == pytest.approx([1.0, 0.5, 2.0], abs=0.01)


def test_drift_is_of_the_moments_between_movements(neutral: Neutral) -> None:
    creeping = [10 + i / FPS / 60 * 6 for i in range(FPS * 40)]
    found = numbers([*creeping, *held((creeping[-1], 0.1), (-30.0, 4))], neutral)
    assert found["drift"]["drift"]["value"] == pytest.approx(6, abs=0.5)


def test_a_tremor_names_its_axis(neutral: Neutral) -> None:
    trembling = [8 + np.sin(2 * np.pi * 4 * i / FPS) for i in range(FPS * 12)]
    tremor = numbers(trembling, neutral)["tremor"]
    assert tremor["frequency"]["value"] == pytest.approx(4, abs=0.2)
    assert tremor["amplitude"]["value"] == pytest.approx(1, abs=0.1)
    assert tremor["axis"]["value"] == "rotation"
    assert numbers([8.0] * FPS * 12, neutral)["tremor"]["axis"]["reason"] == "no_clear_peak"


def test_without_a_neutral_nothing_is_said_about_a_middle() -> None:
    told = summary(recording([12.0] * FPS * 8, None), {})
    found = told["numbers"]["all"]
    assert (told["relative_to"], told["neutral"]) == ("the camera", None)
    assert found["axes"]["rotation"]["mean"]["value"] == pytest.approx(12, abs=0.01)
    assert {one["reason"] for one in found["deviation"].values()} == {"no_neutral"}
    assert found["drift"]["drift"]["value"] is None


def test_what_was_not_seen_is_counted(neutral: Neutral) -> None:
    told = summary(recording([*[0.0] * 90, *[None] * 30], neutral), {})
    assert told["seen"]["head"]["value"] == 0.75
    assert told["seen"]["frames"]["value"] == 120


def test_why_it_was_not_seen_is_counted_too(neutral: Neutral) -> None:
    seen, hidden = person(0.0), replace(person(0.0, head=None), unseen=Unseen.COVERED)
    told = summary(recording_of([Moment(one, neutral) for one in [seen] * 3 + [hidden]]), {})
    shares = {why: one["value"] for why, one in told["not_seen"].items()}
    assert shares == {"nobody": 0, "outside": 0, "turned": 0, "covered": 0.25}


def test_nobody_in_the_picture_is_told_too(neutral: Neutral) -> None:
    told = summary(recording([None] * 60, neutral), {})
    assert told["seen"]["head"]["value"] == 0
    assert told["numbers"]["all"]["deviation"]["mean"]["reason"] == "too_little_seen"
    assert told["noise"]["rotation"]["reason"] == "no_still_seconds"
