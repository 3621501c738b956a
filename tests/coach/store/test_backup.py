"""A backup holds everything as of one moment; it comes back whole or not at all."""

import gzip
import io
import re
from collections.abc import Iterator
from errno import ENOSPC
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from coach.errors import BackupError, NewerDataError, StoreError
from coach.keeping import Home, Passphrase, Recipient, back_up, key_wanted, new_identity, restore
from coach.store import Store, open_store
from coach.store.database import migrate, place_of
from tests.coach.report.people import SESSION, fill
from tests.coach.store.backups import (
    NOW,
    PUBLIC,
    SECRET,
    Files,
    backup_of,
    bring_back,
    everything,
    laptop,
    lines_in,
    made,
    open_old,
    sealed,
)
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING, a_rep, a_trace, directly, on_both
from tests.coach.store.writer import writes

__all__ = ["laptop", "made"]


@pytest.fixture
def full(place: str) -> Iterator[Store]:
    """A store with some of everything."""
    store = open_store(place)
    fill(store)
    store.add_patient(OMAR)
    yield store
    store.close()


@on_both
def test_everything_comes_back(full: Store, tmp_path: Path) -> None:
    before = everything(full)
    told = bring_back(backup_of(full), tmp_path / "new")
    assert (told.made_at, told.program, told.rows["clinic.patient"]) == (NOW, "0.1.0", 2)
    again = open_store(tmp_path / "new")
    assert everything(again) == before
    again.open_session("next", OMAR.id, MONDAY, OPENING)
    again.close()


@on_both
def test_it_comes_back_into_either_database(full: Store, place: str) -> None:
    file, before = backup_of(full), everything(full)
    full.close()
    migrate(full.place, "base", down=True)
    bring_back(file, full.place)
    again = open_store(place)
    assert everything(again) == before
    # the database counts on from the rows that came
    again.open_session("next", ANNA.id, MONDAY, OPENING)
    again.save_rep("next", 0, a_rep(), a_trace())
    again.close()


def test_a_file_of_a_laptop_comes_back_on_a_server(full: Store, postgresql: str) -> None:
    migrate(place_of(postgresql), "base", down=True)
    bring_back(backup_of(full), place_of(postgresql))
    server = open_store(postgresql)
    assert everything(server) == everything(full)
    server.close()


@on_both
def test_it_is_as_of_one_moment_while_others_write(full: Store, place: str, tmp_path: Path) -> None:
    writer = open_store(place)

    class Busy(io.BytesIO):
        def write(self, piece: Any, /) -> int:
            writer.open_session(f"during-{self.tell()}", ANNA.id, MONDAY, OPENING)
            return super().write(piece)

    file = Busy()
    back_up({"clinic": full}, file, PUBLIC, made_at=NOW, program="0.1.0")
    written = {head.id for head in full.sessions(ANNA.id)}
    bring_back(file, tmp_path)
    again = open_store(tmp_path)
    there = {head.id for head in again.sessions(ANNA.id)}
    assert there < written
    assert len(again.session(max(there)).record.exercises) == 2
    again.close()
    writer.close()


def round_trips(store: Store, place: str, folder: Path, how_many: int) -> None:
    """Each while somebody trains; what comes back, backed up again, is the same line by line."""
    writer, ended = open_store(place), Event()

    def train() -> None:
        for number in count():
            for _, write in writes(writer, f"meanwhile-{number}"):
                write()
                if ended.is_set():
                    return

    trains = Thread(target=train)
    trains.start()
    try:
        for number in range(how_many):
            file = backup_of(store)
            bring_back(file, folder / str(number))
            again = open_store(folder / str(number))
            assert lines_in(backup_of(again).getvalue()) == lines_in(file.getvalue())
            again.close()
    finally:
        ended.set()
        trains.join()
        writer.close()


@on_both
def test_what_comes_back_is_the_same_line_by_line(full: Store, place: str, tmp_path: Path) -> None:
    round_trips(full, place, tmp_path, 1)


@pytest.mark.soak
@on_both
def test_two_hundred_round_trips(full: Store, place: str, tmp_path: Path) -> None:
    round_trips(full, place, tmp_path, 100)


def test_what_an_older_version_made_comes_back_up_to_date(full: Store, tmp_path: Path) -> None:
    full.close()
    migrate(full.place, "0004_session_kind", down=True)
    older = open_old(full.place)
    file = io.BytesIO()
    back_up({"clinic": older}, file, PUBLIC, made_at=NOW, program="0.0.4")
    assert bring_back(file, tmp_path / "new").program == "0.0.4"
    again = open_store(tmp_path / "new")
    assert again.patient(ANNA.id).name == ANNA.name
    assert again.exercise(SESSION, 1).trace is not None
    again.close()


@pytest.mark.parametrize("said", ['{"backup":2,', '"revision":"0999_from_the_future"'])
def test_what_a_newer_version_made_is_refused(made: Files, tmp_path: Path, said: str) -> None:
    lines = lines_in(made[PUBLIC])
    name = said.split(":", maxsplit=1)[0]
    newer = [re.sub(f"{name}:[^,}}]*,?", said, line.decode(), count=1).encode() for line in lines]
    with pytest.raises(NewerDataError, match="newer version of Midline made this backup"):
        bring_back(sealed(newer), tmp_path / "new")
    assert not any((tmp_path / "new").iterdir())


@on_both
def test_whoever_was_erased_since_does_not_come_back(full: Store, place: str) -> None:
    older = backup_of(full)
    full.erase_patient(ANNA.id, NOW)
    gone, left = full.erased(), everything(full)
    full.close()
    migrate(full.place, "base", down=True)
    restore(older, SECRET, {"clinic": Home(full.place)}.get, {"clinic": gone})
    again = open_store(place)
    assert again.erased() == gone
    assert everything(again) == left
    again.close()


def test_nothing_is_written_over(laptop: Store) -> None:
    file, before = backup_of(laptop), everything(laptop)
    with pytest.raises(BackupError, match=r"There are data in .* already"):
        bring_back(file, laptop.place)
    assert everything(laptop) == before


def test_a_passphrase_opens_it_and_another_does_not(laptop: Store, tmp_path: Path) -> None:
    file = backup_of(laptop, Passphrase("turning tides of Tuesday"))
    assert key_wanted(file) == "passphrase"
    assert ANNA.name.encode() not in file.getvalue()
    for wrong in (SECRET, None, Passphrase("turning tides")):
        with pytest.raises(BackupError, match="not what the backup was sealed with"):
            bring_back(file, tmp_path, wrong)
    bring_back(file, tmp_path, Passphrase("turning tides of Tuesday"))


class Full(io.BytesIO):
    """A disk with a little room."""

    def write(self, piece: Any, /) -> int:
        if self.tell() + len(piece) > 1000:
            raise OSError(ENOSPC, "No space left on device")
        return super().write(piece)


@pytest.mark.parametrize("key", [PUBLIC, None])
def test_a_full_disk_is_told_as_what_it_is(laptop: Store, key: Recipient | None) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        back_up({"clinic": laptop}, Full(), key, made_at=NOW, program="0.1.0")


@pytest.mark.parametrize("key", [PUBLIC, None])
def test_data_that_cannot_be_read_are_told_as_what_they_are(full: Store, key: Recipient | None) -> None:
    directly(full, "UPDATE score SET \"on\" = 'nonsense'")
    with pytest.raises(StoreError, match="could not be read: Invalid isoformat"):
        backup_of(full, key)


def test_another_key_does_not_open_it(laptop: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="not what the backup was sealed with"):
        bring_back(backup_of(laptop), tmp_path, new_identity()[0])
    with pytest.raises(BackupError, match="begins with age1, got 'age'"):
        backup_of(laptop, Recipient("age"))


def test_without_a_key_anybody_can_read_it_by_ordinary_means(made: Files) -> None:
    inside = made[None].split(b"\n", maxsplit=2)[2][:-40]
    assert ANNA.name.encode() in gzip.decompress(inside)
