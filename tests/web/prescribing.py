"""What a therapist types in the forms of prescribing, and a clinic with somebody in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.store import Patient
from web.services import Services

ANNA, OMAR = Patient("a", "Anna B."), Patient("o", "Omar C.")
TODAY = datetime.now(UTC).astimezone().date()

#: Anna's head turns to her left; she goes further to the left than to the right.
FOUND = {
    "assessed_on": TODAY.isoformat(),
    "injected_on": (TODAY - timedelta(days=30)).isoformat(),
    "form_torticaput": "left",
    "tone_torticaput": "phasic",
    "strength_torticaput": "severe",
    "behaviour": "stable",
    "raised_left": "yes",
    "tremor": "no_no",
    "tremor_grain": "fine",
    "trick_where": "right cheek",
    "trick_hand": "right",
    "age": "61",
    "note": "tires after ten minutes",
    "rotation_left_deg": "58.5",
    "rotation_right_deg": "31",
    "lateral_flexion_left_deg": "28",
    "lateral_flexion_right_deg": "19",
    "extension_deg": "41",
    "flexion_deg": "36",
}


def assess(therapist: FlaskClient, patient: Patient = ANNA, /, **other: str) -> TestResponse:
    typed = {name: value for name, value in (FOUND | other).items() if value}
    return therapist.post(f"/therapist/patients/{patient.id}/assessment", data=typed)


def builder_of(therapist: FlaskClient, patient: Patient = ANNA) -> Fields:
    return Fields(therapist.get(f"/therapist/patients/{patient.id}/programme").text)


def press(therapist: FlaskClient, button: str, patient: Patient = ANNA, /, **other: str) -> TestResponse:
    """Presses a button of the builder with everything that stands in its fields."""
    typed = builder_of(therapist, patient).typed | other
    return therapist.post(f"/therapist/patients/{patient.id}/programme", data=typed | {"do": button})


def publish(therapist: FlaskClient, patient: Patient = ANNA, reason: str = "To begin with.") -> TestResponse:
    return press(therapist, "publish", patient, reason=reason, author="Dr. Kim")


def in_clinic(services: Services, *patients: Patient) -> None:
    for patient in patients:
        services.store.add_patient(patient)


class Fields(HTMLParser):
    """What stands in the fields of a page, as a browser would send it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        name = named.get("name", "")
        if tag == "input" and name and self._sends(named):
            self.typed[name] = named.get("value", "")
        self._select = name if tag == "select" else self._select
        self._area = name if tag == "textarea" else self._area
        if tag == "option" and self._select and ("selected" in named or self._select not in self.typed):
            self.typed[self._select] = named.get("value", "")
        if tag == "textarea":
            self.typed[name] = ""

    def _sends(self, named: dict[str, str]) -> bool:
        return named.get("type") not in {"checkbox", "radio"} or "checked" in named

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.typed[self._area] += data
