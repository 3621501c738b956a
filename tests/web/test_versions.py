"""What was published stays: every version is listed, two stand side by side, an older one opens again."""

import pytest
from flask.testing import FlaskClient

from coach.store import Store
from tests.web.prescribing import ANNA, assess, in_clinic, press, publish
from tests.web.reading import Page
from web.services import Services

VERSIONS = f"/therapist/patients/{ANNA.id}/versions/"


@pytest.fixture
def store(services: Services, therapist: FlaskClient) -> Store:
    """Anna with two versions: the second has fewer breaths, and leaves one exercise out."""
    in_clinic(services, ANNA)
    assess(therapist)
    publish(therapist)
    press(therapist, "easier-0")
    press(therapist, "remove-1", note_0="Let the shoulders hang.")
    publish(therapist, reason="Shorter, as you asked.")
    return services.store


def left_out(store: Store) -> str:
    first, second = store.published(ANNA.id)
    (gone,) = {task.exercise.name for task in first.prescribed.tasks} - {
        task.exercise.name for task in second.prescribed.tasks
    }
    return gone


def test_every_version_says_who_when_why_and_what_changed(therapist: FlaskClient, store: Store) -> None:
    page = Page(therapist.get(VERSIONS).text).words
    assert page.index("Version 2 holds now") < page.index("Version 1")
    assert "Dr. Kim: “Shorter, as you asked.”" in page
    assert f"Not for now: {left_out(store)}." in page


def test_two_versions_side_by_side(therapist: FlaskClient, store: Store) -> None:
    page = Page(therapist.get(f"{VERSIONS}compare?before=1&after=2").text)
    rows = {row["Exercise"]: row for row in page.rows("Side by side")}
    gone = rows[left_out(store)]
    assert (gone["Version 2"], gone["What differs"]) == ("not in it", "only in the earlier one")
    changed = [row for row in rows.values() if "in place of" in row["What differs"]]
    assert len(changed) == 1
    assert "Let the shoulders hang." in changed[0]["Version 2"]
    assert "Let the shoulders hang." not in changed[0]["Version 1"]
    assert sum(row["What differs"] == "nothing" for row in rows.values()) == len(rows) - 2


def test_an_older_version_opens_again_and_is_checked_anew(therapist: FlaskClient, store: Store) -> None:
    answer = therapist.post(f"{VERSIONS}1/open")
    page = Page(therapist.get(answer.headers["Location"]).text).words
    assert "The older version is open again as a draft" in page
    assert f"New: {left_out(store)}." in page
    publish(therapist, reason="Back to the first.")
    first, _, third = store.published(ANNA.id)
    assert third.prescribed.tasks == first.prescribed.tasks


def test_an_older_version_is_refused_by_what_is_known_now(therapist: FlaskClient, store: Store) -> None:
    tasks = store.published(ANNA.id)[0].prescribed.tasks
    (gone,) = (task.exercise.id for task in tasks if task.exercise.name == left_out(store))
    assess(therapist, blocked_0=gone, blocked_reason_0="not any more")
    answer = therapist.post(f"{VERSIONS}1/open")
    page = Page(therapist.get(answer.headers["Location"]).text).words
    assert "The rules refuse 1 thing of it" in page
    assert "not any more" in page
    assert publish(therapist).status_code == 422
    assert len(store.published(ANNA.id)) == 2


@pytest.mark.usefixtures("store")
def test_a_version_that_is_not_there_is_said_so(therapist: FlaskClient) -> None:
    for path in ("compare", "compare?before=1&after=9", "compare?before=x&after=2"):
        assert therapist.get(VERSIONS + path).status_code == 404
    assert therapist.post(f"{VERSIONS}9/open").status_code == 404


def test_every_version_goes_on_paper_as_it_was(therapist: FlaskClient, store: Store) -> None:
    gone = left_out(store)
    assert Page(therapist.get(VERSIONS).text).links["On paper"].endswith("/paper?version=1")
    paper = f"/therapist/patients/{ANNA.id}/paper?version="
    older, newer = (Page(therapist.get(f"{paper}{number}").text).words for number in (1, 2))
    assert "An older one; version 2 holds now." in older
    assert gone in older
    assert "An older one" not in newer
    assert gone not in newer
    assert therapist.get(f"{paper}3").status_code == therapist.get(f"{paper}x").status_code == 404


@pytest.mark.parametrize("number", [3, 0, 10**30])
def test_no_number_but_those_published_is_found(therapist: FlaskClient, store: Store, number: int) -> None:
    assert len(store.published(ANNA.id)) == 2
    assert therapist.get(f"{VERSIONS}compare?before=1&after={number}").status_code == 404
    assert therapist.post(f"{VERSIONS}{number}/open").status_code == 404
    assert therapist.get(f"/therapist/patients/{ANNA.id}/paper?version={number}").status_code == 404
