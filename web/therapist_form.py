"""The form of a patient: name and notes. What they do follows from an assessment. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.store import Patient
from web.form_text import Needed, text_faults

NEEDED = {"name": Needed(80, "Please give a name or initials.")}


@dataclass(frozen=True)
class Answered:
    """A form as it was sent, and why it cannot be taken, field by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


def read(form: Mapping[str, str]) -> Answered:
    """What a sent form says, with every fault at once."""
    return Answered(form, dict(text_faults(form, NEEDED)))


def filled(patient: Patient) -> dict[str, str]:
    """The form as it stands for a patient."""
    return {"name": patient.name, "patient_note": patient.note}


def patient_from(form: Mapping[str, str], patient: Patient) -> Patient:
    """The patient as the form names them."""
    note = form.get("patient_note", "").strip()
    return Patient(patient.id, form["name"].strip(), patient.made_up, note)
