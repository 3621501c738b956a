"""The live loop writes from its own thread while pages read; nobody is told to come back later."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from coach.store import Store, open_store
from tests.coach.store.builders import ANNA, MONDAY, OPENING, TURN, a_rep, a_trace, on_both

pytestmark = on_both

REPS = 60


def test_pages_read_whole_repetitions_while_the_session_is_written(store: Store) -> None:
    store.open_session("s", ANNA.id, MONDAY, OPENING)
    written = Event()

    def write() -> None:
        for number in range(1, REPS + 1):
            store.save_rep("s", 1, a_rep(number), a_trace(2.0 * number))
        written.set()

    def read() -> list[int]:
        counts = []
        while not written.is_set():
            exercise = store.session("s").record.exercises[1]
            frames = 0 if exercise.trace is None else len(exercise.trace.values)
            assert frames == 60 * len(exercise.reps)
            counts.append(len(exercise.reps))
        return counts

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        pool.submit(write).result()
        for reader in readers:
            assert reader.result() == sorted(reader.result())
    assert len(store.session("s").record.exercises[1].reps) == REPS


def test_two_writers_wait_for_each_other(store: Store, place: str) -> None:
    other = open_store(place)
    store.open_session("s", ANNA.id, MONDAY, OPENING)

    def write(writer: Store, first: int) -> None:
        for number in range(first, first + REPS):
            writer.save_rep("s", 1, a_rep(number), a_trace())

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write, writer, at * REPS) for at, writer in enumerate((store, other))]:
            done.result()
    assert len(store.session("s").record.exercises[1].reps) == 2 * REPS
    assert store.session("s").record.exercises[1].plan == TURN
    other.close()
