"""The two pages for an injection visit tell what the store knows, and no more than can be told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coach.diary import Flag
from coach.event import Event, EventKind
from coach.letter import Letter, LetterKind
from coach.record import CheckIn, Ending, Hand, Measure, SessionKind, SessionRecord, Value
from coach.report.visit import Visit
from coach.store import FinishedSession, Store, open_store
from tests.coach.clinic import assessment, draft, published
from tests.coach.store.builders import ANNA, MONDAY, OPENING, QUALITY, TURN
from web.visit import visit_of

INJECTED, ON = date(2026, 3, 2), date(2026, 5, 25)
WELL = CheckIn(2, 2, swallowing_trouble=False, dizziness=False, anything_new=False)


def at(day: int) -> datetime:
    return MONDAY + timedelta(days=day)


def a_session(day: int, kind: SessionKind, check_in: CheckIn = WELL, **numbers: float) -> FinishedSession:
    """A session of a day of the cycle; ``numbers`` are of the session as a whole."""
    measures = tuple(Measure(name, Hand.ALL, Value(size, 1.0, "deg"), 1) for name, size in numbers.items())
    opening = replace(OPENING, kind=kind, check_in=check_in, plans=(TURN,))
    record = SessionRecord(opening, (), Ending.DONE, QUALITY, measures=measures)
    me, begun = f"77777777-0000-4000-8000-{100 + day:012}", at(day)
    return FinishedSession(me, ANNA.id, begun, begun + timedelta(minutes=9), record)


def checks(*sizes: float) -> list[FinishedSession]:
    """One a week, with how far the head was from the middle at rest."""
    return [a_session(7 * i, SessionKind.CHECK, rest_deviation_mean=one) for i, one in enumerate(sizes)]


def a_question(number: int, read_at: datetime | None = None) -> Letter:
    me, words = f"99999999-0000-4000-8000-{number:012}", f"Question {number}?"
    return Letter(me, ANNA.id, LetterKind.QUESTION, words, "", at(8), read_at=read_at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Anna, injected once, with a programme."""
    store = open_store(tmp_path)
    store.add_patient(ANNA)
    store.add_assessment(ANNA.id, assessment())
    store.publish(ANNA.id, published(draft("slow_turn")))
    store.add_event(an_event(0, EventKind.INJECTION, product="Product A", units=180.0), MONDAY)
    yield store
    store.close()


def an_event(day: int, kind: EventKind, **more: object) -> Event:
    made = Event(f"88888888-0000-4000-8000-{day:012}", ANNA.id, kind, INJECTED + timedelta(days=day))
    return replace(made, **more)  # type: ignore[arg-type]


def pages(store: Store) -> Visit:
    return visit_of(store, ANNA.id, ON)


def lines(visit: Visit, begins: str) -> tuple[str, ...]:
    return next(block.lines for block in visit.blocks if block.title.startswith(begins))


def test_who_it_is_and_where_in_the_cycle(store: Store) -> None:
    visit = pages(store)
    assert visit.name == "Anna B."
    assert visit.head == "Day 84 after the injection of 2 Mar 2026 (Product A, 180 units)."
    assert lines(visit, "The pattern, as assessed on 2 Mar 2026")[0].startswith("Torticaput to the left")


def test_a_change_beyond_the_error_is_told_and_drawn(store: Store) -> None:
    store.add_sessions(checks(*[20.0] * 6, *[8.0] * 6))
    visit = pages(store)
    (told,) = [one for one in lines(visit, "Changed since the last injection") if one.startswith("Away")]
    assert "From 20°" in told
    assert "to 8°" in told
    assert "better, by more than" in told
    chart = visit.charts[0]
    assert chart.title == "Away from the middle at rest (degrees)"
    assert [mark.value for mark in chart.stretches[0].marks] == [20.0] * 6 + [8.0] * 6
    assert chart.stretches[0].marks[0].error == 1.0
    assert chart.words == "From 20° to 8°: better, by more than the error."


def test_a_change_within_the_error_is_none(store: Store) -> None:
    store.add_sessions(checks(*(12.0 - week / 4 for week in range(12))))
    (told,) = [one for one in lines(pages(store), "Changed") if one.startswith("Away")]
    assert "no change that can be told" in told
    low, high = pages(store).charts[0].stretches[0].band or (0, 0)
    assert low < 9.25 < high


def test_another_camera_breaks_the_line(store: Store) -> None:
    sessions = checks(*[9.0] * 8)
    moved = [
        replace(one, record=replace(one.record, opening=replace(one.record.opening, camera="Another")))
        for one in sessions[5:]
    ]
    store.add_sessions([*sessions[:5], *moved])
    assert [len(part.marks) for part in pages(store).charts[0].stretches] == [5, 3]


def test_trouble_swallowing_after_the_injection_is_told_with_its_day(store: Store) -> None:
    store.add_sessions(
        [
            a_session(1, SessionKind.TRAINING),
            a_session(5, SessionKind.TRAINING, replace(WELL, swallowing_trouble=True)),
            a_session(40, SessionKind.TRAINING, replace(WELL, swallowing_trouble=True, dizziness=True)),
        ]
    )
    assert lines(pages(store), "Told in the first 28 days") == (
        "Trouble swallowing: 7 Mar 2026 (day 5).",
        "Dizziness: never.",
        "Something new: never.",
        "Asked before each of 2 sessions.",
    )


def test_an_injection_of_long_ago_is_told_as_a_fresh_one(store: Store) -> None:
    store.add_sessions([a_session(5, SessionKind.TRAINING, replace(WELL, swallowing_trouble=True))])
    late = visit_of(store, ANNA.id, INJECTED + timedelta(days=300))
    assert late.head.endswith("2 Mar 2026 (Product A, 180 units).")
    assert lines(late, "Told")[0] == "Trouble swallowing: 7 Mar 2026 (day 5)."
    assert lines(late, "Training")[1:] == (
        "0 % of the agreed repetitions in 300 days.",
        "1 session since 2 Mar 2026.",
    )
    assert not late.moments


def test_somebody_elses_session_tells_nothing(store: Store) -> None:
    theirs = a_session(5, SessionKind.TRAINING, replace(WELL, swallowing_trouble=True))
    store.add_sessions([theirs])
    store.set_flag(theirs.id, Flag.NOT_ME, at(5))
    assert lines(pages(store), "Told") == ("No session lies in these days.",)


def test_events_and_open_questions_are_on_the_second_page(store: Store) -> None:
    store.add_event(an_event(30, EventKind.FALL, words="on the stairs"), MONDAY)
    store.add_event(an_event(-400, EventKind.VISIT), MONDAY)
    store.add_letter(a_question(1))
    store.add_letter(a_question(2, read_at=at(9)))
    visit = pages(store)
    assert [moment.words for moment in visit.moments] == [
        "Injection: Product A, 180 units",
        "Fall: on the stairs",
    ]
    assert visit.questions == ("10 Mar 2026: Question 1?",)


def test_what_was_done_is_a_share_of_what_was_agreed(store: Store) -> None:
    assert lines(pages(store), "Training") == (
        "0 % of the agreed repetitions in 28 days.",
        "0 % of the agreed repetitions in 84 days.",
        "0 sessions since 8 Dec 2025.",
    )


def test_without_an_injection_the_last_twelve_weeks_are_told(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add_patient(ANNA)
    visit = visit_of(store, ANNA.id, ON)
    store.close()
    assert visit.head == "No injection is written down."
    assert visit.since == ON - timedelta(days=84)
    assert [block.title for block in visit.blocks] == ["The pattern", "Changed since 2 Mar 2026", "Training"]
    assert not visit.charts
