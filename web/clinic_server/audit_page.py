"""Who saw and who changed whom: for an admin all of the clinic, for a therapist who looked at one patient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, render_template, request

from coach.accounts.audit import PAGE
from web import therapist_words as words
from web.clinic_server.audit_words import place_words
from web.clinic_server.guard import stores, visit
from web.services import services

if TYPE_CHECKING:
    from coach.accounts.audit import Noted
    from coach.store import Patient

bp = Blueprint("audit", __name__)

A_LAPTOP, THE_SERVER, GONE = "a paired laptop", "the server", "a patient who was erased"


class Line(NamedTuple):
    """One note as it is read."""

    when: str
    who: str
    what: str
    where: str
    patient_id: str | None
    patient: str


@bp.get("/audit")
def page() -> str:
    """Of the whole clinic; ``?patient=``, ``?person=`` say whose, ``?before=`` goes on."""
    asked = request.args
    everybody = stores().accounts.accounts(visit().clinic.id)
    person = next((one for one in everybody if one.id == asked.get("person")), None)
    patients = services().store.patients()
    patient = next((one for one in patients if one.id == asked.get("patient")), None)
    return _page(patient, person.id if person else None, everybody=everybody, patients=patients)


@bp.get("/therapist/patients/<patient_id>/looked")
def of_patient(patient_id: str) -> str:
    """Who looked at this patient, and who changed something.

    :raise 404: no such patient.
    """
    return _page(services().store.patient(patient_id), None, fixed=True)


def _page(patient: Patient | None, person_id: str | None, **more: object) -> str:
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < 2**63 else None
    accounts = stores().accounts
    noted = accounts.audit(visit().clinic.id, patient.id if patient else None, person_id, before=before)
    lines = _lines(noted)
    older = noted[-1].id if len(noted) == PAGE else None
    return render_template(
        "clinic_server/audit.html", lines=lines, patient=patient, person_id=person_id, older=older, **more
    )


def _lines(noted: tuple[Noted, ...]) -> list[Line]:
    people = {one.id: one.name for one in stores().accounts.accounts(visit().clinic.id)}
    patients = {one.id: one.name for one in services().store.patients()}
    return [_line(one, people, patients) for one in noted]


def _line(one: Noted, people: Mapping[str, str], patients: Mapping[str, str]) -> Line:
    who = people.get(one.account_id or "", A_LAPTOP if one.device_id else THE_SERVER)
    place, _, about = one.where.partition(" ")
    where = f"{place_words(place)} of {people[about]}" if about in people else place_words(place)
    patient = patients.get(one.patient_id, GONE) if one.patient_id else ""
    there = one.patient_id if one.patient_id in patients else None
    return Line(words.day_and_time(one.at), who, one.what, where, there, patient)
