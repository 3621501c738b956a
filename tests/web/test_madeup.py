"""The made-up clinic: plausible, marked, and what the coach itself would say of its traces."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from coach.changes import changes
from coach.cycle import CyclePhase, cycle_day, new_in, phase_of
from coach.diary import Flag
from coach.library import Library, load_library
from coach.metrics import recompute
from coach.programme import Prescribed
from coach.proposal import starter
from coach.record import Ending, SessionKind
from coach.refusal import refusals_of
from coach.store import Store, open_store
from web.madeup import fill
from web.madeup_people import PEOPLE, relief
from web.madeup_prescribing import OWN
from web.therapist_check import check_lines
from web.therapist_measures import jitter

NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Store]:
    """All six and their year, with one traced session for the first of them and none for the others."""
    store = open_store(tmp_path_factory.mktemp("clinic"))
    rng = np.random.default_rng(6)
    fill(store, library, NOW, rng, people=PEOPLE[:1], traced=1)
    store.set_setting("made_up_clinic", "")
    fill(store, library, NOW, rng, traced=0)
    yield store
    store.close()


def test_six_people_and_all_of_them_marked_as_made_up(clinic: Store) -> None:
    patients = clinic.patients()
    assert {patient.name for patient in patients} == {person.name for person in PEOPLE}
    assert all(patient.made_up and patient.note for patient in patients)


def test_a_year_of_sessions_in_waking_hours(clinic: Store) -> None:
    for person in PEOPLE:
        starts = [head.started_at for head in clinic.sessions(person.patient.id)]
        assert len(starts) > 80
        assert NOW - timedelta(days=366) < min(starts) < NOW - timedelta(days=340)
        assert max(starts) < NOW
        assert all(8 <= start.hour <= 20 for start in starts)


def test_a_check_every_four_weeks_whose_numbers_are_read_in_words(clinic: Store) -> None:
    for person in PEOPLE:
        checks = [h for h in clinic.sessions(person.patient.id) if h.kind is SessionKind.CHECK]
        days = [(a.started_at - b.started_at).days for a, b in pairwise(checks)]
        assert (len(checks), set(days)) == (13, {28})
        measures = clinic.session(checks[0].id).record.measures
        lines = check_lines(measures)
        assert jitter(measures) == "Jitter of a still head: not measured then."  # there is no trace
        assert len(lines) == 13
        assert not any("–" in line.measured for line in lines)


def test_somebody_gave_up_and_the_others_go_on(clinic: Store) -> None:
    away = {p.name: (NOW - clinic.sessions(p.patient.id)[0].started_at).days for p in PEOPLE}
    assert away.pop("Karl W.") > 14
    assert max(away.values()) <= 10


def test_sessions_end_in_every_way_but_open(clinic: Store) -> None:
    endings = {head.ending for person in PEOPLE for head in clinic.sessions(person.patient.id)}
    assert endings == {Ending.DONE, Ending.STOPPED, Ending.INTERRUPTED}
    assert clinic.open_sessions() == ()


def test_what_was_prescribed_changed_in_the_year(clinic: Store) -> None:
    for person in PEOPLE:
        assigned = clinic.assignments(person.patient.id)
        assert len(assigned) == 3
        assert assigned[0].assignment.reach.rotation_left_deg < assigned[2].assignment.reach.rotation_left_deg


def test_everybody_was_assessed_and_the_starter_fits_what_was_found(clinic: Store, library: Library) -> None:
    for person in PEOPLE:
        for found in clinic.assessments(person.patient.id):
            assert found.components, person.name
            assert found.injected_on is not None
            draft = starter(found, library.exercises, library.refusals)
            assert refusals_of(draft, found, library.exercises, library.refusals) == (), person.name
    old = [clinic.assessments(p.patient.id)[-1].is_old(NOW.date()) for p in PEOPLE]
    assert sum(old) == 1  # who stayed away


def test_three_have_a_programme_of_their_own_that_was_changed_for_a_reason(
    clinic: Store, library: Library
) -> None:
    own = {p.name: clinic.published(p.patient.id) for p in PEOPLE if clinic.published(p.patient.id)}
    assert own.keys() == OWN.keys()
    for first, second in own.values():
        assert (first.version, second.version) == (1, 2)
        assert first.reason != second.reason
        assert any(words.startswith("New: ") for words in changes(first, second))
        for one in (first, second):
            held = (one.draft, one.assessment, library.exercises, library.refusals)
            assert refusals_of(*held) == ()
    elena, ines = ({t.exercise.id: t for t in own[n][1].prescribed.tasks} for n in ("Elena M.", "Inès D."))
    assert elena["step_stops"].marks
    assert ines["nose_trace"].exercise.path


def test_one_was_injected_a_few_days_ago_and_what_is_new_waits(clinic: Store) -> None:
    tomas = PEOPLE[1].patient.id
    earlier, now = clinic.assessments(tomas)
    day = cycle_day(now.injected_on, NOW.date())
    assert day is not None
    assert phase_of(day) is CyclePhase.SETTLE
    assert earlier.injected_on != now.injected_on
    before, after = clinic.published(tomas)
    assert [after.prescribed.tasks[i].exercise.id for i in new_in(after.prescribed, before.prescribed)] == [
        "heavy_shoulder"
    ]


def test_guides_were_heard_with_the_camera_off_and_some_sessions_are_marked(clinic: Store) -> None:
    for person in PEOPLE:
        guides, published = clinic.guides(person.patient.id), clinic.published(person.patient.id)
        assert bool(guides) == bool(published)
        for guide in guides:
            held = [one for one in published if one.published_on <= guide.begun_at.date()][-1]
            assert guide.opening.programme_version == held.version
            spoken = {task.exercise.id for task in held.prescribed.tasks if task.exercise.guide}
            assert guide.opening.exercise_id in spoken
            assert guide.begun_at < (guide.ended_at or guide.begun_at) < NOW
    heard = clinic.guides(PEOPLE[4].patient.id)
    assert {guide.ending for guide in heard} == {Ending.DONE, Ending.STOPPED}
    assert any(guide.answers.sleep is not None for guide in heard)
    flags = [flag for person in PEOPLE for head in clinic.sessions(person.patient.id) for flag in head.flags]
    assert sorted(flags) == [Flag.NOT_GOOD] * 3 + [Flag.NOT_ME]


def test_the_coach_judging_the_trace_again_says_the_same(clinic: Store) -> None:
    newest, before = (clinic.session(head.id).record for head in clinic.sessions(PEOPLE[0].patient.id)[:2])
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


def test_a_clinic_is_made_up_once(clinic: Store, library: Library) -> None:
    before = [clinic.sessions(person.patient.id) for person in PEOPLE]
    fill(clinic, library, NOW, np.random.default_rng(0))
    assert [clinic.sessions(person.patient.id) for person in PEOPLE] == before


def test_chance_is_an_argument(tmp_path: Path, library: Library) -> None:
    person = [replace(PEOPLE[5], stops_after_days=10)]
    records = []
    for folder in ("a", "b"):
        store = open_store(tmp_path / folder)
        fill(store, library, NOW, np.random.default_rng(3), people=person, traced=0)
        records.append([replace(head, id="") for head in store.sessions(person[0].patient.id)])
        store.close()
    assert records[0] == records[1]


def test_an_injection_takes_hold_and_wears_off() -> None:
    assert relief(0) == 0
    assert relief(20) == 1
    assert 0 < relief(65) < 1
    assert relief(83) == 0
