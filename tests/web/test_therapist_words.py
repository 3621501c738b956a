"""Numbers as they are said, and the reasons to look at somebody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.record import Ending
from coach.store import SessionHead
from web.therapist_lists import reasons
from web.therapist_words import clock, day_and_time, place, seconds

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
FINE = SessionHead(
    id="s",
    patient_id="p",
    started_at=NOW - timedelta(days=1),
    ended_at=NOW - timedelta(days=1) + timedelta(minutes=12),
    ending=Ending.DONE,
    resting_only=False,
    programme_id="starter",
    programme_version=1,
    done_reps=50,
    tried_reps=54,
    prescribed_reps=54,
    seen_share=0.97,
    pain_before=3,
    pain_after=3,
    effort=4,
    words="",
)


@pytest.mark.parametrize(
    ("movement", "value", "said"),
    [
        ("rotation", 12.4, "12° to the left"),
        ("rotation", -12.6, "13° to the right"),
        ("rotation", -0.4, "in the middle"),
        ("lateral_flexion", 8.0, "8° to the left"),
        ("extension", 7.0, "7° up"),
        ("extension", -7.0, "7° down"),
        ("deviation", 6.2, "6° from the middle"),
        ("ear_height", 0.031, "3 % taller"),
        ("ear_height", -0.04, "4 % lower"),
        ("presence", 1.0, "–"),
        ("rotation", None, "–"),
    ],
)
def test_a_side_is_a_word(movement: str, value: float | None, said: str) -> None:
    assert place(movement, value) == said


def test_times_are_short() -> None:
    assert [seconds(s) for s in (0.4, 59.6, 119.0, 121.0, None)] == ["0 s", "60 s", "119 s", "2 min", "–"]
    assert [clock(s) for s in (0, 61.9, 3600)] == ["0:00", "1:01", "60:00"]
    assert day_and_time(NOW).startswith("Fri 20 Mar 2026, ")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"ended_at": None, "ending": None}, "was not closed"),
        ({"resting_only": True}, "after a red answer"),
        ({"pain_after": 5}, "pain 3 before and 5 after the last session"),
        ({"pain_before": 6, "pain_after": 6}, "pain 6 before and 6 after the last session"),
        ({"started_at": NOW - timedelta(days=9)}, "no session for 9 days"),
        ({"seen_share": 0.61}, "seen in only 61 % of the last session"),
    ],
)
def test_a_reason_has_its_numbers(change: dict[str, object], why: str) -> None:
    (found,) = reasons([replace(FINE, **change)], NOW)  # type: ignore[arg-type]
    assert why in found


def test_ending_early_is_a_pattern_only_when_it_repeats() -> None:
    early = replace(FINE, ending=Ending.STOPPED)
    assert list(reasons([early, early, FINE, FINE, FINE], NOW)) == []
    assert list(reasons([early, early, FINE, early, FINE], NOW)) == ["3 of the last 5 sessions ended early"]


@pytest.mark.parametrize("heads", [[], [FINE], [replace(FINE, pain_after=None, seen_share=None)]])
def test_no_reason_is_made_up(heads: list[SessionHead]) -> None:
    assert list(reasons(heads, NOW)) == []
