"""Both sides of a pairing compare what they have, so that what any fault has lost is found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coach.store.heads import batches
from coach.store.outbox import raised
from coach.store.record_tables import OutboxRow, PairingRow, QuarantinedRow, ReceivedRow
from coach.store.record_values import Sender, Settlement
from coach.store.tables import PatientRow
from coach.store.transactions import Transactions, get, patient_row
from coach.store.uuid7 import made_of
from coach.wire import UP

#: Records of so long ago are compared, a little more than a year.
COMPARED = timedelta(days=400)


@dataclass(frozen=True)
class Comparison:
    """What the clinic found beside a laptop's list.

    Attributes:
        receipts: of what it has as it was listed, record id -> revision.
        missing: ids of what it has not.
        differing: ids of what it has otherwise.
        only_here: how many it has of this laptop that were not listed.
        newest_sequence: the highest that it has of this patient, also from before a laptop was paired anew.
        settled: what a therapist decided about those that it keeps apart, record id -> `Settlement`.
    """

    receipts: dict[str, int]
    missing: tuple[str, ...]
    differing: tuple[str, ...]
    only_here: int
    newest_sequence: int
    settled: dict[str, str] = field(default_factory=dict)


class Comparing(Transactions):
    """The part of the store that compares itself with another."""

    def listed(self, patient_id: str, now: datetime) -> tuple[tuple[str, str], ...]:
        """Id and hash of everything that was sealed here in the last 400 days, to be compared."""
        first = made_of(int((now - COMPARED).timestamp() * 1000), 0)
        sealed = OutboxRow.sha256.is_not(None), OutboxRow.id >= first, OutboxRow.kind.in_(UP)
        query = select(OutboxRow.id, OutboxRow.sha256).where(OutboxRow.patient_id == patient_id, *sealed)
        with self._reading() as db:
            found = db.execute(query.order_by(OutboxRow.sequence))
            return tuple((row.id, str(row.sha256)) for row in found)

    def compare(self, sender: Sender, listed: Sequence[tuple[str, str]], now: datetime) -> Comparison:
        """What is here beside a laptop's list."""
        hashes = dict(listed)
        with self._reading() as db:
            patient_row(db, sender.patient_id)
            here = {row.id: row for row in _among(db, sender.patient_id, list(hashes))}
            theirs = ReceivedRow.patient_id == sender.patient_id
            newest = db.scalar(select(func.max(ReceivedRow.sequence)).where(theirs))
            own = theirs, ReceivedRow.device_id == sender.device_id
            lately = select(ReceivedRow.id).where(*own, ReceivedRow.received_at >= now - COMPARED)
            unlisted = set(db.scalars(lately)) - set(hashes)
            settled = {one: how for one, sha, how in _settled(db, sender) if hashes.get(one) == sha}
        same = {one: row.revision for one, row in here.items() if row.sha256 == hashes[one]}
        return Comparison(
            receipts=same,
            missing=tuple(one for one in hashes if one not in here),
            differing=tuple(one for one in here if one not in same),
            only_here=len(unlisted),
            newest_sequence=newest or 0,
            settled=settled,
        )

    def note_comparison(self, patient_id: str, found: Comparison, at: datetime) -> None:
        """What the clinic found: what it lacks is sent again, what it has needs no sending, and what it has
        otherwise is told. Sequences go on above those that it has, also on a laptop that was set up again
        from an older copy."""
        with self._writing() as db:
            for ids in batches(found.missing):
                _set(db, patient_id, ids, receipt=None, received_at=None)
            for ids in batches(found.differing):
                _set(db, patient_id, ids, conflicting=True, refused=DIFFERS)
            unanswered = select(OutboxRow).where(
                OutboxRow.patient_id == patient_id, OutboxRow.receipt.is_(None), OutboxRow.sha256.is_not(None)
            )
            for row in db.scalars(unanswered):
                if row.id in found.receipts:
                    row.receipt, row.received_at, row.body = found.receipts[row.id], at, None
                    row.refused, row.conflicting = "", False
            for how in Settlement:
                for ids in batches([one for one, told in found.settled.items() if told == how]):
                    _set(db, patient_id, ids, settlement=how)
            now = get(db, PatientRow, patient_id, "patient").revision
            if now < found.newest_sequence:
                raised(db, patient_id, found.newest_sequence - now)
            pairing = get(db, PairingRow, patient_id, "sharing of patient")
            pairing.compared_at, pairing.only_there = at, found.only_here


def _settled(db: Session, sender: Sender) -> Iterator[tuple[str, str, str]]:
    """Id, hash and settlement of what came from a patient's laptops, was kept apart, and is settled."""
    row = QuarantinedRow
    from_it = row.patient_id == sender.patient_id, row.device_id != ""
    query = select(row.record_id, row.sha256, row.settlement).where(*from_it, row.settlement.is_not(None))
    yield from ((one, sha, how.value) for one, sha, how in db.execute(query) if how)


DIFFERS = "The clinic has this record otherwise."


def _among(db: Session, patient_id: str, record_ids: list[str]) -> Iterator[ReceivedRow]:
    for ids in batches(record_ids):
        chosen = ReceivedRow.patient_id == patient_id, ReceivedRow.id.in_(ids)
        yield from db.scalars(select(ReceivedRow).where(*chosen))


def _set(db: Session, patient_id: str, ids: Sequence[str], **columns: object) -> None:
    chosen = OutboxRow.patient_id == patient_id, OutboxRow.id.in_(ids)
    db.execute(update(OutboxRow).where(*chosen).values(**columns))
