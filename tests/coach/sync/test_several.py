"""What waits goes together: one question and one transaction, and to each record its own answer."""

import json
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest

from coach.diary import Flag
from coach.errors import ClinicError
from coach.record import CheckOut
from coach.store import Sealed
from coach.sync.client import Client, Request, Response
from coach.sync.courier import Courier
from coach.sync.several import MOST_TOGETHER, take_records, together
from coach.wire import UP
from coach.wire.reading import sha256_of
from tests.coach.store.builders import ANNA, MONDAY, OMAR, OPENING
from tests.coach.sync.proxy import Server
from tests.coach.sync.sides import JUDGE, NOW, THERE, Sides
from tests.coach.sync.test_serving import STRANGE, trained


def waiting(sides: Sides) -> list[Sealed]:
    return [sides.laptop.sealed(one.id) for one in sides.laptop.waiting(ANNA.id, UP)]


def answers(sides: Sides, *records: Sealed) -> list[dict[str, Any]]:
    answer = take_records(sides.clinic, sides.sender, together(records, NOW), NOW)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.body["answers"]
    return found


def visited(sides: Sides, send: Callable[[Request], Response]) -> list[str]:
    """The ways in which records went, while a courier was on its way."""
    ways: list[str] = []

    def counting(request: Request) -> Response:
        ways.extend([request.method] if "/records" in request.path else [])
        return send(request)

    client = Client(sides.pairing, counting, lambda: NOW, monotonic)
    Courier(sides.laptop, lambda _: client, lambda: JUDGE, lambda: NOW).visit_all()
    return ways


def test_a_week_of_sessions_and_what_was_said_of_them_goes_at_once(sides: Sides) -> None:
    for session in "abcdefg":
        trained(sides, session)
    sides.laptop.set_flag("g", Flag.NOT_GOOD, NOW)
    assert visited(sides, Server(lambda: sides.clinic, lambda: NOW)) == ["POST"]
    assert sides.laptop.waiting(ANNA.id, UP) == ()
    receipts = [one.receipt for one in sides.laptop.outgoing(ANNA.id, UP)]
    assert receipts == list(range(1, 9))
    assert sorted(one.id for one in sides.clinic.sessions(THERE.id)) == list("abcdefg")
    assert sides.clinic.session_head("g").flags == sides.laptop.session_head("g").flags != ()


def test_what_does_not_go_together_goes_one_after_the_other(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2 * MOST_TOGETHER + 1):
        trained(sides, f"s{number}")
    assert visited(sides, Server(lambda: sides.clinic, lambda: NOW)) == ["POST", "POST", "PUT"]
    for session in "abc":
        trained(sides, session)
    length = len(waiting(sides)[0].body)
    monkeypatch.setattr("coach.sync.courier.LONGEST_TOGETHER", 2 * length + 1)
    assert visited(sides, Server(lambda: sides.clinic, lambda: NOW)) == ["POST", "PUT"]
    assert sides.laptop.waiting(ANNA.id, UP) == ()


def test_each_of_several_has_its_own_answer(sides: Sides) -> None:
    for session in "abc":
        trained(sides, session)
    sides.laptop.set_flag("c", Flag.NOT_GOOD, NOW)
    known, first, third, flag = waiting(sides)
    sides.put(known)
    damaged = Sealed(STRANGE, first.kind, 9, first.sha256, first.body[:-1])
    other = json.loads(known.body) | {"ended_at": (NOW + timedelta(hours=1)).isoformat()}
    text = json.dumps(other, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    differing = Sealed(known.id, known.kind, 1, sha256_of(text), text)
    told = answers(sides, known, first, flag, damaged, differing, third)
    # two records of one id are taken one after the other, so the flag is there before its session
    assert [one["status"] for one in told] == [200, 201, 425, 400, 409, 201]
    assert answers(sides, flag)[0]["status"] == 201
    assert [one.record_id for one in sides.clinic.quarantined()] == [known.id]


def test_what_is_known_or_was_erased_goes_beside_what_is_new(sides: Sides) -> None:
    for session in "abcd":
        trained(sides, session)
    known, erased, other, new = waiting(sides)
    sides.put(known)
    sides.put(erased)
    sides.clinic.erase_session("b", NOW)
    anew = Sealed(STRANGE, other.kind, 9, other.sha256, other.body)
    sides.put(other)
    told = answers(sides, known, erased, anew, new)
    assert [one["status"] for one in told] == [200, 200, 201, 201]
    assert sorted(one.id for one in sides.clinic.sessions(THERE.id)) == ["a", "c", "d"]


def test_what_somebody_else_erased_keeps_no_session_of_this_patient_away(sides: Sides) -> None:
    sides.clinic.add_patient(OMAR)
    sides.clinic.open_session("a", OMAR.id, MONDAY, OPENING)
    sides.clinic.erase_session("a", NOW)
    trained(sides, "a")
    assert [one["status"] for one in answers(sides, *waiting(sides))] == [201]
    assert [one.id for one in sides.clinic.sessions(THERE.id)] == ["a"]


def test_the_same_session_under_two_ids_is_taken_once(sides: Sides) -> None:
    trained(sides, "a")
    trained(sides, "b")
    first, second = waiting(sides)
    again = Sealed(STRANGE, first.kind, 9, first.sha256, first.body)
    assert [one["status"] for one in answers(sides, first, again, second)] == [201, 201, 201]
    assert [one["status"] for one in answers(sides, first, again, second)] == [200, 200, 200]
    assert sorted(one.id for one in sides.clinic.sessions(THERE.id)) == ["a", "b"]


def test_of_a_patient_who_is_gone_nothing_is_taken(sides: Sides) -> None:
    trained(sides)
    sides.clinic.erase_patient(THERE.id, NOW)
    answer = take_records(sides.clinic, sides.sender, together(waiting(sides), NOW), NOW)
    assert answer.status == 410


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "the whole file"),
        (b"[]", "the whole file"),
        (b'{"records":[],"sent_at":"2026-03-02T09:30:00Z"}', "records"),
        (b'{"records":[{"id":"x","kind":"session","sequence":-1,"sha256":""}],"sent_at":""}\n{}', "sequence"),
        (
            b'{"records":[{"id":"x","kind":"k","sequence":1,"sha256":""}],"sent_at":"noon"}',
            "whole body",
        ),
        (b'{"records":[{"id":"x","kind":"k","sequence":1,"sha256":""}],"sent_at":"noon"}\n{}', "sent_at"),
        (b'{"records":[],"sent_at":"","picture":"x"}', "records"),
        (b'{"records":"' + b"x" * 10_000 + b'"}', "the whole file"),
    ],
)
def test_a_body_that_is_not_several_records_is_refused_as_a_whole(
    sides: Sides, body: bytes, field: str
) -> None:
    answer = take_records(sides.clinic, sides.sender, body, NOW)
    assert answer.status == 422
    assert field in answer.body["faults"][0]["field"]


def test_what_is_said_wrongly_of_one_is_told_of_that_one(sides: Sides) -> None:
    trained(sides)
    (record,) = waiting(sides)
    told = answers(sides, record, Sealed("no uuid", record.kind, 2, record.sha256, record.body))
    assert [one["status"] for one in told] == [201, 422]
    assert told[1]["faults"][0]["field"] == "id"


@pytest.mark.parametrize("body", [b"{}", b'{"answers":[]}', b'{"answers":[1,2]}', b'{"answers":[{},{}]}'])
def test_an_answer_that_is_none_is_no_receipt(sides: Sides, body: bytes) -> None:
    trained(sides, "a")
    trained(sides, "b")
    server = Server(lambda: sides.clinic, lambda: NOW)
    odd = Response(200, body)
    assert visited(sides, lambda one: odd if "/records" in one.path else server(one)) == ["POST"]
    assert len(sides.laptop.waiting(ANNA.id, UP)) == 2


def test_receipts_in_another_order_are_none(sides: Sides) -> None:
    trained(sides, "a")
    trained(sides, "b")
    server = Server(lambda: sides.clinic, lambda: NOW)

    def turned(request: Request) -> Response:
        answer = server(request)
        if "/records" not in request.path:
            return answer
        told = json.loads(answer.body)["answers"][::-1]
        return Response(200, json.dumps({"answers": told}).encode())

    client = Client(sides.pairing, turned, lambda: NOW, monotonic)
    with pytest.raises(ClinicError, match="something else"):
        client.put_together(waiting(sides))


def test_answers_go_with_the_session_that_they_are_about(sides: Sides) -> None:
    """The session is sealed already, so they are a record of their own."""
    trained(sides, "a")
    waiting(sides)
    sides.laptop.set_check_out("a", CheckOut(3, 2, "Better."))
    assert [one["status"] for one in answers(sides, *waiting(sides))] == [201, 201]
    assert sides.clinic.session("a").record.check_out.words == "Better."
