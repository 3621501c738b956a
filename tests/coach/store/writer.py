"""A child process that trains without end and says what the store has acknowledged, until it is killed."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from coach.record import Ending
from coach.store import Store, open_store
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OPENING, QUALITY, SUMMARY, a_rep, a_trace

REPS = 2
FRAMES = 30


class Ack(NamedTuple):
    """A write that has returned."""

    session_id: str
    what: str
    position: int = 0


def train_for_ever(folder: Path | str, round_number: int, acks: Connection, *, hasty: bool) -> None:
    """Session after session; ``hasty`` acknowledges before it writes, which the check must find out."""
    store = open_store(folder)
    for number in count():
        session_id = f"{round_number}-{number}"
        for ack, write in writes(store, session_id):
            if hasty:
                acks.send(ack)
            write()
            if not hasty:
                acks.send(ack)


def writes(store: Store, session_id: str) -> list[tuple[Ack, Callable[[], None]]]:
    """One session's writes in order, each with its acknowledgement."""

    def opened() -> None:
        store.open_session(session_id, ANNA.id, MONDAY + timedelta(hours=1), OPENING)

    def closed() -> None:
        store.close_session(session_id, Ending.DONE, QUALITY, CHECK_OUT, MONDAY + timedelta(hours=2))

    writes = [(Ack(session_id, "opened"), opened)]
    for index in range(len(OPENING.plans)):
        writes += [
            (Ack(session_id, "rep", index), _rep(store, session_id, index, n)) for n in range(1, REPS + 1)
        ]
        writes += [(Ack(session_id, "ended", index), _ended(store, session_id, index))]
    return [*writes, (Ack(session_id, "closed"), closed)]


def _rep(store: Store, session_id: str, index: int, number: int) -> Callable[[], None]:
    return lambda: store.save_rep(session_id, index, a_rep(number), a_trace(2.0 * number, FRAMES))


def _ended(store: Store, session_id: str, index: int) -> Callable[[], None]:
    return lambda: store.end_exercise(session_id, index, SUMMARY, a_trace(100.0, FRAMES))
