"""What is kept of prescribing: assessments, drafts, published versions, the clinic's own exercises and list.

Values are kept whole, as the canonical JSON of the model, beside the columns that are searched by.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import Exists, delete, func, select
from sqlalchemy.orm import Session

from coach.assessment import Assessment
from coach.diary import Flag
from coach.errors import StoreError, TakenError
from coach.exercise import Exercise
from coach.faults import faults
from coach.parts import Part
from coach.prescription import MOST_VERSIONS, Draft, Published
from coach.record import ExercisePlan
from coach.store import rows
from coach.store.diary_tables import SessionFlagRow
from coach.store.outbox import once
from coach.store.outdating import outdate
from coach.store.record_tables import PairingRow
from coach.store.record_values import Pairing
from coach.store.supervised_tables import InterventionRow
from coach.store.tables import (
    AssessmentRow,
    DraftRow,
    ExerciseRow,
    OwnExerciseRow,
    ProgressionAnswerRow,
    PublishedRow,
    RefusalListRow,
    RepRow,
    SessionRow,
)
from coach.store.transactions import Transactions, patient_row
from coach.store.values import OwnExercise, ProgressionAnswer, RefusalListChange
from coach.supervised import CHANGES
from coach.wire import Kind

M = TypeVar("M", bound=Part)

#: So many steps of a draft can be taken back. Judgement: a whole programme is built in fewer.
MOST_STEPS = 60


class Programmes(Transactions):
    """The part of the store that prescribing needs."""

    # What was found

    def add_assessment(self, patient_id: str, assessment: Assessment) -> None:
        """One more; the ones before stay as history."""
        with self._writing() as db:
            patient_row(db, patient_id)
            db.add(
                AssessmentRow(
                    patient_id=patient_id,
                    assessed_on=assessment.assessed_on,
                    text=assessment.canonical_json(),
                )
            )
            outdate(db, patient_id)

    def assessments(self, patient_id: str) -> tuple[Assessment, ...]:
        """All of a patient's, oldest first; of two on one day the one written down later comes later."""
        query = select(AssessmentRow.text).where(AssessmentRow.patient_id == patient_id)
        with self._reading() as db:
            found = db.scalars(query.order_by(AssessmentRow.assessed_on, AssessmentRow.id))
            return _parsed(Assessment, found)

    # A programme in the making

    def save_draft(self, patient_id: str, draft: Draft | None) -> None:
        """The next step of a patient's draft; with ``None`` the whole draft is put away."""
        with self._writing() as db:
            patient_row(db, patient_id)
            if draft is None:
                db.execute(delete(DraftRow).where(DraftRow.patient_id == patient_id))
                return
            db.add(DraftRow(patient_id=patient_id, text=draft.canonical_json()))
            db.flush()
            kept = select(DraftRow.id).where(DraftRow.patient_id == patient_id)
            kept = kept.order_by(DraftRow.id.desc()).limit(MOST_STEPS)
            db.execute(delete(DraftRow).where(DraftRow.patient_id == patient_id, DraftRow.id.not_in(kept)))

    def draft(self, patient_id: str) -> Draft | None:
        """The draft as it stands, or ``None`` where nothing is in the making."""
        query = select(DraftRow.text).where(DraftRow.patient_id == patient_id).order_by(DraftRow.id.desc())
        with self._reading() as db:
            found = _parsed(Draft, db.scalars(query.limit(1)))
            return found[0] if found else None

    def draft_steps(self, patient_id: str) -> int:
        """How many steps of the draft are kept; all but the first can be taken back."""
        with self._reading() as db:
            query = select(func.count()).select_from(DraftRow).where(DraftRow.patient_id == patient_id)
            return db.scalar(query) or 0

    def undo_draft(self, patient_id: str) -> None:
        """Take the draft's last step back; its first step stays."""
        of_patient = DraftRow.patient_id == patient_id
        with self._writing() as db:
            steps = list(db.scalars(select(DraftRow.id).where(of_patient).order_by(DraftRow.id)))
            if len(steps) > 1:
                db.execute(delete(DraftRow).where(DraftRow.id == steps[-1]))

    # Published versions

    def publish(self, patient_id: str, published: Published) -> None:
        """A new version; what was in the making is put away with it.

        Raises:
            TakenError: the patient has a version of this number, or shares with a clinic, which publishes.
        """
        with self._writing() as db:
            patient_row(db, patient_id)
            if pairing := db.get(PairingRow, patient_id):
                raise TakenError(rows.value_of(Pairing, pairing).changed_there)
            add_version(db, patient_id, published)
            once(db, patient_id, Kind.PROGRAMME, str(published.version))
            outdate(db, patient_id)

    def published(self, patient_id: str) -> tuple[Published, ...]:
        """All versions, oldest first; the newest holds."""
        query = select(PublishedRow.text).where(PublishedRow.patient_id == patient_id)
        with self._reading() as db:
            return _parsed(Published, db.scalars(query.order_by(PublishedRow.version)))

    def published_since(self, patient_id: str, on: date) -> tuple[Published, ...]:
        """The versions that held on a day or later, oldest first."""
        of_patient = PublishedRow.patient_id == patient_id
        held = select(func.max(PublishedRow.version)).where(of_patient, PublishedRow.published_on <= on)
        first = func.coalesce(held.scalar_subquery(), 0)
        query = select(PublishedRow.text).where(of_patient, PublishedRow.version >= first)
        with self._reading() as db:
            return _parsed(Published, db.scalars(query.order_by(PublishedRow.version)))

    def newest_published(self, patient_id: str) -> Published | None:
        """The version that holds, or ``None``."""
        query = select(PublishedRow.text).where(PublishedRow.patient_id == patient_id)
        with self._reading() as db:
            found = _parsed(Published, db.scalars(query.order_by(PublishedRow.version.desc()).limit(1)))
            return found[0] if found else None

    def published_version(self, patient_id: str, version: int) -> Published | None:
        """One version by its number, or ``None``."""
        if version > MOST_VERSIONS:  # no database holds any number
            return None
        with self._reading() as db:
            row = db.get(PublishedRow, (patient_id, version))
            return _parsed(Published, [row.text])[0] if row else None

    def with_published(self) -> frozenset[str]:
        """The ids of the patients who have a published version."""
        with self._reading() as db:
            return frozenset(db.scalars(select(PublishedRow.patient_id).distinct()))

    # The clinic's own

    def save_own_exercise(self, exercise: Exercise, author: str, at: datetime) -> None:
        """A new exercise of the clinic's own, or a new state of one; the ones before stay as history."""
        with self._writing() as db:
            db.add(
                OwnExerciseRow(
                    exercise_id=exercise.id, saved_at=at, author=author, text=exercise.canonical_json()
                )
            )

    def own_exercises(self) -> tuple[Exercise, ...]:
        """The newest state of each, by id."""
        newest = select(func.max(OwnExerciseRow.id)).group_by(OwnExerciseRow.exercise_id)
        query = select(OwnExerciseRow.text).where(OwnExerciseRow.id.in_(newest))
        with self._reading() as db:
            return _parsed(Exercise, db.scalars(query.order_by(OwnExerciseRow.exercise_id)))

    def own_exercise_history(self, exercise_id: str) -> tuple[OwnExercise, ...]:
        """Every state of one, oldest first."""
        query = select(OwnExerciseRow).where(OwnExerciseRow.exercise_id == exercise_id)
        with self._reading() as db:
            found = list(db.scalars(query.order_by(OwnExerciseRow.id)))
            exercises = _parsed(Exercise, [row.text for row in found])
            return tuple(
                OwnExercise(exercise, row.author, row.saved_at)
                for exercise, row in zip(exercises, found, strict=True)
            )

    def change_refusal_list(self, text: str, author: str, reason: str, at: datetime) -> None:
        """The clinic's list of what must not be prescribed, from now on; the ones before stay as history."""
        with self._writing() as db:
            db.add(RefusalListRow(text=text, author=author, reason=reason, changed_at=at))

    def refusal_list(self) -> str | None:
        """The clinic's own list, or ``None`` where it never changed the one that comes with the program."""
        with self._reading() as db:
            return db.scalar(select(RefusalListRow.text).order_by(RefusalListRow.id.desc()).limit(1))

    def refusal_list_history(self) -> tuple[RefusalListChange, ...]:
        """Every change, oldest first."""
        with self._reading() as db:
            found = db.scalars(select(RefusalListRow).order_by(RefusalListRow.id))
            return tuple(rows.value_of(RefusalListChange, row, at=row.changed_at) for row in found)

    # How far it has come

    def practice(self, patient_id: str, since: datetime) -> tuple[tuple[datetime, ExercisePlan, int], ...]:
        """Every exercise that was done since a moment: when its session began, its plan, and how many of its
        repetitions were completed as planned; none where it was made easier, or was changed on the way.
        Without the traces, so that a page can ask, and without sessions of which the patient says that it was
        somebody else."""
        done = (RepRow.session_id == ExerciseRow.session_id, RepRow.position == ExerciseRow.position)
        completed = select(func.count()).select_from(RepRow).where(*done, RepRow.completed)
        query = select(SessionRow.started_at, ExerciseRow, completed.scalar_subquery(), _changed())
        query = query.join(ExerciseRow, ExerciseRow.session_id == SessionRow.id).where(
            SessionRow.patient_id == patient_id,
            SessionRow.started_at >= since,
            ExerciseRow.ending.is_not(None),
            ~somebody_else(),
        )
        with self._reading() as db:
            found = db.execute(query.order_by(SessionRow.started_at, ExerciseRow.position))
            return tuple(
                (at, rows.value_of(ExercisePlan, row), 0 if row.eased_s or changed else count)
                for at, row, count, changed in found
            )

    # What was said to proposals

    def answer_progression(self, patient_id: str, answer: ProgressionAnswer) -> None:
        """Approved or not, it is kept."""
        with self._writing() as db:
            patient_row(db, patient_id)
            said = rows.columns_of(answer, apart=("at",))
            db.add(ProgressionAnswerRow(patient_id=patient_id, answered_at=answer.at, **said))
            outdate(db, patient_id)

    def progression_answers(self, patient_id: str) -> tuple[ProgressionAnswer, ...]:
        """Everything that was said, oldest first."""
        query = select(ProgressionAnswerRow).where(ProgressionAnswerRow.patient_id == patient_id)
        with self._reading() as db:
            found = db.scalars(query.order_by(ProgressionAnswerRow.id))
            return tuple(rows.value_of(ProgressionAnswer, row, at=row.answered_at) for row in found)


def remember(db: Session, patient_id: str, assessment: Assessment) -> None:
    """An assessment that a version was made from, unless it is here."""
    text = assessment.canonical_json()
    same = select(AssessmentRow.id).where(AssessmentRow.patient_id == patient_id, AssessmentRow.text == text)
    if db.scalar(same.limit(1)) is None:
        db.add(AssessmentRow(patient_id=patient_id, assessed_on=assessment.assessed_on, text=text))


def add_version(db: Session, patient_id: str, published: Published) -> None:
    """A version that holds from now on; what was in the making is put away with it.

    Raises:
        TakenError: the patient has a version of this number.
    """
    if db.get(PublishedRow, (patient_id, published.version)):
        raise TakenError(
            f"Version {published.version} is published and does not change. "
            "Please publish the change as a new version."
        )
    plain = {name: getattr(published, name) for name in ("version", "published_on", "author", "reason")}
    db.add(PublishedRow(patient_id=patient_id, text=published.canonical_json(), **plain))
    db.execute(delete(DraftRow).where(DraftRow.patient_id == patient_id))


def somebody_else() -> Exists:
    return (
        select(SessionFlagRow.id)
        .where(
            SessionFlagRow.session_id == SessionRow.id,
            SessionFlagRow.flag == Flag.NOT_ME,
            SessionFlagRow.taken_back_at.is_(None),
        )
        .exists()
    )


def _parsed(kind: type[M], texts: Iterable[str]) -> tuple[M, ...]:
    try:
        return tuple(kind.model_validate_json(text) for text in texts)
    except ValidationError as error:
        name = kind.__name__.lower()
        told = "; ".join(f"{one.field}: wanted {one.wanted}" for one in faults(name, "", error))
        raise StoreError(f"A kept {name} cannot be read by this version of Midline: {told}.") from error


def _changed() -> Exists:
    """A therapist changed this exercise in its session."""
    one = InterventionRow
    here = (one.session_id == ExerciseRow.session_id, one.position == ExerciseRow.position)
    return select(one.id).where(*here, one.kind.in_(CHANGES)).exists()
