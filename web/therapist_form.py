"""The form of a patient: name, corrective sides, comfortable range, notes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from coach.errors import ProgrammeError
from coach.library import Library, prescribe
from coach.programme import Assignment, Reach
from coach.record import Side
from coach.store import Patient

PROGRAMME = "starter"
MOST_LETTERS = 80


@dataclass(frozen=True)
class ReachField:
    """One number of the comfortable range."""

    name: str
    label: str
    most_deg: int


REACH_FIELDS = (
    ReachField("rotation_left_deg", "Turning to the left", 90),
    ReachField("rotation_right_deg", "Turning to the right", 90),
    ReachField("lateral_flexion_left_deg", "Tilting to the left", 60),
    ReachField("lateral_flexion_right_deg", "Tilting to the right", 60),
    ReachField("extension_deg", "Chin up", 80),
    ReachField("flexion_deg", "Chin down", 80),
)


@dataclass(frozen=True)
class Answered:
    """A form as it was sent: what it asks for, or why it cannot be taken, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    assignment: Assignment | None = None


def read(form: Mapping[str, str], library: Library, programme_id: str = PROGRAMME) -> Answered:
    """What a sent form asks for, tried out on the programme, with every fault at once."""
    faults = _name_faults(form) | _side_faults(form) | _reach_faults(form)
    if faults:
        return Answered(form, faults)
    try:
        assignment = _assignment(form, library, programme_id)
        prescribe(library, assignment)
    except ProgrammeError as error:
        named = {f.field.removeprefix("reach."): f"Please give {f.wanted}." for f in error.faults}
        return Answered(form, named)
    except ValidationError as error:
        return Answered(
            form, {str(e["loc"][-1]): f"Please look at this again: {e['msg']}." for e in error.errors()}
        )
    return Answered(form, assignment=assignment)


def filled(patient: Patient, assignment: Assignment | None) -> dict[str, str]:
    """The form as it stands for a patient."""
    typed = {"name": patient.name, "patient_note": patient.note}
    if assignment is None:
        return typed
    reach = {f.name: f"{getattr(assignment.reach, f.name):g}" for f in REACH_FIELDS}
    sides = {name: getattr(assignment, name).value for name in SIDES}
    return typed | reach | sides


SIDES = ("corrective_rotation", "corrective_lateral_flexion")


def differs(before: Assignment, after: Assignment) -> bool:
    """Whether this is another prescription; a reason alone is written down too."""
    same = after.model_copy(update={"note": before.note}) == before
    return not same or bool(after.note)


def patient_from(form: Mapping[str, str], patient: Patient) -> Patient:
    """The patient as the form names them."""
    note = form.get("patient_note", "").strip()
    return Patient(patient.id, form["name"].strip(), patient.made_up, note)


def _name_faults(form: Mapping[str, str]) -> dict[str, str]:
    name = form.get("name", "").strip()
    if not name:
        return {"name": "Please give a name or initials."}
    if len(name) > MOST_LETTERS:
        return {"name": f"Please keep it to {MOST_LETTERS} letters; this has {len(name)}."}
    return {}


def _side_faults(form: Mapping[str, str]) -> dict[str, str]:
    known = {side.value for side in Side}
    return {name: "Please choose a side." for name in SIDES if form.get(name) not in known}


def _reach_faults(form: Mapping[str, str]) -> dict[str, str]:
    wanted = {f.name: f"Please give degrees, from 0 to {f.most_deg}." for f in REACH_FIELDS}
    return {f.name: wanted[f.name] for f in REACH_FIELDS if not _fits(form.get(f.name, ""), f.most_deg)}


def _fits(text: str, most: int) -> bool:
    try:
        return 0 <= float(text) <= most
    except ValueError:
        return False


def _assignment(form: Mapping[str, str], library: Library, programme_id: str) -> Assignment:
    return Assignment(
        programme_id=programme_id,
        programme_version=library.programmes[programme_id].version,
        corrective_rotation=Side(form["corrective_rotation"]),
        corrective_lateral_flexion=Side(form["corrective_lateral_flexion"]),
        reach=Reach(**{f.name: float(form[f.name]) for f in REACH_FIELDS}),
        note=form.get("note", "").strip(),
    )
