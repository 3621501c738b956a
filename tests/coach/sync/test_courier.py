"""The courier waits longer the longer nobody answers, and never goes while a session is under way."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest

from coach.errors import StoreError
from coach.store import Store
from coach.sync.client import Client, Request, Response
from coach.sync.courier import EVERY_S, FIRST_AGAIN_S, LONGEST_AGAIN_S, Courier, Rounds, again_s
from coach.sync.down import Judge
from coach.wire import UP
from tests.coach.store.builders import ANNA, directly
from tests.coach.store.test_outbox import ASKED
from tests.coach.sync.proxy import Server
from tests.coach.sync.sides import JUDGE, NOW, THERE, Sides
from tests.coach.sync.test_serving import trained


class Most:
    """Chance at its upper end."""

    def uniform(self, a: float, b: float, /) -> float:
        assert a == b / 2
        return b


def courier(
    sides: Sides,
    send: Callable[[Request], Response],
    *,
    busy: bool = False,
    days: int = 0,
    judge: Judge = JUDGE,
) -> Courier:
    at = NOW + timedelta(days=days)
    client = Client(sides.pairing, send, lambda: at, monotonic)
    return Courier(sides.laptop, lambda _: client, lambda: judge, lambda: at, lambda: busy)


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes together with anything else."""
    monkeypatch.setattr("coach.sync.courier.MOST_TOGETHER", 1)


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Set by each round, which is not made."""
    visited = Event()

    def visit_all(_: Courier) -> bool:
        visited.set()
        return True

    monkeypatch.setattr(Courier, "visit_all", visit_all)
    return visited


def test_the_longer_nobody_answers_the_longer_it_waits() -> None:
    waits = [again_s(failed, Most()) for failed in range(12)]
    assert waits[:4] == [EVERY_S, FIRST_AGAIN_S, 2 * FIRST_AGAIN_S, 4 * FIRST_AGAIN_S]
    assert waits[-1] == again_s(10**9, Most()) == LONGEST_AGAIN_S


def test_nothing_is_sent_while_a_session_is_under_way_or_sharing_is_paused(sides: Sides) -> None:
    trained(sides)
    server = Server(lambda: sides.clinic, lambda: NOW)
    courier(sides, server, busy=True).visit_all()
    assert server.delivered == 0
    sides.laptop.pause_sharing(ANNA.id, NOW)
    assert courier(sides, server).visit_all()
    assert server.delivered == 0
    sides.laptop.resume_sharing(ANNA.id)
    courier(sides, server).visit_all()
    assert server.delivered == 1


@pytest.mark.usefixtures("one_by_one")
def test_paused_in_the_middle_nothing_more_is_sent(sides: Sides) -> None:
    for session in "abc":
        trained(sides, session)
    server = Server(lambda: sides.clinic, lambda: NOW)

    def pausing(request: Request) -> Response:
        if request.method == "PUT":
            sides.laptop.pause_sharing(ANNA.id, NOW)
        return server(request)

    courier(sides, pausing).visit_all()
    assert server.delivered == 1
    assert len(sides.laptop.waiting(ANNA.id, UP)) == 2


@pytest.mark.usefixtures("one_by_one")
def test_what_was_refused_is_tried_again_another_day_and_what_differs_is_not(sides: Sides) -> None:
    for session in "ab":
        trained(sides, session)
    server = Server(lambda: sides.clinic, lambda: NOW)
    statuses = iter((422, 409))

    def refusing(request: Request) -> Response:
        return Response(next(statuses), b"{}") if request.method == "PUT" else server(request)

    courier(sides, refusing).visit_all()
    refused, differing = sides.laptop.outgoing(ANNA.id, UP)
    assert (refused.conflicting, differing.conflicting) == (False, True)
    assert refused.refused
    courier(sides, server).visit_all()
    assert server.delivered == 0
    courier(sides, server, days=1).visit_all()
    assert server.delivered == 1
    assert [one.receipt for one in sides.laptop.outgoing(ANNA.id, UP)] == [1, None]


def test_a_record_that_the_server_stumbles_over_keeps_no_other_back(sides: Sides) -> None:
    for session in "abcdef":
        trained(sides, session)
    server, odd = Server(lambda: sides.clinic, lambda: NOW), sides.laptop.waiting(ANNA.id, UP)[0].id

    def stumbling(request: Request) -> Response:
        met = odd in request.path or odd.encode() in request.body
        return Response(500, b"") if met else server(request)

    assert not courier(sides, stumbling).visit_all()
    assert [one.id for one in sides.laptop.waiting(ANNA.id, UP)] == [odd]
    assert "answered 500" in sides.pairing.trouble
    for session in "uvwxyz":
        trained(sides, session)
    tried = []

    def down(request: Request) -> Response:
        tried.append(request)
        return Response(503, b"") if "/records" in request.path else server(request)

    assert not courier(sides, down).visit_all()
    assert [one.method for one in tried if "/records" in one.path] == ["POST", "PUT", "PUT", "PUT"]


@pytest.mark.usefixtures("one_by_one")
def test_a_record_that_is_too_long_for_the_server_is_told_and_keeps_no_other_back(sides: Sides) -> None:
    for session in "ab":
        trained(sides, session)
    server, statuses = Server(lambda: sides.clinic, lambda: NOW), iter((413,))

    def choosy(request: Request) -> Response:
        status = next(statuses, 0) if request.method == "PUT" else 0
        return Response(status, b'{"error":"at most 8000000 bytes"}') if status else server(request)

    assert courier(sides, choosy).visit_all()
    first, second = sides.laptop.outgoing(ANNA.id, UP)
    assert "at most 8000000 bytes" in first.refused
    assert second.receipt


def test_paired_again_with_the_same_clinic_nothing_is_sent_twice_and_another_is_sent_everything(
    sides: Sides,
) -> None:
    for session in "ab":
        trained(sides, session)
    server, pairing = Server(lambda: sides.clinic, lambda: NOW), sides.pairing
    courier(sides, server).visit_all()
    before = sides.laptop.outgoing(ANNA.id, UP)
    sides.laptop.unpair(ANNA.id)
    assert len(sides.laptop.waiting(ANNA.id, UP)) == 2
    sides.laptop.pair(pairing)
    courier(sides, server).visit_all()
    assert server.delivered == 2
    assert sides.laptop.outgoing(ANNA.id, UP) == before

    sides.laptop.unpair(ANNA.id)
    sides.laptop.pair(pairing)
    for table in ("exercise", "session", "received"):  # as at another clinic
        directly(sides.clinic, f"DELETE FROM {table}")  # noqa: S608
    courier(sides, server).visit_all()
    assert server.delivered == 4
    assert len(sides.clinic.sessions(THERE.id)) == 2


def test_a_server_that_gives_the_same_down_for_ever_is_left(sides: Sides) -> None:
    record = (
        b'{"items":[{"id":"x","kind":"message","revision":0,"sha256":"'
        b'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","body":""}],"more":true}'
    )
    server = Server(lambda: sides.clinic, lambda: NOW)

    def looping(request: Request) -> Response:
        return Response(200, record) if request.method == "GET" else server(request)

    assert not courier(sides, looping).visit_all()
    assert "again and again" in sides.pairing.trouble


def test_the_thread_goes_when_it_is_woken_and_ends_when_it_is_closed(sides: Sides, visited: Event) -> None:
    rounds = Rounds(courier(sides, lambda _: Response(200, b"")), lambda: False, Most())
    rounds.start()
    for _ in range(3):
        assert visited.wait(5)
        visited.clear()
        rounds.wake()
    rounds.close()
    assert not rounds._thread.is_alive()


def test_the_thread_outlives_a_store_that_cannot_be_read(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the disk is full: it is tried again later."""
    tried = Event()

    def pairings(_: Store) -> object:
        tried.set()
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "pairings", pairings)
    rounds = Rounds(courier(sides, lambda _: Response(200, b"")), lambda: False, Most())
    rounds.start()
    for _ in range(2):
        assert tried.wait(5)
        tried.clear()
        rounds.wake()
    rounds.close()


def test_what_a_session_left_is_carried_as_soon_as_the_computer_is_free(
    sides: Sides, visited: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a round was made a moment before."""
    under_way = Event()
    monkeypatch.setattr("coach.sync.courier.LOOKS_EVERY_S", 0.01)
    rounds = Rounds(courier(sides, lambda _: Response(200, b"")), under_way.is_set, Most())
    rounds.start()
    assert visited.wait(5)
    under_way.set()
    visited.clear()
    sides.laptop.add_letter(ASKED)
    assert not visited.wait(0.2)
    under_way.clear()
    assert visited.wait(5)
    rounds.close()
