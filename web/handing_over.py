"""A computer is handed over from one patient to the next: who is offered, what ends with the one before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from web.config import DEMO_CAMERA
from web.who_trains import DEMO_PATIENT, PATIENT_SETTING

if TYPE_CHECKING:
    from coach.store import Patient
    from web.services import Services

#: As many names as are read at a glance, and as fit into one message to a desk; more letters find the others.
MOST_OFFERED = 20


def offered(here: Services, typed: str) -> dict[str, Any]:
    """The patients of this computer whose names have these letters: id and name, and how many more there are.

    Before the demo clip it is always the demo person, and nobody is offered.
    """
    found = [one for one in _patients(here) if typed.casefold() in one.name.casefold()]
    people = [{"id": one.id, "name": one.name} for one in found[:MOST_OFFERED]]
    return {"people": people, "more": max(0, len(found) - MOST_OFFERED)}


def _patients(here: Services) -> list[Patient]:
    if here.config.camera == DEMO_CAMERA and not here.config.made_up:
        return []
    made_up = here.config.made_up
    return [one for one in here.store.patients() if one.made_up == made_up and one != DEMO_PATIENT]


def hand_over(here: Services, patient_id: str, ended_by: str = "") -> None:
    """Somebody else is next here. The questions of the one before, where they are open, end unanswered, every
    page of theirs leaves, and what was said to them is forgotten.

    Args:
        ended_by: the therapist who ends the session under way, where there is one; what was done is kept.

    Raises:
        NotFoundError: no such patient.
        AskedError: a session is under way and nobody ends it, or what was done is not on the disk yet.
    """
    patient = here.store.patient(patient_id)
    here.live.hand_over(partial(here.store.set_setting, PATIENT_SETTING, patient.id), ended_by)
