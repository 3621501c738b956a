"""A patient with some of everything, in a real store."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from coach.diary import Flag, GuideAnswers, GuideOpening
from coach.event import Event, EventKind, Muscle
from coach.letter import Letter, LetterKind
from coach.record import Ending, Side
from coach.reviewed import Dismissal, Goal, Score
from coach.store import ProgressionAnswer, Store
from coach.supervised import Intervention, Led, MarkedMoment
from tests.coach.clinic import assessment, draft, published
from tests.coach.store.builders import (
    ANNA,
    ASSIGNED,
    CHECK_OUT,
    MEASURES,
    MONDAY,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
)

SESSION = "22222222-0000-4000-8000-000000000001"
OPEN_SESSION = "22222222-0000-4000-8000-000000000002"
GUIDE = "33333333-0000-4000-8000-000000000001"
#: Words of a therapist for themselves; no file holds them unless they are asked for.
PRIVATE = "for colleagues only"

INJECTION = Event(
    id="44444444-0000-4000-8000-000000000001",
    patient_id=ANNA.id,
    kind=EventKind.INJECTION,
    on=date(2026, 2, 12),
    words="as last time",
    product="Product A",
    units=180.0,
    muscles=(Muscle("splenius capitis", Side.LEFT, 60.0), Muscle("sternocleidomastoid", Side.RIGHT)),
    author="A. Therapist",
)


def an_event(number: int, kind: EventKind, on: date, words: str = "") -> Event:
    return Event(f"44444444-0000-4000-8000-{number:012}", ANNA.id, kind, on, words)


EVENTS = (
    an_event(5, EventKind.INJECTION, date(2025, 11, 20)),
    INJECTION,
    an_event(2, EventKind.FALL, date(2026, 2, 20), "=on the stairs"),
    an_event(3, EventKind.MEDICINE, date(2026, 2, 21), "baclofen begun"),
    an_event(4, EventKind.DBS_SETTING, date(2026, 2, 22)),
)


def a_letter(number: int, kind: LetterKind, words: str) -> Letter:
    return Letter(f"55555555-0000-4000-8000-{number:012}", ANNA.id, kind, words, "A. T.", MONDAY)


LETTERS = (a_letter(1, LetterKind.NOTE, PRIVATE), a_letter(2, LetterKind.MESSAGE, "Well done."))
SCORE = Score(
    id="66666666-0000-4000-8000-000000000001",
    patient_id=ANNA.id,
    on=date(2026, 2, 12),
    name="A scale",
    value=21.0,
    highest=35.0,
    words="in clinic",
    author="A. T.",
)
GOAL = Goal("longest", "Read a page without a hand", "A. T.", MONDAY)
DISMISSED = Dismissal("adherence_low", "2026-02", "A. T.", PRIVATE, MONDAY)


def fill(store: Store) -> None:
    """Anna with two sessions, one of them still open, and everything else that can be kept of her."""
    store.add_patient(replace(ANNA, note=PRIVATE))
    found = assessment(note=PRIVATE)
    store.add_assessment(ANNA.id, found)
    store.assign(ANNA.id, ASSIGNED.model_copy(update={"note": PRIVATE}), MONDAY)
    store.publish(ANNA.id, published(draft("slow_turn", "midline_hold"), found))
    store.answer_progression(
        ANNA.id, ProgressionAnswer("slow_turn", 1, approved=False, note=PRIVATE, at=MONDAY)
    )
    _session(store)
    store.open_session(OPEN_SESSION, ANNA.id, MONDAY + timedelta(days=1), OPENING)
    store.begin_guide(GUIDE, ANNA.id, MONDAY, GuideOpening("let_go_scan", 1, "Let go", "personal", 1, 6))
    store.end_guide(GUIDE, Ending.DONE, MONDAY + timedelta(minutes=6))
    for event in EVENTS:
        store.add_event(event, MONDAY)
    for letter in LETTERS:
        store.add_letter(letter)
    store.add_score(SCORE)
    store.choose_goal(ANNA.id, GOAL)
    store.dismiss(ANNA.id, DISMISSED)
    store.answer_guide(GUIDE, GuideAnswers(tension=3, words="@ease", sleep=7))


def _session(store: Store) -> None:
    store.open_session(SESSION, ANNA.id, MONDAY, OPENING)
    store.save_rep(SESSION, 1, a_rep(), a_trace())
    store.end_exercise(SESSION, 1, SUMMARY, a_trace(2.0))
    store.add_mark(SESSION, MarkedMoment(5.0, "A. Therapist", 1, PRIVATE))
    store.add_intervention(SESSION, Intervention(6.0, "A. Therapist", Led.HOLD, 1, before=6.0, after=5.0))
    store.save_measures(SESSION, 1, MEASURES)
    store.save_measures(SESSION, None, MEASURES[:1])
    store.close_session(SESSION, Ending.TOO_HARD, QUALITY, CHECK_OUT, MONDAY + timedelta(minutes=9))
    store.set_flag(SESSION, Flag.NOT_GOOD, MONDAY)


AT = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
