"""A file that only its owner may read, whole and on the disk, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from web.errors import AskedError


@contextmanager
def new_file(path: Path, *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """A new file to write health data to; it has its name when all of it has reached the disk, and where the
    writing breaks off, nothing is left of it.

    Raises:
        AskedError: a file of this name is there and may not be overwritten, or it cannot be written.
    """
    if path.exists() and not overwrite:
        raise AskedError(f"There is a file {path} already. Please name a new one.")
    half = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise AskedError(f"There is a file {half} already. Please name a new one.") from None
    except OSError as error:
        raise AskedError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        _reach_the_disk(path.parent)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise AskedError(f"{path} cannot be written: {error.strerror}.") from None
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _reach_the_disk(folder: Path) -> None:
    """The name too; Windows sees to it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
