"""A record leaves one store and comes into another once, whole, however often and whenever it comes."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Column, Integer
from sqlalchemy import Table as SqlTable

from coach.diary import Flag, GuideAnswers
from coach.errors import ConflictError, RecordError, TooEarlyError
from coach.record import CheckOut, Ending
from coach.store import Patient, Receipt, Sealed, Sender, Store, open_store
from coach.store.tables import Table
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
from tests.coach.store.test_outbox import ASKED, GUIDE, LATER
from tests.coach.store.test_postgresql import TOGETHER, all_at_once

pytestmark = on_both

#: The same person is called otherwise at the clinic, and has another id.
THERE = Patient("55555555-0000-4000-8000-000000000001", "A. B.")
LAPTOP = Sender("33333333-0000-4000-8000-000000000001", THERE.id)
ARRIVED = LATER + timedelta(days=1)


@pytest.fixture
def clinic(store: Store) -> Store:
    """The store at the clinic, which knows Anna by another name."""
    store.add_patient(THERE)
    return store


@pytest.fixture(scope="module")
def made_laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Anna's laptop, with one whole session, closed; every test has a copy."""
    folder = tmp_path_factory.mktemp("laptop")
    store = open_store(folder)
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    for number in (1, 2):
        store.save_rep("s", 0, a_rep(number), a_trace(10.0 * number))
    store.end_exercise("s", 0, SUMMARY, a_trace(40.0, 20))
    store.save_measures("s", 0, MEASURES)
    store.save_measures("s", None, MEASURES[:1])
    for mark in MARKS:
        store.add_mark("s", mark)
    for led in LED:
        store.add_intervention("s", led)
    store.close_session("s", Ending.DONE, QUALITY, CHECK_OUT, LATER)
    store.close()
    return folder


@pytest.fixture
def laptop(made_laptop: Path, tmp_path: Path) -> Iterator[Store]:
    store = open_store(shutil.copytree(made_laptop, tmp_path / "laptop"))
    yield store
    store.close()


def sent(laptop: Store) -> list[Sealed]:
    """Everything that waits, sealed, in its order."""
    return [laptop.sealed(one.id) for one in laptop.waiting(ANNA.id, UP)]


def deliver(laptop: Store, clinic: Store) -> list[Receipt]:
    receipts = [clinic.receive(LAPTOP, record, ARRIVED) for record in sent(laptop)]
    for receipt in receipts:
        laptop.acknowledge(receipt, ARRIVED)
    return receipts


def counts(key: Column[Any]) -> bool:
    return isinstance(key.type, Integer)


def rows_of(store: Store, table: SqlTable) -> list[dict[str, object]]:
    """All rows of a table; keys that count rows, and whose they are, each store has its own."""
    own = {"patient_id"} | {key.name for key in table.primary_key if key.name == "id" and counts(key)}
    with store._engine.connect() as connection:
        found = [dict(row._mapping) for row in connection.execute(table.select())]
    plain = [{name: value for name, value in row.items() if name not in own} for row in found]
    return sorted(plain, key=repr)


def of_a_session() -> list[SqlTable]:
    """Every table that has a session's key, and so is a part of it."""
    session = Table.metadata.tables["session"]
    found = {session}
    while more := {
        one
        for one in Table.metadata.tables.values()
        for key in one.foreign_keys
        if key.column.table in found and one not in found
    }:
        found |= more
    return sorted(found, key=lambda one: one.name)


def test_every_table_of_a_session_is_filled_here_and_comes_over_as_it_was(
    laptop: Store, clinic: Store
) -> None:
    laptop.set_flag("s", Flag.NOT_GOOD, LATER)
    laptop.add_letter(replace(ASKED, session_id="s", position=1))
    deliver(laptop, clinic)
    for table in of_a_session():
        here = rows_of(laptop, table)
        assert here, f"this test tells nothing of {table.name} yet: keep some, and put it on the wire"
        assert rows_of(clinic, table) == here, f"{table.name} is not on the wire"


def test_a_session_is_the_same_on_the_therapists_pages_and_its_line_is_made_anew(
    laptop: Store, clinic: Store
) -> None:
    before = clinic.changes(THERE.id)
    deliver(laptop, clinic)
    here, there = laptop.session("s"), clinic.session("s")
    assert there.head == replace(here.head, patient_id=THERE.id)
    for one, other in zip(here.record.exercises, there.record.exercises, strict=True):
        assert (one.reps, one.summary, one.measures) == (other.reps, other.summary, other.measures)
    first, again = here.record.exercises[0].trace, there.record.exercises[0].trace
    assert first is not None
    assert again is not None
    assert np.array_equal(first.values, again.values, equal_nan=True)
    assert clinic.points(THERE.id, ["asked_deviation_mean"])
    assert clinic.changes(THERE.id) > before
    assert clinic.sessions(OMAR.id) == ()


def test_what_comes_twice_has_the_same_receipt_twice(laptop: Store, clinic: Store) -> None:
    (record,) = sent(laptop)
    first = clinic.receive(LAPTOP, record, ARRIVED)
    again = clinic.receive(LAPTOP, record, ARRIVED + timedelta(hours=1))
    assert again == replace(first, duplicate=True)
    assert first.sha256 == sha256_of(record.body)
    assert len(clinic.sessions(THERE.id)) == 1


def test_what_was_sealed_stays_the_same_and_what_changes_is_sent_after_it(
    laptop: Store, clinic: Store
) -> None:
    (session,) = sent(laptop)
    laptop.set_check_out("s", CheckOut(pain=9, effort=1, words="On second thought."))
    laptop.set_check_out("s", CheckOut(pain=1, effort=1, words="Better by now."))
    again, answers = sent(laptop)
    assert again == session
    assert answers.kind is Kind.ANSWERS
    deliver(laptop, clinic)
    assert clinic.session("s").record.check_out == CheckOut(pain=1, effort=1, words="Better by now.")


@pytest.mark.parametrize("since", [LAPTOP, replace(LAPTOP, device_id="the same laptop, paired anew")])
def test_a_guide_answered_later_is_told_again_and_an_older_state_changes_nothing(
    laptop: Store, clinic: Store, since: Sender
) -> None:
    laptop.begin_guide("g", ANNA.id, LATER, GUIDE)
    early = sent(laptop)[-1]
    laptop.end_guide("g", Ending.DONE, LATER)
    laptop.answer_guide("g", GuideAnswers(tension=2, words="Calm."))
    late = sent(laptop)[-1]
    for sender, record in ((LAPTOP, late), (since, early), (since, late)):
        clinic.receive(sender, record, ARRIVED)
    assert clinic.guide("g") == replace(laptop.guide("g"), patient_id=THERE.id)


def test_a_flag_and_its_taking_back_may_come_in_any_order(laptop: Store, clinic: Store) -> None:
    (session,) = sent(laptop)
    laptop.set_flag("s", Flag.NOT_ME, LATER)
    flag = sent(laptop)[-1]
    laptop.take_back_flag("s", Flag.NOT_ME, LATER + timedelta(hours=1))
    back = sent(laptop)[-1]
    with pytest.raises(TooEarlyError, match="not come in yet"):
        clinic.receive(LAPTOP, flag, ARRIVED)
    for record in (session, back, flag):
        clinic.receive(LAPTOP, record, ARRIVED)
    assert clinic.session_head("s").flags == ()
    assert len(rows_of(clinic, Table.metadata.tables["session_flag"])) == 1


def test_another_record_of_the_same_id_is_kept_apart_and_changes_nothing(
    laptop: Store, clinic: Store
) -> None:
    (record,) = sent(laptop)
    receipt = clinic.receive(LAPTOP, record, ARRIVED)
    body = record.body.replace(b"Easier than last week", b"Harder than last week")
    other = replace(record, body=body, sha256=sha256_of(body))
    for _ in range(2):
        with pytest.raises(ConflictError, match="is another"):
            clinic.receive(LAPTOP, other, ARRIVED)
    assert clinic.session("s").record.check_out == CHECK_OUT
    assert clinic.receive(LAPTOP, record, ARRIVED) == replace(receipt, duplicate=True)
    (kept,) = clinic.quarantined()
    assert (kept.record_id, kept.sha256, kept.body) == (record.id, other.sha256, body)


def test_several_processes_that_take_the_same_records_in_take_each_once(
    laptop: Store, clinic: Store, place: str
) -> None:
    for number in range(3):
        laptop.add_letter(replace(ASKED, id=f"q{number}"))
    records = sent(laptop)

    def take(one: Store, number: int) -> None:
        for record in records[number:] + records[:number]:
            one.receive(LAPTOP, record, ARRIVED)

    assert all_at_once(place, take) == [None] * TOGETHER
    receipts = [clinic.receive(LAPTOP, record, ARRIVED) for record in records]
    assert sorted(receipt.revision for receipt in receipts) == [1, 2, 3, 4]
    assert all(receipt.duplicate for receipt in receipts)
    assert len(clinic.letters(THERE.id)) == 3
    assert len(clinic.sessions(THERE.id)) == 1


def test_nobody_writes_into_somebody_elses_records(laptop: Store, clinic: Store) -> None:
    (record,) = sent(laptop)
    clinic.receive(LAPTOP, record, ARRIVED)
    stranger = Sender("another", OMAR.id)
    for one in (record, replace(record, id="66666666-0000-7000-8000-000000000001")):
        with pytest.raises(ConflictError):
            clinic.receive(stranger, one, ARRIVED)
    assert clinic.sessions(OMAR.id) == ()
    assert [one.patient_id for one in clinic.quarantined()] == [OMAR.id, OMAR.id]


def test_the_same_session_under_a_new_id_is_known(laptop: Store, clinic: Store) -> None:
    """A laptop that was set up again from a copy has made new rows for what it had sent."""
    (record,) = sent(laptop)
    first = clinic.receive(LAPTOP, record, ARRIVED)
    again = clinic.receive(LAPTOP, replace(record, id="66666666-0000-7000-8000-000000000001"), ARRIVED)
    assert again.revision == first.revision + 1
    assert len(clinic.sessions(THERE.id)) == 1


def test_what_was_changed_on_the_way_changes_nothing(laptop: Store, clinic: Store) -> None:
    (record,) = sent(laptop)
    for body in (record.body[:-1], record.body + b" ", b"", record.body.replace(b"s", b"t", 1)):
        with pytest.raises(RecordError, match="the hash that was told"):
            clinic.receive(LAPTOP, replace(record, body=body), ARRIVED)
    assert clinic.sessions(THERE.id) == ()
    assert clinic.quarantined() == ()


def test_a_receipt_puts_the_bytes_away_and_they_can_be_made_again(laptop: Store, clinic: Store) -> None:
    (record,) = sent(laptop)
    (receipt,) = deliver(laptop, clinic)
    (line,) = laptop.outgoing(ANNA.id, UP)
    assert (line.receipt, line.received_at, line.sha256) == (receipt.revision, ARRIVED, record.sha256)
    assert laptop.waiting(ANNA.id, UP) == ()
    assert [row["body"] for row in rows_of(laptop, Table.metadata.tables["outbox"])] == [None]
    with pytest.raises(ConflictError, match="something else"):
        laptop.acknowledge(replace(receipt, sha256="00"), ARRIVED)
    laptop.send_again(ANNA.id, [record.id])
    assert sent(laptop) == [record]


def test_how_far_the_laptops_clock_is_off_is_kept(laptop: Store, clinic: Store) -> None:
    (record,) = sent(laptop)
    clinic.receive(LAPTOP, record, ARRIVED, sent_at=ARRIVED - timedelta(minutes=7))
    assert clinic.clock_offset_s(LAPTOP.device_id) == 420.0
    assert clinic.clock_offset_s("another") is None


def test_a_letter_waits_for_no_session_and_is_about_it_once_that_is_here(
    laptop: Store, clinic: Store
) -> None:
    laptop.add_letter(replace(ASKED, session_id="s", position=0))
    session, letter = sent(laptop)
    clinic.receive(LAPTOP, letter, ARRIVED)
    (first,) = clinic.letters(THERE.id)
    assert (first.words, first.session_id, first.position) == (ASKED.words, None, None)
    assert clinic.unread_questions() == ((THERE.id, 1),)
    clinic.receive(LAPTOP, session, ARRIVED)
    (later,) = clinic.letters(THERE.id)
    assert (later.session_id, later.position) == ("s", 0)
