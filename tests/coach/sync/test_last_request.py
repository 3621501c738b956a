"""Everything of a patient was erased on their laptop: what they still ask of the clinic gets there, and then
nothing is left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import pytest

from coach.sync.client import Client, Request, Response
from coach.sync.courier import Courier
from tests.coach.store.builders import ANNA, file_of
from tests.coach.store.test_outbox import trained
from tests.coach.store.test_pairing import PAIRED
from tests.coach.sync.proxy import Server
from tests.coach.sync.sides import JUDGE, NOW, Sides


def visited(sides: Sides, send: Callable[[Request], Response], at: datetime = NOW) -> bool:
    clients = partial(Client, send=send, now=lambda: at, now_s=monotonic)
    return Courier(sides.laptop, clients, lambda: JUDGE, lambda: at).visit_all()


def test_the_courier_brings_the_last_request_and_then_key_and_address_are_gone(sides: Sides) -> None:
    trained(sides.laptop)
    server = Server(lambda: sides.clinic, lambda: NOW)
    assert visited(sides, server)
    sides.laptop.pause_sharing(ANNA.id, NOW)
    sides.laptop.erase_patient(ANNA.id, NOW, ask=True)
    assert not visited(sides, lambda _: Response(503, b""))
    assert "answered 503" in sides.laptop.last_requests()[0].trouble
    assert visited(sides, server)
    assert sides.laptop.last_requests() == ()
    (request,) = sides.clinic.erasure_requests(sides.sender.patient_id)
    assert (request.session_id, request.answer) == (None, None)
    assert len(sides.clinic.sessions(sides.sender.patient_id)) == 1
    assert not any(PAIRED.device_key in path.read_bytes() for path in file_of(sides.laptop).parent.iterdir())


def test_a_clinic_that_has_not_known_the_laptop_for_a_month_is_asked_no_more(sides: Sides) -> None:
    sides.laptop.erase_patient(ANNA.id, NOW, ask=True)
    assert not visited(sides, lambda _: Response(401, b"{}"), NOW + timedelta(days=1))
    assert visited(sides, lambda _: Response(401, b"{}"), NOW + timedelta(days=31))
    assert sides.laptop.last_requests() == ()


def while_sending(sides: Sides, do: Callable[[], None]) -> Callable[[Request], Response]:
    """The clinic's server; while the first record is on its way to it something is done on the laptop."""
    server, todo = Server(lambda: sides.clinic, lambda: NOW), [do]

    def send(request: Request) -> Response:
        if request.method == "PUT" and todo:
            todo.pop()()
        return server(request)

    return send


def test_a_session_that_is_erased_while_it_is_sent_keeps_nothing_back(sides: Sides) -> None:
    trained(sides.laptop)
    sending = while_sending(sides, lambda: sides.laptop.erase_session("s", NOW, ask=True))
    assert visited(sides, sending)
    assert sides.pairing.trouble == ""
    assert visited(sides, sending)
    (request,) = sides.clinic.erasure_requests(sides.sender.patient_id)
    assert request.session_id == "s"


def test_what_is_erased_before_its_turn_comes_is_not_sent(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.sync.courier.MOST_TOGETHER", 1)
    for name in ("s", "next", "t", "later"):
        trained(sides.laptop, name)

    def erase_two() -> None:
        for name in ("next", "later"):
            sides.laptop.erase_session(name, NOW)

    assert visited(sides, while_sending(sides, erase_two))
    assert {head.id for head in sides.clinic.sessions(sides.sender.patient_id)} == {"s", "t"}
    assert sides.pairing.trouble == ""


def test_everything_that_is_erased_while_it_is_sent_is_asked_for_in_the_same_round(sides: Sides) -> None:
    trained(sides.laptop)
    assert visited(sides, while_sending(sides, lambda: sides.laptop.erase_patient(ANNA.id, NOW, ask=True)))
    assert sides.laptop.last_requests() == ()
    (request,) = sides.clinic.erasure_requests(sides.sender.patient_id)
    assert request.session_id is None
