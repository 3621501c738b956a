"""Plays a clinic's day against its server: therapists who look and think, laptops that deliver, then a
thousand laptops that come back at once with a week of sessions each.

``python -m tests.bench.clinic_load [MINUTES] [PATIENTS]``; the server, its database and this loader share the
machine. It starts them itself, on the loopback address, and ends by itself.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.clinic_data import PATIENTS, build
from tests.bench.clinic_people import Figures, Played, burst, day
from tests.bench.review import running_server
from tests.web.clinic_server.serving import wait_until_ready

PORT = 8131
ADDRESS = f"http://127.0.0.1:{PORT}"
SECRET = "kJ8-qLz3vN_w7XbT5cRfY2hGd9PmAs6e"  # noqa: S105  of this bench only
MINUTES = 10.0
SESSIONS_A_LAPTOP = 7


def main(minutes: float, patients: int) -> None:
    """Prints the table of each part as soon as it is known."""
    with running_server() as url:
        begun = time.perf_counter()
        cast = build(url, patients)
        size = len(cast.record) / 1000
        spent = time.perf_counter() - begun
        print(f"{patients} patients with a year each, made in {spent:.0f} s; a session is {size:.0f} kB")
        with served(url):
            warm = day(Played(ADDRESS, cast), seconds=20, seed=1)
            show("first look of the day", warm)
            show(f"a day, {minutes:g} minutes", day(Played(ADDRESS, cast), seconds=60 * minutes, seed=2))
            begun = time.perf_counter()
            came = burst(Played(ADDRESS, cast), SESSIONS_A_LAPTOP)
            spent = time.perf_counter() - begun
            show(f"{patients} laptops at once, {SESSIONS_A_LAPTOP} sessions each: {spent:.0f} s", came)


@contextmanager
def served(url: str) -> Iterator[None]:
    """`midline clinic` on that database, as it is started by a clinic."""
    told = {
        "MIDLINE_DATABASE_URL": url,
        "MIDLINE_SECRET": SECRET,
        "MIDLINE_PUBLIC_ADDRESS": ADDRESS,
        "MIDLINE_LISTEN": f"127.0.0.1:{PORT}",
        "MIDLINE_PROXIES": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from web.cli import main; main(['clinic'])"], env=os.environ | told
    )
    try:
        wait_until_ready(ADDRESS)
        yield
    finally:
        process.terminate()
        process.wait()


def show(title: str, figures: Figures) -> None:
    """Times in milliseconds, from the first byte sent to the last received."""
    print(f"\n{title}\n{'':34}{'times':>8}{'median':>8}{'p95':>8}{'p99':>8}{'worst':>8}{'errors':>8}")
    for line in figures.lines():
        print(line, flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]) if given else MINUTES, int(given[1]) if len(given) > 1 else PATIENTS)
