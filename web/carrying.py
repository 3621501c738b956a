"""What carries this laptop's records to the clinics of its patients: made for one run, or for one command."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata

from coach.library import Library
from coach.store import Admission, Store
from coach.sync.client import Client
from coach.sync.courier import Courier, Rounds
from coach.sync.down import Judge
from coach.sync.transport import https
from web.clinic_list import clinic_refusals


def now() -> datetime:
    """The time of day, aware."""
    return datetime.now(UTC)


def make_courier(store: Store, library: Library, busy: Callable[[], bool] = lambda: False) -> Courier:
    """One that asks over TLS; a laptop that was let in stays so for some minutes.

    Args:
        busy: whether a session is under way.
    """
    known: dict[str, Client] = {}

    def client(admission: Admission) -> Client:
        if admission.device_id not in known:
            known[admission.device_id] = Client(admission, https(admission.address), now, time.monotonic)
        return known[admission.device_id]

    def judge() -> Judge:
        return Judge(metadata.version("midline"), clinic_refusals(store, library))

    return Courier(store, client, judge, now, busy)


def make_rounds(store: Store, library: Library, busy: Callable[[], bool]) -> Rounds:
    """The thread that carries while Midline runs; not started yet."""
    return Rounds(make_courier(store, library, busy), busy, random.Random())  # noqa: S311 - only spreads
