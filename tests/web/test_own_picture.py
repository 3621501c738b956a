"""What an assessment says that a drawn figure can show."""

import json
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coach.assessment import Component, Strength, Touch
from coach.findings import Form
from coach.record import Side
from tests.coach.clinic import assessment
from tests.web.prescribed import OMAR, omars
from tests.web.prescribing import ANNA, assess, in_clinic
from web.own_picture import own, place, touch
from web.services import Services


def test_the_pull_goes_to_its_side_as_far_as_it_is_strong() -> None:
    found = assessment(
        Component(form=Form.LATEROCAPUT, side=Side.RIGHT, strength=Strength.MILD),
        Component(form=Form.SAGITTAL_SHIFT, strength=Strength.SEVERE),
        shoulders_raised=(Side.LEFT,),
    )
    assert own(found) == {
        "pull": {"lateral_flexion_deg": pytest.approx(-9.6), "sagittal_shift": pytest.approx(0.16)},
        "raised": ["left"],
        "touch": None,
    }


def test_where_nobody_was_assessed_nothing_is_the_patients_own() -> None:
    assert own(None) is None


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        ("left cheek", "cheek"),
        ("under the chin", "chin"),
        ("Back of the head", "back_of_head"),
        ("behind the right ear", "back_of_head"),
        ("right ear", "ear"),
        ("a bearded place", "cheek"),
        ("top of the head", "crown"),
    ],
)
def test_the_place_that_a_therapist_writes(where: str, meant: str) -> None:
    assert place(where) == meant


def test_a_touch_is_at_the_side_that_is_written_else_at_the_hands() -> None:
    assert touch(Touch(where="left cheek", hand=Side.RIGHT))["side"] == "left"
    assert touch(Touch(where="chin", hand=Side.RIGHT))["side"] == "right"


def pulls(html: str) -> list[dict[str, float]]:
    """The pull that each picture of a page begins in."""
    data = [json.loads(unescape(part.split("'", 1)[0])) for part in html.split("data-picture='")[1:]]
    return [one["own"]["pull"] for one in data if one["own"]] if data else []


@pytest.mark.parametrize("page", ["/", "/exercises", "/paper"])
def test_the_patients_pages_begin_in_the_patients_own_pull(app: Flask, page: str) -> None:
    html = omars(app).get(page).text
    assert pulls(html) == [{"rotation_deg": 22.0}] * html.count("data-picture=")
    assert "data-picture=" in html


def test_the_builder_and_the_therapists_paper_too(
    app: Flask, services: Services, therapist: FlaskClient
) -> None:
    in_clinic(services, ANNA)
    assess(therapist)
    html = therapist.get(f"/therapist/patients/{ANNA.id}/programme").text
    assert len(pulls(html)) == html.count("data-picture=") > 20
    assert {one["rotation_deg"] for one in pulls(html)} == {32.0}
    omars(app)
    assert pulls(therapist.get(f"/therapist/patients/{OMAR.id}/paper").text)
