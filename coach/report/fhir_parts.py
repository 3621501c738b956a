"""What all FHIR resources are made of: ids, references, codes, quantities. Version R4 (4.0.1).

Every code of ours is local and says so by a system that begins with ``urn:midline:``; the only codes from
elsewhere are those that FHIR itself asks for, and the units of UCUM.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Json = dict[str, Any]

LOCAL = "urn:midline"
UCUM = "http://unitsofmeasure.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
#: Our units as UCUM writes them.
UNITS = {
    "deg": "deg",
    "deg/s": "deg/s",
    "deg/min": "deg/min",
    "s": "s",
    "min": "min",
    "Hz": "Hz",
    "share": "1",
    "count": "{count}",
    "SPARC": "1",
}
#: FHIR's own limit of a text; control characters are not allowed in any.
LONGEST = 1_000_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Ids:
    """Ids of a patient's resources: the same for the same thing, always."""

    patient_id: str

    def of(self, kind: str, key: object = "") -> str:
        """A UUID as text."""
        return str(uuid5(NAMESPACE_URL, f"{LOCAL}:{self.patient_id}:{kind}:{key}"))

    def to(self, kind: str, key: object = "") -> Json:
        """A reference to a resource of the same bundle."""
        return {"reference": f"urn:uuid:{self.of(kind, key)}"}

    @property
    def subject(self) -> Json:
        """A reference to the patient."""
        return self.to("Patient")

    def resource(self, kind: str, key: object = "", **fields: Any) -> Json:
        """A resource; fields without a value are left out."""
        return {"resourceType": kind, "id": self.of(kind, key)} | filled(fields)


def filled(fields: Json) -> Json:
    """Without what has no value: FHIR knows no empty text, list or object."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def text(words: str) -> str:
    """A text as FHIR allows it; empty where nothing is left."""
    return CONTROL.sub(" ", words).strip()[:LONGEST]


def coded(system: str, code: str, words: str, version: str = "") -> Json:
    """A concept of ours: ``system`` such as ``measure``, with what it means in words."""
    own = {"system": f"{LOCAL}:{system}", "version": version, "code": plain(code), "display": text(words)}
    return filled({"coding": [filled(own)], "text": text(words)})


def plain(code: str) -> str:
    """A code as FHIR allows it: no space but single ones inside."""
    return " ".join(text(code).split())


def quantity(value: float, unit: str) -> Json:
    """A number with its unit; one that UCUM does not know keeps its name alone."""
    code = {"system": UCUM, "code": UNITS[unit]} if unit in UNITS else {}
    return {"value": round(value, 4), "unit": unit} | code


def extension(name: str, **value: Any) -> Json:
    """What FHIR has no place for, under a name of ours."""
    return {"url": f"{LOCAL}:{name}"} | value


def moment(at: datetime) -> str:
    """A moment with its zone, to the second."""
    return at.isoformat(timespec="seconds")


def day(on: date) -> str:
    """A day."""
    return on.isoformat()


def signed(author: str) -> Json:
    """Who wrote it, as far as Midline knows: a name."""
    return filled({"display": text(author)})


def noted(words: str, at: datetime | None = None) -> list[Json]:
    """A remark."""
    said = text(words)
    return [filled({"text": said, "time": moment(at) if at else None})] if said else []
