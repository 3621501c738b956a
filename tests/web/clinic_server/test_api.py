"""The server's door for laptops: pairing, coming in, and nothing that is not theirs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from coach.accounts import Device, Stores
from coach.accounts.tables import ThrottleRow
from coach.letter import Letter, LetterKind
from coach.parts import canonical
from coach.store import Sealed
from coach.sync.proof import prove
from coach.sync.several import LINES, together
from coach.wire import Kind
from coach.wire.compared_words import words_to_compare
from coach.wire.reading import sha256_of
from tests.coach.accounts.builders import ADA, GRACE, LEE, NORTH, SOUTH
from tests.coach.store.builders import ANNA, MONDAY, OMAR
from tests.web.clinic_server.conftest import Browser
from tests.web.clinic_server.laptop import Laptop, a_code, now

QUESTION = "01980000-0000-7000-8000-0000000000e1"

JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def begun_anew(stores: Stores) -> None:
    """No wrong tries are left from the test before."""
    with stores.accounts._writing() as db:
        db.execute(delete(ThrottleRow))


def confirmed(stores: Stores, laptop: Laptop) -> Device:
    patient = laptop.place["patient"]
    found = {one.id: one for one in stores.accounts.devices(laptop.place["clinic"], patient)}
    stores.accounts.confirm_device(found[laptop.place["device"]], now())
    return found[laptop.place["device"]]


def counted(stores: Stores) -> int:
    """Codes that opened nothing, from wherever they came."""
    with stores.accounts._reading() as db:
        return sum(db.scalars(select(ThrottleRow.wrong)))


@pytest.fixture
def laptop(app: Flask, stores: Stores) -> Laptop:
    """Anna's, paired, confirmed and let in."""
    laptop = Laptop(app)
    laptop.pair(a_code(stores, GRACE, ANNA.id))
    confirmed(stores, laptop)
    laptop.come_in()
    return laptop


def a_question(record_id: str = QUESTION, words: str = "May I rest today?") -> dict[str, Any]:
    body = {"id": record_id, "words": words, "author": "A. B.", "position": None, "session": None}
    text = canonical(body | {"written_at": MONDAY.isoformat().replace("+00:00", "Z")}).encode()
    headers = {"Midline-Kind": "question", "Midline-Sequence": "1", "Midline-SHA256": sha256_of(text)}
    return {"data": text, "headers": headers, "content_type": "application/json"}


def test_a_code_gives_a_place_once_and_both_sides_have_the_same_words(app: Flask, stores: Stores) -> None:
    laptop, code = Laptop(app), a_code(stores, GRACE, ANNA.id)
    answer = laptop.pair(f" {code[:4].lower()}-{code[4:]} ")
    place = answer.get_json()
    assert answer.status_code == 201
    assert (place["clinic"], place["clinic_name"], place["patient"]) == (NORTH.id, NORTH.name, ANNA.id)
    device = stores.accounts.devices(NORTH.id, ANNA.id)[0]
    assert (device.name, device.paired_by, device.confirmed_at) == ("Anna's laptop", GRACE.id, None)
    assert device.public_key
    words = words_to_compare(place["clinic_public_key"], device.public_key.hex(), place["device"])
    assert place["words"] == words
    again = Laptop(app, bytes(32)).pair(code)
    assert (again.status_code, again.get_json()["error"][:24]) == (403, "This code opens nothing.")


def test_an_answer_that_was_lost_is_given_again_to_the_same_key_alone(app: Flask, stores: Stores) -> None:
    code, before = a_code(stores, GRACE, ANNA.id), len(stores.accounts.devices(NORTH.id, ANNA.id))
    lost = Laptop(app).pair(code)
    again = Laptop(app).pair(code, name="renamed since")
    assert (again.status_code, again.get_json()) == (201, lost.get_json())
    assert counted(stores) == 0
    assert Laptop(app, bytes(32)).pair(code).status_code == 403
    assert counted(stores) == 1
    assert len(stores.accounts.devices(NORTH.id, ANNA.id)) == before + 1


def test_a_code_that_is_wrong_five_times_or_too_old_opens_nothing(app: Flask, stores: Stores) -> None:
    laptop, code = Laptop(app), a_code(stores, GRACE, ANNA.id)
    wrong = code[:3] + ("BBBBB" if code[3:] != "BBBBB" else "CCCCC")
    assert [laptop.pair(one).status_code for one in [wrong] * 5 + [code]] == [403] * 6
    old = a_code(stores, GRACE, ANNA.id, now() - timedelta(minutes=10))
    assert laptop.pair(old).status_code == 403


def test_many_wrong_codes_from_one_address_wait_and_nothing_is_used_up(app: Flask, stores: Stores) -> None:
    laptop, code = Laptop(app), a_code(stores, GRACE, ANNA.id)
    assert [laptop.pair("ZZZZZZZZ").status_code for _ in range(30)] == [403] * 30
    waiting = laptop.pair(code)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "5")
    assert "wait" in waiting.get_json()["error"]


def test_before_a_therapist_has_compared_the_words_nothing_is_taken_or_given(
    app: Flask, stores: Stores
) -> None:
    laptop = Laptop(app)
    laptop.pair(a_code(stores, GRACE, ANNA.id))
    answer = laptop.come_in()
    assert (answer.status_code, laptop.token) == (423, "")
    assert "four words" in answer.get_json()["error"]
    confirmed(stores, laptop)
    assert laptop.come_in().status_code == 200


def test_a_forged_signature_and_a_nonce_once_more_are_refused(app: Flask, laptop: Laptop) -> None:
    nonce = laptop.nonce()
    assert laptop.come_in(nonce=nonce, signature=prove(bytes(32), nonce)).status_code == 401
    assert laptop.come_in(nonce=nonce).status_code == 401
    assert laptop.come_in().status_code == 200
    other = Laptop(app, token=laptop.token + "x")
    answer = other.ask("GET", "/down?after=0")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_record_goes_up_and_what_the_clinic_wrote_comes_down(laptop: Laptop, stores: Stores) -> None:
    first = laptop.ask("PUT", f"/records/{QUESTION}", **a_question())
    again = laptop.ask("PUT", f"/records/{QUESTION}", **a_question())
    assert (first.status_code, again.status_code) == (201, 200)
    assert [one.words for one in stores.of(NORTH).letters(ANNA.id)] == ["May I rest today?"]
    stores.of(NORTH).add_letter(Letter("m", ANNA.id, LetterKind.MESSAGE, "Please do.", GRACE.name, MONDAY))
    items = laptop.ask("GET", "/down?after=0").get_json()["items"]
    assert ["Please do." in one["body"] for one in items] == [True]
    listed = {"records": [[QUESTION, first.get_json()["sha256"]]]}
    assert laptop.ask("POST", "/reconcile", json=listed).get_json()["receipts"] == {
        QUESTION: first.get_json()["revision"]
    }
    differing = laptop.ask("PUT", f"/records/{QUESTION}", **a_question(words="May I not?"))
    assert differing.status_code == 409
    assert len(stores.of(NORTH).quarantined(ANNA.id)) == 1


def test_a_laptop_reaches_its_own_patient_at_its_own_clinic_and_nothing_else(
    app: Flask, laptop: Laptop, stores: Stores
) -> None:
    omars = Laptop(app, bytes(32))
    omars.pair(a_code(stores, LEE, OMAR.id))
    confirmed(stores, omars)
    omars.come_in()
    stores.of(SOUTH).add_letter(Letter("s", OMAR.id, LetterKind.MESSAGE, "Omar's own.", LEE.name, MONDAY))
    other = QUESTION[:-1] + "2"
    assert omars.ask("PUT", f"/records/{other}", **a_question(other)).status_code == 201
    assert "Omar's own." not in laptop.ask("GET", "/down?after=0").text
    listed = laptop.ask("POST", "/reconcile", json={"records": [[other, "ab" * 32]]}).get_json()
    assert (listed["missing"], listed["differing"]) == ([other], [])
    assert stores.of(NORTH).quarantined(OMAR.id) == ()
    assert {one.words for one in stores.of(SOUTH).letters(OMAR.id)} == {"Omar's own.", "May I rest today?"}


def test_a_record_of_another_patient_of_the_same_clinic_is_never_touched(
    app: Flask, laptop: Laptop, stores: Stores
) -> None:
    other = replace(ANNA, id="11111111-0000-4000-8000-000000000009", name="Ben")
    stores.of(NORTH).add_patient(other)
    bens = Laptop(app, bytes(32))
    bens.pair(a_code(stores, ADA, other.id))
    confirmed(stores, bens)
    bens.come_in()
    record = QUESTION[:-1] + "3"
    assert bens.ask("PUT", f"/records/{record}", **a_question(record)).status_code == 201
    assert laptop.ask("PUT", f"/records/{record}", **a_question(record)).status_code == 409
    assert [one.words for one in stores.of(NORTH).letters(other.id)] == ["May I rest today?"]


def test_a_laptop_that_was_taken_off_is_out_at_once(laptop: Laptop, stores: Stores) -> None:
    stores.accounts.revoke_device(confirmed(stores, laptop), now())
    assert laptop.ask("GET", "/down?after=0").status_code == 401
    answer = laptop.ask("POST", "/device/challenge", json={"device": laptop.place["device"]})
    assert (answer.status_code, "pair it again" in answer.get_json()["error"]) == (401, True)


def test_several_records_go_up_at_once_and_each_is_answered(laptop: Laptop, stores: Stores) -> None:
    ids = [QUESTION[:-2] + end for end in ("f1", "f2")]
    records = [
        Sealed(one, Kind.QUESTION, number, sha256_of(text), text)
        for number, (one, text) in enumerate((one, a_question(one)["data"]) for one in ids)
    ]
    told: dict[str, Any] = {"data": together(records, now()), "content_type": LINES}
    answer = laptop.ask("POST", "/records", **told)
    assert [(one["id"], one["status"]) for one in answer.get_json()["answers"]] == [(one, 201) for one in ids]
    assert {one.id for one in stores.of(NORTH).letters(ANNA.id)} >= set(ids)
    again = laptop.ask("POST", "/records", **told).get_json()["answers"]
    assert [one["status"] for one in again] == [200, 200]
    assert laptop.ask("POST", "/records", **told | {"content_type": "application/json"}).status_code == 415


@pytest.mark.parametrize("path", ["/records/" + QUESTION, "/records", "/down?after=0", "/reconcile"])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic x", "Bearer \u00e9", "bearer x" * 99])
def test_nobody_comes_in_without_a_token(app: Flask, path: str, header: str) -> None:
    method = {"/records/": "PUT", "/down?aft": "GET"}.get(path[:9], "POST")
    answer = Laptop(app).ask(method, path, headers={"Authorization": header}, json={})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"data": b"{}", "content_type": "text/plain"}, 415, "Content-Type"),
        ({"data": b"{}"}, 415, "Content-Type"),
        (
            {"data": b"{}", "content_type": "application/json", "headers": {"Content-Encoding": "gzip"}},
            415,
            "Content-Encoding",
        ),
        ({"data": b"x" * 2001, "content_type": "application/json"}, 413, "Content-Length"),
        ({"data": b"{", "content_type": "application/json"}, 422, "the whole file"),
        ({"data": b"\xff", "content_type": "application/json"}, 422, "the whole file"),
        ({"json": []}, 422, "the whole file"),
        ({"json": {"device": 1}}, 422, "device"),
        ({"json": {"device": "x"}}, 422, "device"),
        ({"json": {}}, 422, "device"),
        ({"json": {"device": QUESTION, "more": 1}}, 422, "more"),
        (JSON | {"data": b'{"device":"a","device":"b"}'}, 422, "the whole file"),
        ({"json": {"device": QUESTION}, "headers": {"Cookie": "a=b"}}, 400, "Cookie, Origin"),
        (
            {"json": {"device": QUESTION}, "headers": {"Origin": "https://evil.example"}},
            400,
            "Cookie, Origin",
        ),
    ],
)
def test_what_is_no_request_of_ours_is_told_in_full(app: Flask, more: Any, status: int, field: str) -> None:
    answer = Laptop(app).ask("POST", "/device/challenge", **more)
    (fault,) = answer.get_json()["faults"]
    assert (answer.status_code, fault["field"]) == (status, field)
    assert fault["wanted"]
    assert fault["got"]
    assert answer.get_json()["error"]


def test_every_fault_of_a_body_is_told_at_once(app: Flask) -> None:
    answer = Laptop(app).pair("", public_key="AB" * 32, name="x\n")
    assert [one["field"] for one in answer.get_json()["faults"]] == ["code", "public_key", "name"]


def test_a_record_is_bounded_before_it_is_read(laptop: Laptop) -> None:
    sent = {"data": bytes(8_000_001), "content_type": "application/json"}
    answer = laptop.ask("PUT", f"/records/{QUESTION}", **sent)
    assert answer.status_code == 413


@pytest.mark.parametrize(("method", "path"), [("GET", "/pair"), ("DELETE", "/down"), ("PUT", "/x/y")])
def test_what_is_not_there_is_told_as_json(app: Flask, method: str, path: str) -> None:
    answer = Laptop(app).ask(method, path)
    assert (answer.status_code, answer.get_json()["faults"]) == (404, [])
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_browser_of_a_therapist_does_not_come_in_here(browser: Browser) -> None:
    answer = browser(GRACE).get("/api/v1/down?after=0")
    assert (answer.status_code, answer.mimetype) == (403, "application/json")
