"""A server's database keeps the promises of the file: up and down with data, refusals, races."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from coach.diary import Flag
from coach.errors import NewerDataError, StoreError, TakenError
from coach.store import Store, open_store
from coach.store.database import migrate
from coach.store.tables import Table
from tests.coach.store.builders import (
    ANNA,
    MEASURES,
    MONDAY,
    OMAR,
    OPENING,
    a_rep,
    a_trace,
    directly,
    on_both,
    tables,
)
from tests.coach.store.test_following import a_number
from tests.coach.store.test_programmes import a_draft, a_version

on_server = pytest.mark.parametrize("place", [True], ids=["postgresql"], indirect=True)
TOGETHER = 4


@pytest.fixture
def used(store: Store) -> Store:
    """A store with a session of two exercises and a published programme."""
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace())
    store.save_measures("s", 0, MEASURES)
    store.publish(ANNA.id, a_version(1))
    return store


def all_at_once(place: str, write: Callable[[Store, int], object]) -> list[BaseException | None]:
    """Each writer with its own store on the same data, let go together; what stopped each."""
    ready = Barrier(TOGETHER)

    def one(number: int) -> BaseException | None:
        store = open_store(place)
        try:
            ready.wait()
            write(store, number)
        except StoreError as error:
            return error
        finally:
            store.close()
        return None

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, range(TOGETHER)))


@on_server
def test_the_migrations_make_the_same_tables_on_a_server(used: Store) -> None:
    with used._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


@on_server
@pytest.mark.parametrize("revision", ["0007_talking", "0004_session_kind", "0001_patients"])
def test_down_and_up_with_data_in_place_on_a_server(used: Store, place: str, revision: str) -> None:
    used.close()
    migrate(used.place, revision, down=True)
    again = open_store(place)
    assert again.patients() == (ANNA, OMAR)
    kept = revision != "0001_patients"
    assert [head.id for head in again.sessions(ANNA.id)] == ["s"] * kept
    assert len(again.points(ANNA.id, ["asked_deviation_mean"])) == kept
    assert len(again.published(ANNA.id)) == (revision == "0007_talking")
    again.close()


@on_server
def test_all_the_way_down_on_a_server_leaves_nothing(used: Store, place: str) -> None:
    used.close()
    migrate(used.place, "base", down=True)
    again = open_store(place)
    assert again.patients() == ()
    again.close()


@on_server
def test_a_migration_that_breaks_on_a_server_leaves_the_data_as_they_were(used: Store, place: str) -> None:
    used.close()
    migrate(used.place, "0001_patients", down=True)
    directly(used, "CREATE TABLE rep (in_the_way INTEGER)")
    with pytest.raises(StoreError, match='relation "rep" already exists'):
        open_store(place)
    assert "session" not in tables(used)
    directly(used, "DROP TABLE rep")
    again = open_store(place)
    assert again.patients() == (ANNA, OMAR)
    again.close()
    used.close()


@on_server
def test_a_newer_version_on_a_server_is_refused(store: Store, place: str) -> None:
    with store._engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
    directly(store, "UPDATE alembic_version SET version_num = '9999_from_the_future'")
    with pytest.raises(NewerDataError, match="Nothing was changed"):
        open_store(place)
    directly(store, f"UPDATE alembic_version SET version_num = '{now}'")  # noqa: S608  for the tests after


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(
        StoreError, match=r"postgresql\+psycopg://anna:\*\*\*@127\.0\.0\.1:9/x cannot be"
    ) as told:
        open_store("postgresql+psycopg://anna:secret@127.0.0.1:9/x")
    assert "secret" not in str(told.value)


def test_a_url_that_cannot_be_read_says_what_one_looks_like() -> None:
    with pytest.raises(StoreError, match="Wanted postgresql"):
        open_store("postgresql://anna@host:port/x")


@on_server
def test_traces_are_kept_as_they_come(store: Store) -> None:
    """Packed once, by us; the server would try to pack each piece again."""
    how = text("SELECT attstorage::text FROM pg_attribute WHERE attname = 'chunk'")
    with store._engine.connect() as connection:
        assert connection.scalar(how) == "e"


def test_without_the_driver_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'midline\[clinic\]'"):
        open_store("postgresql://anna@127.0.0.1:9/x")


@on_both
def test_one_of_several_publishes_a_version_and_the_others_are_told(store: Store, place: str) -> None:
    told = all_at_once(place, lambda one, number: one.publish(ANNA.id, a_version(1, f"reason {number}")))
    assert sorted(map(type, told), key=str) == sorted([type(None), *[TakenError] * (TOGETHER - 1)], key=str)
    assert [one.reason for one in store.published(ANNA.id)] == [f"reason {told.index(None)}"]


@on_both
def test_a_flag_set_by_several_stands_once(store: Store, place: str) -> None:
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    assert all_at_once(place, lambda one, _: one.set_flag("s", Flag.NOT_ME, MONDAY)) == [None] * TOGETHER
    store.take_back_flag("s", Flag.NOT_ME, MONDAY)
    assert store.session_head("s").flags == ()


@on_both
def test_lines_settings_and_drafts_of_several_leave_one_of_them(store: Store, place: str) -> None:
    def write(one: Store, number: int) -> None:
        one.keep_review(ANNA.id, MONDAY.date(), number, f"line {number}", 0)
        one.set_setting("author", str(number))
        one.save_draft(ANNA.id, a_draft())

    assert all_at_once(place, write) == [None] * TOGETHER
    ((_, line, _), _) = store.reviews("", 0, 2).lines
    assert line in {f"line {number}" for number in range(TOGETHER)}
    assert store.draft_steps(ANNA.id) == TOGETHER


@on_both
def test_numbers_that_several_save_are_those_of_one(store: Store, place: str) -> None:
    store.open_session("s", ANNA.id, MONDAY, OPENING)

    def write(one: Store, number: int) -> None:
        one.save_measures("s", 0, (a_number("peak_speed", number), a_number("smoothness", number)))

    assert all_at_once(place, write) == [None] * TOGETHER
    found = store.points(ANNA.id, ["peak_speed", "smoothness"])
    assert len(found) == 2
    assert found[0].value == found[1].value
