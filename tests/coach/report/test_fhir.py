"""A patient as a FHIR R4 Bundle: valid by the standard's own schemas, whoever it is."""

import io
import json
from collections import Counter
from typing import Any

import pytest

from coach.report.fhir import write_bundle
from coach.report.kept import Kept, Wanted, kept_of
from coach.store import Store
from tests.coach.report.odd import some_patient
from tests.coach.report.people import AT, PRIVATE, SESSION
from tests.coach.report.standard import faults, texts, values
from tests.coach.store.builders import ANNA

Json = dict[str, Any]


def bundle_of(kept: Kept) -> Json:
    out = io.BytesIO()
    write_bundle(out, kept, AT)
    found: Json = json.loads(out.getvalue())
    return found


def of(bundle: Json, kind: str) -> list[Json]:
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


@pytest.fixture
def bundle(store: Store) -> Json:
    """Anna with everything."""
    return bundle_of(kept_of(store, ANNA.id, Wanted(name=True)))


def test_it_is_as_the_standard_asks(bundle: Json) -> None:
    assert faults(bundle) == []


def test_the_standard_would_have_noticed(bundle: Json) -> None:
    """The judge is not asleep: each of these is a fault."""
    for spoil in ("status", "code", "subject"):
        worse = json.loads(json.dumps(bundle))
        of(worse, "Observation")[0].pop("status" if spoil == "status" else spoil)
        if spoil == "subject":
            of(worse, "CarePlan")[0]["subject"] = {"reference": "urn:uuid:nobody"}
        assert faults(worse), spoil


def test_everything_that_was_asked_for_is_there(bundle: Json) -> None:
    assert bundle["type"] == "collection"
    assert Counter(entry["resource"]["resourceType"] for entry in bundle["entry"]) == {
        "Patient": 1,
        "Goal": 1,
        "CarePlan": 1,
        "Procedure": 3,
        "MedicationAdministration": 2,
        "MedicationStatement": 1,
        "Observation": 5,
        "QuestionnaireResponse": 4,
    }


def test_the_programme_is_a_plan_with_a_dose_for_each_exercise(bundle: Json) -> None:
    (plan,) = of(bundle, "CarePlan")
    breath, turn, _ = [activity["detail"] for activity in plan["activity"]]
    assert plan["goal"] == [{"reference": f"urn:uuid:{of(bundle, 'Goal')[0]['id']}"}]
    assert turn["code"]["coding"][0]["system"] == "urn:midline:exercise"
    assert turn["code"]["coding"][0]["code"] == "slow_turn"
    assert "To the patient's right." in turn["description"]
    dose = {part["url"]: part for part in turn["extension"][0]["extension"]}
    assert dose["urn:midline:hold"]["valueDuration"]["code"] == "s"
    assert breath["scheduledTiming"]["repeat"] == {"frequency": 12, "period": 1, "periodUnit": "wk"}


def test_the_goal_says_by_which_number_it_is_followed(bundle: Json) -> None:
    (goal,) = of(bundle, "Goal")
    assert goal["description"]["text"] == "Read a page without a hand"
    assert goal["target"][0]["measure"]["text"] == "Longest stay within 10° in 60 seconds"


def test_a_number_has_its_unit_its_error_or_its_reason(bundle: Json) -> None:
    named = {
        part["code"]["coding"][0]["code"]: part
        for one in of(bundle, "Observation")
        for part in one.get("component", ())
    }
    mean = named["asked_deviation_mean"]
    assert mean["valueQuantity"] == {
        "value": 4.25,
        "unit": "deg",
        "system": "http://unitsofmeasure.org",
        "code": "deg",
    }
    assert mean["extension"][0]["url"] == "urn:midline:standard-error"
    assert mean["extension"][0]["valueQuantity"]["value"] == 1.5
    none = named["tremor_frequency"]
    assert none["dataAbsentReason"]["text"] == "no clear peak"
    assert "valueQuantity" not in none
    assert not [*values(bundle, "referenceRange")]


def test_what_was_answered_comes_back(bundle: Json) -> None:
    answers = {
        (one["questionnaire"], item["linkId"]): next(iter(item["answer"][0].values()))
        for one in of(bundle, "QuestionnaireResponse")
        for item in one["item"]
    }
    ours = "urn:midline:questionnaire:"
    assert answers[f"{ours}check-in", "swallowing_trouble"] is True
    assert answers[f"{ours}check-in", "pain"] == 3
    assert answers[f"{ours}check-out", "effort"] == 5
    assert answers[f"{ours}spoken-guide", "sleep"] == 7


def test_an_injection_says_what_was_given_where(bundle: Json) -> None:
    given, without_dose = of(bundle, "MedicationAdministration")
    assert given["medicationCodeableConcept"]["text"] == "Product A"
    assert given["dosage"]["site"]["text"] == "splenius capitis, left"
    assert given["dosage"]["dose"] == {"value": 60.0, "unit": "units of the product"}
    assert "value" not in without_dose["dosage"]["dose"]
    assert given["partOf"][0]["reference"] in [f"urn:uuid:{one['id']}" for one in of(bundle, "Procedure")]


def test_without_being_asked_no_name_and_no_note_leaves(store: Store) -> None:
    plain = bundle_of(kept_of(store, ANNA.id, Wanted()))
    assert not [one for one in texts(plain) if ANNA.name in one or PRIVATE in one]
    asked = bundle_of(kept_of(store, ANNA.id, Wanted(name=True)))
    assert of(asked, "Patient")[0]["name"] == [{"text": ANNA.name}]


def test_an_open_session_is_not_told_as_a_finished_one(bundle: Json) -> None:
    sessions = {
        one["identifier"][0]["value"]: one for one in of(bundle, "Observation") if "identifier" in one
    }
    assert sessions.pop(SESSION)["status"] == "final"
    (still_open,) = sessions.values()
    assert still_open["status"] == "preliminary"
    assert "end" not in still_open["effectivePeriod"]


def test_ids_stay_the_same_from_one_time_to_the_next(store: Store) -> None:
    assert bundle_of(kept_of(store, ANNA.id, Wanted())) == bundle_of(kept_of(store, ANNA.id, Wanted()))


@pytest.mark.parametrize("seed", range(60))
def test_any_patient_gives_a_valid_bundle(seed: int) -> None:
    assert faults(bundle_of(some_patient(seed))) == []
