"""What a therapist follows: events, decisions, numbers for trends, and the lines of the list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from inspect import getmembers, getsource, isfunction

import pytest

from coach.diary import Flag, GuideAnswers, GuideOpening
from coach.erasure import ErasureAnswer
from coach.errors import NotFoundError
from coach.event import Event, EventKind, Muscle
from coach.letter import Letter, LetterKind
from coach.point import ExercisePoint, Point, Setting, Source
from coach.record import Ending, Hand, Measure, Quality, Side, Value
from coach.reviewed import Dismissal, Goal, Score
from coach.store import FinishedSession, Patient, ProgressionAnswer, Sealed, Sender, Settlement, Store
from coach.wire import Kind
from coach.wire.bodies import Body, ErasureBody, LetterBody
from coach.wire.reading import sha256_of, written
from tests.coach.clinic import assessment, draft, published
from tests.coach.store.builders import (
    ANNA,
    ASSIGNED,
    CHECK_OUT,
    MARKS,
    MONDAY,
    OMAR,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
    directly,
    on_both,
)

pytestmark = on_both

LATER = MONDAY + timedelta(days=1)
TODAY = MONDAY.date()
INJECTION = Event(
    "e1",
    ANNA.id,
    EventKind.INJECTION,
    date(2026, 1, 7),
    "as before",
    "a product",
    180.0,
    (Muscle("splenius", Side.LEFT, 60.0), Muscle("levator")),
    "Dr. K.",
)
QUESTION = Letter("l1", ANNA.id, LetterKind.QUESTION, "May I swim?", "Anna B.", MONDAY)


def a_number(name: str, value: float, error: float | None = 1.0, hand: Hand = Hand.ALL) -> Measure:
    return Measure(name, hand, Value(value, error, "deg"), 1)


@pytest.fixture
def trained(store: Store) -> Store:
    """Anna's session of two exercises, with numbers of both and of the session as a whole."""
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_measures("s", 0, (a_number("peak_speed", 30), a_number("peak_speed", 9, hand=Hand.WITH)))
    store.save_measures("s", 1, (a_number("peak_speed", 40, 3.0), a_number("rep_1_gap", 2)))
    store.save_measures("s", None, (a_number("rest_rotation", -4), a_number("still_seconds", 8, None)))
    return store


def test_an_event_comes_back_whole_and_what_was_changed_or_taken_back_does_not(store: Store) -> None:
    fall = Event("e2", ANNA.id, EventKind.FALL, date(2026, 2, 1), "on the stairs")
    store.add_event(fall, MONDAY)
    store.add_event(INJECTION, MONDAY)
    assert store.events(ANNA.id) == (INJECTION, fall)
    assert store.injections(ANNA.id) == (INJECTION.on,)

    moved = replace(INJECTION, on=date(2026, 1, 8))
    store.change_event(moved, LATER)
    store.take_back_event(fall.id, LATER)
    assert store.events(ANNA.id) == (moved,)
    assert store.events(OMAR.id) == ()
    with pytest.raises(NotFoundError, match="event e2"):
        store.take_back_event(fall.id, LATER)


def test_decisions_come_back(store: Store) -> None:
    put_away = Dismissal("pain_rising", "2026-03-01", "Kim", "a cold", MONDAY)
    store.dismiss(ANNA.id, put_away)
    assert store.dismissals(ANNA.id) == (put_away,)
    score = Score("c1", ANNA.id, TODAY, "a scale", 12.5, 35.0, "in the morning", "Kim")
    store.add_score(score)
    assert store.scores(ANNA.id) == (score,)
    store.remove_score("c1", LATER)
    assert store.scores(ANNA.id) == ()


def test_points_are_the_checks_numbers_the_mean_over_exercises_and_the_patients_answers(
    trained: Store,
) -> None:
    trained.close_session("s", Ending.DONE, Quality(frames=100, seen_share=0.8), CHECK_OUT, LATER)
    found = trained.points(ANNA.id, ("peak_speed", "rest_rotation", "pain", "effort", "rep_1_gap"))
    named = {point.name: point for point in found}
    assert set(named) == {"peak_speed", "rest_rotation", "pain", "effort"}
    speed = named["peak_speed"]
    assert (speed.value, speed.standard_error, speed.source, speed.seen_share) == (
        35,
        2,
        Source.EXERCISE,
        0.8,
    )
    assert named["rest_rotation"].source is Source.CHECK
    assert isinstance(speed.setting, Setting)
    assert speed.setting.camera == OPENING.camera
    assert named["pain"] == Point("pain", MONDAY, OPENING.check_in.pain, None, Source.REPORT, "s")
    assert trained.points(ANNA.id, ("peak_speed",), LATER) == ()
    trained.set_flag("s", Flag.NOT_ME, LATER)
    assert trained.points(ANNA.id, ("peak_speed", "pain")) == ()


def test_numbers_of_single_exercises(trained: Store) -> None:
    first, second = trained.exercise_points(ANNA.id, ("peak_speed",))
    plan = OPENING.plans[0]
    assert first == ExercisePoint(plan.exercise_id, "s", 0, MONDAY, "peak_speed", 30, 1.0)
    assert (second.position, second.value) == (1, 40)


def about_anna(store: Store) -> dict[str, Callable[[], object]]:
    """Every write about a patient, by its name, in an order in which they can happen."""
    exercise = store.exercise("s", 0)
    assessed, version = assessment(), published(draft())
    score = Score("c1", ANNA.id, TODAY, "a scale", 12.5, 35.0, "", "Kim")
    opening, answer = (
        GuideOpening("breath", 1, "Breath", "p", 1, 4),
        ProgressionAnswer("turn", 1, approved=True, note="", at=MONDAY),
    )
    whole = store.session("s").record
    return {
        "change_patient": lambda: store.change_patient(replace(ANNA, note="new")),
        "assign": lambda: store.assign(ANNA.id, ASSIGNED, MONDAY),
        "open_session": lambda: store.open_session("t", ANNA.id, LATER, OPENING),
        "save_rep": lambda: store.save_rep("t", 0, a_rep(), a_trace()),
        "end_exercise": lambda: store.end_exercise("t", 0, SUMMARY, a_trace()),
        "save_measures": lambda: store.save_measures("s", 0, ()),
        "rewrite": lambda: store.rewrite("s", 0, exercise),
        "close_session": lambda: store.close_session("t", Ending.DONE, QUALITY, CHECK_OUT, LATER),
        "set_check_out": lambda: store.set_check_out("t", CHECK_OUT),
        "add_sessions": lambda: store.add_sessions([FinishedSession("u", ANNA.id, MONDAY, LATER, whole)]),
        "word_mark": lambda: store.word_mark("s", 1.0, "Kim", "left shoulder"),
        "take_back_mark": lambda: store.take_back_mark("s", MARKS[0]),
        "set_flag": lambda: store.set_flag("s", Flag.NOT_GOOD, LATER),
        "take_back_flag": lambda: store.take_back_flag("s", Flag.NOT_GOOD, LATER),
        "begin_guide": lambda: store.begin_guide("g", ANNA.id, MONDAY, opening),
        "end_guide": lambda: store.end_guide("g", Ending.DONE, LATER),
        "answer_guide": lambda: store.answer_guide("g", GuideAnswers(tension=2)),
        "add_guides": lambda: store.add_guides([replace(store.guide("g"), id="h")]),
        "add_assessment": lambda: store.add_assessment(ANNA.id, assessed),
        "publish": lambda: store.publish(ANNA.id, version),
        "answer_progression": lambda: store.answer_progression(ANNA.id, answer),
        "add_letter": lambda: store.add_letter(QUESTION),
        "read_letters": lambda: store.read_letters(ANNA.id, LetterKind.QUESTION, LATER),
        "choose_goal": lambda: store.choose_goal(ANNA.id, Goal("peak_speed", "quicker", "Kim", MONDAY)),
        "add_event": lambda: store.add_event(INJECTION, LATER),
        "change_event": lambda: store.change_event(replace(INJECTION, words="new"), LATER),
        "take_back_event": lambda: store.take_back_event(INJECTION.id, LATER),
        "dismiss": lambda: store.dismiss(ANNA.id, Dismissal("pain_rising", "k", "Kim", "a cold", MONDAY)),
        "add_score": lambda: store.add_score(score),
        "remove_score": lambda: store.remove_score("c1", LATER),
        "refresh_numbers": store.refresh_numbers,
        "erase_session": lambda: store.erase_session("u", LATER),
        "settle": lambda: settled(store),
        "answer_erasure": lambda: answered(store),
        "receive": lambda: store.receive(Sender("d", ANNA.id), a_question(), LATER),
        "receive_programme": lambda: store.receive_programme(
            Sender("", ANNA.id), replace(a_question(), id="p"), published(draft(), version=7), LATER
        ),
    }


def settled(store: Store) -> None:
    """Something of Anna's laptop that was kept apart, and what a therapist decided."""
    store.quarantine(Sender("d", ANNA.id), a_question(), "odd", LATER)
    store.settle(store.quarantined(ANNA.id)[0].number, Settlement.HERE, "Kim", "once is enough", LATER)


def answered(store: Store) -> None:
    """A request of Anna's laptop, and the therapist's answer."""
    told = ErasureBody(id="e", asked_at=MONDAY, session=None, started_at=None)
    store.receive(Sender("d", ANNA.id), sealed(Kind.ERASURE, told), LATER)
    store.keep_review(ANNA.id, TODAY, 3, "{}", store.changes(ANNA.id))
    letter = replace(QUESTION, id="answer", kind=LetterKind.MESSAGE)
    store.answer_erasure("e", ErasureAnswer.KEPT, "by law", letter)


def a_question() -> Sealed:
    """One that comes in from Anna's laptop."""
    told = LetterBody(id="w", words="Why?", author="A.", written_at=MONDAY, session=None, position=None)
    return sealed(Kind.QUESTION, told)


def sealed(kind: Kind, told: Body) -> Sealed:
    return Sealed(f"r {kind}", kind, 1, sha256_of(written(told)), written(told))


#: Writes that no line of the list tells of: what is in the making, what is raw, what is the clinic's own.
TOLD_NOWHERE = {"add_patient", "keep_review", "save_trace", "save_draft", "undo_draft", "save_own_exercise"}
TOLD_NOWHERE |= {"change_refusal_list", "save_template", "remove_template", "set_setting"}
#: And sharing with a clinic.
TOLD_NOWHERE |= {"pair", "pair_again", "unpair", "pause_sharing", "note_down_to"}
TOLD_NOWHERE |= {"sealed", "acknowledge", "note_refused", "send_again", "note_comparison", "quarantine"}
TOLD_NOWHERE |= {"taken_after_all"}
#: And who is erased has no line any more.
TOLD_NOWHERE |= {"erase_patient", "first_setting", "note_last_request", "end_last_request"}


def writes() -> set[str]:
    """The names of all methods that write."""
    found = getmembers(Store, isfunction)
    helped = {"change_event", "take_back_event", "receive"}
    return helped | {name for name, one in found if "self._writing" in getsource(one) and name[0] != "_"}


def test_a_line_of_the_list_is_stale_after_every_write_about_the_patient_and_on_another_day(
    trained: Store,
) -> None:
    def keep() -> None:
        trained.keep_review(ANNA.id, TODAY, 3, "{}", trained.changes(ANNA.id))

    keep()
    assert trained.stale_reviews(TODAY, 10) == (OMAR.id,)
    assert trained.stale_reviews(LATER.date(), 10) == (ANNA.id, OMAR.id)
    changes = about_anna(trained)
    assert set(changes) == writes() - TOLD_NOWHERE
    for name, change in changes.items():
        keep()
        change()
        assert ANNA.id in trained.stale_reviews(TODAY, 10), name


def test_numbers_derived_anew_are_those_that_were_kept(trained: Store) -> None:
    names = ("peak_speed", "rest_rotation", "still_seconds")
    before = trained.points(ANNA.id, names)
    directly(trained, "UPDATE session_number SET value = 99")
    assert trained.points(ANNA.id, names) != before
    trained.refresh_numbers()
    assert trained.points(ANNA.id, names) == before


def test_a_line_made_before_the_last_change_is_kept_as_stale(store: Store) -> None:
    before = store.changes(ANNA.id)
    store.add_letter(QUESTION)
    store.keep_review(ANNA.id, TODAY, 1, "{}", before)
    assert ANNA.id in store.stale_reviews(TODAY, 10)


def test_the_list_has_whoever_needs_a_look_on_top_and_finds_by_a_part_of_the_name(store: Store) -> None:
    store.keep_review(OMAR.id, TODAY, 5, "omar", 0)
    found = store.reviews("", 0, 10)
    assert found.total == 2
    assert found.lines == ((OMAR, "omar", TODAY), (ANNA, None, None))
    assert store.reviews("", 1, 1).lines == ((ANNA, None, None),)
    assert store.reviews("AR C", 0, 10).lines == ((OMAR, "omar", TODAY),)
    assert store.reviews("%", 0, 10).total == 0


def test_names_are_found_and_sorted_whatever_letters_they_have(store: Store) -> None:
    ozan, umit = Patient("3", "Özan"), Patient("4", "ümit")
    for one in (ozan, umit):
        store.add_patient(one)
    assert [one for one, _, _ in store.reviews("öZ", 0, 10).lines] == [ozan]
    assert [one for one, _, _ in store.reviews("ÜM", 0, 10).lines] == [umit]
    assert store.patients() == (ANNA, OMAR, ozan, umit)
