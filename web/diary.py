"""What the patient has done, and what they say of it afterwards: not me, not a good session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.diary import Flag, GuideRecord
from coach.record import Ending, SessionKind
from coach.store import SessionHead
from web.services import services
from web.who_trains import who_trains

bp = Blueprint("diary", __name__, url_prefix="/done")

#: So many of the latest are shown; older ones are with the therapist.
SHOWN = 30


@dataclass(frozen=True)
class Entry:
    """One session or spoken guide in words; ``session_id`` is empty for a guide."""

    at: datetime
    when: str
    what: str
    session_id: str
    flags: tuple[Flag, ...]


@bp.get("")
def page() -> ResponseReturnValue:
    """The latest sessions and guides, newest first."""
    who, _ = who_trains()
    store, now = services().store, datetime.now().astimezone()
    heads = store.sessions(who.patient.id) if who.patient else ()
    guides = store.guides(who.patient.id) if who.patient else ()
    return render_template("patient/done.html", entries=entries(heads, guides, now)[:SHOWN], Flag=Flag)


@bp.post("/<session_id>")
def flag(session_id: str) -> ResponseReturnValue:
    """Sets a flag on a session of one's own or takes it back; nothing is deleted.

    :raise 400: no such flag.
    :raise 404: no such session of this patient.
    """
    who, _ = who_trains()
    store = services().store
    head = store.session_head(session_id)
    if who.patient is None or head.patient_id != who.patient.id:
        abort(404, "There is no such session here.")
    if request.form.get("flag") not in set(Flag):
        abort(400, f"A session can be flagged as {' or '.join(Flag)}.")
    change = store.set_flag if request.form.get("set") == "yes" else store.take_back_flag
    change(head.id, Flag(request.form["flag"]), datetime.now(UTC))
    return redirect(url_for(".page"), code=303)


def entries(heads: Sequence[SessionHead], guides: Sequence[GuideRecord], now: datetime) -> list[Entry]:
    """Everything that has ended, newest first."""
    found = [_session(head, now) for head in heads if head.ended_at]
    found += [_guide(guide, now) for guide in guides if guide.ended_at]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _session(head: SessionHead, now: datetime) -> Entry:
    if head.kind is SessionKind.CHECK:
        what = "The two-minute check"
    elif head.resting_only:
        what = "Rest and breathing"
    else:
        what = {0: "A session", 1: "One repetition"}.get(head.tried_reps, f"{head.tried_reps} repetitions")
    return Entry(head.started_at, _when(head.started_at, now), what, head.id, head.flags)


def _guide(guide: GuideRecord, now: datetime) -> Entry:
    heard = "" if guide.ending is Ending.DONE else ", a part of it"
    walked = f", {guide.answers.minutes} minutes" if guide.answers.minutes else ""
    return Entry(guide.begun_at, _when(guide.begun_at, now), f"{guide.opening.name}{heard}{walked}", "", ())


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    day = {0: "Today", 1: "Yesterday"}.get(days, f"{local:%A}, {local.day} {local:%B}")
    return f"{day} at {local:%H:%M}"
