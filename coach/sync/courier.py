"""Goes to and fro between this laptop and the clinics of its patients, in a thread of its own.

While a session is under way nothing is done, so that the camera has the computer to itself.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil
from threading import Event, Thread
from typing import Protocol

from coach.errors import (
    ClinicError,
    CoachError,
    ConflictError,
    NotFoundError,
    NotLetInError,
    RecordError,
    ServerFailedError,
    StoreError,
    TooEarlyError,
)
from coach.store import Admission, LastRequest, Pairing, Receipt, Sealed, Store
from coach.sync.client import Client
from coach.sync.down import Judge, take_again, take_down
from coach.sync.several import LONGEST_TOGETHER, MOST_TOGETHER
from coach.wire import UP

#: Both sides are compared so often.
COMPARE_EVERY = timedelta(days=1)
#: Seconds from one visit to the next where all went well, and where it did not: doubled each time, up to an
#: hour. Judgement: a message is there within minutes, and a server that is down is not run into.
EVERY_S, FIRST_AGAIN_S, LONGEST_AGAIN_S = 120.0, 15.0, 3600.0
#: It is looked so often, seconds, whether there is something new, such as a session that is over.
LOOKS_EVERY_S = 2.0


#: What somebody who was erased still asks is given up where the clinic has not known this laptop for so long:
#: its key opens nothing any more. Judgement.
GIVEN_UP_AFTER = timedelta(days=30)
#: A server that could not take so many records in one visit is left in peace until the next. Judgement.
MOST_FAILED = 3


class Chance(Protocol):
    """Where chance comes from, such as `random.Random`."""

    def uniform(self, a: float, b: float, /) -> float:
        """A number between two."""


def again_s(failed: int, chance: Chance) -> float:
    """How long to wait, seconds, after so many visits in a row that went wrong; half of it is chance, so that
    the laptops of a clinic do not all come back at once."""
    if not failed:
        return EVERY_S
    most = min(FIRST_AGAIN_S * 2.0 ** min(failed - 1, 20), LONGEST_AGAIN_S)
    return chance.uniform(most / 2, most)


class Courier:
    """What one laptop has to send and to fetch."""

    def __init__(
        self,
        store: Store,
        clients: Callable[[Admission], Client],
        judge: Callable[[], Judge],
        now: Callable[[], datetime],
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """
        Args:
            clients: asks the clinic that lets this laptop in.
            judge: says what may come in here.
            now: the time of day, aware.
            busy: whether a session is under way.
        """
        self._store, self._clients, self._judge, self._now, self._busy = store, clients, judge, now, busy

    def written(self) -> int:
        """So many records were written here until now; it only ever rises while nobody is erased."""
        return self._store.records_written()

    def visit_all(self) -> bool:
        """Every clinic of this laptop once; whether all of them answered."""
        sharing = [one for one in self._store.pairings() if one.paused_at is None]
        answered = [self.visit(one) for one in sharing]
        answered += [self._ask_at_last(one) for one in self._store.last_requests()]
        return all(answered)

    def visit(self, pairing: Pairing) -> bool:
        """One clinic: compare where it is time, send what waits, fetch what is new; whether it answered. What
        went wrong is kept with the pairing, and told on the patient's page."""
        try:
            return self._visited(pairing)
        except NotFoundError:
            return True  # the patient ended the sharing, or erased everything, meanwhile

    def _visited(self, pairing: Pairing) -> bool:
        try:
            client = self._clients(pairing)
            if pairing.compared_at is None or self._now() - pairing.compared_at >= COMPARE_EVERY:
                self._compare(pairing, client)
            self._send(pairing, client)
            self._take_again(pairing)
            self._fetch(pairing, client)
        except CoachError as error:
            self._store.note_contact(pairing.patient_id, self._now(), str(error) or "It did not work.")
            return False
        self._store.note_contact(pairing.patient_id, self._now())
        return True

    def _ask_at_last(self, request: LastRequest) -> bool:
        """What somebody who was erased here still asks of their clinic; with the receipt it goes."""
        try:
            self._clients(request).put(request.record)
        except CoachError as error:
            given_up = self._now() - request.asked_at >= GIVEN_UP_AFTER
            if not (given_up and isinstance(error, NotLetInError)):
                self._store.note_last_request(request.patient_id, str(error) or "It did not work.")
                return False
        self._store.end_last_request(request.patient_id)
        return True

    def compare(self, pairing: Pairing) -> None:
        """Compare both sides now.

        Raises:
            ClinicError: the clinic did not answer.
        """
        self._compare(pairing, self._clients(pairing))

    def _compare(self, pairing: Pairing, client: Client) -> None:
        now, whose = self._now(), pairing.patient_id
        self._store.note_comparison(whose, client.compare(self._store.listed(whose, now)), now)
        refused = [one.id for one in self._store.outgoing(whose, UP) if one.refused and not one.conflicting]
        self._store.send_again(whose, refused)  # a clinic that has a newer version now may take it

    def _send(self, pairing: Pairing, client: Client) -> None:
        failed: list[ServerFailedError] = []
        for group in self._groups(pairing.patient_id):
            if self._busy() or not self._sharing(pairing) or len(failed) >= MOST_FAILED:
                break
            kept = {one.id for one in self._store.waiting(pairing.patient_id, UP)}  # and not erased meanwhile
            failed += self._send_group([one for one in group if one.id in kept], client)
        if failed:
            raise failed[0]

    def _groups(self, patient_id: str) -> Iterator[list[Sealed]]:
        """What waits, in its order, as much at a time as goes together."""
        group: list[Sealed] = []
        for line in self._store.waiting(patient_id, UP):
            record = self._sealed(line.id)
            if record is None:
                continue
            length = sum(len(one.body) for one in group) + len(record.body)
            if group and (len(group) == MOST_TOGETHER or length > LONGEST_TOGETHER):
                yield group
                group = []
            group.append(record)
        if group:
            yield group

    def _sealed(self, record_id: str) -> Sealed | None:
        """A record as it is sent; ``None`` where what it tells was erased here meanwhile."""
        try:
            return self._store.sealed(record_id)
        except NotFoundError:
            return None

    def _sharing(self, pairing: Pairing) -> bool:
        """Whether it goes on still: a patient may pause or end it while something is sent."""
        now = self._store.pairing(pairing.patient_id)
        return now is not None and now.paused_at is None and now.device_id == pairing.device_id

    def _send_group(self, group: list[Sealed], client: Client) -> list[ServerFailedError]:
        """Several at once or, where the server stumbles over them together, one by one, as it may be over one
        of them alone; what it could not do."""
        if len(group) > 1:
            try:
                return self._noted(group, client.put_together(group))
            except (ServerFailedError, RecordError):
                pass
        failed: list[ServerFailedError] = []
        for record in group:
            if len(failed) < MOST_FAILED:
                failed += self._noted([record], [_tried(client, record)])
        return failed

    def _noted(self, group: list[Sealed], told: list[Receipt | CoachError]) -> list[ServerFailedError]:
        """What the clinic said to each is kept; what it could not do is given back."""
        for record, one in zip(group, told, strict=True):
            if not isinstance(one, Receipt | RecordError | ConflictError | TooEarlyError | ServerFailedError):
                raise one  # what is too early waits for what it is about, which is sent with it or before
            with suppress(NotFoundError):  # it was erased here while it was on its way
                if isinstance(one, Receipt):
                    self._store.acknowledge(one, self._now())
                elif isinstance(one, RecordError | ConflictError):
                    conflicting = isinstance(one, ConflictError)
                    self._store.note_refused(record.id, str(one), conflicting=conflicting)
        return [one for one in told if isinstance(one, ServerFailedError)]

    def _take_again(self, pairing: Pairing) -> None:
        if not self._busy() and self._store.waiting_to_be_taken(pairing.patient_id):
            take_again(self._store, pairing, self._judge(), self._now())

    def _fetch(self, pairing: Pairing, client: Client) -> None:
        after, more = pairing.last_revision, True
        while more and self._sharing(pairing) and not self._busy():
            records, more = client.down(after)
            more = more and bool(records)
            for record in records:
                if record.sequence <= after:
                    raise ClinicError("The clinic's server gives the same down again and again.")
                take_down(self._store, pairing, record, self._judge(), self._now())
                after = record.sequence
                self._store.note_down_to(pairing.patient_id, after)


def _tried(client: Client, record: Sealed) -> Receipt | CoachError:
    try:
        return client.put(record)
    except (TooEarlyError, RecordError, ConflictError, ServerFailedError) as error:
        return error


class Rounds:
    """The thread of a courier: round after round until it is closed."""

    def __init__(self, courier: Courier, busy: Callable[[], bool], chance: Chance) -> None:
        self.busy = busy
        self._courier, self._chance = courier, chance
        self._woken, self._closed, self._failed, self._carried = Event(), False, 0, 0
        self._thread = Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to send, or somebody is waiting: go now."""
        self._woken.set()

    def close(self, timeout_s: float = 5.0) -> None:
        """No further round; what is under way is cut off where it stands, and done again next time."""
        self._closed = True
        self._woken.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._closed:
            if not self.busy():
                self._failed = 0 if self._went() else self._failed + 1
            self._rest(again_s(self._failed, self._chance))

    def _rest(self, seconds: float) -> None:
        """Until it is time again, somebody wakes it, or there is more to carry than before."""
        for _ in range(ceil(seconds / LOOKS_EVERY_S)):
            if self._woken.wait(LOOKS_EVERY_S) or (not self._failed and self._more()):
                break
        self._woken.clear()

    def _more(self) -> bool:
        try:
            return not self.busy() and self._courier.written() != self._carried
        except StoreError:
            return False

    def _went(self) -> bool:
        try:
            self._carried = self._courier.written()
            return self._courier.visit_all()
        except StoreError:
            return False  # a full disk; there is room again one day
