"""What is kept of patients themselves, and of what they were assigned."""

from datetime import datetime

from sqlalchemy import insert, select

from coach.errors import TakenError
from coach.programme import Assignment
from coach.store import rows
from coach.store.erasing import ErasedRow
from coach.store.outdating import outdate
from coach.store.review_tables import ReviewRow
from coach.store.tables import AssignmentRow, PatientRow
from coach.store.transactions import Transactions, get
from coach.store.values import Assigned, Patient


class Patients(Transactions):
    """The part of the store that knows who trains."""

    def add_patient(self, patient: Patient) -> None:
        """Raises:
        TakenError: this patient was erased here.
        """
        with self._writing() as db:
            gone = db.get(ErasedRow, patient.id)
            if gone:
                raise TakenError(f"Patient {patient.id} was erased on {gone.erased_at:%Y-%m-%d}.")
            db.execute(insert(PatientRow), rows.columns_of(patient))
            db.add(ReviewRow(patient_id=patient.id, changes=0, need=0))

    def change_patient(self, patient: Patient) -> None:
        """Write a patient's name and note anew."""
        with self._writing() as db:
            row = get(db, PatientRow, patient.id, "patient")
            row.name, row.note = patient.name, patient.note
            outdate(db, patient.id)

    def patients(self) -> tuple[Patient, ...]:
        """Everybody, by name."""
        with self._reading() as db:
            found = sorted(db.scalars(select(PatientRow)), key=lambda row: (row.name.casefold(), row.id))
            return tuple(rows.value_of(Patient, row) for row in found)

    def patient(self, patient_id: str) -> Patient:
        with self._reading() as db:
            return rows.value_of(Patient, get(db, PatientRow, patient_id, "patient"))

    def assign(self, patient_id: str, assignment: Assignment, at: datetime) -> None:
        """Prescribe; what was assigned before is kept as history."""
        with self._writing() as db:
            get(db, PatientRow, patient_id, "patient")
            db.add(rows.assignment_row(patient_id, assignment, at))
            outdate(db, patient_id)

    def assignment(self, patient_id: str) -> Assignment | None:
        """What holds now, or ``None`` where nothing was assigned yet."""
        history = self.assignments(patient_id)
        return history[-1].assignment if history else None

    def assignments(self, patient_id: str) -> tuple[Assigned, ...]:
        """Everything that was ever assigned, oldest first."""
        query = select(AssignmentRow).where(AssignmentRow.patient_id == patient_id)
        with self._reading() as db:
            found = db.scalars(query.order_by(AssignmentRow.assigned_at, AssignmentRow.id))
            return tuple(Assigned(row.assigned_at, rows.assignment(row)) for row in found)
