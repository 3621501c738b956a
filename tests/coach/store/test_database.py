"""The database file: private, durable, brought up to date, and never harmed by a refusal."""

import sqlite3
import stat
import struct
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from coach.errors import NewerDataError, StoreError
from coach.record import SessionKind
from coach.store import Sealed, Sender, Store, open_store
from coach.store.database import database_file, migrate
from coach.store.tables import Table
from coach.wire import Kind
from tests.coach.store.builders import ANNA, MEASURES, MONDAY, OMAR, OPENING, a_rep, a_trace, file_of


@pytest.fixture
def used(store: Store) -> Path:
    """The closed file of a store with a session in it."""
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace())
    store.close()
    return file_of(store)


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def write(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_folder_a_file_and_a_url_are_all_understood(tmp_path: Path) -> None:
    assert database_file(tmp_path / "data") == tmp_path / "data" / "midline.sqlite3"
    assert database_file(tmp_path / "other.sqlite3") == tmp_path / "other.sqlite3"
    assert database_file(f"sqlite:///{tmp_path}/x.sqlite3") == tmp_path / "x.sqlite3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights otherwise")
def test_folder_and_file_are_the_owners_alone(store: Store) -> None:
    assert stat.S_IMODE(file_of(store).parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file_of(store).stat().st_mode) == 0o600


def test_a_commit_survives_a_power_cut_as_far_as_sqlite_promises(store: Store) -> None:
    with store._engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "fullfsync")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fullfsync": 1}


def test_the_migrations_make_the_tables_that_the_program_expects(used: Path) -> None:
    with create_engine(f"sqlite:///{used}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
        connection.detach()
        connection.close()


def test_down_and_up_with_data_in_place(used: Path) -> None:
    migrate(used, "0001_patients", down=True)
    assert "session" not in tables(used)

    store = open_store(used)
    assert store.patients() == (ANNA, OMAR)
    assert store.sessions(ANNA.id) == ()
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.close()


def test_the_numbers_of_movement_go_and_come_with_the_rest_in_place(used: Path) -> None:
    store = open_store(used)
    store.save_measures("s", 0, MEASURES)
    store.close()

    migrate(used, "0002_sessions", down=True)
    assert "measure" not in tables(used)

    store = open_store(used)
    exercise = store.exercise("s", 0)
    assert (exercise.reps, exercise.measures) == ((a_rep(),), ())
    store.save_measures("s", 0, MEASURES)
    assert store.exercise("s", 0).measures == MEASURES
    store.close()


def test_sessions_of_before_are_training_and_a_check_outlives_the_way_back(used: Path) -> None:
    store = open_store(used)
    store.open_session("check", ANNA.id, MONDAY, replace(OPENING, kind=SessionKind.CHECK))
    store.save_rep("check", 0, a_rep(), a_trace())
    store.close()

    migrate(used, "0003_measures", down=True)
    with closing(sqlite3.connect(used)) as connection:
        assert "kind" not in {row[1] for row in connection.execute("PRAGMA table_info(session)")}

    store = open_store(used)
    assert {head.kind for head in store.sessions(ANNA.id)} == {SessionKind.TRAINING}
    assert store.exercise("check", 0).reps == (a_rep(),)
    store.close()


def test_what_was_refused_before_that_was_kept_waits_to_be_judged_again(used: Path) -> None:
    store = open_store(used)
    for sender in ("", "a-laptop"):
        record = Sealed(f"r{sender}", Kind.PROGRAMME, 7, "ab" * 32, b"{}")
        store.quarantine(Sender(sender, ANNA.id), record, "refused", MONDAY)
    store.close()

    migrate(used, "0015_erasure_requests", down=True)
    store = open_store(used)
    (waits,) = store.waiting_to_be_taken(ANNA.id)
    assert (waits.record_id, waits.sequence, waits.judged_by) == ("r", 0, "")
    assert len(store.quarantined()) == 2
    store.close()


def test_all_the_way_down_and_up_again(used: Path) -> None:
    migrate(used, "base", down=True)
    assert tables(used) == {"alembic_version"}
    store = open_store(used)
    store.add_patient(OMAR)
    store.close()


def test_data_of_a_newer_version_are_refused_and_left_as_they_are(used: Path) -> None:
    write(used, "UPDATE alembic_version SET version_num = '9999_from_the_future'")
    before = used.read_bytes()
    with pytest.raises(NewerDataError, match="Nothing was changed"):
        open_store(used)
    assert used.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "letter.sqlite3"
    letter.write_text("Dear Anna, " * 100)
    with pytest.raises(StoreError, match=r"letter\.sqlite3 cannot be opened"):
        open_store(letter)
    assert letter.read_text() == "Dear Anna, " * 100


def test_a_file_whose_program_died_as_it_made_it_is_made_anew(tmp_path: Path) -> None:
    """Its first page is there, and the journal that takes it back: from no page, in sectors and pages."""
    path = tmp_path / "midline.sqlite3"
    write(path, "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 1")
    head = bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", 0, 7, 0, 512, 4096)
    path.with_name(f"{path.name}-journal").write_bytes(head.ljust(512, b"\0"))
    with closing(open_store(path)) as store:
        assert store.patients() == ()


def test_a_migration_that_breaks_half_way_leaves_the_data_as_they_were(used: Path) -> None:
    migrate(used, "0001_patients", down=True)
    write(used, "CREATE TABLE rep (in_the_way INTEGER)")
    with pytest.raises(StoreError, match="rep already exists"):
        open_store(used)
    assert "session" not in tables(used)

    write(used, "DROP TABLE rep")
    store = open_store(used)
    assert store.patients() == (ANNA, OMAR)
    store.close()


def test_a_path_with_odd_letters_is_only_a_path(tmp_path: Path) -> None:
    store = open_store(tmp_path / "50% of Zoë's data?#")
    store.add_patient(ANNA)
    store.close()
    again = open_store(tmp_path / "50% of Zoë's data?#")
    assert again.patients() == (ANNA,)
    again.close()
