"""A process whose disk fills up at one level after another; says what it found of each as a line of JSON.

python -m tests.coach.store.disk_filler FOLDER TEMPLATE LEVELS

FOLDER is on a small disk of its own; a file takes up all but so many bytes of what is free, the store is
opened and trained with until it refuses, the file goes, and training goes on with the same store.
"""

import json
import os
import shutil
import sys
from itertools import count
from pathlib import Path

from coach.errors import CoachError
from coach.store import Store, open_store
from tests.coach.store.writer import Ack, writes

#: The fullest and the emptiest level: no room for anything, and room for some sessions.
MOST_FREE = 240_000


def main(folder: Path, template: Path, levels: int) -> None:
    """Every level."""
    for level in range(levels):
        shutil.copy(template, folder / "midline.sqlite3")
        print(json.dumps(fill_up(folder, level * MOST_FREE // levels)), flush=True)
        for path in folder.iterdir():
            path.unlink()


def fill_up(folder: Path, free: int) -> dict[str, object]:
    """One level: what was refused and how, what was acknowledged, before and after there was room again."""
    filler = folder / "filler"
    _take_all_but(filler, free)
    acks, refused = [], ""
    try:
        store = open_store(folder)
    except CoachError as error:
        refused, store = str(error), None
    if store:
        done, refused = _train(store, "full", 99)
        acks += done
    filler.unlink()
    store = store or open_store(folder)
    again, trouble = _train(store, "after", 2)
    store.close()
    kept = folder / "kept.sqlite3"
    shutil.copy(folder / "midline.sqlite3", kept)
    found = {"free": free, "refused": refused, "trouble": trouble, "acks": acks, "again": again}
    return found | {"data": _and_away(kept)}


def _train(store: Store, name: str, sessions: int) -> tuple[list[Ack], str]:
    """Until it is refused: what was acknowledged, and the refusal."""
    acks: list[Ack] = []
    for number in range(sessions):
        for ack, write in writes(store, f"{name}-{number}"):
            try:
                write()
            except CoachError as error:
                return acks, str(error)
            acks.append(ack)
    return acks, ""


def _take_all_but(filler: Path, free: int) -> None:
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096):
            for _ in count():
                try:
                    file.write(bytes(size))
                except OSError:
                    break
        file.truncate(max(0, file.seek(0, os.SEEK_END) - free))


def _and_away(kept: Path) -> str:
    """The data to a place outside, where they are looked at."""
    away = Path(os.environ["AWAY"]) / f"{len(list(Path(os.environ['AWAY']).iterdir()))}.sqlite3"
    shutil.move(kept, away)
    return str(away)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
