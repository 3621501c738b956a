"""Milliseconds to load the library, and to compose, publish and open a programme of everything in it."""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from coach.compose import compose
from coach.library import load_library
from coach.prescription import Choice, Draft, Published
from coach.programme import Prescribed
from coach.proposal import propose, starter
from coach.store import Patient, open_store
from tests.coach.clinic import assessment

TITLE = "Programmes, milliseconds"
TIMES = 20
LOADING_MS, PUBLISHING_MS = 150, 100


def lines() -> Iterator[str]:
    """The table."""
    yield f"{'':52}{'median':>8}{'worst':>8}{'wanted':>8}   ({TIMES} times)"
    yield _line("the whole library, from its files", load_library, LOADING_MS)
    library, found = load_library(), assessment()
    first = starter(found, library.exercises, library.refusals)
    proposed = [one for one in propose(found, library.exercises, library.refusals) if one.fits]
    choices = tuple(Choice(exercise=one.exercise_id, enabled=one.to_enable) for one in proposed)[:20]
    whole = Draft(title="Everything that fits", choices=choices)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        store.add_patient(Patient("bench", "B."))
        store.add_assessment("bench", found)

        def publish(draft: Draft) -> None:
            number = len(store.published("bench")) + 1
            prescribed = compose(draft, found, library.exercises, library.refusals, number)
            store.publish("bench", _published(draft, number, prescribed))

        def opened() -> object:
            return store.newest_published("bench")

        for name, draft in (("starter", first), (f"{len(choices)} exercises", whole)):
            yield _line(f"compose and publish, {name}", partial(publish, draft), PUBLISHING_MS)
            yield _line(f"open, {name}", opened, PUBLISHING_MS)
        store.close()


def _published(draft: Draft, number: int, prescribed: Prescribed) -> Published:
    return Published(
        version=number,
        published_on=date(2026, 1, 1),
        author="bench",
        reason="Measured.",
        assessment=assessment(),
        draft=draft,
        prescribed=prescribed,
    )


def _line(name: str, action: Callable[[], object], wanted_ms: int) -> str:
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        action()
        spent.append(1000 * (time.perf_counter() - begun))
    return f"{name:52}{np.median(spent):8.0f}{max(spent):8.0f}{wanted_ms:8d}"
