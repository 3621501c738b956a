"""Who trains on this computer, and the programme that holds for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from coach.errors import ProgrammeError, StoreError
from coach.library import prescribe
from coach.programme import Assignment, Prescribed, Reach
from coach.record import Side
from coach.store import Patient
from web.config import DEMO_CAMERA
from web.services import services

if TYPE_CHECKING:
    from datetime import datetime

    from coach.library import Library
    from coach.prescription import Published
    from coach.store import SessionHead, Store
    from web.config import Config

DEMO_PATIENT = Patient(str(uuid5(NAMESPACE_URL, "midline:demo-person")), "Demo person", made_up=True)
DEMO_PROGRAMME = "demo"
#: The demo person pulls to her left and tilts to her right; she can go this far in comfort.
DEMO_REACH = Reach(
    rotation_left_deg=60.0,
    rotation_right_deg=43.0,
    lateral_flexion_left_deg=28.0,
    lateral_flexion_right_deg=35.0,
    extension_deg=30.0,
    flexion_deg=30.0,
)
#: Which patient trains on this computer, where several are kept.
PATIENT_SETTING = "patient_id"


@dataclass(frozen=True)
class Today:
    """Who trains here and what is next.

    Attributes:
        prescribed: ``None`` where nothing was assigned.
        published: the version that it is from; ``None`` where it was assigned as a whole.
    """

    patient: Patient | None
    prescribed: Prescribed | None
    published: Published | None = None


def today(config: Config, store: Store, library: Library) -> Today:
    """The patient of this computer with the programme that holds: the newest published version, else what was
    assigned. Before the demo clip it is the demo person, but in the made-up clinic whoever was chosen there.

    Raises:
        ProgrammeError: the assigned programme is not there any more.
    """
    patient = patient_here(config, store)
    if patient == DEMO_PATIENT:
        return Today(DEMO_PATIENT, prescribe(library, demo_assignment(library)))
    return today_of(patient, store, library) if patient else Today(None, None)


def patient_here(config: Config, store: Store) -> Patient | None:
    """The patient of this computer; see `today`."""
    chosen = config.made_up and store.setting(PATIENT_SETTING)
    if config.camera == DEMO_CAMERA and not chosen:
        return DEMO_PATIENT
    return _patient(config, store)


def today_of(patient: Patient, store: Store, library: Library) -> Today:
    """A patient with the programme that holds.

    Raises:
        ProgrammeError: the assigned programme is not there any more.
    """
    if published := store.newest_published(patient.id):
        return Today(patient, published.prescribed, published)
    assignment = store.assignment(patient.id)
    return Today(patient, prescribe(library, assignment) if assignment else None)


def reach_of(store: Store, patient_id: str) -> Reach | None:
    """How far a patient goes in comfort, as it was last found; ``None`` where it never was."""
    if published := store.newest_published(patient_id):
        return published.assessment.reach
    assignment = store.assignment(patient_id)
    return assignment.reach if assignment else None


def _patient(config: Config, store: Store) -> Patient | None:
    """The one that was set, else the first with something to do."""
    here = [one for one in store.patients() if one.id != DEMO_PATIENT.id and one.made_up == config.made_up]
    wanted = store.setting(PATIENT_SETTING)
    if any(one.id == wanted for one in here):
        return next(one for one in here if one.id == wanted)
    published = store.with_published()
    busy = (one for one in here if one.id in published or store.assignment(one.id))
    return next(busy, here[0] if here else None)


def own_open_sessions(config: Config, store: Store) -> list[SessionHead]:
    """The sessions of this computer's patient that were never closed, and the demo person's; newest first."""
    here = patient_here(config, store)
    own = {DEMO_PATIENT.id, here.id if here else ""}
    return [head for head in store.open_sessions() if head.patient_id in own]


def demo_assignment(library: Library) -> Assignment:
    """The demo programme for the demo person."""
    return Assignment(
        programme_id=DEMO_PROGRAMME,
        programme_version=library.programmes[DEMO_PROGRAMME].version,
        corrective_rotation=Side.RIGHT,
        corrective_lateral_flexion=Side.LEFT,
        reach=DEMO_REACH,
    )


def demo_today(store: Store, library: Library, at: datetime) -> Today:
    """The demo person, added to the store the first time."""
    assignment = demo_assignment(library)
    if DEMO_PATIENT not in store.patients():
        store.add_patient(DEMO_PATIENT)
    if store.assignment(DEMO_PATIENT.id) != assignment:
        store.assign(DEMO_PATIENT.id, assignment, at)
    return Today(DEMO_PATIENT, prescribe(library, assignment))


def who_trains() -> tuple[Today, str]:
    """Who trains here and what, and what is the matter with the programme where it cannot be followed."""
    here = services()
    try:
        return today(here.config, here.store, here.library), ""
    except (ProgrammeError, StoreError) as error:
        return Today(None, None), str(error)
