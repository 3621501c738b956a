"""The therapist's desk: a wall of all stations, and one station large, beside sessions under way.

All behind the PIN of the browser that asks; the patient's own browser has no part in it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from web.auth import therapist_only
from web.desk_commands import LONGEST_MARK, LONGEST_SAID, text_in
from web.desk_stations import HERE, Desk
from web.errors import AskedError
from web.live_loop import STATE_EVERY_S
from web.live_routes import event
from web.services import DESK_EXTENSION, launch, services
from web.signing import author, remember

if TYPE_CHECKING:
    from web.launch import Launch

bp = Blueprint("desk", __name__, url_prefix="/therapist/desk")

#: The stations are looked at this often for something new.
LOOK_EVERY_S = STATE_EVERY_S / 2
#: A station of which nothing is new is told again this often, so that a page that has gone is noticed.
QUIET_S = 1.0
#: What a therapist says most, of the texts that the coach has.
READY = (
    "take_time",
    "come_back",
    "past_target",
    "correct_too_fast",
    "correct_trunk_lean",
    "correct_shoulders",
    "rest",
    "praise_2",
)
LONGEST_NAME = 80


def desk() -> Desk:
    """The desk of the app that answers this request."""
    return cast("Desk", current_app.extensions[DESK_EXTENSION])


@bp.get("/")
@therapist_only
def wall() -> ResponseReturnValue:
    """Up to eight stations at a glance; who needs a look is larger."""
    stations = [(one.id, one.name) for one in desk().stations]
    return render_template("desk/wall.html", stations=stations)


@bp.get("/<station_id>")
@therapist_only
def station(station_id: str) -> ResponseReturnValue:
    """One station, large, with everything that can be done there."""
    cues = services().library.cues
    return render_template(
        "desk/station.html",
        station=desk().station(station_id),
        ready=[cues[key] for key in READY],
        author=author(),
        longest_said=LONGEST_SAID,
        longest_mark=LONGEST_MARK,
    )


@bp.get("/events")
@therapist_only
def events() -> ResponseReturnValue:
    """Every station's newest state by server-sent events; ``station`` asks for one only."""
    wanted = request.args.get("station", "")
    stream = _stream(desk(), launch(), g.browser, wanted)
    return Response(stream, mimetype="text/event-stream")


def _stream(at: Desk, who: Launch, browser: str, wanted: str) -> Iterator[str]:
    """Each station at most 15 times a second, until the therapist's sitting ends."""
    sent: dict[str, tuple[int, str, float]] = {}
    while who.sitting(browser):
        for one in at.stations:
            if wanted in {"", one.id}:
                one.beat()
                version, told, age_s = at.look(one)
                before, needs, at_s = sent.get(one.id, (-1, "", 0.0))
                since_s = time.monotonic() - at_s
                fresh = (version, told["needs"]) != (before, needs) and since_s >= STATE_EVERY_S
                if fresh or since_s >= QUIET_S:
                    sent[one.id] = version, told["needs"], time.monotonic()
                    yield event("told", told | {"frame_at_ms": round((time.time() - age_s) * 1000)})
        _WAITING.wait(LOOK_EVERY_S)
    yield event("locked", {})


#: Never set: a wait that can be measured in.
_WAITING = Event()


@bp.post("/here")
@therapist_only
def here() -> ResponseReturnValue:
    """The therapist is still before the page."""
    return "", 204


@bp.post("/<station_id>/<command>")
@therapist_only
def lead(station_id: str, command: str) -> ResponseReturnValue:
    """Something that the therapist does at a station; see `web.desk_commands`.

    :raise 409: it does not fit the moment, or nobody has signed.
    :raise 422: it would ask for too much.
    """
    given = request.get_json(silent=True)
    body: dict[str, Any] = given if isinstance(given, dict) else {}
    name = text_in(body, "author", LONGEST_NAME) or author()
    if not name:
        raise AskedError("Please give your name first: it is kept with what you do.")
    if name != author():
        remember(name)
    plain = body | {"keeping": g.browser if station_id == HERE else ""}
    return desk().lead(station_id, command, name, plain)
