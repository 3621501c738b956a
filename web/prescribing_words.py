"""Findings, doses and targets as a therapist reads them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coach.assessment import Behaviour, Strength, Tone
from coach.findings import Form
from web import therapist_words as words

if TYPE_CHECKING:
    from coach.assessment import Assessment, Component
    from coach.parts import Dose
    from coach.programme import Task


@dataclass(frozen=True)
class ReachField:
    """One number of the comfortable range."""

    label: str
    most_deg: int


REACH_FIELDS = {
    "rotation_left_deg": ReachField("Turning to the left", 90),
    "rotation_right_deg": ReachField("Turning to the right", 90),
    "lateral_flexion_left_deg": ReachField("Tilting to the left", 60),
    "lateral_flexion_right_deg": ReachField("Tilting to the right", 60),
    "extension_deg": ReachField("Chin up", 80),
    "flexion_deg": ReachField("Chin down", 80),
}

#: Each form: its name, and what a side of it means.
FORMS = {
    Form.TORTICAPUT: ("Torticaput", "the head turns; the side of the chin"),
    Form.TORTICOLLIS: ("Torticollis", "the neck turns; the side of the chin"),
    Form.LATEROCAPUT: ("Laterocaput", "the head tilts; the side of the ear"),
    Form.LATEROCOLLIS: ("Laterocollis", "the neck tilts; the side of the ear"),
    Form.LATERAL_SHIFT: ("Lateral shift", "the head moves sideways"),
    Form.ANTEROCAPUT: ("Anterocaput", "the chin drops"),
    Form.ANTEROCOLLIS: ("Anterocollis", "the neck bends forward"),
    Form.RETROCAPUT: ("Retrocaput", "the chin rises"),
    Form.RETROCOLLIS: ("Retrocollis", "the neck bends back"),
    Form.SAGITTAL_SHIFT: ("Sagittal shift", "the head moves forward"),
}
TONES = {Tone.TONIC: "tonic", Tone.PHASIC: "phasic"}
STRENGTHS = {Strength.MILD: "mild", Strength.MODERATE: "moderate", Strength.SEVERE: "severe"}
BEHAVIOURS = {
    Behaviour.STABLE: "Stable: moving the arms in turn calms it",
    Behaviour.UNSTABLE: "Unstable: moving the arms in turn worsens it",
    Behaviour.NOT_TESTED: "Not tested",
}


def date_words(day: date) -> str:
    """A date, such as "2 Mar 2026"."""
    return f"{day.day} {day:%b %Y}"


def component(part: Component) -> str:
    """Such as "Torticaput to the right, tonic, moderate"."""
    side = f" to the {part.side}" if part.side else ""
    return f"{FORMS[part.form][0]}{side}, {TONES[part.tone]}, {STRENGTHS[part.strength]}"


def findings(assessment: Assessment) -> list[str]:
    """Everything that was found, a few words each."""
    found = [component(part) for part in assessment.components]
    found += [f"{words.capital(side)} shoulder raised" for side in assessment.shoulders_raised]
    if assessment.tremor:
        found.append(f"Tremor: {assessment.tremor.direction.replace('_', '-')}, {assessment.tremor.grain}")
    if assessment.trick:
        found.append(f"A touch helps: {assessment.trick.where}, {assessment.trick.hand} hand")
    behaviour = BEHAVIOURS[assessment.behaviour].partition(":")[0]
    found.append(
        behaviour if assessment.behaviour is not Behaviour.NOT_TESTED else "Stable or not: not tested"
    )
    found += ["Pain or tension"] * assessment.pain + ["The middle is lost"] * assessment.lost_midline
    found += [words.capital(one.replace("_", " ").replace("dbs", "DBS")) for one in assessment.cautions]
    return found + ([f"{assessment.age} years"] if assessment.age else [])


def dose(one: Dose) -> str:
    """Such as "2 × 8 times, 3 s each, 5 s rest between"."""
    if (one.sets, one.reps) == (1, 1):
        return f"once, {length(one.hold_s)}"
    sets = f"{one.sets} × " if one.sets > 1 else ""
    rest = f", {one.rest_s:g} s rest between" if one.rest_s else ""
    return f"{sets}{one.reps} times, {length(one.hold_s)} each{rest}"


def length(seconds: float) -> str:
    """A length of time, in whole minutes from two minutes on."""
    return f"{round(seconds / 60)} min" if seconds >= 120 else f"{seconds:g} s"


def target(task: Task) -> str:
    """What is asked of this patient, in degrees, with every stop and with a second axis."""
    movement, also = task.plan.movement, task.also
    if task.marks and movement != "deviation":
        return ", then ".join(words.place(movement, mark.target) for mark in task.marks)
    if task.marks:
        return ", then ".join(f"within {mark.band:.0f}°" for mark in task.marks) + " of the middle"
    along = f", with {words.place(also.movement, also.target)}, ±{also.band:.0f}°" if also else ""
    return words.target(task.plan) + along


def listed(parts: Iterable[str]) -> str:
    """Such as "this, that and those"."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last
