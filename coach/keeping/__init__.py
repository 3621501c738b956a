"""What is kept is kept on: backups that leave the computer sealed, and come back whole or not at all."""

from coach.keeping.backup import back_up, restore
from coach.keeping.content import Told
from coach.keeping.last import last_backup, note_backup
from coach.keeping.sealed import Identity, Passphrase, Recipient, key_wanted, new_identity

__all__ = [
    "Identity",
    "Passphrase",
    "Recipient",
    "Told",
    "back_up",
    "key_wanted",
    "last_backup",
    "new_identity",
    "note_backup",
    "restore",
]
