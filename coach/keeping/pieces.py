"""The bytes of a backup, piece by piece, so that the whole of it is never in memory."""

import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from coach.errors import BackupError

#: The last bytes of a file: the length and the SHA-256 of everything before them.
LENGTH = 8
TRAILER = LENGTH + hashlib.sha256().digest_size
PIECE = 1 << 16
#: A repetition's trace has some ten thousand bytes; a line longer than this is none of ours.
LONGEST_LINE = 1 << 26
GZIP = 31  # zlib's name for the format of gzip
DAMAGED = "This backup was damaged or cut short, and cannot be used. Nothing was changed."


def packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines as one gzip."""
    pack = zlib.compressobj(wbits=GZIP)
    for line in lines:
        if piece := pack.compress(line):
            yield piece
    yield pack.flush()


class Pulled:
    """Pieces of bytes, to be read; keeps what broke them off."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.broke: Exception | None = None
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int) -> bytes:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return b""
            except Exception as error:
                self.broke = error
                raise
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


class Hashed:
    """Writes on; keeps the hash of it, and what broke it off."""

    def __init__(self, to: IO[bytes]) -> None:
        self.broke: Exception | None = None
        self._to = to
        self.sha256 = hashlib.sha256()
        self.length = 0

    def write(self, piece: bytes) -> int:
        self.sha256.update(piece)
        self.length += len(piece)
        try:
            return self._to.write(piece)
        except OSError as error:
            self.broke = error
            raise

    def flush(self) -> None:
        self._to.flush()


class Inside:
    """What is left of a file before its trailer, to be read."""

    def __init__(self, file: IO[bytes]) -> None:
        here = file.tell()
        self._left = file.seek(0, io.SEEK_END) - TRAILER - here
        self._file = file
        file.seek(here)

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece


class Lines:
    """Unpacks what is written into lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._unpack = zlib.decompressobj(wbits=GZIP)
        self._rest = b""

    def write(self, piece: bytes) -> int:
        size = len(piece)
        while piece:
            try:
                self._split(self._unpack.decompress(piece, PIECE))
            except zlib.error as error:
                raise BackupError(DAMAGED) from error
            piece = self._unpack.unconsumed_tail
        return size

    def _split(self, unpacked: bytes) -> None:
        *lines, self._rest = (self._rest + unpacked).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise BackupError(DAMAGED)
        for line in lines:
            self._take(line)

    def flush(self) -> None:
        """Nothing is held back that could be given."""

    def finish(self) -> None:
        try:
            self._split(self._unpack.flush())
        except zlib.error as error:
            raise BackupError(DAMAGED) from error
        if not self._unpack.eof or self._rest or self._unpack.unused_data:
            raise BackupError(DAMAGED)
