"""Therapists and laptops as the load plays them; each request is timed and its answer looked at."""

import hashlib
import http.client
import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from random import Random
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from coach.store import Sealed
from coach.sync.proof import prove
from coach.sync.several import LINES, LONGEST_TOGETHER, MOST_TOGETHER, together
from coach.wire import Kind
from tests.bench.clinic_data import Cast, Laptop
from web.clinic_server.guard import PLAIN_COOKIE

#: A therapist reads for so long between two pages, seconds on average; half a minute at most.
THINKS_S, LONGEST_S = 10.0, 30.0
#: A laptop looks in so often while it is on, seconds.
COMES_EVERY_S = 300.0
SENDERS, AT_ONCE = 24, 32
OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


@dataclass
class Figures:
    """How long requests took, by kind, milliseconds; and those that were not answered as they should be."""

    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, spent_ms: float, *, good: bool) -> None:
        """One answer."""
        with self._lock:
            self.spent[kind].append(spent_ms)
            self.errors[kind] += not good

    def lines(self) -> Iterator[str]:
        """A line for each kind, and one for all."""
        kinds = sorted(self.spent)
        every = [one for kind in kinds for one in self.spent[kind]]
        for name, spent, errors in [
            *((kind, self.spent[kind], self.errors[kind]) for kind in kinds),
            ("all", every, self.errors.total()),
        ]:
            p50, p95, p99 = np.percentile(spent, [50, 95, 99]) if spent else (0, 0, 0)
            worst = max(spent, default=0)
            yield f"{name:34}{len(spent):8}{p50:8.0f}{p95:8.0f}{p99:8.0f}{worst:8.0f}{errors:8}"


@dataclass
class Played:
    """One part of the load."""

    address: str
    cast: Cast
    figures: Figures = field(default_factory=Figures)

    def ask(
        self,
        line: http.client.HTTPConnection,
        kind: str,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes | None = None,
    ) -> bytes:
        """One request on an open line, which is opened anew where the other side has closed it."""
        begun = time.perf_counter()
        status, answer = 0, b""
        for _ in range(2):  # a line that was closed for being idle is opened anew, as browsers do
            try:
                line.request(method, path, body=body, headers=headers)
                got = line.getresponse()
                status, answer = got.status, got.read()
                break
            except (http.client.HTTPException, OSError):
                line.close()
        good = status in {200, 201, 303}
        self.figures.note(kind, 1000 * (time.perf_counter() - begun), good=good)
        return answer

    def line(self) -> http.client.HTTPConnection:
        """A connection that stays."""
        return http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)


def day(played: Played, seconds: float, seed: int) -> Figures:
    """Therapists and laptops at the same time."""
    ends, laptops = time.monotonic() + seconds, played.cast.laptops
    share = len(laptops) // SENDERS + 1
    therapists = [
        partial(_therapist, played, cookie, _chance(seed, "therapist", n), ends)
        for n, cookie in enumerate(played.cast.cookies)
    ]
    senders = [
        partial(_sender, played, laptops[n * share : (n + 1) * share], _chance(seed, "laptops", n), ends)
        for n in range(SENDERS)
    ]
    _together([*therapists, *senders])
    return played.figures


def burst(played: Played, sessions: int) -> Figures:
    """Every laptop comes back at once, each with so many sessions that wait; as many go together as a laptop
    sends together."""

    def come_back(laptop: Laptop) -> None:
        line = played.line()
        headers = _let_in(played, line, laptop)
        size = min(MOST_TOGETHER, max(1, LONGEST_TOGETHER // len(played.cast.record)))
        for first in range(0, sessions, size):
            _deliver_together(played, line, headers, range(first, min(first + size, sessions)))
        line.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(come_back, played.cast.laptops))
    return played.figures


def _chance(seed: int, who: str, number: int) -> Random:
    return Random(f"{seed} {who} {number}")  # noqa: S311  a load that can be played again


def _rested(seconds: float, ends: float) -> bool:
    """Waits, and says whether there is time left."""
    time.sleep(max(0.0, min(seconds, ends - time.monotonic())))
    return time.monotonic() < ends


def _together(plays: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=play) for play in plays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _therapist(played: Played, cookie: str, chance: Random, ends: float) -> None:
    """Looks at the list, then at patients and now and then at a session or writes a note."""
    line, headers = played.line(), OURS | {"Cookie": f"{PLAIN_COOKIE}={cookie}"}
    signed = headers | {"Origin": played.address, "Content-Type": "application/x-www-form-urlencoded"}
    while _rested(min(chance.expovariate(1 / THINKS_S), LONGEST_S), ends):
        page = f"/therapist/patients/{chance.choice(played.cast.laptops).patient}"
        what = chance.random()
        if what < 0.35:
            played.ask(line, "list", "GET", f"/therapist/?from={50 * chance.randrange(4)}", headers)
        elif what < 0.9:
            played.ask(line, "patient's page", "GET", page, headers)
            played.ask(line, "its charts", "GET", f"{page}/trends.json", headers)
        else:
            note = b"words=Turns+further+today.&author=x"
            played.ask(line, "note", "POST", f"{page}/letters/note", signed, note)
    line.close()


def _sender(played: Played, laptops: list[Laptop], chance: Random, ends: float) -> None:
    """Some laptops, one after the other, each a few times in the hour."""
    number = 0
    while laptops and _rested(chance.expovariate(len(laptops) / COMES_EVERY_S), ends):
        line, laptop = played.line(), chance.choice(laptops)
        headers = _let_in(played, line, laptop)
        played.ask(line, "laptop: down", "GET", "/api/v1/down?after=0", headers)
        number += 1
        _deliver(played, line, headers, number)
        line.close()


def _let_in(played: Played, line: http.client.HTTPConnection, laptop: Laptop) -> dict[str, str]:
    told = {"Content-Type": "application/json"}
    asked = json.dumps({"device": laptop.device}).encode()
    answer = played.ask(line, "laptop: challenge", "POST", "/api/v1/device/challenge", told, asked)
    nonce = _told(answer).get("nonce", "")
    proved = {"device": laptop.device, "nonce": nonce, "signature": prove(bytes.fromhex(laptop.key), nonce)}
    body = json.dumps(proved).encode()
    answer = played.ask(line, "laptop: token", "POST", "/api/v1/device/token", told, body)
    return {"Authorization": f"Bearer {_told(answer).get('token', '')}"}


def _told(answer: bytes) -> dict[str, str]:
    """What a good answer says; nothing in any other."""
    try:
        told: dict[str, str] = json.loads(answer)
    except ValueError:
        return {}
    return told


def _deliver(played: Played, line: http.client.HTTPConnection, headers: dict[str, str], number: int) -> None:
    body = played.cast.record.replace(played.cast.session_id, str(uuid4())).encode()
    told = {
        "Content-Type": "application/json",
        "Midline-Kind": "session",
        "Midline-Sequence": str(int(time.time() * 1000) % 10**9 + number),
        "Midline-SHA256": hashlib.sha256(body).hexdigest(),
        "Midline-Sent-At": datetime.now(UTC).isoformat(),
    }
    played.ask(line, "laptop: session", "PUT", f"/api/v1/records/{uuid4()}", headers | told, body)


def _deliver_together(
    played: Played, line: http.client.HTTPConnection, headers: dict[str, str], numbers: range
) -> None:
    """Each that is not a receipt counts as an error of its own."""
    bodies = [played.cast.record.replace(played.cast.session_id, str(uuid4())).encode() for _ in numbers]
    records = [
        Sealed(str(uuid4()), Kind.SESSION, number, hashlib.sha256(body).hexdigest(), body)
        for number, body in zip(numbers, bodies, strict=True)
    ]
    body = together(records, datetime.now(UTC))
    told = {"Content-Type": LINES}
    answer = played.ask(line, "laptop: sessions", "POST", "/api/v1/records", headers | told, body)
    answers = json.loads(answer or b"{}").get("answers", [])
    played.figures.errors["laptop: sessions"] += sum(one["status"] != 201 for one in answers)
    played.figures.errors["laptop: sessions"] += len(records) - len(answers)
