"""What the clinic wrote comes down: messages, and programmes that are judged again before they hold.

What was refused because this program cannot read it, or because its rules do not allow it, is kept, and
judged again when either of them is another one.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from coach.errors import (
    ConflictError,
    Fault,
    FaultyError,
    ProgrammeError,
    RecordError,
    RefusedError,
    TakenError,
)
from coach.refusal import RefusalList
from coach.signed import accept, read_signed
from coach.store import Pairing, Sealed, Sender, Store, WaitsFor
from coach.wire import Kind
from coach.wire.reading import sha256_of

#: What does not become better when it is fetched again.
NOT_TAKEN = (FaultyError, RefusedError, ConflictError, TakenError)


@dataclass(frozen=True)
class Judge:
    """What says on this laptop whether something may come in.

    Attributes:
        version: of this program.
        rules: what must not be prescribed.
    """

    version: str
    rules: RefusalList

    @property
    def name(self) -> str:
        """Another one, where the version or any of the rules is another."""
        return f"{self.version} {sha256(self.rules.canonical_json().encode()).hexdigest()[:16]}"


def take_down(store: Store, pairing: Pairing, record: Sealed, judge: Judge, at: datetime) -> str:
    """A record of the clinic's, taken in once however often it comes.

    Returns:
        why it was not taken, in words, and then it is kept apart as it came; empty where it was.
    """
    try:
        _take(store, pairing, record, judge.rules, at)
    except NOT_TAKEN as error:
        sender, waits_for = Sender("", pairing.patient_id), _waits_for(record, error)
        store.quarantine(sender, record, str(error), at, waits_for=waits_for, judged_by=judge.name)
        return str(error)
    store.taken_after_all(pairing.patient_id, record)
    return ""


def take_again(store: Store, pairing: Pairing, judge: Judge, at: datetime) -> None:
    """What another version of the program or other rules refused is judged once more, the oldest first."""
    for one in store.waiting_to_be_taken(pairing.patient_id):
        if one.judged_by != judge.name:
            take_down(store, pairing, one.sealed, judge, at)


def _waits_for(record: Sealed, error: Exception) -> WaitsFor:
    """Whether other rules may allow a record, or another program may be able to read it."""
    if isinstance(error, RefusedError):
        return WaitsFor.RULES
    return WaitsFor.PROGRAM if isinstance(error, FaultyError) and not _is_read(record) else WaitsFor.NOTHING


def _is_read(record: Sealed) -> bool:
    """Whether it is a programme that this program can read, so that the fault lies elsewhere."""
    try:
        return record.kind is Kind.PROGRAMME and bool(read_signed("the programme", record.body))
    except FaultyError:
        return False


def _take(store: Store, pairing: Pairing, record: Sealed, rules: RefusalList, at: datetime) -> None:
    sender = Sender("", pairing.patient_id)
    if record.kind is Kind.MESSAGE:
        store.receive(sender, record, at)
    elif record.kind is Kind.PROGRAMME:
        if not store.has_received(record.id):
            _programme(store, pairing, record, rules, at)
    else:
        raise RecordError((Fault("the record", "kind", "what a clinic writes", record.kind.value),))


def _programme(store: Store, pairing: Pairing, record: Sealed, rules: RefusalList, at: datetime) -> None:
    """Signed by this clinic for this patient, within the rules, and newer than what holds; otherwise what
    holds stays."""
    file = "the programme"
    if sha256_of(record.body) != record.sha256:
        raise ProgrammeError((Fault(file, "the whole file", "the hash that was told", "another"),))
    signed = read_signed(file, record.body)
    if signed.patient != pairing.patient_there:
        raise ProgrammeError((Fault(file, "patient", "this patient", "another"),))
    newest = store.newest_published(pairing.patient_id)
    published = accept(file, signed, {pairing.clinic_key}, newest, rules)
    store.receive_programme(Sender("", pairing.patient_id), record, published, at)
