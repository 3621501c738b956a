"""A disk whose power is cut: what was written and not yet synced is there, or not, sector by sector.

A writer's system calls are watched with strace, which sees what any program asks of the system. From them a
disk is followed that keeps only what it promised to keep: what was synced stays; of everything after it any
subset may have reached the disk, in sectors of 512 bytes; a new file's name may be missing until its folder
was synced.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.coach.store.power_writer import ACKNOWLEDGED
from tests.coach.store.writer import Ack

SECTOR = 512
#: How much of what was not synced has reached the disk: nothing, some, most, all.
REACHED = (0.0, 0.3, 0.8, 1.0)
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink"
_CALL = re.compile(r"^\d+ +(\w+)\((?:(\d+|AT_FDCWD)(?:<([^>]*)>)?)(?:, )?(.*)\) = (-?\d+)")
_TEXT = re.compile(r'^"([^"]*)"(?:, (.*))?$')


@dataclass(frozen=True)
class Call:
    """One call that went well: its name, the file's, its text in bytes and its last number."""

    name: str
    path: str
    text: bytes
    number: int


def missing() -> str:
    """Why a writer cannot be watched here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return tried.stderr.decode().strip() if tried.returncode else ""


def watched(folder: Path, synchronous: str, sessions: int) -> list[Call]:
    """Every call of a writer that touched its folder or its answers, in their order."""
    trace = folder.parent / "trace"
    writer = [sys.executable, "-m", "tests.coach.store.power_writer", str(folder), synchronous, str(sessions)]
    watch = ["strace", "-f", "-qq", "-y", "-xx", "-s", "200000", "-e", f"trace={CALLS}", "-o", str(trace)]
    subprocess.run([*watch, *writer], check=True, capture_output=True, timeout=300)
    with trace.open() as lines:
        return [call for call in map(_call, lines) if call and _counts(call, folder)]


def _counts(call: Call, folder: Path) -> bool:
    return call.path.startswith(str(folder)) or call.text.startswith(ACKNOWLEDGED)


def _call(line: str) -> Call | None:
    found = _CALL.match(line)
    if found is None or found[5].startswith("-"):
        return None
    path, rest = _bytes(found[3] or "").decode(), found[4]
    text = _TEXT.match(rest)
    written = _bytes(text[1]) if text else b""
    numbers = ((text[2] or "") if text else rest).split(", ")
    if found[1] == "openat":
        return Call("openat", written.decode(), b"", int("O_CREAT" in rest))
    return Call(found[1], path, written, int(numbers[-1]) if numbers[-1].isdigit() else 0)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass
class _File:
    synced: bytes
    named: bool
    since: list[Call] = field(default_factory=list)


class Disk:
    """A folder on a disk, as far as it can be relied on."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._files = {str(path): _File(path.read_bytes(), named=True) for path in folder.iterdir()}
        self.acks: list[Ack] = []

    def take(self, call: Call) -> None:
        """The next call."""
        if call.text.startswith(ACKNOWLEDGED):
            session_id, what, position = call.text.removeprefix(ACKNOWLEDGED).decode().split()
            self.acks.append(Ack(session_id, what, int(position)))
        elif call.path == self._folder:
            for file in self._files.values():
                file.named = True
        elif call.name == "openat":
            if call.number and call.path not in self._files:
                self._files[call.path] = _File(b"", named=False)
        elif call.name in {"fsync", "fdatasync"}:
            file = self._files[call.path]
            file.synced, file.since = bytes(_after(file, None, 1.0)), []
        elif call.name == "unlink":
            self._files.pop(call.path, None)
        else:
            self._files[call.path].since.append(call)

    def after_a_cut(self, rng: np.random.Generator, reached: float) -> dict[str, bytes]:
        """What is found in the folder when the power is back, by the files' names."""
        return {
            Path(path).name: bytes(_after(file, rng, reached))
            for path, file in self._files.items()
            if not path.endswith("-shm") and (file.named or rng.random() < reached)
        }


def _after(file: _File, rng: np.random.Generator | None, reached: float) -> bytearray:
    content = bytearray(file.synced)
    for call in file.since:
        if call.name == "ftruncate":
            if rng is None or rng.random() < reached:
                del content[call.number :]
            continue
        for start, piece in _sectors(call):
            if rng is None or rng.random() < reached:
                content.extend(bytes(max(0, start - len(content))))
                content[start : start + len(piece)] = piece
    return content


def _sectors(call: Call) -> Iterator[tuple[int, bytes]]:
    """The pieces of a write as they reach the disk: from one border of a sector to the next."""
    at, end = call.number, call.number + len(call.text)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        yield at, call.text[at - call.number : until - call.number]
        at = until
