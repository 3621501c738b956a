"""The form of a patient: name and notes. What they do follows from an assessment. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.store import Patient

MOST_LETTERS = 80


@dataclass(frozen=True)
class Answered:
    """A form as it was sent, and why it cannot be taken, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


def read(form: Mapping[str, str]) -> Answered:
    """What a sent form says, with every fault at once."""
    name = form.get("name", "").strip()
    if not name:
        return Answered(form, {"name": "Please give a name or initials."})
    if len(name) > MOST_LETTERS:
        return Answered(form, {"name": f"Please keep it to {MOST_LETTERS} letters; this has {len(name)}."})
    return Answered(form)


def filled(patient: Patient) -> dict[str, str]:
    """The form as it stands for a patient."""
    return {"name": patient.name, "patient_note": patient.note}


def patient_from(form: Mapping[str, str], patient: Patient) -> Patient:
    """The patient as the form names them."""
    note = form.get("patient_note", "").strip()
    return Patient(patient.id, form["name"].strip(), patient.made_up, note)
