"""A patient's laptops, on a page of the clinic: a code for a new one, the same four words on both sides, when
each last delivered, and taking one off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coach.accounts import Device
from coach.accounts.audit import Noted, What
from coach.accounts.codes import Bound, Purpose, in_two
from coach.signed import public_key_of
from coach.store import Patient, Store
from coach.store.receiving import FAR_OFF_S
from coach.wire.compared_words import words_to_compare
from web import therapist_words as words
from web.clinic_server import settling
from web.clinic_server.doing import server_secret
from web.clinic_server.guard import now, parts, stores, visit
from web.services import services
from web.sync_words import SILENT_DAYS
from web.therapist_form import Answered
from web.travel import private_key

bp = Blueprint("laptops", __name__, url_prefix="/therapist/patients/<patient_id>/laptops")

WORDS_TOLD = {
    "same": "The words are the same: this laptop delivers from now on.",
    "off": "The laptop is taken off. It comes in no more; what it delivered stays.",
    "settled": "It is settled. The laptop is told the next time that both sides compare what they have.",
}


@dataclass(frozen=True)
class Line:
    """One laptop in words.

    Attributes:
        words: that both sides show; empty once they were compared, or it was taken off.
        clock: what there is to say of its clock; empty where it is right.
        silent: for how long it has not come in; empty where that is nothing to speak of.
    """

    device: Device
    state: str
    words: tuple[str, ...]
    delivered: str
    seen: str
    clock: str
    silent: str


@bp.get("")
def page(patient_id: str) -> str:
    """All of them.

    :raise 404: no such patient.
    """
    return _page(patient_id, told=WORDS_TOLD.get(request.args.get("told", ""), ""))


@bp.post("/code")
def make_code(patient_id: str) -> str:
    """A code for one more laptop, shown this once: of it only a hash is kept.

    :raise 404: no such patient.
    """
    patient, account = services().store.patient(patient_id), visit().account
    bound = Bound(account.clinic_id, patient_id=patient.id, made_by=account.id)
    code, ends_at = stores().accounts.make_code(
        Purpose.PAIR, bound, secret=server_secret(), now=now(), rng=SystemRandom()
    )
    return _page(patient_id, code=in_two(code), ends_at=ends_at)


@bp.get("/waiting")
def waiting(patient_id: str) -> dict[str, int]:
    """How many laptops wait for their words to be compared; the page asks while it shows a code."""
    return {"waiting": sum(_waits(one) for one in _devices(services().store.patient(patient_id)))}


@bp.post("/<device_id>/words")
def compared(patient_id: str, device_id: str) -> ResponseReturnValue:
    """The therapist has seen the laptop's words: the same, or others, and then it is taken off at once.

    :raise 404: no such patient or laptop.
    """
    device = _device(patient_id, device_id)
    if request.form.get("same") == "yes":
        stores().accounts.confirm_device(device, now())
        _note(What.PAIRED, device)
        return redirect(url_for(".page", patient_id=patient_id, told="same"), code=303)
    return _take_off(device)


@bp.get("/<device_id>/off")
def ask(patient_id: str, device_id: str) -> str:
    """Whether it is really to be taken off.

    :raise 404: no such patient or laptop.
    """
    patient = services().store.patient(patient_id)
    return render_template(
        "clinic_server/laptop_off.html", patient=patient, device=_device(patient_id, device_id)
    )


@bp.post("/<device_id>/off")
def take_off(patient_id: str, device_id: str) -> ResponseReturnValue:
    """It comes in no more.

    :raise 404: no such patient or laptop.
    """
    return _take_off(_device(patient_id, device_id))


def _take_off(device: Device) -> ResponseReturnValue:
    stores().accounts.revoke_device(device, now())
    _note(What.UNPAIRED, device)
    return redirect(url_for(".page", patient_id=device.patient_id, told="off"), code=303)


def _note(what: What, device: Device) -> None:
    account = visit().account
    where = request.endpoint or ""
    noted = Noted(now(), account.clinic_id, what, where, account.id, device.id, device.patient_id)
    stores().accounts.note(noted)


def _devices(patient: Patient) -> tuple[Device, ...]:
    return stores().accounts.devices(visit().account.clinic_id, patient.id)


def _device(patient_id: str, device_id: str) -> Device:
    found = {one.id: one for one in _devices(services().store.patient(patient_id))}
    return found.get(device_id) or abort(404, "There is no such laptop of this patient.")


def _waits(device: Device) -> bool:
    return device.public_key is not None and device.confirmed_at is None


def _page(patient_id: str, **more: Any) -> str:
    store = services().store
    patient = store.patient(patient_id)
    clinic_key, devices = public_key_of(private_key(store)), _devices(patient)
    apart = settling.lines(store, patient, devices)
    return render_template(
        "clinic_server/laptops.html",
        patient=patient,
        lines=[_line(store, one, clinic_key) for one in devices],
        apart=[one for one in apart if not one.settled],
        settled=[one for one in apart if one.settled],
        answered=Answered({}),
        address=parts().settings.public_address,
        **{"told": "", "code": "", "ends_at": None} | more,
        words=words,
    )


def _line(store: Store, device: Device, clinic_key: str) -> Line:
    delivered = store.last_delivery(device.id)
    waits = _waits(device)
    key = device.public_key.hex() if waits and device.public_key else ""
    return Line(
        device=device,
        state=_state(device),
        words=tuple(words_to_compare(clinic_key, key, device.id).split()) if key else (),
        delivered=words.day_and_time(delivered) if delivered else "nothing yet",
        seen=words.day_and_time(device.seen_at) if device.seen_at else "not yet",
        clock=_clock_words(store.clock_offset_s(device.id)),
        silent=_silence(device, now()),
    )


def _state(device: Device) -> str:
    if device.revoked_at:
        return f"taken off {words.day_and_time(device.revoked_at)}"
    if device.confirmed_at is None:
        return "waits for the four words"
    return f"since {words.day_and_time(device.confirmed_at)}"


def _silence(device: Device, at: datetime) -> str:
    """How long a laptop that may deliver has said nothing."""
    if device.revoked_at or device.confirmed_at is None:
        return ""
    days = (at - (device.seen_at or device.confirmed_at)).days
    return f"silent for {days} days" if days >= SILENT_DAYS else ""


def _clock_words(offset_s: float | None) -> str:
    """A clock that is off puts sessions at a wrong time of day."""
    if offset_s is None or abs(offset_s) <= FAR_OFF_S:
        return ""
    minutes = round(abs(offset_s) / 60)
    return f"its clock is {words.count(minutes, 'minute')} {'slow' if offset_s > 0 else 'fast'}"
