"""What was kept apart, beside what is here in its place."""

from typing import Any

from coach.errors import CoachError
from coach.store.diary_tables import GuideRow
from coach.store.record_values import Quarantined
from coach.store.sealing import kept_bytes
from coach.store.tables import SessionRow
from coach.store.taking_in import about
from coach.store.talking_tables import LetterRow
from coach.store.transactions import Transactions
from coach.wire import Kind
from coach.wire.reading import read

_TABLES: dict[str, Any] = {Kind.SESSION: SessionRow, Kind.GUIDE: GuideRow, Kind.QUESTION: LetterRow}


class Apart(Transactions):
    """The part of the store that shows what was not taken."""

    def in_its_place(self, one: Quarantined) -> bytes | None:
        """What is here of the same patient under the key that a record tells, as it would be sent; ``None``
        where there is nothing, or nothing that can be shown beside it."""
        if one.kind not in _TABLES:
            return None
        try:
            key = about(read(Kind(one.kind), one.body))
            with self._reading() as db:
                row = db.get(_TABLES[one.kind], key)
                own = row is not None and row.patient_id == one.patient_id
                return kept_bytes(db, Kind(one.kind), key) if own else None
        except CoachError:  # it is no record, or what is here is still open
            return None
