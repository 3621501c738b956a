"""The live session over HTTP: state by server-sent events, pictures by pull, commands by POST.

Push without credit piles pictures up in buffers; a page that pulls is never shown an old one.
"""

import json
from collections.abc import Iterator
from typing import Any

import cv2
from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from coach.errors import CoachError
from coach.safety import red_answers
from pose.errors import PoseError
from web import live_check
from web.errors import AskedError
from web.live import Live
from web.live_feed import Said
from web.live_loop import STATE_EVERY_S
from web.picture import picture_data
from web.services import services
from web.whose import whose

bp = Blueprint("live", __name__, url_prefix="/live")

#: A quiet stream says something this often, so that a page that has gone is noticed.
QUIET_S = 1.0
#: How long a page waits for a new picture before it asks again.
PICTURE_WAIT_S = 1.0
JPEG_QUALITY = 80


@bp.errorhandler(AskedError)
@bp.errorhandler(PoseError)
@bp.errorhandler(CoachError)
def sorry(error: Exception) -> ResponseReturnValue:
    """What was refused, in a sentence for the patient."""
    return {"error": str(error)}, 409


@bp.get("/events")
def events() -> ResponseReturnValue:
    """The state, at most 15 times a second, and each sentence at once. The newest tab has the stream.

    Arguments of the query: ``tab``, the page's own name; ``after``, the last sentence it has heard.
    """
    live = services().live
    if not live.on:
        raise AskedError("Nothing is under way.")
    heard = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    count = int(heard) if heard.isdecimal() else live.feed.count
    return Response(stream(live, request.args.get("tab", ""), count), mimetype="text/event-stream")


def stream(live: Live, tab: str, count: int) -> Iterator[str]:
    """Server-sent events for one page until another takes over or the sitting ends."""
    version, not_before_s = 0, 0.0
    with live.listening(tab):
        while live.tab == tab:
            live.beat()
            on = live.on
            news = live.feed.wait(version, count, not_before_s=not_before_s, timeout_s=QUIET_S)
            for number, said in news.said:
                count = number
                yield event("said", _said(live, said), number)
            if news.state is not None:
                version, not_before_s = news.version, live.clock() + STATE_EVERY_S
                yield event("state", news.state)
            if not news.said and news.state is None:
                yield ": quiet\n\n"
            if not on:
                return
    yield event("moved", {})


def _said(live: Live, said: Said) -> dict[str, Any]:
    age_ms = None if said.frame_s is None else round(live.age_s(said.frame_s) * 1000, 1)
    return {"key": said.key, "text": said.text, "kind": said.kind, "age_ms": age_ms}


def event(name: str, data: dict[str, Any], number: int | None = None) -> str:
    """One server-sent event."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


@bp.get("/frame")
def frame() -> ResponseReturnValue:
    """The newest picture beyond ``after`` as JPEG, made only because it is asked for; 204 if none comes."""
    after = request.args.get("after", "0")
    found = services().live.picture(int(after) if after.isdecimal() else 0, PICTURE_WAIT_S)
    if found is None:
        return "", 204
    number, picture, age_s = found
    bgr = cv2.cvtColor(picture.rgb, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    headers = {"X-Frame": str(number), "X-Age-Ms": f"{age_s * 1000:.1f}"}
    return Response(jpeg.tobytes(), mimetype="image/jpeg", headers=headers)


@bp.get("/asked")
def asked() -> ResponseReturnValue:
    """The data of the picture of the exercise under way; 204 where there is none to show."""
    here = services()
    if here.live.asked is None:
        return "", 204
    patient_id, task = here.live.asked
    published = here.store.newest_published(patient_id)
    return picture_data(task, found=published.assessment if published else None)


@bp.post("/browser-frame")
def browser_frame() -> ResponseReturnValue:
    """One JPEG of the page's own camera; only ever reached over loopback."""
    if request.remote_addr not in {"127.0.0.1", "::1"}:
        abort(403, "Pictures are taken from this computer only.")
    services().live.take_picture(request.get_data(cache=False))
    return "", 204


@bp.post("/check")
def check() -> ResponseReturnValue:
    """What the check before a session means: the reasons for a day of rest, or none."""
    words = services().library.safety.red
    return {"reasons": [getattr(words, name) for name in red_answers(live_check.check_in(_body()))]}


@bp.post("/start")
def start() -> ResponseReturnValue:
    """Starts a sitting and with it the camera; ``whose`` is the page's own word, see `web.whose`.

    :raise 409: it does not fit the moment, or the page is that of another patient.
    """
    live, body = services().live, _body()
    if body.get("whose", whose()) != whose():
        raise AskedError("Somebody else is next on this computer now. Their page of today is opening.")
    count = live.feed.count
    live.start(body)
    return {"after": count, "state": live.feed.state}


@bp.post("/close")
def close() -> ResponseReturnValue:
    """Closes a session that was cut off."""
    services().live.close_open(str(_body().get("session_id", "")))
    return {}


@bp.post("/<command>")
def command(command: str) -> ResponseReturnValue:
    """Any other command of a sitting; see `web.live_commands`."""
    live = services().live
    tab = request.headers.get("X-Tab")
    if tab is not None and live.tab not in {"", tab}:
        raise AskedError("Another window has taken over this session.")
    live.command(command, _body())
    return {"state": live.feed.state}


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True) or {}
    return body if isinstance(body, dict) else {}
