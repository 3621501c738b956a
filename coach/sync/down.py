"""What the clinic wrote comes down: messages, and programmes that are judged again before they hold."""

from datetime import datetime

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
from coach.store import Pairing, Sealed, Sender, Store
from coach.wire import Kind
from coach.wire.reading import sha256_of

#: What does not become better when it is fetched again.
NOT_TAKEN = (FaultyError, RefusedError, ConflictError, TakenError)


def take_down(store: Store, pairing: Pairing, record: Sealed, rules: RefusalList, at: datetime) -> str:
    """A record of the clinic's, taken in once however often it comes.

    Args:
        rules: what must not be prescribed on this laptop.

    Returns:
        why it was not taken, in words, and then it is kept apart as it came; empty where it was.
    """
    sender = Sender("", pairing.patient_id)
    try:
        _take(store, pairing, record, rules, at)
    except NOT_TAKEN as error:
        store.quarantine(sender, record, str(error), at)
        return str(error)
    return ""


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
