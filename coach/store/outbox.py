"""The rows of what is to be sent, each written in the transaction of what it is about, paired or not.

A row that is not sealed yet stands for what it is about as that will be when it is sealed; after that a
change is a row of its own. So a session that was never sent takes its answers along, and a spoken guide is
sent once although it is answered three times.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from coach.store.record_tables import OutboxRow
from coach.store.tables import PatientRow
from coach.store.uuid7 import uuid7
from coach.wire import Kind


def raised(db: Session, patient_id: str, by: int = 1) -> int:
    """The patient's revision after so many more records. The patient's row is locked from here to the end of
    the transaction, so that revisions are given in the order in which they can be seen."""
    more = update(PatientRow).where(PatientRow.id == patient_id).values(revision=PatientRow.revision + by)
    return db.execute(more.returning(PatientRow.revision)).scalar_one()


def add_new(db: Session, things: Sequence[tuple[str, Kind, str]]) -> None:
    """A row for each of several things that have none: patient, kind, what it is about."""
    counts = Counter(patient_id for patient_id, _, _ in things)
    given = {patient_id: raised(db, patient_id, count) - count for patient_id, count in counts.items()}
    columns = []
    for patient_id, kind, about in things:
        given[patient_id] += 1
        row = {"id": uuid7(), "patient_id": patient_id, "kind": kind.value, "about": about}
        columns.append(row | {"sequence": given[patient_id], "refused": "", "conflicting": False})
    if columns:
        db.execute(insert(OutboxRow), columns)


def hand_in(db: Session, patient_id: str, kind: Kind, about: str) -> None:
    """Something is new or has changed: there is a row that is not sealed."""
    waiting = select(OutboxRow.id).where(
        OutboxRow.kind == kind, OutboxRow.about == about, OutboxRow.patient_id == patient_id
    )
    if db.scalar(waiting.where(OutboxRow.sha256.is_(None)).limit(1)) is None:
        add_new(db, [(patient_id, kind, about)])


def once(db: Session, patient_id: str, kind: Kind, about: str) -> None:
    """Something is there that never changes: there is one row."""
    there = select(OutboxRow.id).where(OutboxRow.kind == kind, OutboxRow.about == about)
    if db.scalar(there.where(OutboxRow.patient_id == patient_id).limit(1)) is None:
        add_new(db, [(patient_id, kind, about)])


def is_sealed(db: Session, kind: Kind, about: str) -> bool:
    """Whether what will be sent of it is made already."""
    found = select(OutboxRow.sha256).where(OutboxRow.kind == kind, OutboxRow.about == about)
    return db.scalar(found.limit(1)) is not None
