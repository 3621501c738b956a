"""Children that bring data up and down, or write backups, without end, until they are killed."""

from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from coach.keeping import Home, Identity, Recipient, back_up, restore
from coach.store import open_store
from coach.store.database import migrate
from web.new_file import new_file

#: As far down as sessions are kept as they are now.
DOWN_TO = "0008_following_a_patient"


def migrate_for_ever(path: Path, ready: Connection) -> None:
    """Down and up again; says when it begins."""
    ready.send("begins")
    for _ in count():
        migrate(path, DOWN_TO, down=True)
        migrate(path, "head")


def back_up_for_ever(path: Path, to: Path, key: str, ready: Connection) -> None:
    """Backups over each other; says when each is done."""
    store = open_store(path)
    for number in count():
        with new_file(to, overwrite=True) as file:
            back_up({"clinic": store}, file, Recipient(key), made_at=datetime.now(UTC), program=f"{number}")
        ready.send("done")


def restore_once(backup: Path, to: Path, key: str, ready: Connection) -> None:
    """Brings a backup back; says when it begins and when it is back."""
    ready.send("begins")
    with backup.open("rb") as file:
        restore(file, Identity(key), {"clinic": Home(to)}.get)
    ready.send("done")
