"""Records on their way out of this store."""

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, Select, select

from coach.store.record_tables import OutboxRow
from coach.store.record_values import Outgoing
from coach.store.transactions import Transactions
from coach.wire import Kind

#: What a line tells; the body is left where it is.
_TOLD = tuple(getattr(OutboxRow, one.name) for one in fields(Outgoing))


class Sending(Transactions):
    """The part of the store that sends."""

    def outgoing(self, patient_id: str, kinds: Collection[Kind]) -> tuple[Outgoing, ...]:
        """Every record of some kinds, in the order in which they are sent."""
        with self._reading() as db:
            return tuple(map(_outgoing, db.execute(_of(patient_id, kinds))))

    def waiting(self, patient_id: str, kinds: Collection[Kind]) -> tuple[Outgoing, ...]:
        """Those that the other side has not answered."""
        unanswered = OutboxRow.receipt.is_(None), OutboxRow.refused == ""
        with self._reading() as db:
            return tuple(map(_outgoing, db.execute(_of(patient_id, kinds).where(*unanswered))))


def _of(patient_id: str, kinds: Collection[Kind]) -> Select[Any]:
    chosen = OutboxRow.patient_id == patient_id, OutboxRow.kind.in_(kinds)
    return select(*_TOLD).where(*chosen).order_by(OutboxRow.sequence)


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(**{**row._mapping, "kind": Kind(row.kind)})
