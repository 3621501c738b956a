"""Everything that is kept of one patient, as it is handed to those who write it out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from coach.assessment import Assessment
from coach.diary import GuideRecord
from coach.event import Event
from coach.letter import Letter, LetterKind
from coach.prescription import Published
from coach.programme import Assignment
from coach.reviewed import Dismissal, Goal, Score
from coach.store import Assigned, Patient, ProgressionAnswer, Store, StoredSession

T = TypeVar("T", Assessment, Assignment)


@dataclass(frozen=True, eq=False)
class Kept:
    """One patient. ``sessions`` are oldest first and may be read one by one, once; everything else is in the
    store's own order."""

    patient: Patient
    sessions: Iterable[StoredSession] = ()
    assessments: tuple[Assessment, ...] = ()
    assignments: tuple[Assigned, ...] = ()
    versions: tuple[Published, ...] = ()
    answers: tuple[ProgressionAnswer, ...] = ()
    guides: tuple[GuideRecord, ...] = ()
    events: tuple[Event, ...] = ()
    letters: tuple[Letter, ...] = ()
    scores: tuple[Score, ...] = ()
    goal: Goal | None = None
    dismissals: tuple[Dismissal, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What was asked for beside the numbers.

    Attributes:
        name: the patient's name; without it a file holds only the id.
        notes: what therapists wrote for themselves and their colleagues.
        traces: the angles of every moment, by far the largest part of the tables.
    """

    name: bool = False
    notes: bool = False
    traces: bool = True


def kept_of(store: Store, patient_id: str, wanted: Wanted) -> Kept:
    """A patient from the store, without what was not asked for; a year of sessions needs little memory.

    Raises:
        NotFoundError: no such patient.
    """
    found = Kept(
        patient=store.patient(patient_id),
        sessions=(store.session(head.id) for head in reversed(store.sessions(patient_id))),
        assessments=store.assessments(patient_id),
        assignments=store.assignments(patient_id),
        versions=store.published(patient_id),
        answers=store.progression_answers(patient_id),
        guides=store.guides(patient_id),
        events=store.events(patient_id),
        letters=store.letters(patient_id),
        scores=store.scores(patient_id),
        goal=store.goal(patient_id),
        dismissals=store.dismissals(patient_id),
    )
    named = found if wanted.name else replace(found, patient=replace(found.patient, name=""))
    return named if wanted.notes else without_notes(named)


def without_notes(kept: Kept) -> Kept:
    """The same without the words that therapists wrote for themselves and their colleagues."""
    return replace(
        kept,
        patient=replace(kept.patient, note=""),
        sessions=map(_wordless, kept.sessions),
        assessments=tuple(_plain(one) for one in kept.assessments),
        assignments=tuple(
            replace(one, assignment=one.assignment.model_copy(update={"note": ""}))
            for one in kept.assignments
        ),
        versions=tuple(
            one.model_copy(update={"assessment": _plain(one.assessment)}) for one in kept.versions
        ),
        answers=tuple(replace(one, note="") for one in kept.answers),
        letters=tuple(one for one in kept.letters if one.kind is not LetterKind.NOTE),
        dismissals=tuple(replace(one, note="") for one in kept.dismissals),
    )


def _wordless(session: StoredSession) -> StoredSession:
    """What a therapist marked beside a session without the words; when it was stays."""
    marked = tuple(replace(one, words="") for one in session.record.marked)
    return replace(session, record=replace(session.record, marked=marked))


def _plain(part: T) -> T:
    return part.model_copy(update={"note": ""})
