"""What was kept apart is settled by a therapist: nothing is deleted by it, and both can stand."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from coach.errors import ConflictError, NotFoundError, TakenError
from coach.record import Ending
from coach.store import Quarantined, Sealed, Sender, Settlement, Store
from coach.wire import UP, Kind
from coach.wire.reading import sha256_of
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    LED,
    MARKS,
    MEASURES,
    MONDAY,
    OMAR,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
    on_both,
)

pytestmark = on_both

LAPTOP = Sender("33333333-0000-4000-8000-000000000001", ANNA.id)
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def apart(store: Store) -> Quarantined:
    """A whole session of which another form came in."""
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace())
    store.end_exercise("s", 0, SUMMARY, a_trace(9.0, 5))
    store.save_measures("s", 0, MEASURES)
    store.add_mark("s", MARKS[0])
    store.add_intervention("s", LED[0])
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, LATER)
    (line,) = store.outgoing(ANNA.id, UP)
    return kept_apart(store, other_form(store.sealed(line.id)))


def other_form(record: Sealed, said: bytes = b"9") -> Sealed:
    body = record.body.replace(b'"pain":2', b'"pain":' + said)
    return replace(record, body=body, sha256=sha256_of(body))


def kept_apart(store: Store, record: Sealed) -> Quarantined:
    with pytest.raises(ConflictError):
        store.receive(LAPTOP, record, LATER)
    return store.quarantined(ANNA.id)[0]


def test_the_one_that_is_here_holds_and_what_came_stays_to_be_read(store: Store, apart: Quarantined) -> None:
    before = store.session("s")
    assert store.open_apart(ANNA.id) == 1
    store.settle(apart.number, Settlement.HERE, "Kim", "typed twice", LATER)
    assert store.open_apart(ANNA.id) == 0
    (settled,) = store.quarantined(ANNA.id)
    decided = replace(apart, settlement=Settlement.HERE, settled_at=LATER, settled_by="Kim")
    assert settled == replace(decided, settled_why="typed twice")
    assert store.session_head("s") == before.head
    assert store.session("s").record.check_out == before.record.check_out
    with pytest.raises(TakenError, match="Kim has settled this already"):
        store.settle(apart.number, Settlement.BOTH, "Lee", "both", LATER)
    with pytest.raises(NotFoundError):
        store.settle(apart.number + 1, Settlement.HERE, "Kim", "no", LATER)
    assert len(store.sessions(ANNA.id)) == 1


def test_both_stand_as_two_sessions_each_whole(store: Store, apart: Quarantined) -> None:
    assert store.can_stand_beside(apart)
    store.settle(apart.number, Settlement.BOTH, "Kim", "two practices", LATER)
    (settled,) = store.quarantined(ANNA.id)
    assert settled.taken_as not in {None, "s"}
    here, beside = store.session("s"), store.session(settled.taken_as or "")
    assert (here.record.check_out.pain, beside.record.check_out.pain) == (2, 9)
    first, second = here.record.exercises[0].trace, beside.record.exercises[0].trace
    assert first
    assert second
    assert np.array_equal(first.values, second.values, equal_nan=True)
    for name in ("plan", "reps", "summary", "measures"):
        assert getattr(here.record.exercises[0], name) == getattr(beside.record.exercises[0], name)
    assert (here.record.marked, here.record.interventions) == (MARKS[:1], LED[:1])
    assert (beside.record.marked, beside.record.interventions) == (MARKS[:1], LED[:1])
    assert len(store.points(ANNA.id, ("pain_after",))) == 2


def test_where_its_own_id_is_free_it_is_taken_in_under_that(store: Store, apart: Quarantined) -> None:
    body = apart.body.replace(b'"id":"s"', b'"id":"free"')
    store.quarantine(LAPTOP, Sealed("r", Kind.SESSION, 9, sha256_of(body), body), "odd", LATER)
    newest = store.quarantined(ANNA.id)[0]
    store.settle(newest.number, Settlement.BOTH, "Kim", "both", LATER)
    assert store.quarantined(ANNA.id)[0].taken_as == "free"
    assert store.session_head("free").patient_id == ANNA.id


def test_what_is_no_session_that_could_be_taken_in_is_not(store: Store, apart: Quarantined) -> None:
    for number, (kind, body) in enumerate(((Kind.SESSION, b"{}"), (Kind.GUIDE, apart.body))):
        store.quarantine(LAPTOP, Sealed(f"r{number}", kind, 9, sha256_of(body), body), "odd", LATER)
        odd = store.quarantined(ANNA.id)[0]
        assert not store.can_stand_beside(odd)
        with pytest.raises(TakenError, match="cannot be taken in beside"):
            store.settle(odd.number, Settlement.BOTH, "Kim", "both", LATER)
    assert store.open_apart(ANNA.id) == 3
    assert len(store.sessions(ANNA.id)) == 1


def test_the_laptop_is_told_when_both_sides_compare(store: Store, apart: Quarantined) -> None:
    listed = [(apart.record_id, apart.sha256)]
    assert store.compare(LAPTOP, listed, LATER).settled == {}
    store.settle(apart.number, Settlement.BOTH, "Kim", "two", LATER)
    assert store.compare(LAPTOP, listed, LATER).settled == {apart.record_id: "both"}
    anew = replace(LAPTOP, device_id="the same laptop, paired anew")
    assert store.compare(anew, listed, LATER).settled == {apart.record_id: "both"}
    assert store.compare(replace(LAPTOP, patient_id=OMAR.id), listed, LATER).settled == {}
    assert store.compare(LAPTOP, [(apart.record_id, "ab" * 32)], LATER).settled == {}


def test_who_erases_the_session_erases_what_was_taken_in_beside_it(store: Store, apart: Quarantined) -> None:
    store.settle(apart.number, Settlement.BOTH, "Kim", "two", LATER)
    store.erase_session("s", LATER)
    assert store.sessions(ANNA.id) == ()
    assert store.quarantined(ANNA.id) == ()
