"""What happened beside the exercises as FHIR: procedures, medicines given and taken, scores of the clinic."""

from collections.abc import Iterator

from coach.event import Event, EventKind
from coach.report.fhir_parts import Ids, Json, coded, day, extension, filled, noted, signed, text
from coach.reviewed import Score

KINDS = {
    EventKind.INJECTION: "Injection for dystonia",
    EventKind.DBS_SURGERY: "Surgery for deep brain stimulation",
    EventKind.DBS_SETTING: "New setting of deep brain stimulation",
    EventKind.MEDICINE: "Medicine begun, ended, or another dose",
    EventKind.ILLNESS: "Illness",
    EventKind.VISIT: "Visit",
    EventKind.FALL: "Fall",
    EventKind.OTHER: "Something else",
}
#: Somebody did something to the patient; the rest is something that was noticed.
PROCEDURES = (EventKind.INJECTION, EventKind.DBS_SURGERY, EventKind.DBS_SETTING)
#: Units of one product are not those of another, so they have no code.
PRODUCT_UNITS = "units of the product"
NO_PRODUCT = "Product not written down"


def of_event(ids: Ids, event: Event) -> Iterator[Json]:
    """An event; of an injection also what was given, each muscle by itself where they are known."""
    if event.kind in PROCEDURES:
        yield _procedure(ids, event)
        yield from _given(ids, event) if event.kind is EventKind.INJECTION else ()
    elif event.kind is EventKind.MEDICINE:
        yield _medicine(ids, event)
    else:
        yield _noticed(ids, event)


def of_score(ids: Ids, score: Score) -> Json:
    """A score that a clinician found, by the name that they gave it."""
    highest = [] if score.highest is None else [extension("highest-score", valueDecimal=score.highest)]
    return ids.resource(
        "Observation",
        f"score:{score.id}",
        extension=highest,
        status="final",
        code=filled({"text": text(score.name) or "Score"}),
        subject=ids.subject,
        effectiveDateTime=day(score.on),
        performer=[signed(score.author)] if signed(score.author) else [],
        valueQuantity={"value": score.value, "unit": "points"},
        note=noted(score.words),
    )


def _procedure(ids: Ids, event: Event) -> Json:
    return ids.resource(
        "Procedure",
        event.id,
        status="completed",
        code=_kind(event),
        subject=ids.subject,
        performedDateTime=day(event.on),
        recorder=signed(event.author),
        note=noted(event.words),
    )


def _kind(event: Event) -> Json:
    return coded("event", event.kind, KINDS[event.kind])


def _given(ids: Ids, event: Event) -> Iterator[Json]:
    """What was injected; nothing where neither product nor units are known."""
    muscles = [(f"{one.name}{f', {one.side}' if one.side else ''}", one.units) for one in event.muscles]
    if not (event.product or event.units is not None or muscles):
        return
    for number, (site, units) in enumerate(muscles or [("", event.units)]):
        yield ids.resource(
            "MedicationAdministration",
            f"{event.id}:{number}",
            partOf=[ids.to("Procedure", event.id)],
            status="completed",
            medicationCodeableConcept={"text": text(event.product) or NO_PRODUCT},
            subject=ids.subject,
            effectiveDateTime=day(event.on),
            dosage=_dosage(site, units),
            note=noted("" if event.units is None or not muscles else f"{event.units:g} units in all"),
        )


def _dosage(site: str, units: float | None) -> Json:
    """FHIR asks for a dose in every dosage, so one without is told as text alone."""
    dose = {} if units is None else {"value": units, "unit": PRODUCT_UNITS}
    absent = [extension("dose-not-written-down", valueBoolean=True)]
    if not site and not dose:
        return {}
    return filled(
        {"text": text(site), "site": filled({"text": text(site)}), "dose": dose or {"extension": absent}}
    )


def _medicine(ids: Ids, event: Event) -> Json:
    words = text(f"{event.product} {event.words}")
    return ids.resource(
        "MedicationStatement",
        event.id,
        status="unknown",
        medicationCodeableConcept={"text": words or KINDS[event.kind]},
        subject=ids.subject,
        effectiveDateTime=day(event.on),
        informationSource=signed(event.author),
    )


def _noticed(ids: Ids, event: Event) -> Json:
    return ids.resource(
        "Observation",
        f"event:{event.id}",
        status="final",
        code=_kind(event),
        subject=ids.subject,
        effectiveDateTime=day(event.on),
        performer=[signed(event.author)] if signed(event.author) else [],
        valueString=text(event.words),
    )
