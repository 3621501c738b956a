"""The tables. A column that holds a value of `coach.record` has its field's name, and its unit as comment.

patient -< assignment
patient -< assessment
patient -< draft (its steps)
patient -< published
patient -< progression_answer
patient -< session -< exercise -< rep
                                -< trace_chunk
                                -< measure (of the whole session where it has no exercise)
own_exercise, refusal_list (each with its history)
what a patient keeps beside the sessions is in `coach.store.diary_tables`, what is sent and came in in
`coach.store.record_tables`
setting
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from coach.record import Ending, Hand, SessionKind, Side
from coach.store.columns import STILL_OPEN, Id, LongId, PatientId, SessionId, Tuples, Utc, by_value


class Table(DeclarativeBase):
    """What all tables share."""

    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads it from the class
        Ending: by_value(Ending),
        Side: by_value(Side),
        Hand: by_value(Hand),
        SessionKind: by_value(SessionKind),
        dict[str, Any]: JSON,
        tuple[str, ...]: Tuples,
        tuple[tuple[str, int], ...]: Tuples,
        tuple[float, ...]: Tuples,
    }


def _in(unit: str) -> MappedColumn[Any]:
    return mapped_column(comment=unit)


class PatientRow(Table):
    __tablename__ = "patient"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[str] = _in("a name or initials")
    made_up: Mapped[bool] = _in("belongs to the made-up clinic")
    note: Mapped[str] = _in("the therapist's own words")
    revision: Mapped[int] = mapped_column(
        server_default="0", comment="how many records were made or taken here"
    )


class AssignmentRow(Table):
    """What a therapist prescribed; a change is a new row, and the newest holds."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    assigned_at: Mapped[Utc] = _in("UTC")
    programme_id: Mapped[str]
    programme_version: Mapped[int]
    corrective_rotation: Mapped[Side] = _in("the patient's own side to turn to")
    corrective_lateral_flexion: Mapped[Side] = _in("the patient's own side to tilt to")
    reach_rotation_left_deg: Mapped[float] = _in("comfortable range, degrees, never negative")
    reach_rotation_right_deg: Mapped[float] = _in("comfortable range, degrees, never negative")
    reach_lateral_flexion_left_deg: Mapped[float] = _in("comfortable range, degrees, never negative")
    reach_lateral_flexion_right_deg: Mapped[float] = _in("comfortable range, degrees, never negative")
    reach_extension_deg: Mapped[float] = _in("comfortable range, chin up, degrees, never negative")
    reach_flexion_deg: Mapped[float] = _in("comfortable range, chin down, degrees, never negative")
    note: Mapped[str] = _in("the therapist's own words")


class AssessmentRow(Table):
    """What a therapist found on one day."""

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    assessed_on: Mapped[date]
    text: Mapped[str] = _in("coach.assessment.Assessment, canonical JSON")


class DraftRow(Table):
    """One step of a programme in the making; the newest holds, the ones before can be gone back to."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    text: Mapped[str] = _in("coach.prescription.Draft, canonical JSON")


class PublishedRow(Table):
    """One published version of a patient's programme; never changed."""

    __tablename__ = "published"

    patient_id: Mapped[str] = mapped_column(String(36), ForeignKey("patient.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, comment="from 1, for each patient")
    published_on: Mapped[date]
    author: Mapped[str] = _in("who published it")
    reason: Mapped[str] = _in("the patient reads it")
    text: Mapped[str] = _in("coach.prescription.Published, canonical JSON")


class OwnExerciseRow(Table):
    """One state of an exercise of the clinic's own; the newest of an exercise holds."""

    __tablename__ = "own_exercise"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[str] = mapped_column(String(60), index=True)
    saved_at: Mapped[Utc] = _in("UTC")
    author: Mapped[str]
    text: Mapped[str] = _in("coach.exercise.Exercise, canonical JSON")


class RefusalListRow(Table):
    """One state of the clinic's list of what must not be prescribed; the newest holds."""

    __tablename__ = "refusal_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[Utc] = _in("UTC")
    author: Mapped[str]
    reason: Mapped[str]
    text: Mapped[str] = _in("the whole list")


class ProgressionAnswerRow(Table):
    """What a therapist said to a proposal to ask for more."""

    __tablename__ = "progression_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[PatientId]
    answered_at: Mapped[Utc] = _in("UTC")
    exercise_id: Mapped[str]
    programme_version: Mapped[int] = _in("the version that the proposal was about")
    approved: Mapped[bool]
    note: Mapped[str]


class SessionRow(Table):
    """One session: what was known when it opened, how it ended, how well the camera saw, the answers."""

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_patient_id_started_at", "patient_id", "started_at"),
        Index("ix_session_open", "id", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = mapped_column(String(36), ForeignKey("patient.id"))
    kind: Mapped[SessionKind] = _in("training or a check")
    bout: Mapped[int | None] = _in("which of the day's, from 1; empty where it was the whole programme")
    started_at: Mapped[Utc] = _in("UTC; every t_s of the session counts from here")
    ended_at: Mapped[Utc | None] = _in("UTC; empty while the session is open")
    ending: Mapped[Ending | None] = _in("empty while the session is open")

    programme_id: Mapped[str]
    programme_version: Mapped[int]
    programme_sha256: Mapped[str] = mapped_column(String(64), comment="of programme_text")
    programme_text: Mapped[str] = _in("the resolved programme, canonical JSON")
    neutral: Mapped[str | None] = _in("the accepted straight position, JSON; empty without a camera")
    versions: Mapped[dict[str, Any]] = _in("program, measuring code, SHA-256 of the models")
    camera: Mapped[str]
    vertical_fov_deg: Mapped[float] = _in("degrees")
    fov_assumed: Mapped[bool] = _in("the field of view was an assumption")
    resting_only: Mapped[bool] = _in("a red answer turned the session into rest and breathing")

    before_pain: Mapped[int] = _in("0 to 10")
    before_tension: Mapped[int] = _in("0 to 10")
    before_swallowing_trouble: Mapped[bool]
    before_dizziness: Mapped[bool]
    before_anything_new: Mapped[bool]

    after_pain: Mapped[int | None] = _in("0 to 10")
    after_effort: Mapped[int | None] = _in("0 to 10")
    after_words: Mapped[str] = _in("the patient's words to the therapist")

    quality_frames: Mapped[int | None] = _in("frames measured; empty until the session is closed")
    quality_seen_share: Mapped[float | None] = _in("0 to 1")
    quality_frames_per_s: Mapped[float | None] = _in("1/s")
    quality_dropped: Mapped[int | None] = _in("frames not measured")
    quality_second_person_s: Mapped[float | None] = _in("seconds")
    quality_camera_lost: Mapped[int | None] = _in("times")
    quality_notes: Mapped[tuple[str, ...] | None] = _in("advice that was shown")


class ExerciseRow(Table):
    """One exercise of a session: its plan, and its summary once it has ended (``ending`` is set then)."""

    __tablename__ = "exercise"

    session_id: Mapped[SessionId] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment="place in the session, from 0")

    exercise_id: Mapped[str]
    exercise_version: Mapped[int]
    name: Mapped[str]
    movement: Mapped[str] = _in("the axis that is scored")
    side: Mapped[Side | None] = _in("the patient's own side")
    target: Mapped[float] = _in("degrees or the movement's own unit, left and up positive")
    band: Mapped[float] = _in("half width, the same unit")
    sets: Mapped[int]
    reps: Mapped[int] = _in("in a set")
    hold_s: Mapped[float] = _in("seconds")
    rest_s: Mapped[float] = _in("seconds")

    ending: Mapped[Ending | None] = _in("empty until the exercise has ended")
    seen_s: Mapped[float | None] = _in("seconds, unpaused")
    unseen_s: Mapped[float | None] = _in("seconds, unpaused")
    paused_s: Mapped[float | None] = _in("seconds")
    in_band_s: Mapped[float | None] = _in("seconds, seen and unpaused")
    trick_s: Mapped[float | None] = _in("seconds with a hand near the face")
    best_hold_s: Mapped[float | None] = _in("seconds")
    best_peak_deg: Mapped[float | None] = _in("degrees or the movement's own unit")
    compensations: Mapped[tuple[tuple[str, int], ...] | None] = _in("kind and how many times")
    effort: Mapped[int | None] = _in("0 to 10")
    eased_s: Mapped[tuple[float, ...] | None] = _in("when the easier version was asked for, session seconds")


def _of_exercise() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["session_id", "position"], ["exercise.session_id", "exercise.position"])


class RepRow(Table):
    """One repetition, in the order of ``id``."""

    __tablename__ = "rep"
    __table_args__ = (_of_exercise(), Index("ix_rep_session_id_completed", "session_id", "completed"))

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[Id]
    position: Mapped[int] = _in("the exercise's place in the session")
    set_number: Mapped[int] = _in("from 1")
    rep_number: Mapped[int] = _in("from 1")
    started_s: Mapped[float] = _in("seconds since the session began")
    ended_s: Mapped[float] = _in("seconds since the session began")
    completed: Mapped[bool] = _in("the hold reached its length")
    peak_deg: Mapped[float | None] = _in("degrees or the movement's own unit")
    hold_s: Mapped[float] = _in("longest hold, seconds")
    in_band_s: Mapped[float] = _in("seconds")
    steadiness_deg: Mapped[float | None] = _in("standard deviation in the hold, degrees")
    peak_speed_deg_s: Mapped[float | None] = _in("degrees per second")
    unseen_s: Mapped[float] = _in("seconds")
    trick_s: Mapped[float] = _in("seconds with a hand near the face")
    compensations: Mapped[tuple[str, ...]] = _in("what moved along, in order")


class TraceChunkRow(Table):
    """A piece of an exercise's trace, in the order of ``id``; `coach.store.traces` reads the bytes."""

    __tablename__ = "trace_chunk"
    __table_args__ = (_of_exercise(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[Id] = mapped_column(index=True)
    position: Mapped[int] = _in("the exercise's place in the session")
    chunk: Mapped[bytes] = mapped_column(LargeBinary, comment="see coach.store.traces")


class MeasureRow(Table):
    """One number of movement, in the order of ``id``."""

    __tablename__ = "measure"
    __table_args__ = (
        _of_exercise(),
        Index("ix_measure_session_id_name_hand", "session_id", "name", "hand"),
    )

    id: Mapped[LongId] = mapped_column(primary_key=True)
    session_id: Mapped[SessionId]
    position: Mapped[int | None] = _in(
        "the exercise's place in the session; empty for the session as a whole"
    )
    name: Mapped[str] = _in("see coach.measures")
    hand: Mapped[Hand] = _in("all moments, or with or without a hand")
    value: Mapped[float | None] = _in("in the unit; empty where there is a reason")
    standard_error: Mapped[float | None] = _in("in the unit; empty where not known")
    unit: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40), comment="why there is no value")
    version: Mapped[int] = _in("of coach.measures that took it")


class SettingRow(Table):
    """One setting of this installation, such as the PIN's hash."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
