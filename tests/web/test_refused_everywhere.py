"""Every rule about a patient, by every way into a programme: the form, a draft, an older version, a copy."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient

from coach.parts import Target
from coach.prescription import Choice, Draft
from coach.record import Side
from coach.refusal import Rule
from coach.store import Store
from tests.web.prescribing import ANNA, OMAR, assess, in_clinic, press, publish
from tests.web.reading import Page
from web.services import Services

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


@pytest.fixture
def store(services: Services) -> Store:
    in_clinic(services, ANNA, OMAR)
    return services.store


def choose(store: Store, situation: Situation, **more: object) -> None:
    """The exercise alone beside a slow breath, in a draft."""
    choice = Choice.model_validate({"exercise": situation.exercise, **situation.chosen, **more})
    store.save_draft(ANNA.id, Draft(title="For Anna", choices=(Choice(exercise="slow_breath"), choice)))


def is_refused(therapist: FlaskClient, store: Store, rule: Rule, who: str = ANNA.id) -> bool:
    """Not published, told by the page with the rule's name, in its place and on top."""
    before = len(store.published(who))
    answer = publish(therapist, ANNA if who == ANNA.id else OMAR)
    told = Page(answer.text).words.count(f"Refused: {rule.value.replace('_', ' ')}.")
    return answer.status_code == 422 and told >= 2 and len(store.published(who)) == before


@pytest.mark.parametrize("rule", Rule)
def test_in_the_form(therapist: FlaskClient, store: Store, rule: Rule) -> None:
    situation = SITUATIONS[rule]
    assess(therapist, **situation.refused)
    choose(store, situation)
    assert is_refused(therapist, store, rule)


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule is not ENABLED_ANEW])
def test_what_was_allowed_and_is_no_longer(therapist: FlaskClient, store: Store, rule: Rule) -> None:
    """In a draft that was begun before, in an older version opened again, and in a copy for somebody else."""
    situation = SITUATIONS[rule]
    assess(therapist, **situation.allowed)
    choose(store, situation)
    assert publish(therapist).status_code == 303

    assess(therapist, **situation.refused)
    assert is_refused(therapist, store, rule)

    therapist.post(f"/therapist/patients/{ANNA.id}/versions/1/open")
    assert is_refused(therapist, store, rule)


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule is not Rule.TOWARD_THE_PULL])
def test_copied_for_somebody_else(therapist: FlaskClient, store: Store, rule: Rule) -> None:
    """A side goes along with nobody: a copy goes to the corrective one of the other patient."""
    situation = SITUATIONS[rule]
    assess(therapist, **situation.allowed)
    choose(store, situation, enabled=situation.exercise == "front_neck_open")
    assert publish(therapist).status_code == 303

    assess(therapist, OMAR, **situation.refused)
    press(therapist, "copy", OMAR, copy_from=ANNA.id)
    assert is_refused(therapist, store, rule, OMAR.id)
