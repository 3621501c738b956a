"""Patients, what they are assigned (with its history), and settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001_patients"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="a name or initials"),
        sa.Column("made_up", sa.Boolean(), nullable=False, comment="belongs to the made-up clinic"),
        sa.Column("note", sa.String(), nullable=False, comment="the therapist's own words"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column(
            "corrective_rotation",
            sa.String(length=20),
            nullable=False,
            comment="the patient's own side to turn to",
        ),
        sa.Column(
            "corrective_lateral_flexion",
            sa.String(length=20),
            nullable=False,
            comment="the patient's own side to tilt to",
        ),
        sa.Column(
            "reach_rotation_left_deg",
            sa.Double(),
            nullable=False,
            comment="comfortable range, degrees, never negative",
        ),
        sa.Column(
            "reach_rotation_right_deg",
            sa.Double(),
            nullable=False,
            comment="comfortable range, degrees, never negative",
        ),
        sa.Column(
            "reach_lateral_flexion_left_deg",
            sa.Double(),
            nullable=False,
            comment="comfortable range, degrees, never negative",
        ),
        sa.Column(
            "reach_lateral_flexion_right_deg",
            sa.Double(),
            nullable=False,
            comment="comfortable range, degrees, never negative",
        ),
        sa.Column(
            "reach_extension_deg",
            sa.Double(),
            nullable=False,
            comment="comfortable range, chin up, degrees, never negative",
        ),
        sa.Column(
            "reach_flexion_deg",
            sa.Double(),
            nullable=False,
            comment="comfortable range, chin down, degrees, never negative",
        ),
        sa.Column("note", sa.String(), nullable=False, comment="the therapist's own words"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_assignment_patient_id", "assignment", ["patient_id"])
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("setting")
    op.drop_table("assignment")
    op.drop_table("patient")
