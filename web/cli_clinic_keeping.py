"""`midline clinic backup`, `restore` and `maintain`: a clinic's server keeps what it has.

Beside the backups stands a list of who was erased at each clinic, ids and times; whoever is on it does not
come back with an older backup of the same folder.
"""

from datetime import UTC, datetime
from pathlib import Path
from re import fullmatch

import click

from coach.accounts import Stores, open_stores
from coach.accounts.accounts import MIGRATIONS, SCHEMA
from coach.keeping import Home, add_to_list, back_up, new_identity, read_list, restore
from coach.store import Store
from coach.store.postgresql import Schema
from web.cli_backup import FILE, KEY_FILE, SEALED_WITH, in_words, opened, opening_key, program, sealing_key
from web.cli_clinic_parts import DATABASE
from web.cli_maintain import WANTED, keep
from web.new_file import new_file

CLINIC_SCHEMA = "clinic_[0-9a-f]{32}"


@click.command(name="backup", short_help="Write everything of all clinics to one sealed file.")
@FILE
@SEALED_WITH
@DATABASE
def clinic_backup(
    *, file: Path, recipient: str | None, unsealed: bool, overwrite: bool, database: str
) -> None:
    """Write everything that the server keeps, accounts and all clinics, to FILE, while it runs. It is sealed
    with a passphrase that is asked for or, where nobody is there to be asked, for a --recipient."""
    with open_stores(database) as stores:
        key = sealing_key(recipient, unsealed=unsealed)
        clinics = clinic_stores(stores)
        with new_file(file, overwrite=overwrite) as out:
            kept = {SCHEMA: stores.accounts, **clinics}
            told = back_up(kept, out, key, made_at=datetime.now(UTC), program=program())
        for name, store in clinics.items():
            add_to_list(erased_list(file, name), store.erased() + store.erased_sessions())
    click.echo(f"{in_words(told)} It is in {file}.")


@click.command(name="restore", short_help="Bring a backup of all clinics back into an empty database.")
@FILE
@KEY_FILE
@DATABASE
def clinic_restore(*, file: Path, key_file: Path | None, database: str) -> None:
    """Bring back what `midline clinic backup` wrote to FILE, into a database that holds nothing yet; all of
    it or nothing. Whoever was erased since, by the lists beside FILE, does not come back."""
    with open_stores(database) as stores, opened(file) as backed_up:
        key = opening_key(backed_up, key_file)
        lists = file.parent.glob("erased-clinic_*.txt")
        gone = {path.stem.removeprefix("erased-"): read_list(path) for path in lists}
        told = restore(backed_up, key, lambda name: home_of(stores, name), gone)
    click.echo(f"{in_words(told)} It is back.")


@click.command(name="maintain", short_help="Erase what was kept as long as was asked for.")
@WANTED
@DATABASE
def clinic_maintain(*, keep_months: int | None, dry_run: bool, clock_is_right: bool, database: str) -> None:
    """Erase at every clinic the patients whose last session lies as many months back as was asked for with
    --keep-months; without that nobody. The laptops of whoever was erased are let in no more. Logins and codes
    that ended long ago go as well. To be run once a day."""
    with open_stores(database) as stores:
        stores.accounts.tidy(datetime.now(UTC))
        for clinic in stores.accounts.clinics():
            store = stores.of(clinic)
            click.echo(f"{clinic.id}:")
            keep(store, keep_months, click.echo, dry_run=dry_run, clock_is_right=clock_is_right)
            stores.accounts.forget_patients(one.patient_id for one in store.erased())


@click.command(name="backup-key", short_help="Make a key that backups can be sealed for.")
@FILE
def backup_key(*, file: Path) -> None:
    """Write a new secret key to FILE, which opens backups, and print its public key, for --recipient. Keep
    FILE away from the server: whoever has it can read every backup."""
    identity, recipient = new_identity()
    with new_file(file) as out:
        out.write(f"{identity.text}\n".encode())
    click.echo(recipient.text)


def clinic_stores(stores: Stores) -> dict[str, Store]:
    """Each clinic's store by the name of its part of the database."""
    return {clinic.schema: stores.of(clinic) for clinic in stores.accounts.clinics()}


def home_of(stores: Stores, name: str) -> Home | None:
    """Where a store of a server's backup goes."""
    if name == SCHEMA:
        return Home(Schema(stores.url, SCHEMA), MIGRATIONS)
    return Home(Schema(stores.url, name)) if fullmatch(CLINIC_SCHEMA, name) else None


def erased_list(file: Path, name: str) -> Path:
    """The list of one clinic beside a backup."""
    return file.with_name(f"erased-{name}.txt")
