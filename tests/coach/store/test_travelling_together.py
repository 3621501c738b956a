"""Sessions that come in together are kept as if each had come alone, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coach.record import Ending
from coach.store import Receipt, Store, open_store
from tests.coach.store.builders import (
    ANNA,
    CHECK_OUT,
    MEASURES,
    MONDAY,
    OPENING,
    QUALITY,
    SUMMARY,
    a_rep,
    a_trace,
    on_both,
)
from tests.coach.store.test_outbox import LATER
from tests.coach.store.test_travelling_records import ARRIVED, LAPTOP, THERE, of_a_session, rows_of, sent

pytestmark = on_both


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "laptop")
    store.add_patient(ANNA)
    for session in ("s", "t", "u"):
        store.open_session(session, ANNA.id, MONDAY, OPENING)
        store.save_rep(session, 0, a_rep(), a_trace(5.0))
        store.end_exercise(session, 0, SUMMARY, a_trace(40.0, 20))
        store.save_measures(session, 0, MEASURES)
        store.close_session(session, Ending.DONE, QUALITY, CHECK_OUT, LATER)
    store.close_session("u", Ending.STOPPED, QUALITY, CHECK_OUT, LATER)
    yield store
    store.close()


def test_several_sessions_come_over_together_as_they_were(laptop: Store, store: Store) -> None:
    store.add_patient(THERE)
    records = sent(laptop)
    receipts = store.receive_together(LAPTOP, records, ARRIVED, LATER)
    assert receipts == [Receipt(one.id, one.sha256, at) for at, one in enumerate(records, 1)]
    assert store.clock_offset_s(LAPTOP.device_id) == 86_400.0
    for table in of_a_session():
        assert rows_of(store, table) == rows_of(laptop, table), table.name
    again = store.receive_together(LAPTOP, records, ARRIVED)
    assert again == [replace(one, duplicate=True) for one in receipts if isinstance(one, Receipt)]
