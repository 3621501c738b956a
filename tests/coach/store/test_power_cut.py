"""The power goes at any moment: with SQLite as the store asks for it nothing acknowledged is lost. Asked for
less, the very same check finds the losses, so it would find ours."""

import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from coach.store import open_store
from tests.coach.store.builders import ANNA
from tests.coach.store.power import REACHED, Disk, missing, watched
from tests.coach.store.writer import Ack

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's"),
    pytest.mark.skipif(bool(missing()), reason=f"No writer can be watched here: {missing()}."),
]

#: What must be there for each kind of acknowledgement, counted in the tables.
THERE = {
    "opened": "SELECT count(*) FROM session WHERE id = ? AND ? = 0",
    "rep": "SELECT count(*) FROM rep WHERE session_id = ? AND position = ?",
    "ended": "SELECT count(*) FROM exercise WHERE session_id = ? AND position = ? AND ending IS NOT NULL",
    "closed": "SELECT count(*) FROM session WHERE id = ? AND ? = 0 AND ended_at IS NOT NULL",
}
#: A repetition, or the end of an exercise, never without its piece of trace, nor the other way round.
TORN = """SELECT count(*) FROM exercise WHERE
(SELECT count(*) FROM trace_chunk WHERE session_id = exercise.session_id AND position = exercise.position) !=
(SELECT count(*) FROM rep WHERE session_id = exercise.session_id AND position = exercise.position)
+ (ending IS NOT NULL)"""


def found_in(folder: Path, acks: list[Ack]) -> str:
    """What is the matter with it after a cut: ``unreadable``, ``unsound``, ``lost``, ``torn`` or nothing."""
    try:
        with closing(sqlite3.connect(folder / "midline.sqlite3")) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # this copy need not outlive anything
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "unsound"
            if connection.execute("PRAGMA foreign_key_check").fetchall():
                return "unsound"
            for (session_id, what, position), wanted in Counter(acks).items():
                if connection.execute(THERE[what], (session_id, position)).fetchone()[0] < wanted:
                    return "lost"
            return "torn" if connection.execute(TORN).fetchone()[0] else ""
    except sqlite3.DatabaseError:
        return "unreadable"


def cuts(tmp_path: Path, synchronous: str, images: int, sessions: int = 6) -> Counter[str]:
    """How so many folders are found whose power was cut at random moments of one writer's work."""
    data, after = tmp_path / "data", tmp_path / "after"
    store = open_store(data)
    store.add_patient(ANNA)
    store.close()
    after.mkdir()
    disk, rng = Disk(data), np.random.default_rng(5)
    calls = watched(data, synchronous, sessions)
    moments = Counter(rng.integers(len(calls), size=images).tolist())
    found: Counter[str] = Counter()
    for number, call in enumerate(calls):
        disk.take(call)
        for _ in range(moments[number]):
            for path in after.iterdir():
                path.unlink()
            for name, content in disk.after_a_cut(rng, float(rng.choice(REACHED))).items():
                (after / name).write_bytes(content)
            found[found_in(after, disk.acks)] += 1
    assert len(disk.acks) == sessions * 8
    print(f"synchronous={synchronous}: {images} cuts, {dict(found)}")
    return found


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert cuts(tmp_path, "FULL", 200) == {"": 200}


@pytest.mark.parametrize(("synchronous", "what"), [("NORMAL", {"lost"}), ("OFF", {"unreadable", "unsound"})])
def test_asked_for_less_the_check_finds_the_losses(tmp_path: Path, synchronous: str, what: set[str]) -> None:
    found = cuts(tmp_path, synchronous, 60)
    assert sum(found[kind] for kind in what) > 5


@pytest.mark.soak
def test_fifty_thousand_cuts_lose_nothing_acknowledged(tmp_path: Path) -> None:
    assert cuts(tmp_path, "FULL", 50_000, sessions=40) == {"": 50_000}
