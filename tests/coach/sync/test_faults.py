"""Whatever the network does and whoever dies: nothing is lost, nothing is doubled, every hash is equal."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from coach.diary import Flag, GuideAnswers
from coach.letter import Letter, LetterKind
from coach.record import CheckOut, Ending
from coach.store import Store, open_store
from coach.store.record_tables import OutboxRow, ReceivedRow
from coach.store.tables import Table
from coach.sync.client import Client
from coach.sync.courier import Courier
from coach.wire import DOWN, UP
from tests.coach.clinic import draft, published
from tests.coach.store.builders import ANNA, CHECK_OUT, MONDAY, OPENING, QUALITY, SUMMARY, a_rep, a_trace
from tests.coach.store.test_outbox import GUIDE
from tests.coach.store.test_travelling_records import of_a_session, rows_of
from tests.coach.sync.proxy import FaultyNetwork, Killed, Server
from tests.coach.sync.sides import JUDGE, THERE, Sides, open_sides

#: Of all requests, so many fail.
SHARE = 0.3


class World:
    """Anna trains, the clinic writes, days pass; both programs are started anew now and then."""

    def __init__(self, folder: Path, seed: int, most_a_round: int = 3) -> None:
        self._folder, self.chance = folder, Random(seed)  # noqa: S311
        self.sides, self.now = open_sides(folder), MONDAY + timedelta(days=1)
        self.server = Server(lambda: self.sides.clinic, lambda: self.now)
        self.network = FaultyNetwork(self.server, self.chance, SHARE)
        self.most_a_round = most_a_round
        self.sessions: list[str] = []
        self.guides: list[str] = []
        self.versions = 0

    def id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128)))

    def something(self) -> None:
        """Anything that is to be shared."""
        what: tuple[Callable[[Store], None], ...] = (
            self.train,
            self.answer,
            self.flag,
            self.listen,
            self.answer_guide,
            self.ask,
        )
        self.chance.choice(what)(self.sides.laptop)
        if self.chance.random() < 0.3:
            self.chance.choice((self.write, self.publish))(self.sides.clinic)

    def train(self, store: Store) -> None:
        session, length = self.id(), self.chance.randrange(5, 40)
        store.open_session(session, ANNA.id, self.now, OPENING)
        store.save_rep(session, 0, a_rep(), a_trace(frames=length, turned_deg=length))
        store.end_exercise(session, 0, SUMMARY, a_trace(99.0, frames=3))
        store.close_session(session, Ending.DONE, QUALITY, CHECK_OUT, self.now)
        self.sessions.append(session)

    def answer(self, store: Store) -> None:
        if self.sessions:
            answers = CheckOut(self.chance.randrange(11), self.chance.randrange(11), self.id())
            store.set_check_out(self.chance.choice(self.sessions[-5:]), answers)

    def flag(self, store: Store) -> None:
        if self.sessions:
            session, flag = self.chance.choice(self.sessions[-5:]), self.chance.choice(list(Flag))
            change = store.take_back_flag if self.chance.random() < 0.4 else store.set_flag
            change(session, flag, self.tick())

    def listen(self, store: Store) -> None:
        self.guides.append(self.id())
        store.begin_guide(self.guides[-1], ANNA.id, self.now, GUIDE)

    def answer_guide(self, store: Store) -> None:
        if self.guides:
            guide = self.chance.choice(self.guides[-3:])
            store.end_guide(guide, Ending.DONE, self.now)
            store.answer_guide(guide, GuideAnswers(self.chance.randrange(11), words=self.id()))

    def ask(self, store: Store) -> None:
        about = self.sessions[-1] if self.sessions else None
        store.add_letter(Letter(self.id(), ANNA.id, LetterKind.QUESTION, "Why?", "A", self.tick(), about))

    def write(self, store: Store) -> None:
        store.add_letter(Letter(self.id(), THERE.id, LetterKind.MESSAGE, "Slower.", "Kim", self.tick()))

    def publish(self, store: Store) -> None:
        self.versions += 1
        store.publish(THERE.id, published(draft("midline_hold"), version=self.versions))

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def visit(self) -> bool:
        """One visit with a client that was just made, as after a start; dies where the network says so."""
        courier = Courier(self.sides.laptop, self.client, lambda: JUDGE, lambda: self.now)
        try:
            return courier.visit_all()
        except Killed:
            self.start_laptop()
            return False

    def client(self, pairing: object) -> Client:  # noqa: ARG002
        return Client(self.sides.pairing, self.network, lambda: self.now, self.seconds)

    def seconds(self) -> float:
        return self.now.timestamp()

    def start_laptop(self) -> None:
        self.sides.laptop.close()
        self.sides.laptop = open_store(self._folder / "laptop")

    def start_clinic(self) -> None:
        """And nobody is let in any more."""
        self.server.tokens.clear()
        self.sides.clinic.close()
        self.sides.clinic = open_store(self._folder / "clinic")

    def round(self) -> None:
        for _ in range(self.chance.randrange(1, self.most_a_round + 1)):
            self.something()
        for _ in range(self.chance.randrange(1, 5)):
            self.visit()
        if self.chance.random() < 0.05:
            self.start_clinic()
        self.now += timedelta(hours=self.chance.randrange(1, 9))

    def heal(self) -> None:
        """The network works; a comparison later everything is where it belongs."""
        self.network.share = 0.0
        while not self.visit() or self.sides.laptop.waiting(ANNA.id, UP):
            pass
        self.now += timedelta(days=2)
        assert self.visit()


def nothing_lost_nothing_doubled(sides: Sides) -> None:
    sent = {one.id: one for one in sides.laptop.outgoing(ANNA.id, UP)}
    with sides.clinic._engine.connect() as connection:
        received = connection.execute(ReceivedRow.__table__.select()).all()
    assert Counter(row.id for row in received) == Counter(list(sent))
    assert {row.id: (row.sha256, row.revision) for row in received} == {
        one.id: (one.sha256, one.receipt) for one in sent.values()
    }
    for table in (*of_a_session(), Table.metadata.tables["guide"]):
        if table.name != "letter":
            assert rows_of(sides.clinic, table) == rows_of(sides.laptop, table), table.name
    assert letters(sides.clinic, THERE.id) == letters(sides.laptop, ANNA.id)
    assert sides.laptop.published(ANNA.id) == sides.clinic.published(THERE.id)
    assert sides.laptop.quarantined() == sides.clinic.quarantined() == ()
    assert sides.pairing.only_there == 0


def letters(store: Store, patient_id: str) -> list[tuple[str, str, str | None]]:
    return sorted((one.id, one.words, one.session_id) for one in store.letters(patient_id))


def live(world: World, deliveries: int) -> None:
    while world.server.delivered < deliveries:
        world.round()
    world.heal()
    nothing_lost_nothing_doubled(world.sides)
    assert all(world.network.counted.values()), world.network.counted
    world.sides.close()


def test_three_hundred_deliveries_through_a_network_that_fails(folder: Path) -> None:
    live(World(folder, seed=1), 300)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_deliveries_through_a_network_that_fails(folder: Path, seed: int) -> None:
    """As much is made in a round as gets through in one, so that each delivery meets the network's faults."""
    live(World(folder, seed, most_a_round=8), 10_000)


def test_a_courier_that_takes_a_lost_answer_for_a_receipt_is_found_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same check on a courier that forgets what it could not deliver."""
    monkeypatch.setattr(Store, "waiting", lambda self, *_: self.outgoing(ANNA.id, UP)[-1:])
    monkeypatch.setattr(Store, "send_again", lambda *_: None)
    world = World(folder, seed=2)
    while len(world.sides.laptop.outgoing(ANNA.id, UP)) < 20:
        world.round()
    world.network.share = 0.0
    world.visit()
    with pytest.raises(AssertionError):
        nothing_lost_nothing_doubled(world.sides)
    world.sides.close()


def test_the_bodies_of_what_was_delivered_are_put_away(folder: Path) -> None:
    world = World(folder, seed=3)
    world.train(world.sides.laptop)
    world.heal()
    with world.sides.laptop._engine.connect() as connection:
        assert [row.body for row in connection.execute(OutboxRow.__table__.select())] == [None]
    assert world.sides.clinic.outgoing(THERE.id, DOWN) == ()
    world.sides.close()
