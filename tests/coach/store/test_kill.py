"""kill -9 at any moment: what was acknowledged is there, the database is sound, the session can be closed."""

import multiprocessing
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path

import numpy as np
import pytest

from coach.record import Ending, ExerciseRecord, Quality
from coach.store import Store, open_store
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, SUMMARY, a_rep, file_of
from tests.coach.store.writer import FRAMES, Ack, train_for_ever

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and a fork server")

#: Acknowledgements to let pass before the kill: up to one whole session and the start of the next.
MOST_ACKS = 9
#: Then a moment, long enough to fall anywhere in the next write, seconds.
MOMENT_S = 0.004
#: Folders killed in side by side: while one waits for the disk another computes.
LANES = 3


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Starts children in milliseconds from a clean process that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "tests.coach.store.writer"])
    return context


def killed(
    server: ForkServerContext, folder: Path | str, rng: np.random.Generator, number: int, *, hasty: bool
) -> list[Ack]:
    """Let a child train, kill it at a random moment, and return what it had acknowledged."""
    ours, theirs = server.Pipe(duplex=False)
    child = server.Process(target=train_for_ever, args=(folder, number, theirs), kwargs={"hasty": hasty})
    child.start()
    theirs.close()
    acks = [ours.recv() for _ in range(rng.integers(0, MOST_ACKS))]
    time.sleep(rng.uniform(0, MOMENT_S if acks else 10 * MOMENT_S))
    child.kill()
    child.join()
    acks.extend(_rest(ours))
    child.close()
    ours.close()
    return acks


def _rest(ours: "multiprocessing.connection.Connection[Ack, Ack]") -> Iterator[Ack]:
    try:
        while True:
            yield ours.recv()
    except EOFError:
        return


def lost(store: Store, acks: list[Ack]) -> list[Ack]:
    """Acknowledged writes that are not there as they were written."""
    return [ack for session in {ack.session_id for ack in acks} for ack in _lost_of(store, session, acks)]


def _lost_of(store: Store, session_id: str, acks: list[Ack]) -> list[Ack]:
    ours = [ack for ack in acks if ack.session_id == session_id]
    if session_id not in {head.id for head in store.sessions(ANNA.id)}:
        return ours
    record = store.session(session_id).record
    said = Counter((ack.what, ack.position) for ack in ours)
    return [ack for ack in ours if not _there(ack, record.exercises[ack.position], said, record.ending)]


def _there(ack: Ack, exercise: ExerciseRecord, said: Counter[tuple[str, int]], ending: Ending | None) -> bool:
    if ack.what == "rep":
        wanted = tuple(a_rep(n + 1) for n in range(said["rep", ack.position]))
        return exercise.reps[: len(wanted)] == wanted and _whole_trace(exercise)
    if ack.what == "ended":
        return exercise.summary == SUMMARY and _whole_trace(exercise)
    return ending is Ending.DONE if ack.what == "closed" else True


def _whole_trace(exercise: ExerciseRecord) -> bool:
    """A rep is never there without its trace, nor a piece of trace without its rep."""
    pieces = len(exercise.reps) + (exercise.summary is not None)
    return exercise.trace is not None and len(exercise.trace.values) == FRAMES * pieces


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        answers = [
            connection.execute(f"PRAGMA {check}").fetchall()
            for check in ("integrity_check", "foreign_key_check")
        ]
    return answers == [[("ok",)], []]


def one_round(server: ForkServerContext, folder: Path, rng: np.random.Generator, number: int) -> list[Ack]:
    """Kill a child, then start again as the program would: nothing lost, and the open session is offered."""
    acks = killed(server, folder, rng, number, hasty=False)
    store = open_store(folder)
    assert lost(store, acks) == []
    assert sound(file_of(store))
    left_open = store.open_sessions()
    assert len(left_open) <= 1
    if acks and acks[-1].what != "closed":
        # The write under way may have been the last one of its session.
        assert [head.id for head in left_open] == [acks[-1].session_id] or acks[-1] == Ack(
            acks[-1].session_id, "ended", 1
        )
    for head in left_open:
        store.close_session(head.id, Ending.INTERRUPTED, Quality(), CHECK_OUT, MONDAY + timedelta(hours=3))
    assert store.open_sessions() == ()
    store.close()
    return acks


def rounds(server: ForkServerContext, folder: Path, seed: int, how_many: int) -> None:
    """One lane: a folder of its own, killed in again and again; at the end all of it is still there."""
    rng = np.random.default_rng(seed)
    store = open_store(folder)
    store.add_patient(ANNA)
    store.close()
    said = [ack for number in range(how_many) for ack in one_round(server, folder, rng, number)]
    store = open_store(folder)
    assert {ack.session_id for ack in said} <= {head.id for head in store.sessions(ANNA.id)}
    assert sum(ack.what == "rep" for ack in said) > how_many
    store.close()


def in_lanes(server: ForkServerContext, folder: Path, how_many: int) -> None:
    with ThreadPoolExecutor(LANES) as pool:
        each = how_many // LANES
        lanes = [pool.submit(rounds, server, folder / str(lane), lane, each) for lane in range(LANES)]
        for lane in lanes:
            lane.result()


def test_kills_lose_nothing_acknowledged(server: ForkServerContext, tmp_path: Path) -> None:
    in_lanes(server, tmp_path, 45)


@pytest.mark.soak
def test_five_thousand_kills_lose_nothing_acknowledged(server: ForkServerContext, tmp_path: Path) -> None:
    in_lanes(server, tmp_path, 5001)


def test_a_store_that_answers_too_soon_is_found_out(server: ForkServerContext, tmp_path: Path) -> None:
    """The control: the same check on a writer that acknowledges before it writes."""
    rng = np.random.default_rng(1)
    store = open_store(tmp_path)
    store.add_patient(ANNA)
    found = []
    for number in range(60):
        acks = killed(server, tmp_path, rng, number, hasty=True)
        found += lost(store, acks)
        if found:
            break
    store.close()
    assert found
