"""Sessions with their exercises, repetitions and angle traces."""

import sqlalchemy as sa
from alembic import op

revision = "0002_sessions"
down_revision = "0001_patients"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(),
            nullable=False,
            comment="UTC; every t_s of the session counts from here",
        ),
        sa.Column("ended_at", sa.DateTime(), nullable=True, comment="UTC; empty while the session is open"),
        sa.Column("ending", sa.String(length=20), nullable=True, comment="empty while the session is open"),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("programme_sha256", sa.String(length=64), nullable=False, comment="of programme_text"),
        sa.Column(
            "programme_text", sa.String(), nullable=False, comment="the resolved programme, canonical JSON"
        ),
        sa.Column(
            "neutral",
            sa.String(),
            nullable=True,
            comment="the accepted straight position, JSON; empty without a camera",
        ),
        sa.Column(
            "versions", sa.JSON(), nullable=False, comment="program, measuring code, SHA-256 of the models"
        ),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("vertical_fov_deg", sa.Double(), nullable=False, comment="degrees"),
        sa.Column("fov_assumed", sa.Boolean(), nullable=False, comment="the field of view was an assumption"),
        sa.Column(
            "resting_only",
            sa.Boolean(),
            nullable=False,
            comment="a red answer turned the session into rest and breathing",
        ),
        sa.Column("before_pain", sa.Integer(), nullable=False, comment="0 to 10"),
        sa.Column("before_tension", sa.Integer(), nullable=False, comment="0 to 10"),
        sa.Column("before_swallowing_trouble", sa.Boolean(), nullable=False),
        sa.Column("before_dizziness", sa.Boolean(), nullable=False),
        sa.Column("before_anything_new", sa.Boolean(), nullable=False),
        sa.Column("after_pain", sa.Integer(), nullable=True, comment="0 to 10"),
        sa.Column("after_effort", sa.Integer(), nullable=True, comment="0 to 10"),
        sa.Column("after_words", sa.String(), nullable=False, comment="the patient's words to the therapist"),
        sa.Column(
            "quality_frames",
            sa.Integer(),
            nullable=True,
            comment="frames measured; empty until the session is closed",
        ),
        sa.Column("quality_seen_share", sa.Double(), nullable=True, comment="0 to 1"),
        sa.Column("quality_frames_per_s", sa.Double(), nullable=True, comment="1/s"),
        sa.Column("quality_dropped", sa.Integer(), nullable=True, comment="frames not measured"),
        sa.Column("quality_second_person_s", sa.Double(), nullable=True, comment="seconds"),
        sa.Column("quality_camera_lost", sa.Integer(), nullable=True, comment="times"),
        sa.Column("quality_notes", sa.JSON(), nullable=True, comment="advice that was shown"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_session_patient_id", "session", ["patient_id"])
    op.create_table(
        "exercise",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the session, from 0"),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("exercise_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("movement", sa.String(), nullable=False, comment="the axis that is scored"),
        sa.Column("side", sa.String(length=20), nullable=True, comment="the patient's own side"),
        sa.Column(
            "target",
            sa.Double(),
            nullable=False,
            comment="degrees or the movement's own unit, left and up positive",
        ),
        sa.Column("band", sa.Double(), nullable=False, comment="half width, the same unit"),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False, comment="in a set"),
        sa.Column("hold_s", sa.Double(), nullable=False, comment="seconds"),
        sa.Column("rest_s", sa.Double(), nullable=False, comment="seconds"),
        sa.Column(
            "ending", sa.String(length=20), nullable=True, comment="empty until the exercise has ended"
        ),
        sa.Column("seen_s", sa.Double(), nullable=True, comment="seconds, unpaused"),
        sa.Column("unseen_s", sa.Double(), nullable=True, comment="seconds, unpaused"),
        sa.Column("paused_s", sa.Double(), nullable=True, comment="seconds"),
        sa.Column("in_band_s", sa.Double(), nullable=True, comment="seconds, seen and unpaused"),
        sa.Column("trick_s", sa.Double(), nullable=True, comment="seconds with a hand near the face"),
        sa.Column("best_hold_s", sa.Double(), nullable=True, comment="seconds"),
        sa.Column("best_peak_deg", sa.Double(), nullable=True, comment="degrees or the movement's own unit"),
        sa.Column("compensations", sa.JSON(), nullable=True, comment="kind and how many times"),
        sa.Column("effort", sa.Integer(), nullable=True, comment="0 to 10"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"]),
        sa.PrimaryKeyConstraint("session_id", "position"),
    )
    op.create_table(
        "rep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="the exercise's place in the session"),
        sa.Column("set_number", sa.Integer(), nullable=False, comment="from 1"),
        sa.Column("rep_number", sa.Integer(), nullable=False, comment="from 1"),
        sa.Column("started_s", sa.Double(), nullable=False, comment="seconds since the session began"),
        sa.Column("ended_s", sa.Double(), nullable=False, comment="seconds since the session began"),
        sa.Column("completed", sa.Boolean(), nullable=False, comment="the hold reached its length"),
        sa.Column("peak_deg", sa.Double(), nullable=True, comment="degrees or the movement's own unit"),
        sa.Column("hold_s", sa.Double(), nullable=False, comment="longest hold, seconds"),
        sa.Column("in_band_s", sa.Double(), nullable=False, comment="seconds"),
        sa.Column(
            "steadiness_deg", sa.Double(), nullable=True, comment="standard deviation in the hold, degrees"
        ),
        sa.Column("peak_speed_deg_s", sa.Double(), nullable=True, comment="degrees per second"),
        sa.Column("unseen_s", sa.Double(), nullable=False, comment="seconds"),
        sa.Column("trick_s", sa.Double(), nullable=False, comment="seconds with a hand near the face"),
        sa.Column("compensations", sa.JSON(), nullable=False, comment="what moved along, in order"),
        sa.ForeignKeyConstraint(["session_id", "position"], ["exercise.session_id", "exercise.position"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rep_session_id", "rep", ["session_id"])
    op.create_table(
        "trace_chunk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="the exercise's place in the session"),
        sa.Column("chunk", sa.LargeBinary(), nullable=False, comment="see coach.store.traces"),
        sa.ForeignKeyConstraint(["session_id", "position"], ["exercise.session_id", "exercise.position"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_trace_chunk_session_id", "trace_chunk", ["session_id"])


def downgrade() -> None:
    op.drop_table("trace_chunk")
    op.drop_table("rep")
    op.drop_table("exercise")
    op.drop_table("session")
