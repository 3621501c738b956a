"""A full disk: the store refuses in a sentence, loses nothing acknowledged, and goes on afterwards."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.store import open_store
from tests.coach.store.builders import ANNA
from tests.coach.store.test_kill import lost, sound
from tests.coach.store.writer import Ack

#: A small disk in memory, of this process and its children only; nobody needs to be root for it.
SMALL_DISK = 'mount -t tmpfs -o size=2m none "$1" && shift && exec "$@"'
ALONE = ["unshare", "-rm"]
DISK = "the disk is full|the disk did not take it, as it is full or damaged"
REFUSED = re.compile(
    rf"Nothing was changed in \S+: ({DISK})\."
    rf"|The data in \S+ cannot be opened, and were left as they were: ({DISK})\."
)


def missing() -> str:
    """Why there can be no small disk here; empty where there can."""
    if sys.platform != "linux":
        return "a disk of one's own is Linux's"
    words = [*ALONE, "sh", "-c", SMALL_DISK, "sh", "/mnt", "true"]
    try:
        tried = subprocess.run(words, capture_output=True, check=False)
    except OSError as error:
        return str(error)
    return tried.stderr.decode().strip() if tried.returncode else ""


pytestmark = pytest.mark.skipif(bool(missing()), reason=f"No small disk here: {missing()}.")


def levels(tmp_path: Path, how_many: int) -> Iterator[dict[str, Any]]:
    """What was found of each level."""
    template, disk, away = tmp_path / "template", tmp_path / "disk", tmp_path / "away"
    store = open_store(template)
    store.add_patient(ANNA)
    store.close()
    disk.mkdir()
    away.mkdir()
    filler = [sys.executable, "-m", "tests.coach.store.disk_filler", str(disk)]
    told = subprocess.run(
        [
            *ALONE,
            "sh",
            "-c",
            SMALL_DISK,
            "sh",
            str(disk),
            *filler,
            str(template / "midline.sqlite3"),
            str(how_many),
        ],
        env=os.environ | {"AWAY": str(away)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert told.returncode == 0, told.stderr
    yield from map(json.loads, told.stdout.splitlines())


def check(tmp_path: Path, how_many: int) -> None:
    found = list(levels(tmp_path, how_many))
    acknowledged = 0
    for one in found:
        assert REFUSED.fullmatch(one["refused"]), one["refused"]
        assert one["trouble"] == ""
        acks = [Ack(*ack) for ack in one["acks"] + one["again"]]
        store = open_store(one["data"])
        assert lost(store, acks) == []
        store.close()
        assert sound(Path(one["data"]))
        acknowledged += len(one["acks"])
    assert len(found) == how_many
    assert acknowledged > how_many
    print(f"{how_many} fill levels, {acknowledged} writes acknowledged before the disk was full, 0 lost")


def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    check(tmp_path, 20)


@pytest.mark.soak
def test_two_hundred_fill_levels_lose_nothing(tmp_path: Path) -> None:
    check(tmp_path, 200)
