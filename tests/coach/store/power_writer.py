"""A process that trains for a while and says on a pipe what the store has acknowledged; it is watched.

python -m tests.coach.store.power_writer FOLDER FULL|NORMAL|OFF SESSIONS
"""

import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from coach.store import Store
from coach.store.database import database_file
from coach.store.sqlite import engine_of
from tests.coach.store.writer import writes

#: Checkpoints come a hundred times as often as usual, so that they are cut as well.
PAGES_IN_LOG = 10
ACKNOWLEDGED = b"acknowledged "


def main(folder: Path, synchronous: str, sessions: int) -> None:
    """Trains; ``synchronous`` is FULL as the store asks for it, or less for a control."""
    path = database_file(folder)
    engine = engine_of(path)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute(f"PRAGMA wal_autocheckpoint={PAGES_IN_LOG}")

    store = Store(path, engine)
    for number in range(sessions):
        for ack, write in writes(store, f"cut-{number}"):
            write()
            os.write(1, ACKNOWLEDGED + f"{ack.session_id} {ack.what} {ack.position}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
