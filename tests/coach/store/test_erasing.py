"""A patient is erased: nothing that was theirs is left anywhere, and nothing of anybody else is touched."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, insert

from coach.errors import NotFoundError, TakenError
from coach.keeping.content import Told, lines_of
from coach.store import Erased, Store
from coach.store.tables import Table
from tests.coach.report.people import PRIVATE, fill
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING, a_rep, a_trace, file_of, on_both

#: What belongs to the clinic and to nobody in it.
OF_THE_CLINIC = {"own_exercise", "refusal_list", "letter_template"}
#: And that outlives whoever was erased.
STAYING = {"erased", "last_request"}
LATER = MONDAY + timedelta(days=400)

Rows = dict[str, list[list[Any]]]


@pytest.fixture
def before(store: Store) -> Rows:
    """All that is there before Anna: Omar, and what is the clinic's."""
    with store._writer.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM review WHERE patient_id = '{ANNA.id}'")  # noqa: S608
        connection.exec_driver_sql(f"DELETE FROM patient WHERE id = '{ANNA.id}'")  # noqa: S608
    store.open_session("omars", OMAR.id, MONDAY, OPENING)
    store.save_rep("omars", 0, a_rep(), a_trace())
    store.set_setting("author", "Dr C.")
    made_up(store, OF_THE_CLINIC)
    return rows_of(store)


@pytest.fixture
def with_anna(store: Store, before: Rows) -> Store:
    """And then with Anna in every table that is not the clinic's."""
    fill(store)
    store.set_setting("patient_id", ANNA.id)
    store.set_setting(f"read_version:{ANNA.id}", "1")
    now = rows_of(store)
    made_up(store, {name for name in now if now[name] == before[name]} - OF_THE_CLINIC - STAYING)
    return store


def rows_of(store: Store) -> Rows:
    """Every row of every table."""
    rows: Rows = {}
    with store.moment() as connection:
        for line in map(json.loads, lines_of(connection, "", Told(MONDAY, ""))):
            if isinstance(line, dict):
                rows[line["table"]] = []
            else:
                rows[list(rows)[-1]].append(line)
    return rows


def made_up(store: Store, names: set[str]) -> None:
    """A row of Anna's in each table, made from its columns alone, so that one that is new needs no words."""
    with store._writer.begin() as connection:
        for table in Table.metadata.sorted_tables:
            if table.name in names:
                connection.execute(insert(table), {column.name: _value(column) for column in table.columns})


def _value(column: Column[Any]) -> Any:
    if column.name == "patient_id":
        return ANNA.id
    values = {str: "seeded", int: 900, float: 1.5, bool: True, bytes: b"seeded", datetime: MONDAY}
    kind = getattr(column.type, "impl_instance", column.type).python_type
    return (values | {date: MONDAY.date()}).get(kind)


@on_both
def test_nothing_of_a_patient_is_left_and_nothing_of_another_is_touched(
    with_anna: Store, before: Rows
) -> None:
    now = rows_of(with_anna)
    assert {name for name in now if now[name] == before[name]} == OF_THE_CLINIC | STAYING
    with_anna.erase_patient(ANNA.id, LATER, "Dr C.")
    assert with_anna.erased() == (Erased(ANNA.id, LATER, "Dr C."),)
    assert rows_of(with_anna) | {"erased": []} == before


@on_both
def test_whoever_was_erased_is_not_taken_in_again(with_anna: Store) -> None:
    with_anna.erase_patient(ANNA.id, LATER)
    with pytest.raises(TakenError, match=r"was erased on 2027-04-06"):
        with_anna.add_patient(ANNA)
    with pytest.raises(NotFoundError):
        with_anna.open_session("late", ANNA.id, MONDAY, OPENING)
    with pytest.raises(NotFoundError):
        with_anna.erase_patient(ANNA.id, LATER)
    assert [one.at for one in with_anna.erased()] == [LATER]


def test_no_letter_of_theirs_is_left_in_the_file(with_anna: Store) -> None:
    def found(words: str) -> bool:
        return any(words.encode() in path.read_bytes() for path in file_of(with_anna).parent.iterdir())

    assert found(ANNA.name)
    assert found(PRIVATE)
    with_anna.erase_patient(ANNA.id, LATER)
    assert not found(ANNA.name)
    assert not found(PRIVATE)
    assert found(OMAR.name)
