"""Flags on sessions, spoken guides, which of the day's bouts a session was, when an exercise was eased."""

import sqlalchemy as sa
from alembic import op

revision = "0006_diary"
down_revision = "0005_prescribing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "session",
        sa.Column(
            "bout",
            sa.Integer(),
            nullable=True,
            comment="which of the day's, from 1; empty where it was the whole programme",
        ),
    )
    op.add_column(
        "exercise",
        sa.Column(
            "eased_s",
            sa.JSON(),
            nullable=True,
            comment="when the easier version was asked for, session seconds",
        ),
    )
    # Exercises that had ended before were never made easier.
    op.execute("UPDATE exercise SET eased_s = '[]' WHERE ending IS NOT NULL")
    op.create_table(
        "session_flag",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.String(length=36), sa.ForeignKey("session.id"), nullable=False),
        sa.Column("flag", sa.String(length=20), nullable=False, comment="not_me or not_good"),
        sa.Column("set_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True, comment="UTC; empty while it stands"),
    )
    op.create_index("ix_session_flag_session_id", "session_flag", ["session_id"])
    op.create_table(
        "guide",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("ended_at", sa.DateTime(), nullable=True, comment="UTC; empty until it has ended"),
        sa.Column("ending", sa.String(length=20), nullable=True, comment="empty until it has ended"),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("exercise_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("tension_before", sa.Integer(), nullable=True, comment="0 to 10"),
        sa.Column("tension", sa.Integer(), nullable=True, comment="0 to 10, afterwards"),
        sa.Column("minutes", sa.Integer(), nullable=True, comment="minutes, the patient's own count"),
        sa.Column("words", sa.String(), nullable=False, comment="how it was"),
        sa.Column("sleep", sa.Integer(), nullable=True, comment="0 to 10, the morning after"),
    )
    op.create_index("ix_guide_patient_id", "guide", ["patient_id"])


def downgrade() -> None:
    op.drop_table("guide")
    op.drop_table("session_flag")
    op.drop_column("exercise", "eased_s")
    op.drop_column("session", "bout")
