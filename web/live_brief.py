"""Who trains and what, before a sitting begins: from the store and the library to a `Brief`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid4, uuid5

from coach.checkup import CHECK
from coach.day import bouts
from coach.library import prescribe
from coach.programme import Assignment, Prescribed, Reach
from coach.record import CheckIn, SessionKind, SessionOpening, Side
from coach.safety import red_answers
from coach.store import Patient, SessionHead
from pose.landmarker import MODEL_SHA256
from pose.measure import MEASURE_VERSION
from web.errors import AskedError
from web.live_sitting import Brief
from web.sources import Choice, Kind

if TYPE_CHECKING:
    from datetime import datetime

    from coach.library import Library
    from coach.prescription import Published
    from coach.store import Store
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
    chosen = config.made_up and store.setting(PATIENT_SETTING)
    if config.camera == Kind.DEMO and not chosen:
        return Today(DEMO_PATIENT, prescribe(library, demo_assignment(library)))
    patient = _patient(config, store)
    return today_of(patient, store, library) if patient else Today(None, None)


def today_of(patient: Patient, store: Store, library: Library) -> Today:
    """A patient with the programme that holds.

    Raises:
        ProgrammeError: the assigned programme is not there any more.
    """
    if published := store.newest_published(patient.id):
        return Today(patient, published.prescribed, published)
    assignment = store.assignment(patient.id)
    return Today(patient, prescribe(library, assignment) if assignment else None)


def _patient(config: Config, store: Store) -> Patient | None:
    """The one that was set, else the first with something to do."""
    here = [one for one in store.patients() if one.id != DEMO_PATIENT.id and one.made_up == config.made_up]
    wanted = store.setting(PATIENT_SETTING)
    if any(one.id == wanted for one in here):
        return next(one for one in here if one.id == wanted)
    published = store.with_published()
    busy = (one for one in here if one.id in published or store.assignment(one.id))
    return next(busy, here[0] if here else None)


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


def new_brief(
    who: Today, library: Library, check_in: CheckIn, choice: Choice, bout: tuple[int, int] | None = None
) -> Brief:
    """A new session.

    Args:
        bout: which of how many bouts of the day; else the whole programme.

    Raises:
        AskedError: nothing was assigned, or nothing of it is for the camera.
    """
    if who.patient is None or who.prescribed is None:
        raise AskedError("Your therapist has not chosen exercises for you on this computer yet.")
    prescribed = _part(who.prescribed, bout or (1, 1), resting=bool(red_answers(check_in)))
    opening = _opening(prescribed, check_in, choice, SessionKind.TRAINING)
    opening = replace(opening, bout=bout[0] if bout else None)
    return Brief(str(uuid4()), who.patient.id, prescribed, library.cues, opening)


def _part(whole: Prescribed, bout: tuple[int, int], *, resting: bool) -> Prescribed:
    """The exercises of one bout, under the number of the whole; on a day of rest all that are for it."""
    number, each = bout
    found = bouts(whole, each)
    if not found:
        raise AskedError(
            "Your exercises are spoken guides, which are heard without the camera. See today's page."
        )
    if not 1 <= number <= len(found):
        raise AskedError(f"Today has {len(found)} practices; there is no practice {number}.")
    todo = found[number - 1].todo
    if resting:
        todo = tuple(sorted({i for one in found for i in one.todo}))
        if not any(whole.tasks[i].exercise.is_rest for i in todo):
            raise AskedError(
                "Today is a day to rest. What can be heard with the camera off is on today's page."
            )
    return whole.model_copy(update={"tasks": tuple(whole.tasks[i] for i in todo)})


def check_brief(who: Today, library: Library, check_in: CheckIn, choice: Choice) -> Brief:
    """A new two-minute check. After a red answer it waits, and the day is one of rest.

    Raises:
        AskedError: nobody is known here, or the camera is the demo person.
    """
    if red_answers(check_in):
        return new_brief(who, library, check_in, choice)
    if choice.kind is Kind.DEMO:
        raise AskedError("The demo person does exercises only. The check needs a camera of this computer.")
    if who.patient is None:
        raise AskedError("Your therapist has not added you on this computer yet.")
    check = library.checks[CHECK]
    opening = _opening(check, check_in, choice, SessionKind.CHECK)
    return Brief(str(uuid4()), who.patient.id, check, library.cues, opening)


def _opening(prescribed: Prescribed, check_in: CheckIn, choice: Choice, kind: SessionKind) -> SessionOpening:
    return SessionOpening(
        programme_id=prescribed.id,
        programme_version=prescribed.version,
        programme_sha256=prescribed.sha256(),
        programme_text=prescribed.canonical_json(),
        neutral=None,
        versions={"midline": version("midline"), "measure": str(MEASURE_VERSION), **MODEL_SHA256},
        camera="",
        vertical_fov_deg=choice.fov_deg,
        fov_assumed=choice.fov_assumed,
        check_in=check_in,
        resting_only=bool(red_answers(check_in)),
        plans=tuple(task.plan for task in prescribed.tasks),
        kind=kind,
    )


def brief_of_open(head: SessionHead, store: Store, library: Library) -> Brief:
    """The rest of a session that was cut off: what was done stays done, what has begun is not repeated.

    Raises:
        AskedError: nothing is left to do.
    """
    record = store.session(head.id).record
    begun = [i for i, exercise in enumerate(record.exercises) if exercise.reps or exercise.summary]
    first = begun[-1] + 1 if begun else 0
    if first >= len(record.exercises) or record.opening.resting_only:
        raise AskedError("Nothing is left to do in that session. It can be closed.")
    ends = [rep.ended_s for exercise in record.exercises for rep in exercise.reps]
    prescribed = Prescribed.model_validate_json(record.opening.programme_text)
    opening = record.opening
    return Brief(
        head.id,
        head.patient_id,
        prescribed,
        library.cues,
        opening,
        first,
        max(ends, default=0.0),
        opened=True,
    )
