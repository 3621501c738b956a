"""The patient's own progress: sentences that say no more than can be told, a picture, a calendar."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.diary import Flag
from coach.event import Event, EventKind
from coach.letter import Letter, LetterKind
from coach.point import Point, Source
from coach.record import CheckOut, Ending, Hand, Measure, Quality, SessionKind, SessionRecord, Value
from coach.reviewed import Goal
from coach.store import FinishedSession, SessionHead
from coach.trend_measures import BY_NAME, Better
from coach.trends import Change, Kind, Segment, Trend, trend
from tests.coach.store.builders import OPENING
from tests.coach.test_words import NEVER
from tests.web.prescribed import OMAR, omars, trained
from tests.web.prescribing import Fields
from tests.web.reading import Page
from web import progress_words
from web.own_calendar import weeks
from web.progress import SHOWABLE
from web.progress_chart import picture
from web.progress_words import EARLY, LATE, LATE_OF_LESS, LIKE, PHRASES, expected, practised, then_words, told
from web.services import Services

PIN = {"pin": "271828", "again": "271828"}
OF_OMAR = f"/therapist/patients/{OMAR.id}"
GOAL = {"words": "Drive to my sister", "measure": "longest", "author": "Dr. Kim"}
NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)
LONGEST = BY_NAME["longest"]


def words(client: FlaskClient, path: str = "/progress") -> str:
    return Page(client.get(path).text).words


def checked(services: Services, *longest_s: float, apart: timedelta = timedelta(days=14)) -> None:
    """Omar's two-minute checks up to today, with how long he stayed in the middle in each."""
    opening = replace(OPENING, kind=SessionKind.CHECK, plans=(), bout=None)
    for number, value in enumerate(reversed(longest_s)):
        at = datetime.now(UTC) - number * apart
        measures = (Measure("middle_longest_within_10", Hand.ALL, Value(value, 1.0, "s"), 1),)
        quality = Quality(frames=900, seen_share=0.95)
        record = SessionRecord(opening, (), Ending.DONE, quality, CheckOut(), measures)
        services.store.add_sessions([FinishedSession(f"check-{number}", OMAR.id, at, at, record)])


def injected(services: Services, days_ago: int) -> None:
    on = datetime.now(UTC).date() - timedelta(days=days_ago)
    services.store.add_event(Event("e", OMAR.id, EventKind.INJECTION, on), datetime.now(UTC))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Omar's browser, before which a therapist sits as well."""
    client = omars(app)
    assert client.post("/pin", data=PIN).status_code == 303
    return client


def test_the_goal_that_the_therapist_chose_is_told_in_words_first(
    client: FlaskClient, services: Services
) -> None:
    checked(services, 18, 19, 18, 24, 31, 30, 32, 31)
    injected(services, 60)
    assert client.post(f"{OF_OMAR}/goal", data=GOAL).status_code == 303

    told_now = words(client)
    assert "Drive to my sister You can stay in the middle about 13 seconds longer than in " in told_now
    assert "This week is late in your injection cycle, so less is expected." in told_now
    assert "The same as a list From " in told_now
    assert re.search(r"From \d+ \w+: 18 seconds", told_now)
    assert "tremor" not in told_now.lower()
    for_therapist = words(client, OF_OMAR)
    assert "“Drive to my sister” – shown by: Longest stay within 10° in 60 seconds." in for_therapist
    assert "You can stay in the middle about 13 seconds longer" in for_therapist


def test_a_difference_within_chance_is_told_as_none(client: FlaskClient, services: Services) -> None:
    checked(services, 18, 19, 18, 19, 20, 19, 20, 21)
    client.post(f"{OF_OMAR}/goal", data=GOAL)
    told_now = words(client)
    assert (
        "You can stay in the middle for about 20 seconds at a time. That is about the same as in" in told_now
    )
    assert "longer" not in told_now


def test_without_a_goal_or_enough_checks_the_page_says_what_comes_next(
    client: FlaskClient, services: Services
) -> None:
    assert "At the next visit you can choose one." in words(client)
    assert "Each day on which you practise" in words(client)
    client.post(f"{OF_OMAR}/goal", data=GOAL)
    assert "After a few more of your two-minute checks what changes is told and drawn here." in words(client)
    checked(services, 20)
    assert "There is not enough to compare yet." in words(client)


def test_a_tremor_is_no_goal_and_what_was_typed_is_kept(client: FlaskClient, services: Services) -> None:
    refused = client.post(f"{OF_OMAR}/goal", data=GOAL | {"measure": "tremor"})
    assert refused.status_code == 422
    assert "Please choose the number that shows how it goes." in refused.text
    assert Fields(refused.text).typed["words"] == "Drive to my sister"
    empty = client.post(f"{OF_OMAR}/goal", data=GOAL | {"words": " ", "author": ""})
    assert "2 answers need another look" in Page(empty.text).words
    assert services.store.goal(OMAR.id) is None

    services.store.choose_goal(OMAR.id, Goal("tremor", "Less shaking", "Dr. Kim", NOW))
    assert "Less shaking" not in words(client)


def test_what_the_therapist_wrote_last_and_what_is_new_stand_below(
    client: FlaskClient, services: Services
) -> None:
    session_id = trained(services)
    for number, kind in enumerate((LetterKind.MESSAGE, LetterKind.NOTE, LetterKind.QUESTION)):
        at = datetime.now(UTC) + timedelta(minutes=number)
        services.store.add_letter(
            Letter(str(number), OMAR.id, kind, f"A {kind}.", "Dr. Kim", at, session_id, 0)
        )
    told_now = words(client)
    assert "What your therapist wrote About your practice of today: Slow breath. A message." in told_now
    assert "A note." not in told_now
    assert "To begin with." in told_now
    assert "In these five weeks you did something for your neck on one day." in told_now
    assert "In these three months you did something" in words(client, "/progress?more")


# The sentences


def a_trend(name: str, kind: Kind, was: float, now: float) -> Trend:
    change = Change(kind, was, now, 1.0, Source.CHECK, since=date(2026, 3, 9))
    return Trend(BY_NAME[name], (), change)


def test_every_sentence_keeps_to_the_rules_of_words() -> None:
    changes = product(PHRASES, Kind, ((0.2, 0.6), (8.0, 1.0)))
    said = [one for name, kind, values in changes for one in told(a_trend(name, kind, *values), NOW)]
    said.append(LIKE.removeprefix(", ").capitalize() + ".")
    said += [*EARLY.values(), LATE, LATE_OF_LESS]
    said += [progress_words.NO_GOAL, *(practised(days, "five weeks") for days in (0, 1, 9))]
    for sentence in said:
        assert not [what for what, never in NEVER.items() if re.search(never, sentence, re.IGNORECASE)], (
            sentence
        )
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_every_number_that_a_patient_may_see_has_its_sentences() -> None:
    assert set(SHOWABLE) == set(PHRASES)
    assert not [name for name in SHOWABLE if "tremor" in name]


@pytest.mark.parametrize(
    ("name", "kind", "values", "said"),
    [
        (
            "longest",
            Kind.BETTER,
            (18, 30),
            "You can stay in the middle about 12 seconds longer than in March.",
        ),
        ("longest", Kind.WORSE, (30, 29), "You stay in the middle for about 1 second less than in March."),
        ("within_10", Kind.BETTER, (0.4, 0.6), "about 12 seconds more of each minute than in March."),
        (
            "deviation",
            Kind.BETTER,
            (16, 8),
            "At rest your head is about 8° nearer to the middle than in March.",
        ),
        (
            "range_rotation_right",
            Kind.BETTER,
            (40, 55),
            "You can turn about 15° more to your right than in March.",
        ),
        ("range_extension", Kind.WITHIN_ERROR, (40, 41), "You can lift your chin about 41°."),
        ("pain", Kind.BETTER, (5, 3), "Your pain is about 2 of 10 lower than in March."),
        ("sleep", Kind.WORSE, (7, 4), "Your sleep is about 3 of 10 less good than in March."),
    ],
)
def test_a_change_is_told_in_plain_words(
    name: str, kind: Kind, values: tuple[float, float], said: str
) -> None:
    first, *rest = told(a_trend(name, kind, *values), NOW)
    assert first.endswith(said)
    assert bool(rest) == (kind is not Kind.BETTER)


def test_what_was_compared_at_the_same_time_after_an_injection_is_told_so() -> None:
    found = a_trend("longest", Kind.BETTER, 18, 30)
    alike = replace(found, change=replace(found.change, alike=True))
    (said,) = told(alike, NOW)
    assert said.endswith("12 seconds longer than in March, at the same time after an injection.")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 7, 8), "a week ago"),
        (date(2026, 6, 24), "three weeks ago"),
        (date(2026, 3, 9), "in March"),
        (date(2025, 8, 1), "in August"),
        (date(2025, 7, 1), "in July 2025"),
    ],
)
def test_the_time_that_is_compared_with_is_told_as_one_speaks(on: date, said: str) -> None:
    assert then_words(on, NOW.date()) == said


def test_the_days_since_an_injection_say_what_to_expect() -> None:
    assert [expected(day, Better.MORE, late=False) for day in (None, 30, 70)] == [(), (), ()]
    early = [expected(day, Better.LESS, late=False) for day in (6, 20)]
    assert early == [(sentence,) for sentence in EARLY.values()]
    assert expected(50, Better.MORE, late=True) == (LATE,)
    assert expected(50, Better.LESS, late=True) == (LATE_OF_LESS,)


# The picture


def points(*values: float, apart: timedelta = timedelta(days=7)) -> list[Point]:
    first = NOW - (len(values) - 1) * apart
    name = LONGEST.check or ""
    return [Point(name, first + i * apart, value, 1.0, Source.CHECK, "s") for i, value in enumerate(values)]


def test_a_year_is_drawn_with_few_points_from_the_left_edge_to_the_right() -> None:
    found = trend(LONGEST, points(*range(10, 62)))
    drawn = picture(found, [date(2026, 2, 1), date(2024, 1, 1)], NOW)
    assert drawn
    assert len(drawn.spots) == 13
    assert drawn.weeks == 4
    assert [on for _, on in drawn.injections] == [date(2026, 2, 1)]
    assert drawn.spots[0].x == 0
    assert drawn.spots[0].y > drawn.spots[-1].y > 0
    assert (drawn.spots[0].amount, drawn.low, drawn.high) == ("12 seconds", "4 seconds", "67 seconds")


def test_where_the_set_up_changed_the_line_begins_anew() -> None:
    some = points(10, 12, 14, 16)
    parts = (Segment(tuple(some[:2])), Segment(tuple(some[2:]), "another camera"))
    drawn = picture(Trend(LONGEST, parts, Change(Kind.TOO_LITTLE)), [], NOW)
    assert drawn
    assert [len(line) for line in drawn.lines] == [2, 2]


def test_one_point_is_no_picture_and_a_level_course_is_one() -> None:
    assert picture(trend(LONGEST, points(10)), [], NOW) is None
    assert picture(trend(LONGEST, []), [], NOW) is None
    level = picture(trend(LONGEST, points(0, 0, 0)), [], NOW)
    assert level
    assert {spot.y for spot in level.spots} == {100.0}


# The calendar


def test_days_are_marked_by_what_was_done(client: FlaskClient, services: Services) -> None:
    trained(services)
    checked(services, 20)
    not_mine = trained(services, ago=timedelta(days=1))
    services.store.set_flag(not_mine, Flag.NOT_ME, datetime.now(UTC))
    heads: tuple[SessionHead, ...] = services.store.sessions(OMAR.id)
    now = datetime.now().astimezone()
    shown = weeks(heads, (), now, 5)
    assert [len(week) for week in shown] == [7] * 5
    days = [day for week in shown for day in week]
    assert [day.words for day in days if day.kinds] == ["practised, two-minute check"]
    assert [day.on for day in days if day.kinds] == [now.date()]
    assert all(day.ahead == (day.on > now.date()) for day in days)
    page = words(client)
    assert not [word for word in ("streak", "missed", "in a row", "%") if word in page]
