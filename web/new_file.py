"""A file that only its owner may read, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from web.errors import AskedError


@contextmanager
def new_file(path: Path, *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """A new file to write health data to; where the writing breaks off, nothing is left of it.

    Raises:
        AskedError: a file of this name is there and may not be overwritten, or it cannot be written.
    """
    target = path.with_name(f"{path.name}.part") if overwrite else path
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise AskedError(f"There is a file {target} already. Please name a new one.") from None
    except OSError as error:
        raise AskedError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        if overwrite:
            target.replace(path)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise AskedError(f"{path} cannot be written: {error.strerror}.") from None
    except BaseException:
        target.unlink(missing_ok=True)
        raise
