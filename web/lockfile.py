"""One process a data folder, by a lock that the system takes back however a process ends."""

import os
import sys
from pathlib import Path
from typing import IO

#: In the data folder.
LOCK_NAME = "running.lock"

if sys.platform == "win32":
    import msvcrt

    #: Far behind the text, so that other processes can read that.
    LOCKED_BYTE = 1 << 30

    def _lock(fd: int) -> None:
        os.lseek(fd, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockFile:
    """A locked file with a few words in it, readable by its owner only.

    Raises:
        BlockingIOError: another process holds it; ``read`` tells what that one wrote.
    """

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
        try:
            _lock(self._file.fileno())
        except OSError as held:
            self._file.close()
            raise BlockingIOError(str(path)) from held

    def write(self, text: str) -> None:
        """Replaces the text."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()

    def close(self) -> None:
        """Empties the file and gives the lock back."""
        self.write("")
        self._file.close()
