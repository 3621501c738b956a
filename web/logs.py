"""The log: what the program did, and never what is known of anybody.

One JSON object a line, in ``logs/midline.log`` of the data folder, five old files kept. A line holds a word
for what happened and ids; no text that somebody typed, no name, no number of a session. An error is its kind
and the places in the program that it came through; its words may speak of a patient, so they stay out, as do
the words of every library.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any
from uuid import UUID

from flask import Flask, Response, g, request

log = logging.getLogger("midline")
#: About a year of one patient's days.
MOST_BYTES, OLD_FILES = 1_000_000, 5
#: What a line may say beside its word; anything else is left out.
MAY_BE_SAID = ("patient_id", "session_id", "route", "method", "status", "ms", "version")
#: Asked for many times a second, or by everybody: these would drown the rest.
NOT_NOTED = {
    "static",
    "healthz",
    "live.frame",
    "live.browser_frame",
    "live.events",
    "live.asked",
    "whose.ask",
    "desk.here",
}


class Line(logging.Formatter):
    """A record as a line without health data."""

    def format(self, record: logging.LogRecord) -> str:
        own = record.name == log.name
        what = record.msg if own else f"{record.name}:{record.lineno}"
        line = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(), "level": record.levelname}
        line |= {"what": str(what)} | _said(record)
        if record.exc_info and record.exc_info[0]:
            line |= _error(record.exc_info[0], record.exc_info[2])
        return json.dumps(line)


def to_file(folder: Path) -> None:
    """Everything that is logged from now on goes to the folder's ``logs``, and nothing to the terminal."""
    place = folder / "logs"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / "midline.log"
    path.touch(mode=0o600)
    to(RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=OLD_FILES, encoding="utf-8"))


def to(handler: logging.Handler) -> None:
    """The same to another place, such as the output of a server's process. Gunicorn has a handler of its own
    and would tell the address of a request that it could not answer; it is held to the same lines."""
    handler.setFormatter(Line())
    for other in logging.getLogger("gunicorn.error").handlers:
        other.setFormatter(Line())
    root = logging.getLogger()
    for before in root.handlers[:]:
        if isinstance(before.formatter, Line):
            root.removeHandler(before)
            before.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)
    threading.excepthook = _thread_ended
    sys.excepthook = _program_ended


def note_requests(app: Flask) -> None:
    """A line for each answer: which page by its pattern, for which ids, how it ended and how long it took."""

    @app.before_request
    def _begin() -> None:
        g.begun_s = perf_counter()

    @app.after_request
    def _note(answer: Response) -> Response:
        if request.endpoint not in NOT_NOTED:
            log.info("answered", extra=_of_request() | {"status": answer.status_code})
        return answer


def _of_request() -> dict[str, Any]:
    rule = request.url_rule.rule if request.url_rule else ""
    ids = {name: value for name, value in (request.view_args or {}).items() if name in MAY_BE_SAID}
    took = round(1000 * (perf_counter() - g.get("begun_s", perf_counter())))
    return {"route": rule, "method": request.method, "ms": took} | ids


def _said(record: logging.LogRecord) -> dict[str, Any]:
    given = {name: getattr(record, name) for name in MAY_BE_SAID if hasattr(record, name)}
    return {name: value for name, value in given.items() if not name.endswith("_id") or _is_id(value)}


def _is_id(value: Any) -> bool:
    """An address is typed by anybody, and may have a name where an id belongs."""
    try:
        return str(UUID(str(value))) == str(value)
    except ValueError:
        return False


def _error(kind: type[BaseException], trace: TracebackType | None) -> dict[str, Any]:
    frames = traceback.extract_tb(trace)
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": kind.__qualname__, "through": where}


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is not SystemExit:
        error = ended.exc_value or ended.exc_type()
        log.critical("a thread ended", exc_info=(ended.exc_type, error, ended.exc_traceback))


def _program_ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("the program ended", exc_info=(kind, error, trace))
    sys.stderr.write(f"Midline ended by a fault of its own ({kind.__name__}); logs/midline.log says where.\n")
