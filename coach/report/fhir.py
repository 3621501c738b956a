"""A patient as one FHIR R4 (4.0.1) Bundle of the type collection."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from coach.report import fhir_answers, fhir_events, fhir_numbers
from coach.report.fhir_parts import LOCAL, Ids, Json, filled, moment, text
from coach.report.fhir_programme import care_plan, goal_of
from coach.report.kept import Kept
from coach.store import Patient


def write_bundle(out: IO[bytes], kept: Kept, at: datetime) -> None:
    """Write the bundle as JSON in UTF-8, one resource a line.

    Args:
        at: the bundle's own time; aware.
    """
    ids = Ids(kept.patient.id)
    head = {"resourceType": "Bundle", "id": ids.of("Bundle"), "type": "collection", "timestamp": moment(at)}
    out.write(f'{json.dumps(head).removesuffix("}")}, "entry": [\n'.encode())
    for number, resource in enumerate(resources(ids, kept)):
        entry = {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False)
        out.write((",\n" if number else "").encode() + line.encode())
    out.write(b"\n]}\n")


def resources(ids: Ids, kept: Kept) -> Iterator[Json]:
    """Everything of the bundle, the patient first; sessions are read one by one."""
    yield patient_of(ids, kept.patient)
    if kept.goal:
        yield goal_of(ids, kept.goal)
    if kept.versions:
        yield care_plan(ids, kept.versions[-1], kept.goal)
    for event in kept.events:
        yield from fhir_events.of_event(ids, event)
    for score in kept.scores:
        yield fhir_events.of_score(ids, score)
    for guide in kept.guides:
        yield from fhir_answers.of_guide(ids, guide)
    for session in kept.sessions:
        yield from fhir_answers.of_session(ids, session)
        yield from fhir_numbers.of_session(ids, session)


def patient_of(ids: Ids, patient: Patient) -> Json:
    """The patient: an id, and a name where it was asked for."""
    name = filled({"text": text(patient.name)})
    return ids.resource(
        "Patient",
        identifier=[{"system": f"{LOCAL}:patient", "value": patient.id}],
        active=True,
        name=[name] if name else [],
    )
