"""Data are kept for ever until somebody says for how long; a clock that jumped erases nobody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import BackupError
from coach.keeping import (
    ClockError,
    add_to_list,
    apply_retention,
    outlived,
    read_list,
    retention_months,
    set_retention,
)
from coach.keeping.retention import months_before
from coach.store import Erased, Patient, Store
from tests.coach.store.builders import ANNA, ASSIGNED, MONDAY, OMAR, OPENING, on_both

YEAR_ON = MONDAY + timedelta(days=366)
NEW = Patient("99999999-0000-4000-8000-000000000009", "New")


@pytest.fixture
def clinic(store: Store) -> Store:
    """Anna trained a year ago, Omar last week; of somebody new there is nothing yet."""
    store.add_patient(NEW)
    store.assign(ANNA.id, ASSIGNED, MONDAY - timedelta(days=9))
    store.open_session("annas", ANNA.id, MONDAY, OPENING)
    store.open_session("omars", OMAR.id, YEAR_ON - timedelta(days=7), OPENING)
    return store


@on_both
def test_nobody_goes_until_it_is_asked_for(clinic: Store) -> None:
    assert retention_months(clinic) is None
    assert apply_retention(clinic, YEAR_ON) == ()
    set_retention(clinic, 12)
    assert [one.patient for one in outlived(clinic, YEAR_ON)] == [ANNA]
    assert len(clinic.patients()) == 3
    (gone,) = apply_retention(clinic, YEAR_ON)
    assert (gone.patient, gone.last) == (ANNA, MONDAY)
    assert clinic.patients() == (NEW, OMAR)
    assert clinic.erased() == (Erased(ANNA.id, YEAR_ON, "retention"),)
    set_retention(clinic, None)
    assert outlived(clinic, YEAR_ON + timedelta(days=4000)) == ()


@on_both
def test_a_session_counts_before_what_was_prescribed(clinic: Store) -> None:
    assert clinic.last_seen() == {ANNA.id: MONDAY, OMAR.id: YEAR_ON - timedelta(days=7)}
    clinic.assign(NEW.id, ASSIGNED, MONDAY)
    assert clinic.last_seen()[NEW.id] == MONDAY


@pytest.mark.parametrize("jump", [timedelta(days=61), timedelta(days=3653)])
def test_a_clock_that_jumped_erases_nobody(clinic: Store, jump: timedelta) -> None:
    set_retention(clinic, 1)
    with pytest.raises(ClockError, match=r"newest entry is of 2027-02-24\. Nothing was erased"):
        apply_retention(clinic, YEAR_ON - timedelta(days=7) + jump)
    assert len(clinic.patients()) == 3
    assert apply_retention(clinic, MONDAY - timedelta(days=3653)) == ()
    assert len(apply_retention(clinic, YEAR_ON + jump, clock_is_right=True)) == 2


@pytest.mark.parametrize(
    ("at", "months", "found"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 30), 1, (2024, 2, 29)),
        ((2026, 12, 15), 12, (2025, 12, 15)),
        ((2026, 1, 15), 13, (2024, 12, 15)),
    ],
)
def test_months_are_those_of_the_calendar(
    at: tuple[int, int, int], months: int, found: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*at, tzinfo=UTC), months) == datetime(*found, tzinfo=UTC)


def test_the_list_of_who_was_erased_grows_and_keeps_the_first_time(tmp_path: Path) -> None:
    path = tmp_path / "erased.txt"
    assert read_list(path) == ()
    add_to_list(path, [Erased("a", MONDAY, "Dr C.")])
    add_to_list(path, [Erased("b", YEAR_ON), Erased("a", YEAR_ON)])
    assert set(read_list(path)) == {Erased("a", MONDAY), Erased("b", YEAR_ON)}
    path.write_text("nonsense")
    with pytest.raises(BackupError, match="tells who was erased, and cannot be read"):
        read_list(path)
