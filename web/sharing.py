"""Sharing with your clinic, the patient's side: how it stands, pause and go on, and exactly what is sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.store import Outgoing, Patient
from coach.wire import UP
from web import sync_words as words
from web.services import services
from web.who_trains import DEMO_PATIENT, who_trains

bp = Blueprint("sharing", __name__, url_prefix="/sharing")

#: So many of the latest are listed; `midline sync status` names all of them.
SHOWN = 20
#: A text that is longer than this is shown shortened; the file has all of it.
LONGEST_SHOWN = 200
TOLD = {
    "paused": "Sharing is paused. Nothing is sent until you go on.",
    "resumed": "Sharing goes on. What was kept meanwhile is sent by and by.",
    "now": "Your clinic is being asked now. Please look again in a minute.",
}


@bp.get("")
def page() -> str:
    """How sharing stands."""
    patient, store, now = _here(), services().store, datetime.now().astimezone()
    pairing = store.pairing(patient.id) if patient else None
    lines = store.outgoing(patient.id, UP) if patient else ()
    waiting = [one for one in lines if one.receipt is None and not one.refused]
    kept = store.waiting_to_be_taken(patient.id) if patient else ()
    latest = lines[: -SHOWN - 1 : -1]
    sessions = store.named_sessions([one.about for one in latest])
    return render_template(
        "patient/sharing.html",
        patient=patient,
        pairing=pairing,
        told=TOLD.get(request.args.get("told", ""), ""),
        stands=words.how_it_stands(pairing, len(waiting), now) if pairing else "",
        conflicts=sum(one.conflicting and one.settlement is None for one in lines),
        not_taken=len(store.quarantined(patient.id)) - len(kept) if patient else 0,
        kept=[words.waits_here(one, now) for one in kept],
        lines=[words.line(one, sessions, now) for one in latest],
        more=max(0, len(lines) - SHOWN),
    )


@bp.post("/<do>")
def change(do: str) -> ResponseReturnValue:
    """Pause, go on, or send now.

    :raise 404: nobody here shares, or there is no such thing to do.
    """
    patient, here = _somebody(), services()
    pairing = here.store.pairing(patient.id)
    if pairing is None or pairing.words_open or do not in TOLD:
        abort(404, "Nobody here shares with a clinic.")
    if do == "paused":
        here.store.pause_sharing(patient.id, datetime.now(UTC))
    elif do == "resumed":
        here.store.resume_sharing(patient.id)
    if here.carries:
        here.carries.wake()
    return redirect(url_for(".page", told=do, _anchor="told"), code=303)


@bp.get("/records/<record_id>")
def record(record_id: str) -> str:
    """One record in words and as it is sent, long texts shortened.

    :raise 404: no such record of this patient.
    """
    one, body = _record(record_id)
    store, now = services().store, datetime.now().astimezone()
    return render_template(
        "patient/sharing_record.html",
        line=words.line(one, store.named_sessions([one.about]), now),
        text=json.dumps(shortened(json.loads(body)), indent=2, ensure_ascii=False),
        size=f"{len(body):,}",
        named=_somebody().name in body.decode(),
    )


@bp.get("/records/<record_id>.json")
def exactly(record_id: str) -> Response:
    """One record, byte for byte as it is sent.

    :raise 404: no such record of this patient.
    """
    one, body = _record(record_id)
    headers = {"Content-Disposition": f'attachment; filename="midline-{one.kind}-{one.sequence}.json"'}
    return Response(body, mimetype="application/json", headers=headers)


def shortened(data: Any) -> Any:
    """The same data with every long text cut."""
    if isinstance(data, dict):
        return {name: shortened(value) for name, value in data.items()}
    if isinstance(data, list):
        return [shortened(value) for value in data]
    if isinstance(data, str) and len(data) > LONGEST_SHOWN:
        return f"{data[:60]} … ({len(data):,} characters)"
    return data


def _record(record_id: str) -> tuple[Outgoing, bytes]:
    store = services().store
    own = {one.id: one for one in store.outgoing(_somebody().id, UP)}
    if record_id not in own:
        abort(404, "There is nothing of this name that is shared.")
    return own[record_id], store.as_it_would_be_sent(record_id)


def _here() -> Patient | None:
    """The one who trains here, unless it is the demo person."""
    who, _ = who_trains()
    return None if who.patient == DEMO_PATIENT else who.patient


def _somebody() -> Patient:
    return _here() or abort(404, "There is nobody here yet who could share anything.")
