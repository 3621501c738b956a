"""Every rule about a patient, by every way into a programme: the form, a draft, an older version, a copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from coach.parts import Target
from coach.prescription import Choice, Draft
from coach.record import Side
from coach.refusal import Rule
from coach.store import Patient
from tests.web.conftest import Clinic
from tests.web.prescribing import assess
from tests.web.reading import Page
from web.builder_form import filled

#: What a therapist enables is asked for anew for each patient, so that only the form and a copy can miss it.
ENABLED_ANEW = Rule.THERAPIST


@dataclass(frozen=True)
class Situation:
    """An exercise that may be prescribed as long as the assessment says one thing, and not another.

    Attributes:
        allowed, refused: fields of the assessment's form.
        chosen: fields of its choice.
    """

    exercise: str
    refused: dict[str, str]
    allowed: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, object] = field(default_factory=dict)


SITUATIONS = {
    Rule.BLOCKED: Situation("follow_hand", {"blocked_0": "follow_hand", "blocked_reason_0": "it hurt"}),
    Rule.STABLE: Situation("arm_swing", {"behaviour": "unstable"}),
    Rule.UNSTABLE: Situation("calm_arm", {"behaviour": "stable"}, {"behaviour": "unstable"}),
    Rule.TRICK: Situation("touch_and_release", {"trick_where": ""}),
    Rule.CAUTION: Situation("nose_to_armpit", {"caution_dbs_leads": "yes"}),
    Rule.FORM: Situation("nose_to_armpit", {"form_anterocollis": "yes"}),
    Rule.AGE: Situation("front_neck_open", {"age": "75"}, chosen={"enabled": True}),
    Rule.THERAPIST: Situation("front_neck_open", {}),
    Rule.TOWARD_THE_PULL: Situation("eyes_lead", {"form_torticaput": "right"}, chosen={"side": Side.RIGHT}),
    Rule.BEYOND_THE_REACH: Situation(
        "follow_hand", {"rotation_right_deg": "12"}, chosen={"target": Target(at_deg=25, band_deg=5)}
    ),
}


@dataclass(frozen=True)
class Trying:
    """One therapist who tries to prescribe one thing; each try has patients of its own."""

    clinic: Clinic
    rule: Rule

    @property
    def situation(self) -> Situation:
        return SITUATIONS[self.rule]

    def somebody(self, **found: str) -> Patient:
        """Assessed."""
        patient = Patient(str(uuid4()), "Anna B.")
        self.clinic.store.add_patient(patient)
        self.assess(patient, **found)
        return patient

    def assess(self, patient: Patient, **found: str) -> None:
        assert assess(self.clinic.therapist, patient, **found).status_code == 303

    def choose(self, patient: Patient, **more: object) -> None:
        """The exercise alone beside a slow breath, in a draft."""
        chosen = {"exercise": self.situation.exercise, **self.situation.chosen, **more}
        choices = (Choice(exercise="slow_breath"), Choice.model_validate(chosen))
        self.clinic.store.save_draft(patient.id, Draft(title="For Anna", choices=choices))

    def press(self, patient: Patient, button: str, **typed: str) -> TestResponse:
        return self.clinic.therapist.post(f"/therapist/patients/{patient.id}/{button}", data=typed)

    def publish(self, patient: Patient) -> TestResponse:
        """With what stands in the fields of the builder."""
        store, exercises = self.clinic.store, self.clinic.services.library.exercises
        newest = store.newest_published(patient.id)
        draft = store.draft(patient.id) or (newest.draft if newest else None)
        assert draft is not None
        typed = filled(draft, exercises) | {"reason": "To begin with.", "author": "Dr. Kim"}
        return self.press(patient, "programme", do="publish", **typed)

    def is_refused(self, patient: Patient) -> bool:
        """Not published, told by the page with the rule's name, in its place and on top."""
        before = len(self.clinic.store.published(patient.id))
        answer = self.publish(patient)
        told = Page(answer.text).words.count(f"Refused: {self.rule.value.replace('_', ' ')}.")
        after = len(self.clinic.store.published(patient.id))
        return answer.status_code == 422 and told >= 2 and after == before


@pytest.fixture(params=Rule)
def trying(clinic: Clinic, request: pytest.FixtureRequest) -> Trying:
    return Trying(clinic, request.param)


def test_in_the_form(trying: Trying) -> None:
    patient = trying.somebody(**trying.situation.refused)
    trying.choose(patient)
    assert trying.is_refused(patient)


def test_what_was_allowed_and_is_no_longer(trying: Trying) -> None:
    """In a draft that was begun before, in an older version opened again, and in a copy for somebody else."""
    patient = trying.somebody(**trying.situation.allowed)
    trying.choose(patient, enabled=trying.situation.exercise == "front_neck_open")
    assert trying.publish(patient).status_code == 303

    if trying.rule is not Rule.TOWARD_THE_PULL:  # a copy goes to the corrective side of the other patient
        other = trying.somebody(**trying.situation.refused)
        trying.press(other, "programme", do="copy", copy_from=patient.id)
        assert trying.is_refused(other)

    if trying.rule is not ENABLED_ANEW:
        trying.assess(patient, **trying.situation.refused)
        assert trying.is_refused(patient)

        trying.press(patient, "versions/1/open")
        assert trying.is_refused(patient)
