"""A contradiction between a laptop and the clinic, from when it is found until both know it settled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from coach.accounts import Stores
from coach.store import Sealed, Sender, Settlement, Store
from coach.wire import UP
from coach.wire.reading import sha256_of
from tests.coach.accounts.builders import GRACE, LEE, NORTH
from tests.coach.store.builders import ANNA
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.laptop import now
from tests.web.clinic_server.test_laptops import LIBRARY, PAGE, Home, address, home, joined, trained
from tests.web.reading import Page
from web.carrying import make_courier

__all__ = ["address", "home"]

PATIENT = f"/therapist/patients/{ANNA.id}"


@dataclass
class Differing:
    """A session that the clinic had in another form when the laptop brought its own."""

    session_id: str
    there: str  # where it is settled
    home: Home
    clinic: Store
    grace: FlaskClient

    def settle(self, how: str, why: str = "two practices") -> str:
        answer = self.grace.post(self.there, data={"settlement": how, "why": why}, follow_redirects=True)
        assert answer.status_code == 200
        return Page(answer.text).words

    def compared(self) -> str:
        """What the laptop's page says once both sides have compared what they have."""
        (pairing,) = self.home.store.pairings()
        make_courier(self.home.store, LIBRARY).compare(pairing)
        return Page(self.home.person.get("/sharing").text).words


@pytest.fixture
def differing(home: Home, browser: Browser, stores: Stores, address: str) -> Differing:
    grace, clinic, session_id = browser(GRACE), stores.of(NORTH), str(uuid4())
    grace.post(joined(home, grace, address), data={"same": "yes"})
    home.person.post(f"/pairing/{home.whose}", data={"same": "yes"})
    trained(home, session_id)
    (line,) = home.store.waiting(home.whose, UP)
    clinic.receive(Sender("an older copy", ANNA.id), other_form(home.store.sealed(line.id)), now())
    home.carries()
    assert home.store.outgoing(home.whose, UP)[0].conflicting
    newest = clinic.quarantined(ANNA.id)[0]
    return Differing(session_id, f"{PATIENT}/apart/{newest.number}", home, clinic, grace)


def other_form(record: Sealed) -> Sealed:
    body = record.body.replace(b'"pain":2', b'"pain":9')
    return replace(record, id=str(uuid4()), body=body, sha256=sha256_of(body))


def test_both_stand_and_the_laptop_says_that_it_is_settled(differing: Differing) -> None:
    assert "One record is with your clinic in another form" in differing.compared()
    assert "Laptops (1 to settle)" in differing.grace.get(PATIENT).text

    here = Page(differing.grace.get(PAGE).text).links["See the session that is here"]
    assert here == f"/therapist/sessions/{differing.session_id}"

    told = differing.settle("both")

    assert "It is settled." in told
    assert "Kept apart and settled: 1" in told
    assert f"Both stand, as two sessions: {GRACE.name}, " in told
    assert "two practices" in told
    assert "to settle)" not in differing.grace.get(PATIENT).text
    settled = differing.clinic.quarantined(ANNA.id)[0]
    assert differing.clinic.session(differing.session_id).record.check_out.pain == 9
    assert differing.clinic.session(settled.taken_as or "").record.check_out.pain == 2
    shown = differing.compared()
    assert "in another form" not in shown
    assert "your clinic has looked into it and has both forms now, as two sessions" in shown
    (line,) = differing.home.store.outgoing(differing.home.whose, UP)
    assert (line.settlement, line.receipt) == (Settlement.BOTH, None)


def test_what_is_here_holds_and_the_laptop_says_so(differing: Differing) -> None:
    assert "What is here holds" in differing.settle("here", "the later answers")
    before = len(differing.clinic.sessions(ANNA.id))
    assert "looked into it and keeps the form that it has" in differing.compared()
    assert len(differing.clinic.sessions(ANNA.id)) == before
    again = differing.grace.post(differing.there, data={"settlement": "both", "why": "or not"})
    assert (again.status_code, "has settled this already" in again.text) == (409, True)


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"settlement": "both", "why": " "}, 422, "Please say why; it is kept beside the record."),
        ({"settlement": "both", "why": "x" * 401}, 422, "x" * 401),
        ({"settlement": "none", "why": "so"}, 400, "It is settled as here or both."),
    ],
)
def test_without_a_reason_or_a_way_nothing_is_settled(
    differing: Differing, typed: dict[str, str], status: int, told: str
) -> None:
    answer = differing.grace.post(differing.there, data=typed)
    assert (answer.status_code, told in answer.text) == (status, True)
    assert differing.clinic.quarantined(ANNA.id)[0].settlement is None
    assert "Keep both, as two sessions" in differing.grace.get(PAGE).text


def test_another_clinic_settles_nothing_of_ours(differing: Differing, browser: Browser) -> None:
    lee = browser(LEE)
    assert lee.post(differing.there, data={"settlement": "both", "why": "so"}).status_code == 404
    stranger = differing.there.replace(ANNA.id, "nobody")
    for path in (stranger, f"{PATIENT}/apart/999999"):
        assert differing.grace.post(path, data={"settlement": "here", "why": "so"}).status_code == 404
    assert differing.clinic.quarantined(ANNA.id)[0].settlement is None
