"""A clinic's server is backed up, comes back on an empty one, and forgets what it was told to forget."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select

from coach.accounts import Stores, open_stores
from coach.accounts.tables import ChallengeRow, DeviceRow
from tests.coach.accounts.builders import ADA, GRACE, NORTH, SOUTH
from tests.coach.accounts.conftest import new_database
from tests.coach.report.people import fill
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING
from tests.coach.store.conftest import server
from web.cli_clinic_keeping import backup_key, clinic_backup, clinic_maintain, clinic_restore

__all__ = ["server"]


@pytest.fixture
def stores(server: str) -> Iterator[Stores]:
    """Two clinics: Anna trains at one, Omar at the other."""
    with open_stores(new_database(server)) as stores:
        stores.migrate()
        for clinic in (NORTH, SOUTH):
            stores.make_clinic(clinic)
        for account in (GRACE, ADA):
            stores.accounts.add_account(account)
        fill(stores.of(NORTH))
        stores.of(SOUTH).add_patient(OMAR)
        stores.of(SOUTH).open_session("s", OMAR.id, MONDAY, OPENING)
        yield stores


def url_of(stores: Stores) -> str:
    return stores.url.render_as_string(hide_password=False)


def run(command: object, *words: object) -> Result:
    return CliRunner().invoke(command, [*map(str, words)], catch_exceptions=False)  # type: ignore[arg-type]


def test_all_clinics_come_back_on_an_empty_server(stores: Stores, server: str, tmp_path: Path) -> None:
    key, file, empty = tmp_path / "key.txt", tmp_path / "all.backup", new_database(server)
    public = run(backup_key, key).output.strip()
    told = run(clinic_backup, file, "--recipient", public, "--database", url_of(stores))
    assert "holds 2 patients with 3 sessions" in told.output
    stores.of(NORTH).erase_patient(ANNA.id, MONDAY + timedelta(days=9))
    run(clinic_backup, tmp_path / "newer.backup", "--recipient", public, "--database", url_of(stores))

    younger = f"erased-clinic_{'b' * 32}.txt"  # of a clinic that was not there when the backup was made
    (tmp_path / younger).write_text(f"{OMAR.id} {MONDAY.isoformat()}\n")
    told = run(clinic_restore, file, "--key-file", key, "--database", empty)
    assert "It is back." in told.output
    with open_stores(empty) as again:
        assert again.up_to_date()
        assert again.accounts.clinics() == (NORTH, SOUTH)
        assert again.accounts.accounts(NORTH.id) == (ADA, GRACE)
        assert again.of(SOUTH).patients() == (OMAR,)
        # erased since, by the list beside the newer backup
        assert again.of(NORTH).patients() == ()
        assert [one.patient_id for one in again.of(NORTH).erased()] == [ANNA.id]


def test_nothing_comes_back_where_something_is(stores: Stores, server: str, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    run(clinic_backup, file, "--unsealed", "--database", url_of(stores))
    empty = new_database(server)
    with open_stores(empty) as half:
        half.migrate()
        half.make_clinic(SOUTH)
        half.of(SOUTH).add_patient(ANNA)
    for words in (("--database", url_of(stores)), ("--database", empty)):
        with pytest.raises(Exception, match="There are data in"):
            run(clinic_restore, file, *words)
    with open_stores(empty) as half:
        assert half.accounts.clinics() == (SOUTH,)
        assert half.of(SOUTH).patients() == (ANNA,)


def test_every_clinic_forgets_after_so_many_months(stores: Stores) -> None:
    device = {"id": "d", "clinic_id": NORTH.id, "name": "", "paired_by": GRACE.id, "paired_at": MONDAY}
    with stores.accounts._writing() as db:
        db.execute(insert(DeviceRow), [device | {"id": who, "patient_id": who} for who in (ANNA.id, "x")])
        db.execute(insert(ChallengeRow), {"nonce": "n", "device_id": ANNA.id, "ends_at": MONDAY})
    words = ("--keep-months", 1, "--clock-is-right", "--database", url_of(stores))
    assert run(clinic_maintain, *words, "--dry-run").output.count("would be erased; last session") == 2
    assert run(clinic_maintain, *words).output.count(" erased; last session") == 2
    assert stores.of(NORTH).patients() + stores.of(SOUTH).patients() == ()
    with stores.accounts._reading() as db:
        assert list(db.scalars(select(DeviceRow.patient_id))) == ["x"]
