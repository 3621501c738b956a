"""The stations that a therapist looks at from one desk: this computer's own, and those that have come in."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from coach.attention import Glance, Watched, answered, needs, pressing, watch
from coach.record import Phase
from web.desk_commands import text_in
from web.errors import AskedError
from web.handing_over import hand_over, offered
from web.live_sitting import Stage
from web.who_trains import today

if TYPE_CHECKING:
    from web.desk_link import Link
    from web.desk_listening import Listener
    from web.launch import Launch
    from web.services import Services

#: The station of this computer itself.
HERE = "here"
#: As many as one person can keep an eye on; the wall has no room for more.
MOST_STATIONS = 8
#: The name of the patient who is next here is looked up this often, seconds.
NAME_EVERY_S = 2.0
LONGEST_NAME = 80


class Station(Protocol):
    """One place where somebody sits before a camera."""

    id: str
    name: str

    def told(self) -> tuple[int, dict[str, Any], float]:
        """The newest state, its number, and the age of its picture in seconds."""

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that the therapist does there; see `web.desk_commands`."""

    def beat(self) -> None:
        """A therapist looks on."""


class OwnStation:
    """The station of this computer: its live session."""

    id = HERE
    name = "This computer"

    def __init__(self, here: Services, launch: Launch, clock: Callable[[], float] = time.monotonic) -> None:
        self._here, self._launch, self._clock = here, launch, clock
        self._patient, self._patient_id, self._looked_s = "", "", float("-inf")

    def told(self) -> tuple[int, dict[str, Any], float]:
        """The newest state, its number, and the age of its picture in seconds."""
        live = self._here.live
        version, state = live.desk.newest
        named = {"patient": self._name_of(state.get("patient_id", ""))}
        told = {name: value for name, value in state.items() if name != "patient_id"}
        return version, told | named, live.age_s(state.get("frame_s", 0.0))

    def _name_of(self, patient_id: str) -> str:
        """Who trains here, or is next; looked up now and then, and when it is somebody else."""
        if patient_id != self._patient_id or self._clock() - self._looked_s >= NAME_EVERY_S:
            self._patient_id, self._looked_s = patient_id, self._clock()
            self._patient = self._look_up(patient_id)
        return self._patient

    def _look_up(self, patient_id: str) -> str:
        if patient_id:
            return self._here.store.patient(patient_id).name
        patient = today(self._here.config, self._here.store, self._here.library).patient
        return patient.name if patient else ""

    def lead(self, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that the therapist does here."""
        match name:
            case "patients":
                return offered(self._here, text_in(body, "typed", LONGEST_NAME))
            case "next":
                return self._hand_over(author, body)
        return self._here.live.lead(name, author, body)

    def _hand_over(self, author: str, body: dict[str, Any]) -> dict[str, Any]:
        patient_id = text_in(body, "patient", LONGEST_NAME)
        hand_over(self._here, patient_id, author if body.get("end") == "yes" else "")
        self._launch.hand_over(str(body.get("keeping", "")))
        self._looked_s = float("-inf")
        return {}

    def beat(self) -> None:
        """A therapist looks on."""
        self._here.live.desk.beat()


class Desk:
    """The stations in a stable order, and who of them needs a look.

    Attributes:
        listener: lets stations of other computers in; ``None`` where none are to come.
        link: this station's way to another computer's desk; ``None`` where nothing is served.
    """

    def __init__(self, *stations: Station, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._stations = {station.id: station for station in stations}
        self._watched: dict[str, Watched] = {}
        self.listener: Listener | None = None
        self.link: Link | None = None

    @property
    def stations(self) -> tuple[Station, ...]:
        """Every station, in the order in which it first came in."""
        with self._lock:
            return tuple(self._stations.values())

    def station(self, station_id: str) -> Station:
        """One station.

        Raises:
            AskedError: it is not known here.
        """
        found = {one.id: one for one in self.stations}
        if station_id not in found:
            raise AskedError("That station is not connected. It comes back by itself when it is switched on.")
        return found[station_id]

    def come_in(self, station: Station) -> None:
        """A station has connected; one that was here before keeps its place.

        Raises:
            AskedError: there is no room for one more.
        """
        with self._lock:
            if station.id not in self._stations and len(self._stations) >= MOST_STATIONS:
                raise AskedError(f"A desk has room for {MOST_STATIONS} stations.")
            self._stations[station.id] = station

    def leave(self, station_id: str) -> None:
        """A station is not paired any more."""
        with self._lock:
            self._stations.pop(station_id, None)

    def close(self) -> None:
        """Nothing is told to or heard from other computers any more; sessions go on where they are."""
        for part in (self.listener, self.link):
            if part is not None:
                part.close()

    def look(self, station: Station) -> tuple[int, dict[str, Any], float]:
        """What a station tells, and why it needs a look, where it does."""
        version, state, age_s = station.told()
        now_s = self._clock()
        with self._lock:
            watched = watch(self._watched.get(station.id, Watched()), glance(state), now_s)
            self._watched[station.id] = watched
        named = {"station": station.id, "name": station.name}
        told = state | named | {"needs": needs(watched, now_s), "pressing": pressing(watched)}
        return version, told, age_s

    def lead(self, station_id: str, name: str, author: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that the therapist does at a station."""
        got = self.station(station_id).lead(name, author, body)
        with self._lock:
            self._watched[station_id] = answered(self._watched.get(station_id, Watched()))
        return got


def glance(state: dict[str, Any]) -> Glance:
    """What matters of a state, as a station tells it."""
    session, camera = state.get("session"), state.get("camera", {})
    asked = str(state.get("asked", ""))
    if state["stage"] == "away":
        return Glance(away=bool(state.get("in_session")))
    if state["stage"] != Stage.SESSION or not session:
        return Glance(asked=asked)
    return Glance(
        asked=asked,
        camera_lost=bool(camera.get("lost")) or not camera.get("on"),
        spasm=session["paused"] == "spasm",
        paused=session["paused"] in {"patient", "midline"},
        seen=bool(state["seen"]) or session["phase"] in {Phase.PREPARE, Phase.REST},
        along=tuple(state["along"]),
        reaching=session["phase"] == Phase.MOVE and not session["in_band"],
    )
