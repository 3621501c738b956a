"""When the last backup was made."""

from datetime import datetime
from pathlib import Path

from coach.store import Store
from coach.store.sqlite import setting

_MADE_AT = "backup_made_at"


def note_backup(store: Store, made_at: datetime) -> None:
    """Keep when the last backup was made (aware)."""
    store.set_setting(_MADE_AT, made_at.isoformat())


def last_backup(path: Path) -> datetime | None:
    """When the last one of a file was made; looking changes nothing, and an older file stays one."""
    found = setting(path, _MADE_AT)
    return datetime.fromisoformat(found) if found else None
