"""`midline backup` and `midline restore`: everything that is kept here in one sealed file, and back."""

from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import IO

import click

from coach.keeping import (
    NAME,
    Home,
    Identity,
    Passphrase,
    Recipient,
    Told,
    back_up,
    key_wanted,
    note_backup,
    read_list,
    restore,
)
from coach.store.database import database_file
from web.cli_parts import A_FILE, DATA_DIR, kept_store, own_folder, together
from web.errors import AskedError
from web.new_file import new_file

#: What a laptop's own store is called in its backups.
LAPTOP = "laptop"
#: Judgement: guessing ten letters of a hash that takes a tenth of a second is out of reach of a finder.
SHORTEST_PASSPHRASE = 10
KEY_LINE = "AGE-SECRET-KEY-"

SEALED_WITH = together(
    click.option("--recipient", metavar="KEY", help="Seal it for this public key of age (age1…)."),
    click.option("--unsealed", is_flag=True, help="Do not seal it: whoever has the file can read it."),
    click.option("--overwrite", is_flag=True, help="Put it in the place of a file that is there."),
)
KEY_FILE = click.option(
    "--key-file", type=A_FILE, help="File with the secret key, for a backup that was sealed for a public key."
)
FILE = click.argument("file", type=A_FILE)


@click.command(short_help="Write everything that is kept here to one sealed file.")
@FILE
@SEALED_WITH
@DATA_DIR
def backup(
    *, file: Path, recipient: str | None, unsealed: bool, overwrite: bool, data_dir: Path | None
) -> None:
    """Write everything that is kept here to FILE, sealed with a passphrase that is asked for. Midline may be
    running meanwhile."""
    with kept_store(data_dir) as store:
        key = sealing_key(recipient, unsealed=unsealed)
        with new_file(file, overwrite=overwrite) as out:
            told = back_up({LAPTOP: store}, out, key, made_at=datetime.now(UTC), program=program())
        note_backup(store, told.made_at)
    click.echo(f"{in_words(told)} It is in {file}.")
    click.echo("Keep it on another disk, and its passphrase or key in another place." if key else UNSEALED)


@click.command(name="restore", short_help="Bring a backup back into an empty data folder.")
@FILE
@KEY_FILE
@DATA_DIR
def restore_backup(*, file: Path, key_file: Path | None, data_dir: Path | None) -> None:
    """Bring back what `midline backup` wrote to FILE, into a data folder that holds nothing yet. It comes
    back whole, or nothing is changed."""
    with opened(file) as backed_up:
        key = opening_key(backed_up, key_file)
        place = database_file(data_dir or own_folder())
        gone = read_list(place.with_name(NAME))
        told = restore(backed_up, key, {LAPTOP: Home(place)}.get, {LAPTOP: gone})
    click.echo(f"{in_words(told)} It is back.")


UNSEALED = "It is not sealed: whoever has the file can read all of it."


def sealing_key(recipient: str | None, *, unsealed: bool) -> Passphrase | Recipient | None:
    """What to seal with; a passphrase is asked for where nothing else was said.

    Raises:
        AskedError: the passphrase is too short.
    """
    if unsealed:
        return None
    if recipient:
        return Recipient(recipient)
    words = click.prompt("Passphrase for the backup", hide_input=True, confirmation_prompt=True, err=True)
    if len(words) < SHORTEST_PASSPHRASE:
        raise AskedError(
            f"Wanted a passphrase of at least {SHORTEST_PASSPHRASE} letters, got {len(words)}; "
            "four or five words are easy to keep."
        )
    return Passphrase(words)


def opening_key(file: IO[bytes], key_file: Path | None) -> Passphrase | Identity | None:
    """What opens a backup, asked for where it must be.

    Raises:
        AskedError: it needs a key file, and none that holds a key was given.
    """
    match key_wanted(file):
        case "none":
            return None
        case "passphrase":
            return Passphrase(click.prompt("Passphrase of the backup", hide_input=True, err=True))
    if key_file is None:
        raise AskedError("This backup was sealed for a public key; its secret key opens it, with --key-file.")
    with opened(key_file) as lines:
        keys = [line.decode(errors="replace").strip() for line in lines]
    found = next((key for key in keys if key.startswith(KEY_LINE)), None)
    if found is None:
        raise AskedError(f"There is no line in {key_file} that begins with {KEY_LINE}.")
    return Identity(found)


def opened(path: Path) -> IO[bytes]:
    """A file to be read.

    Raises:
        AskedError: it cannot be.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise AskedError(f"{path} cannot be read: {error.strerror}.") from None


def program() -> str:
    """This version."""
    return metadata.version("midline")


def in_words(told: Told) -> str:
    """What a backup holds, in a sentence."""

    def counted(table: str) -> int:
        return sum(rows for name, rows in told.rows.items() if name.endswith(f".{table}"))

    at = told.made_at.astimezone()
    return (
        f"The backup of {at.day} {at:%B %Y, %H:%M} (Midline {told.program}) holds "
        f"{counted('patient')} patients with {counted('session')} sessions."
    )
