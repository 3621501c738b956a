"""The live loop over HTTP at real speed: frames measured, age of pictures and cues when they leave.

Ages are taken where the answer leaves the server; reader and server share one machine, so nothing is added
but the loopback's own millisecond or two. A cue's age is counted from the moment its frame was due.
"""

import http.client
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from coach.record import Quality
from tests.bench.shared import DATA
from tests.browser.serving import Served, serve

TITLE = "Live loop: a 30 fps recording at real speed"
CLIP = DATA / "clips" / "person-a" / "exercise.mp4"
#: The session is ended after this.
LENGTH_S = 60.0
WELL = {"pain": 2, "tension": 3, "swallowing_trouble": False, "dizziness": False, "anything_new": False}


@dataclass
class Seen:
    """What the page's reader saw: ages in milliseconds."""

    cues_ms: list[float] = field(default_factory=list)
    pictures_ms: list[float] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)


class Reader:
    """The page's two connections and its commands, without a browser."""

    def __init__(self, served: Served) -> None:
        self._host = urlsplit(served.url).netloc
        path = served.link().removeprefix(served.url)
        answer = self._ask("GET", path, **{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"})
        self._cookie = str(answer.getheader("Set-Cookie")).split(";")[0]

    def _ask(self, method: str, path: str, body: object = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self._host, timeout=30)
        own = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), own | headers)
        return connection.getresponse()

    def post(self, command: str, body: object = None) -> Any:
        """A command, as the page sends it."""
        return json.load(self._ask("POST", f"/live/{command}", body or {}, Cookie=self._cookie))

    def events(self) -> Iterator[tuple[str, Any]]:
        """Name and data of each event."""
        stream = self._ask("GET", "/live/events?tab=bench&after=0", Cookie=self._cookie)
        name = ""
        for line in stream:
            key, _, value = line.decode().strip().partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                yield name, json.loads(value)

    def pull(self, seen: Seen) -> None:
        """Pictures, one after the other, as fast as they come."""
        connection = http.client.HTTPConnection(self._host, timeout=30)
        number = "0"
        while not seen.stopped.is_set():
            headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self._cookie}
            connection.request("GET", f"/live/frame?after={number}", headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                number = str(answer.getheader("X-Frame"))
                seen.pictures_ms.append(float(str(answer.getheader("X-Age-Ms"))))


def lines() -> Iterator[str]:
    """One session of a minute, and what came of it."""
    if not CLIP.exists():
        yield f"The shared clips are not at {DATA}; nothing to measure."
        return
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder), str(CLIP)) as served:
        seen, busy = Seen(), os.getloadavg()[0]
        quality, length_s = _session(served, seen)
    frames = quality.frames + quality.dropped
    yield f"busy before it began {busy:.1f} processes on {os.cpu_count()} cores"
    yield f"frames measured      {quality.frames} of {frames} ({quality.frames / frames:.1%}), wanted 100 %"
    yield f"measured a second    {quality.frames / length_s:.1f} of real time, wanted 30 (or the clip waits)"
    yield f"cue age, ms          {_spread(seen.cues_ms)}, wanted p95 <= 150"
    yield f"picture age, ms      {_spread(seen.pictures_ms)}, wanted p95 <= 120"


def _spread(ages_ms: list[float]) -> str:
    p50, p95 = np.percentile(ages_ms, [50, 95])
    return f"p50 {p50:.0f}, p95 {p95:.0f}, most {max(ages_ms):.0f} (n = {len(ages_ms)})"


def _session(served: Served, seen: Seen) -> tuple[Quality, float]:
    """The session's quality record, and how long it took in real time, seconds."""
    reader = Reader(served)
    reader.post("start", WELL)
    pictures = Thread(target=reader.pull, args=(seen,))
    pictures.start()
    ends_s, length_s = None, 0.0
    for name, data in reader.events():
        if name == "said" and data["age_ms"] is not None and ends_s:
            seen.cues_ms.append(data["age_ms"])
        if name == "state":
            ends_s = _next_step(reader, data, ends_s)
            if data["stage"] == "after":
                length_s = time.monotonic() - ends_s + LENGTH_S if ends_s else 0.0
                break
    seen.stopped.set()
    reader.post("check_out")
    pictures.join()
    (head,) = served.store.sessions(served.patient_id)
    return served.store.session(head.id).record.quality or Quality(), length_s


def _next_step(reader: Reader, state: dict[str, Any], ends_s: float | None) -> float | None:
    """What a patient would press now; the time when the session is ended."""
    if state["stage"] == "camera" and state["seen"] and not state["advice"]:
        reader.post("neutral")
    elif state["step"] == "shown":
        reader.post("accept")
    elif state["step"] == "accepted" and state["stage"] == "neutral":
        reader.post("begin")
        return time.monotonic() + LENGTH_S
    elif ends_s and time.monotonic() > ends_s and state["stage"] == "session":
        reader.post("stop")
    return ends_s
