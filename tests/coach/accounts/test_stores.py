"""One database, several clinics: each has a store of its own, and nobody sees another's."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from coach.accounts import Stores, open_stores
from coach.accounts.accounts import MIGRATIONS, SCHEMA
from coach.accounts.tables import AccountsTable
from coach.errors import NotFoundError, StoreError, TakenError
from coach.store import Store
from coach.store.database import migrate
from coach.store.postgresql import Schema
from coach.store.tables import Table
from tests.coach.accounts.builders import GRACE, LEE, NORTH, SOUTH
from tests.coach.store.builders import ANNA, OMAR


@pytest.fixture
def two(stores: Stores) -> Stores:
    """Two clinics with one patient each."""
    for clinic, patient in ((NORTH, ANNA), (SOUTH, OMAR)):
        stores.make_clinic(clinic)
        stores.of(clinic).add_patient(patient)
    return stores


def test_a_clinic_sees_its_own_patients_and_no_other(two: Stores) -> None:
    assert two.of(NORTH).patients() == (ANNA,)
    assert two.of(SOUTH).patients() == (OMAR,)
    with pytest.raises(NotFoundError):
        two.of(NORTH).patient(OMAR.id)


def test_clinics_in_turn_over_the_same_connections_stay_apart(two: Stores) -> None:
    def look(number: int) -> bool:
        clinic, patient = ((NORTH, ANNA), (SOUTH, OMAR))[number % 2]
        return two.of(clinic).patients() == (patient,)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(look, range(400)))


def test_writers_of_two_clinics_do_not_wait_for_each_other(two: Stores) -> None:
    with two.of(NORTH)._writing():
        two.of(SOUTH).set_setting("author", "Lee")
    assert two.of(SOUTH).setting("author") == "Lee"


def test_what_comes_in_for_several_patients_waits_only_for_a_writer_of_everything(two: Stores) -> None:
    store, other = two.of(NORTH), Store(two.of(NORTH).place, two.of(NORTH)._engine)
    with ThreadPoolExecutor(1) as pool:
        with store._writing_beside() as one, other._writing_beside() as another:
            assert one.connection()
            assert another.connection()
            everything = pool.submit(store.set_setting, "author", "Grace")
            with pytest.raises(TimeoutError):
                everything.result(timeout=0.2)
        everything.result(timeout=5)
    assert store.setting("author") == "Grace"


def test_the_migrations_make_the_tables_of_accounts_and_of_clinics(two: Stores) -> None:
    for part, metadata in ((two.accounts, AccountsTable.metadata), (two.of(NORTH), Table.metadata)):
        with part._engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []


def test_accounts_go_down_and_up_again(two: Stores) -> None:
    assert two.up_to_date()
    part = Schema(two.url, SCHEMA)
    migrate(part, "base", down=True, scripts=MIGRATIONS)
    assert not two.up_to_date()
    two.migrate()
    assert two.accounts.clinics() == ()


def test_a_login_name_belongs_to_one_person_on_the_whole_server(two: Stores) -> None:
    two.accounts.add_account(GRACE)
    two.accounts.add_account(LEE)
    with pytest.raises(TakenError, match=r"grace@north\.example is taken"):
        two.accounts.add_account(GRACE)
    assert two.accounts.account_called(" Grace@North.example ") == GRACE
    assert two.accounts.accounts(SOUTH.id) == (LEE,)


def test_a_file_is_no_database_of_a_clinic_s_server() -> None:
    with pytest.raises(StoreError, match="Wanted postgresql"):
        open_stores("sqlite:///data")


def test_what_is_read_in_reads_together_is_of_that_moment_until_something_is_written(two: Stores) -> None:
    store, other = two.of(NORTH), open_stores(two.url.render_as_string(hide_password=False))
    with store.reads_together():
        assert store.patients() == (ANNA,)
        other.of(NORTH).add_patient(OMAR)
        assert store.patients() == (ANNA,)
        store.set_setting("author", "Grace")
        assert store.patients() == (ANNA, OMAR)
    other.close()
