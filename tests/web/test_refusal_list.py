"""What is never prescribed is the clinic's own list; whoever changes it is named, every change is kept."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.library import read_refusals
from coach.refusal import RefusalList
from coach.store import Store
from tests.web.prescribing import ANNA, assess, in_clinic, press
from tests.web.reading import Page
from web.services import Services

PAGE = "/therapist/clinic/refusals"
WHO = {"by": "Dr. Kim", "because": "Our guideline of May."}
SAUNA = {
    "name": "Sauna",
    "phrases": "sauna*\nsteam bath",
    "harmless": "",
    "told": "A sauna is not prescribed.",
    "reason": "Some tire for days.",
    "source": "Our own patients",
}


@pytest.fixture
def store(services: Services) -> Store:
    return services.store


def change(therapist: FlaskClient, do: str, **typed: str) -> TestResponse:
    return therapist.post(PAGE, data=WHO | typed | {"do": do})


def listed(store: Store) -> RefusalList:
    text = store.refusal_list()
    assert text is not None
    return read_refusals("the list", text)


def test_the_list_is_shown_with_reason_source_and_author(therapist: FlaskClient) -> None:
    page = Page(therapist.get(PAGE).text).words
    for words in ("Neck collar", "A collar often makes the pull worse", "The program's own list"):
        assert words in page
    assert "Nothing yet: this is the list that comes with the program." in page


def test_an_entry_is_added_and_holds_at_once(
    therapist: FlaskClient, store: Store, services: Services
) -> None:
    assert change(therapist, "add", **SAUNA).status_code == 303
    added = listed(store).avoided[-1]
    assert (added.id, added.phrases, added.author) == ("sauna", ("sauna*", "steam bath"), "Dr. Kim")

    in_clinic(services, ANNA)
    assess(therapist)
    answer = press(therapist, "publish", reason="Then go to the sauna.", author="Dr. Kim")
    assert "Refused: sauna. A sauna is not prescribed." in Page(answer.text).words


def test_every_change_is_told_with_who_and_why(therapist: FlaskClient, store: Store) -> None:
    change(therapist, "add", **SAUNA)
    change(therapist, "keep-sauna", **SAUNA | {"reason": "It tires."}, by="Dr. Lee", because="Shorter.")
    change(therapist, "remove-neck_collar", because="We decide case by case.")
    change(therapist, "rule-age", told="{exercise}: not at this age.", reason="Vessels.", source="Us")
    rows = Page(therapist.get(PAGE).text).rows("History")
    assert [(row["Who"], row["What"], row["Why"]) for row in rows] == [
        ("Dr. Kim", "The words of the rule “age” changed.", "Our guideline of May."),
        ("Dr. Kim", "“Neck collar” removed.", "We decide case by case."),
        ("Dr. Lee", "“Sauna” changed.", "Shorter."),
        ("Dr. Kim", "“Sauna” added.", "Our guideline of May."),
    ]
    assert "neck_collar" not in {one.id for one in listed(store).avoided}
    assert listed(store).version == 5


def test_what_reveals_it_together_stays_when_an_entry_is_changed(
    therapist: FlaskClient, store: Store, services: Services
) -> None:
    before = next(one for one in services.library.refusals.avoided if one.together)
    change(therapist, f"keep-{before.id}", **SAUNA)
    after = next(one for one in listed(store).avoided if one.id == before.id)
    assert (after.name, after.together) == ("Sauna", before.together)


@pytest.mark.parametrize(
    ("do", "typed", "told"),
    [
        ("add", {"phrases": ""}, "Please give at least 1 entry."),
        ("add", {"reason": ""}, "Please give some text."),
        ("add", {"by": " "}, "Please give your name."),
        ("add", {"because": ""}, "Please say why the list changes"),
        ("rule-age", {"told": "{nobody} is refused."}, "Please give no named place but"),
        ("fly", {}, "Please press one of the buttons of this page."),
        ("keep-nothing", {}, "Please press one of the buttons of this page."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_changes(
    therapist: FlaskClient, store: Store, do: str, typed: dict[str, str], told: str
) -> None:
    answer = change(therapist, do, **SAUNA | typed)
    assert answer.status_code == 422
    page = Page(answer.text).words
    assert "Nothing was changed yet. 1 answer needs another look." in page
    assert told in page
    assert store.refusal_list() is None


def test_two_entries_of_one_name_have_ids_of_their_own(therapist: FlaskClient, store: Store) -> None:
    change(therapist, "add", **SAUNA)
    change(therapist, "add", **SAUNA)
    assert len({one.id for one in listed(store).avoided}) == len(listed(store).avoided)
