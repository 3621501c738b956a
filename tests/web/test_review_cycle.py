"""The injection cycle on the therapist's page of a patient: the day, what is known, and what is not."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from flask.testing import FlaskClient

from coach.event import Event, EventKind
from coach.injection_cycle import Course, CycleDay, Overlay, Span
from coach.record import Hand, Measure, SessionKind, Value
from coach.store import Store
from coach.trend_measures import BY_NAME
from tests.coach.store.builders import ANNA, OPENING
from tests.web.reading import Page
from web.cycle_chart import figure
from web.cycle_words import sentences
from web.services import Services

TODAY = datetime.now(UTC)
DAY, LENGTH = 63, 91
INJECTED = [DAY + LENGTH * ago for ago in range(4)]


@pytest.fixture
def store(services: Services) -> Store:
    services.store.add_patient(ANNA)
    return services.store


def injected(store: Store, days_ago: int) -> None:
    on = (TODAY - timedelta(days=days_ago)).astimezone().date()
    store.add_event(Event(f"i{days_ago}", ANNA.id, EventKind.INJECTION, on, author="Dr. Kim"), TODAY)


def checked(store: Store, days_ago: int, **numbers: float) -> None:
    """A check of which only some numbers are kept."""
    opening = {**vars(OPENING), "kind": SessionKind.CHECK}
    store.open_session(f"c{days_ago}", ANNA.id, TODAY - timedelta(days=days_ago), type(OPENING)(**opening))
    measures = tuple(Measure(name, Hand.ALL, Value(value, 1.5, "deg"), 1) for name, value in numbers.items())
    store.save_measures(f"c{days_ago}", None, measures)


def page(therapist: FlaskClient, query: str = "") -> Page:
    answer = therapist.get(f"/therapist/patients/{ANNA.id}{query}")
    assert answer.status_code == 200
    return Page(answer.text)


def wears_off(store: Store) -> None:
    """Checks every six days over a year of injections: best from day 20 to 50, gone by day 77."""
    rng = np.random.default_rng(1)
    for ago in INJECTED:
        injected(store, ago)
    for ago in range(INJECTED[-1], 0, -6):
        day = min(one for one in (injected - ago for injected in INJECTED) if one >= 0)
        left = float(np.clip(min(day / 20, (77 - day) / 27), 0, 1))
        deviation, turn = 18 - 8 * left + rng.normal(), 30 + rng.normal()
        checked(store, ago, rest_deviation_mean=deviation, range_rotation_left=turn)


def test_without_an_injection_the_page_says_how_to_begin(store: Store, therapist: FlaskClient) -> None:
    assert "No injection is written down yet." in page(therapist).words
    injected(store, DAY)
    seen = page(therapist)
    assert "Day 63 of this cycle." in seen.words
    assert "Not enough data: no measured day since an injection." in seen.words
    assert "The phases of the plan" not in seen.tables


def test_with_few_data_it_gives_the_plan_and_the_rule(store: Store, therapist: FlaskClient) -> None:
    injected(store, DAY)
    checked(store, 3, rest_deviation_mean=14.0)
    seen = page(therapist)
    assert "By the plan: from the ninth week on." in seen.words
    assert "Not enough data: 1 measured day in 1 cycle. At least 2 cycles are needed" in seen.words
    assert seen.rows("The phases of the plan")[3]["Mean"] == "14°"


def test_onset_window_and_fading_are_sentences_and_a_table_and_another_number_is_a_link(
    store: Store, therapist: FlaskClient
) -> None:
    wears_off(store)
    seen = page(therapist)
    assert "After this patient's own best window" in seen.words
    assert "Half of the effect is there on day" in seen.words
    assert "The best window is from day" in seen.words
    assert "less than before and after, likely" in seen.words
    assert "Measured in the two-minute checks." in seen.words
    first, *_, fifth = seen.rows("The cycles")[:5]
    assert (first["Days"], fifth["Days"]) == ("0 to 6", "28 to 34")
    oldest = list(first)[-1]
    assert int(fifth[oldest].strip("°")) < int(first[oldest].strip("°"))
    turning = page(therapist, seen.links["Turn to their left"].partition(ANNA.id)[2])
    assert "No cycle can be seen in this number" in turning.words
    assert "By the plan:" in turning.words


def test_an_unknown_number_in_the_address_shows_the_first(store: Store, therapist: FlaskClient) -> None:
    injected(store, DAY)
    first = "Away from the middle at rest, by days since the injection"
    assert first in page(therapist, "?cycle=nonsense").words
    assert first in page(therapist, "?cycle=speed").words  # which no injection makes better


def test_an_end_that_nobody_saw_is_said_and_a_tremor_is_told_as_a_ratio() -> None:
    course = Course(
        half_there=Span(9.0, None, 12.0),
        best_from=Span(18.0, 14.0, 22.0),
        best_until=Span(60.0, 50.0, None),
        half_gone=Span(75.0, None, None),
        gain=Span(0.7, 0.0, 1.1),
    )
    told = list(sentences(BY_NAME["tremor"], Overlay((), enough=True, course=course)))
    assert told == [
        "Half of the effect is there on day 9 (likely 12 or earlier).",
        "The best window is from day 18 (likely 14 to 22) to day 60 (likely 50 or later).",
        "Half of the effect is gone on day 75 (not certain on either side).",
        "At its best it is 2.0 times less than before and after, likely 1.0 times to 3.0 times.",
    ]


def test_the_newest_cycle_is_drawn_heaviest_and_today_stands_in_the_chart() -> None:
    days = tuple(CycleDay(cycle, day, 0.5) for cycle in (0, 1) for day in (1, 3, 9))
    drawn = figure(
        BY_NAME["within_10"],
        Overlay(days, enough=False, course=None),
        [date(2026, 1, 1), date(2026, 4, 1)],
        12,
    )
    older, newest = drawn["data"]
    assert (older["name"], newest["name"]) == ("since 1 Jan 2026", "since 1 Apr 2026")
    assert newest["line"]["width"] > older["line"]["width"]
    assert newest["line"]["dash"] != older["line"]["dash"]  # told apart without colour
    assert (newest["x"], newest["y"]) == ([2.0, 9.0], [50.0, 50.0])  # one point a week, in per cent
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["today, day 12"]
