"""Letters, the templates that they begin with, and the goal that a patient sees."""

import sqlalchemy as sa
from alembic import op

revision = "0007_talking"
down_revision = "0006_diary"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="note, message or question"),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False, comment="who signed it"),
        sa.Column("written_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column(
            "session_id",
            sa.String(length=36),
            sa.ForeignKey("session.id"),
            nullable=True,
            comment="the session that it is about",
        ),
        sa.Column("position", sa.Integer(), nullable=True, comment="the exercise's place in the session"),
        sa.Column(
            "read_at", sa.DateTime(), nullable=True, comment="UTC; empty until whom it is for has opened it"
        ),
    )
    op.create_index("ix_letter_patient_id", "letter", ["patient_id"])
    op.create_table(
        "letter_template",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("measure", sa.String(), nullable=False, comment="of coach.trend_measures"),
        sa.Column("words", sa.String(), nullable=False, comment="the goal in the patient's words"),
        sa.Column("author", sa.String(), nullable=False, comment="who chose it"),
        sa.Column("chosen_at", sa.DateTime(), nullable=False, comment="UTC"),
    )
    op.create_index("ix_goal_patient_id", "goal", ["patient_id"])


def downgrade() -> None:
    for table in ("goal", "letter_template", "letter"):
        op.drop_table(table)
