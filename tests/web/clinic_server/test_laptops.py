"""From a code on the therapist's page to a session that is read there, and a programme on the laptop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from coach.accounts import Stores
from coach.accounts.audit import What
from coach.errors import ConflictError
from coach.library import load_library
from coach.record import Ending
from coach.store import Receipt, Sealed, Sender, Store
from coach.sync.joining import words_of
from coach.wire import UP, Kind
from coach.wire.reading import sha256_of
from tests.coach.accounts.builders import GRACE, LEE, NORTH
from tests.coach.clinic import draft, published
from tests.coach.store.builders import ANNA, CHECK_OUT, OMAR, OPENING, QUALITY
from tests.web.clinic_server.conftest import ADDRESS, Browser
from tests.web.clinic_server.laptop import a_code, now
from tests.web.clinic_server.serving import serve_clinic
from tests.web.clinic_server.test_joining import typed
from tests.web.conftest import PORT, app_of
from web.carrying import make_courier
from web.clinic_server import laptops
from web.clinic_server.differing import differences
from web.config import Config
from web.services import EXTENSION, LAUNCH_EXTENSION

PAGE = f"/therapist/patients/{ANNA.id}/laptops"
LIBRARY = load_library()


@pytest.fixture(scope="module")
def address(stores: Stores) -> Iterator[str]:
    with serve_clinic(stores) as (_, address):
        yield address


@dataclass
class Home:
    """A laptop at home, and who sits before it."""

    store: Store
    person: FlaskClient

    @property
    def whose(self) -> str:
        return self.store.patients()[0].id

    def carries(self) -> bool:
        """One round of what runs in the background otherwise; whether the clinic answered."""
        return make_courier(self.store, LIBRARY).visit_all()

    def trouble(self) -> str:
        pairing = self.store.pairing(self.whose)
        return pairing.trouble if pairing else ""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    app = app_of(Config(data_dir=tmp_path / "data", camera="browser", port=PORT))
    person = app.test_client()
    person.get("/launch", query_string={"token": app.extensions[LAUNCH_EXTENSION].token()})
    store = app.extensions[EXTENSION].store
    yield Home(store, person)
    store.close()


def code_on(therapist: FlaskClient) -> str:
    page = therapist.post(f"{PAGE}/code").text
    assert ADDRESS in page
    found = re.search(r"data-code>([A-Z]{4}-[A-Z]{4})<", page)
    assert found
    return found[1]


def joined(home: Home, therapist: FlaskClient, address: str) -> str:
    """The laptop has typed the code; gives where the therapist says of its words what they are."""
    sent = home.person.post("/pairing", data=typed(address, code_on(therapist)))
    assert sent.status_code == 303
    found = re.search(rf'action="({PAGE}/[0-9a-f-]+/words)"', therapist.get(PAGE).text)
    assert found
    return found[1]


def trained(home: Home, session_id: str) -> None:
    home.store.open_session(session_id, home.whose, now(), OPENING)
    home.store.close_session(session_id, Ending.DONE, QUALITY, CHECK_OUT, now())


def test_a_therapist_and_a_patient_far_apart(
    home: Home, browser: Browser, stores: Stores, address: str
) -> None:
    grace = browser(GRACE)
    assert grace.get(f"{PAGE}/waiting").get_json() == {"waiting": 0}
    compare = joined(home, grace, address)
    assert grace.get(f"{PAGE}/waiting").get_json() == {"waiting": 1}
    pairing = home.store.pairing(home.whose)
    assert pairing
    four = words_of(pairing).split()
    for page in (grace.get(PAGE).text, home.person.get(f"/pairing/{home.whose}").text):
        assert re.findall(r"<li>([a-z]+)</li>", page) == four

    home.person.post(f"/pairing/{home.whose}", data={"same": "yes"})
    trained(home, "s1")
    assert not home.carries()  # the therapist has not said it yet
    assert "four words" in home.trouble()
    assert len(home.store.waiting(home.whose, UP)) == 1

    assert grace.post(compare, data={"same": "yes"}).location == f"{PAGE}?told=same"
    assert home.carries()
    assert home.store.waiting(home.whose, UP) == ()
    assert "Slow turn" in grace.get("/therapist/sessions/s1").text
    assert "s1" in grace.get(f"/therapist/patients/{ANNA.id}").text
    assert "nothing yet" not in grace.get(PAGE).text

    stores.of(NORTH).publish(ANNA.id, published(draft("midline_hold")))
    assert home.carries()
    newest = home.store.newest_published(home.whose)
    assert newest == stores.of(NORTH).newest_published(ANNA.id)
    assert LIBRARY.exercises["midline_hold"].name in home.person.get("/exercises").text

    off = compare.replace("/words", "/off")
    assert "Take “" in grace.get(off).text
    assert grace.post(off).location == f"{PAGE}?told=off"
    trained(home, "s2")
    assert not home.carries()
    assert "does not know this laptop" in home.trouble()
    assert [one.id for one in stores.of(NORTH).sessions(ANNA.id)] == ["s1"]
    noted = [one.what for one in stores.accounts.audit(NORTH.id, ANNA.id)]
    assert noted.index(What.UNPAIRED) < noted.index(What.PAIRED)


@pytest.fixture
def receipts(monkeypatch: pytest.MonkeyPatch) -> list[Receipt]:
    """The answer to every record that was sent, in turn."""
    given: list[Receipt] = []
    acknowledge = Store.acknowledge

    def noting(store: Store, receipt: Receipt, at: datetime) -> None:
        given.append(receipt)
        acknowledge(store, receipt, at)

    monkeypatch.setattr(Store, "acknowledge", noting)
    return given


def test_a_laptop_that_is_paired_anew_sends_what_waited_and_nothing_twice(
    home: Home, browser: Browser, stores: Stores, address: str, receipts: list[Receipt]
) -> None:
    grace, yes = browser(GRACE), {"same": "yes"}
    compare = joined(home, grace, address)
    grace.post(compare, data=yes)
    home.person.post(f"/pairing/{home.whose}", data=yes)
    trained(home, "a1")
    assert home.carries()
    grace.post(compare.replace("/words", "/off"))
    trained(home, "a2")
    assert not home.carries()
    assert "Please ask your clinic for a new code" in home.trouble()
    assert "/pairing/again" in home.person.get("/sharing").text

    assert f'value="{address}"' in home.person.get("/pairing/again").text
    before = home.store.pairing(home.whose)
    others = home.person.post("/pairing/again", data=typed(address, a_code(stores, LEE, OMAR.id)))
    assert "for another clinic, or for somebody else there" in others.text
    assert home.store.pairing(home.whose) == before
    sent = home.person.post("/pairing/again", data=typed(address, code_on(grace)))
    assert home.person.get("/pairing/again").location == sent.location == f"/pairing/{home.whose}"
    anew = stores.accounts.devices(NORTH.id, ANNA.id)[0]
    home.person.post(sent.location, data=yes)
    grace.post(f"{PAGE}/{anew.id}/words", data=yes)
    trained(home, "a3")
    assert home.carries()
    sent_once = [(one.id, False) for one in home.store.outgoing(home.whose, UP)]
    assert [(one.id, one.duplicate) for one in receipts] == sent_once
    assert len(sent_once) == 3
    assert {"a1", "a2", "a3"} <= {one.id for one in stores.of(NORTH).sessions(ANNA.id)}
    assert home.store.waiting(home.whose, UP) == ()
    assert stores.of(NORTH).last_delivery(anew.id)


def test_a_laptop_that_shows_other_words_is_taken_off_at_once(
    home: Home, browser: Browser, stores: Stores, address: str
) -> None:
    grace = browser(GRACE)
    compare = joined(home, grace, address)
    assert grace.post(compare, data={"same": "no"}).location == f"{PAGE}?told=off"
    assert stores.accounts.devices(NORTH.id, ANNA.id)[0].public_key is None
    home.person.post(f"/pairing/{home.whose}", data={"same": "yes"})
    assert not home.carries()


def test_another_clinic_sees_no_laptop_of_ours_and_changes_none(
    home: Home, browser: Browser, stores: Stores, address: str
) -> None:
    compare, lee = joined(home, browser(GRACE), address), browser(LEE)
    off = compare.replace("/words", "/off")
    for path in (PAGE, f"{PAGE}/waiting", off):
        assert lee.get(path).status_code == 404, path
    for path in (f"{PAGE}/code", compare, off):
        assert lee.post(path, data={"same": "yes"}).status_code == 404, path
    device = stores.accounts.devices(NORTH.id, ANNA.id)[0]
    assert (device.confirmed_at, device.revoked_at) == (None, None)


def test_what_contradicts_is_shown_beside_what_was_here_first(
    home: Home, browser: Browser, stores: Stores, address: str
) -> None:
    grace = browser(GRACE)
    grace.post(joined(home, grace, address), data={"same": "yes"})
    home.person.post(f"/pairing/{home.whose}", data={"same": "yes"})
    trained(home, "s3")
    (line,) = home.store.waiting(home.whose, UP)
    first = home.store.sealed(line.id)
    assert home.carries()
    sender = Sender(stores.accounts.devices(NORTH.id, ANNA.id)[0].id, ANNA.id)
    body = first.body.replace(b'"pain":2', b'"pain":9')
    with pytest.raises(ConflictError):
        stores.of(NORTH).receive(sender, replace(first, body=body, sha256=sha256_of(body)), now())
    page = grace.get(PAGE).text
    row = r"After the session, pain</th><td[^>]*>2</td><td[^>]*>9</td>"
    assert re.search(row, page)
    assert page.count('<th scope="row">') == len(stores.accounts.devices(NORTH.id, ANNA.id)) + 1
    assert stores.of(NORTH).session("s3").record.check_out.pain == 2


def test_where_records_differ_is_said_in_words() -> None:
    here = b'{"exercises": [{"reps": [{"held_s": 5.0}]}], "opening": {"check_in": {"pain": 2}}, "format": 1}'
    came = here.replace(b"5.0", b"4.0").replace(b"2", b"7").replace(b"1}", b"3}")
    assert [(one.field, one.here, one.came) for one in differences(here, came)] == [
        ("exercise 1, repetition 1, held s", "5.0", "4.0"),
        ("format", "1", "3"),
        ("before the session, pain", "2", "7"),
    ]


def test_a_laptop_that_is_silent_for_weeks_is_said_so(
    home: Home, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace = browser(GRACE)
    grace.post(joined(home, grace, address), data={"same": "yes"})
    for days in (13, 15):
        monkeypatch.setattr(laptops, "now", lambda days=days: now() + timedelta(days=days))
        assert ("silent for 15 days" in grace.get(PAGE).text) is (days == 15)


def test_a_record_that_came_in_another_form_is_shown_beside_the_laptops(
    browser: Browser, stores: Stores
) -> None:
    grace, store = browser(GRACE), stores.of(NORTH)
    record = Sealed("77777777-0000-7000-8000-000000000001", Kind.SESSION, 1, "ab" * 32, b"{}")
    assert record.id not in grace.get(PAGE).text
    store.quarantine(Sender("a-laptop", ANNA.id), record, "another record is here in its place", now())
    page = grace.get(PAGE).text
    assert "A session, " in page
    assert f"Another record is here in its place (record {record.id})" in page
