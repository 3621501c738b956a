"""The made-up clinic: plausible, marked, and what the coach itself would say of its traces."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from coach.alerts import alerts
from coach.before_after import BEFORE
from coach.changes import changes
from coach.cycle import CyclePhase, cycle_day, new_in, phase_of
from coach.diary import Flag
from coach.event import EventKind
from coach.letter import LetterKind
from coach.library import Library, load_library
from coach.metrics import recompute
from coach.programme import Prescribed
from coach.proposal import starter
from coach.record import Ending, ExerciseRecord, SessionKind
from coach.refusal import refusals_of
from coach.store import Store, open_store
from tests.web.conftest import Clinic
from tests.web.reading import Page
from web.madeup import fill
from web.madeup_course import relief
from web.madeup_people import Injections, Person, people
from web.reviewing import facts_of
from web.therapist_check import check_lines
from web.therapist_measures import jitter

#: The pages look at the clock too.
NOW = datetime.now(UTC).astimezone()
#: So far back goes the training of these tests.
DAYS = 30
PEOPLE = people()
NAMED = {person.name: person for person in PEOPLE}


def without_traces(who: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(person.model_copy(update={"traced": 0}) for person in who)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def filled(clinic: Clinic, library: Library) -> Clinic:
    """All forty and their last weeks, with one traced session for one of them."""
    one = NAMED["Hiro T."].name
    who = tuple(p.model_copy(update={"traced": 1}) if p.name == one else p for p in without_traces(PEOPLE))
    fill(clinic.store, library, NOW, np.random.default_rng(6), who=who, days=DAYS)
    return clinic


@pytest.fixture(scope="module")
def store(filled: Clinic) -> Store:
    return filled.store


def test_forty_people_each_with_a_story_of_their_own_and_marked_as_made_up(store: Store) -> None:
    patients = store.patients()
    assert len(patients) == 40
    assert {patient.name for patient in patients} == set(NAMED)
    assert all(patient.made_up and patient.note for patient in patients)
    assert len({person.note for person in PEOPLE}) == 40


def test_sessions_in_waking_hours_and_none_of_today(store: Store) -> None:
    for person in PEOPLE:
        heads = store.sessions(person.patient.id)
        hours = [head.started_at.astimezone() for head in heads]
        assert all(at.date() < NOW.date() and 8 <= at.hour < 20 for at in hours)
        trained = [head.started_at for head in heads if head.kind is SessionKind.TRAINING]
        assert all(NOW - timedelta(days=DAYS + 1) < at for at in trained)
        assert bool(trained) == (person.name != "Karl W.")  # he gave up before


def test_a_session_follows_the_version_that_held_on_its_day(store: Store) -> None:
    elena = NAMED["Elena M."]
    newest = store.published(elena.patient.id)[-1]
    trained = [h for h in store.sessions(elena.patient.id) if h.kind is SessionKind.TRAINING]
    followed = {head.started_at.date() >= newest.published_on: head.programme_version for head in trained}
    assert followed == {False: 2, True: 3}
    done = Prescribed.model_validate_json(store.programme_text(trained[0].id))
    assert "step_stops" in {task.exercise.id for task in done.tasks}
    seen = {task.exercise.id for task in newest.prescribed.tasks if not task.exercise.guide}
    assert {task.exercise.id for task in done.tasks} == seen


def test_checks_every_few_weeks_whose_numbers_are_read_in_words(store: Store) -> None:
    for person in PEOPLE:
        checks = [h for h in store.sessions(person.patient.id) if h.kind is SessionKind.CHECK]
        assert {(a.started_at - b.started_at).days for a, b in pairwise(checks)} <= {person.check_every}
        for check in checks[:1]:
            measures = store.session(check.id).record.measures
            assert jitter(measures) == "Jitter of a still head: not measured then."  # there is no trace
            assert not any("–" in line.measured for line in check_lines(measures))


def test_sessions_end_in_every_way_but_open(store: Store) -> None:
    endings = {head.ending for person in PEOPLE for head in store.sessions(person.patient.id)}
    assert {Ending.DONE, Ending.STOPPED} <= endings
    assert store.open_sessions() == ()


def test_everybody_was_assessed_and_the_starter_fits_what_was_found(store: Store, library: Library) -> None:
    for person in PEOPLE:
        for found in store.assessments(person.patient.id):
            assert found.components, person.name
            assert (found.injected_on is None) <= (person.injections is None or len(person.injected()) == 1)
            draft = starter(found, library.exercises, library.refusals)
            assert refusals_of(draft, found, library.exercises, library.refusals) == (), person.name


def test_everybody_has_a_programme_of_their_own_that_is_changed_for_a_reason(
    store: Store, library: Library
) -> None:
    for person in PEOPLE:
        published = store.published(person.patient.id)
        assert [one.version for one in published] == list(range(1, len(person.versions) + 1))
        assert len({one.reason for one in published}) == len(published)
        newest = published[-1]
        assert refusals_of(newest.draft, newest.assessment, library.exercises, library.refusals) == ()
    elena = store.published(NAMED["Elena M."].patient.id)
    assert any(words.startswith("New: ") for words in changes(elena[-2], elena[-1]))


def test_one_was_injected_a_few_days_ago_and_what_is_new_waits(store: Store) -> None:
    tomas = NAMED["Tomas O."].patient.id
    day = cycle_day(store.assessments(tomas)[-1].injected_on, NOW.date())
    assert day is not None
    assert phase_of(day) is CyclePhase.SETTLE
    before, after = store.published(tomas)
    new = [after.prescribed.tasks[i].exercise.id for i in new_in(after.prescribed, before.prescribed)]
    assert new == ["heavy_shoulder"]
    done = Prescribed.model_validate_json(store.programme_text(store.sessions(tomas)[0].id))
    assert "heavy_shoulder" not in {task.exercise.id for task in done.tasks}


def test_guides_were_heard_with_the_camera_off_and_some_sessions_are_marked(store: Store) -> None:
    for person in PEOPLE:
        published = store.published(person.patient.id)
        for guide in store.guides(person.patient.id):
            held = [one for one in published if one.published_on <= guide.begun_at.date()][-1]
            assert guide.opening.programme_version == held.version
            assert guide.begun_at < (guide.ended_at or guide.begun_at) < NOW
    slept = store.guides(NAMED["Inès D."].patient.id)
    assert any(guide.answers.sleep is not None for guide in slept)
    flags = [flag for person in PEOPLE for head in store.sessions(person.patient.id) for flag in head.flags]
    assert sorted(flags) == [Flag.NOT_GOOD] * 3 + [Flag.NOT_ME]


def test_events_of_the_year_and_scores_of_the_clinic_are_written_down(store: Store) -> None:
    dmitri, elena = (NAMED[name].patient.id for name in ("Dmitri V.", "Elena M."))
    kinds = [event.kind for event in store.events(dmitri)]
    assert kinds == [EventKind.DBS_SURGERY, *[EventKind.DBS_SETTING] * 3]
    assert [(NOW.date() - day).days for day in store.injections(elena)[-2:]] == [121, 34]
    newest = store.events(elena)[-1]
    assert (newest.units, [muscle.units for muscle in newest.muscles]) == (180.0, [40.0, 80.0])
    assert [score.value for score in store.scores(elena)] == [18, 11]


def test_letters_are_signed_and_about_a_session_and_a_question_waits(store: Store) -> None:
    ines = NAMED["Inès D."].patient.id
    question = store.letters(ines)[0]
    assert (question.kind, question.author, question.read_at) == (LetterKind.QUESTION, "Inès D.", None)
    assert question.session_id in {head.id for head in store.sessions(ines)}
    assert dict(store.unread_questions()) == {ines: 1, NAMED["Wanda K."].patient.id: 1}
    goal = store.goal(NAMED["Elena M."].patient.id)
    assert goal is not None
    assert goal.words == "Look over my right shoulder while reversing."
    assert len(store.templates()) == 3


def test_one_exercise_helps_one_of_them_and_what_comes_after_it_shows_that(store: Store) -> None:
    """The head leaned back takes four degrees away, until the session is over."""
    bruno, helps = NAMED["Bruno H."], "back_of_head_support"
    changed = []
    for head in store.sessions(bruno.patient.id):
        for one, after in pairwise(store.session(head.id).record.exercises):
            if one.plan.exercise_id == helps and one.reps and after.reps:
                changed.append(before_deg(after) - before_deg(one))
    assert len(changed) > 10
    assert np.mean(changed) == pytest.approx(bruno.helps[helps], abs=1)


def before_deg(exercise: ExerciseRecord) -> float:
    """Away from the middle before an exercise."""
    return next(one.value.value or 0.0 for one in exercise.measures if one.name == BEFORE)


def test_the_coach_judging_the_trace_again_says_the_same(store: Store) -> None:
    trained = [
        head for head in store.sessions(NAMED["Hiro T."].patient.id) if head.kind is SessionKind.TRAINING
    ]
    newest, before = (store.session(head.id).record for head in trained[:2])
    assert all(exercise.trace is None for exercise in before.exercises)
    prescribed = Prescribed.model_validate_json(newest.opening.programme_text)
    judged = 0
    for task, exercise in zip(prescribed.tasks, newest.exercises, strict=True):
        if exercise.trace is None or exercise.summary is None:
            continue
        again = recompute(task, exercise.trace, exercise.summary.ending)
        assert again.reps == exercise.reps
        assert again.summary == exercise.summary
        judged += 1
    assert judged > 0


def test_a_clinic_is_made_up_once(store: Store, library: Library) -> None:
    before = [store.sessions(person.patient.id) for person in PEOPLE]
    fill(store, library, NOW, np.random.default_rng(0))
    assert [store.sessions(person.patient.id) for person in PEOPLE] == before


class CutOffError(Exception):
    """The power went."""


def test_a_filling_that_was_cut_off_comes_out_the_same(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once without a break, once with one in the middle of the second person."""
    who = without_traces((NAMED["Tomas O."], NAMED["Inès D."]))
    made = []
    for name in ("whole", "cut"):
        store = open_store(tmp_path / name)
        if name == "cut":
            with monkeypatch.context() as patched:
                patched.setattr("web.madeup_diary.TO_THE_END", CutOff())
                with pytest.raises(CutOffError):
                    fill(store, library, NOW, np.random.default_rng(3), who=who, days=20)
        fill(store, library, NOW, np.random.default_rng(3), who=who, days=20)
        made.append([(store.sessions(p.patient.id), store.guides(p.patient.id)) for p in who])
        store.close()
    assert made[0] == made[1]


class CutOff:
    """Ends the program at the thirtieth comparison, in the diary of the second person."""

    left = 30

    def __gt__(self, other: float) -> bool:
        self.left -= 1
        if not self.left:
            raise CutOffError
        return other < 0.85


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_a_story_raises_exactly_its_alerts(store: Store, library: Library, person: Person) -> None:
    found = alerts(facts_of(store, person.patient.id, NOW), library.alerts)
    assert sorted(one.rule for one in found) == sorted(person.alerts)


def test_the_list_is_in_order_from_the_first_look_on(store: Store) -> None:
    assert store.stale_reviews(NOW.date(), 1) == ()
    on_top = [patient.name for patient, _, _ in store.reviews("", 0, 40).lines]
    red = {"swallowing_after_injection", "red_answer"}
    assert set(on_top[:3]) == {person.name for person in PEOPLE if red & set(person.alerts)}
    assert set(on_top[-23:]) == {person.name for person in PEOPLE if not person.alerts}


@pytest.mark.parametrize("person", [one for one in PEOPLE if one.says], ids=lambda person: person.name)
def test_a_page_says_its_story(filled: Clinic, person: Person) -> None:
    page = Page(filled.therapist.get(f"/therapist/patients/{person.patient.id}").text).words
    assert [words for words in person.says if words not in page] == []


def test_an_injection_takes_hold_and_wears_off() -> None:
    given = Injections(last_ago=0)
    assert relief(given, 0) == 0
    assert relief(given, 20) == 1
    assert 0 < relief(given, 65) < 1
    assert relief(given, 83) == 0
