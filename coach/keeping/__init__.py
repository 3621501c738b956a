"""What is kept is kept on: backups that leave the computer sealed, and come back whole or not at all."""

from coach.keeping.backup import back_up, restore
from coach.keeping.coming import Home, HomeOf
from coach.keeping.content import Told
from coach.keeping.erased_list import NAME, add_to_list, read_list
from coach.keeping.last import last_backup, note_backup
from coach.keeping.retention import (
    ClockError,
    Outlived,
    apply_retention,
    outlived,
    retention_months,
    set_retention,
)
from coach.keeping.sealed import Identity, Passphrase, Recipient, key_wanted, new_identity

__all__ = [
    "NAME",
    "ClockError",
    "Home",
    "HomeOf",
    "Identity",
    "Outlived",
    "Passphrase",
    "Recipient",
    "Told",
    "add_to_list",
    "apply_retention",
    "back_up",
    "key_wanted",
    "last_backup",
    "new_identity",
    "note_backup",
    "outlived",
    "read_list",
    "restore",
    "retention_months",
    "set_retention",
]
