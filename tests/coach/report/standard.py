"""What FHIR R4 (4.0.1) asks of a bundle: its own schemas, by a package made from the official specification,
and what those leave out: the codes that it demands, ids, references."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

Json = dict[str, Any]

#: Each element whose code must be one of FHIR's own, and those codes (the required value sets of R4).
CODES = {
    ("Bundle", "type"): "document message transaction transaction-response batch batch-response history "
    "searchset collection",
    ("CarePlan", "status"): "draft active on-hold revoked completed entered-in-error unknown",
    ("CarePlan", "intent"): "proposal plan order option",
    ("CarePlan", "activity.detail.status"): "not-started scheduled in-progress on-hold completed cancelled "
    "stopped unknown entered-in-error",
    ("CarePlan", "activity.detail.scheduledTiming.repeat.periodUnit"): "s min h d wk mo a",
    ("Goal", "lifecycleStatus"): "proposed planned accepted active on-hold completed cancelled "
    "entered-in-error rejected",
    ("Observation", "status"): "registered preliminary final amended corrected cancelled entered-in-error "
    "unknown",
    ("QuestionnaireResponse", "status"): "in-progress completed amended entered-in-error stopped",
    ("Procedure", "status"): "preparation in-progress not-done on-hold stopped completed entered-in-error "
    "unknown",
    ("MedicationAdministration", "status"): "in-progress not-done on-hold completed entered-in-error stopped "
    "unknown",
    ("MedicationStatement", "status"): "active completed entered-in-error intended stopped on-hold unknown "
    "not-taken",
}
SYSTEMS = {
    "http://unitsofmeasure.org": {"deg", "deg/s", "deg/min", "s", "min", "Hz", "1", "{count}"},
    "http://terminology.hl7.org/CodeSystem/data-absent-reason": {"unknown"},
    "http://terminology.hl7.org/CodeSystem/observation-category": {"exam", "therapy"},
}
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
TEXT = re.compile(r"[ \r\n\t\S]+")


def faults(bundle: Json) -> list[str]:
    """Everything that is not as the standard asks; skips where the package with its schemas is absent."""
    fhirkit = pytest.importorskip("fhirkit", reason="fhirkit-rs, with the schemas of FHIR R4, is not here")
    assert fhirkit.FHIR_VERSION == "4.0.1"
    found = [str(fault) for fault in fhirkit.validate(bundle)]
    resources = [entry["resource"] for entry in bundle["entry"]]
    for resource in (bundle, *resources):
        found += _codes(resource)
    found += [f"id {one['id']}" for one in resources if not ID.fullmatch(one["id"])]
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    found += [f"twice: {url}" for url in urls if urls.count(url) > 1] if len(urls) != len(set(urls)) else []
    found += [f"no such: {one}" for one in values(resources, "reference") if one not in urls]
    found += [f"text: {one!r}" for one in texts(resources) if not TEXT.fullmatch(one)]
    return found + [f"code: {one}" for one in _strange(resources)]


def _codes(resource: Json) -> Iterator[str]:
    for (kind, path), codes in CODES.items():
        if resource["resourceType"] == kind:
            for code in _at(resource, path.split(".")):
                if code not in codes.split():
                    yield f"{kind}.{path}: {code}"


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _at(one, path)
    elif not path:
        yield value
    elif path[0] in value:
        yield from _at(value[path[0]], path[1:])


def _strange(value: Any) -> Iterator[str]:
    """Codes of a system that is neither ours nor one of those known here."""
    for one in _objects(value):
        system = one.get("system", "urn:midline:")
        if not system.startswith("urn:midline:") and one.get("code") not in SYSTEMS.get(system, ()):
            yield f"{system} {one.get('code')}"


def _objects(value: Any) -> Iterator[Json]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield value
    for part in parts:
        yield from _objects(part)


def values(value: Any, name: str) -> Iterator[Any]:
    """What stands under a name, anywhere."""
    return (one[name] for one in _objects(value) if name in one)


def texts(value: Any) -> Iterator[str]:
    """Every text, anywhere."""
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from texts(part)
