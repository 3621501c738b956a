"""The numbers of movement of an exercise or of a whole session, one row each."""

import sqlalchemy as sa
from alembic import op

revision = "0003_measures"
down_revision = "0002_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        # A clinic's measures outgrow 2^31; in SQLite an integer is as long as it needs to be.
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=True,
            comment="the exercise's place in the session; empty for the session as a whole",
        ),
        sa.Column("name", sa.String(), nullable=False, comment="see coach.measures"),
        sa.Column(
            "hand", sa.String(length=20), nullable=False, comment="all moments, or with or without a hand"
        ),
        sa.Column("value", sa.Double(), nullable=True, comment="in the unit; empty where there is a reason"),
        sa.Column("standard_error", sa.Double(), nullable=True, comment="in the unit; empty where not known"),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False, comment="why there is no value"),
        sa.Column("version", sa.Integer(), nullable=False, comment="of coach.measures that took it"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"]),
        sa.ForeignKeyConstraint(["session_id", "position"], ["exercise.session_id", "exercise.position"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_measure_session_id", "measure", ["session_id"])


def downgrade() -> None:
    op.drop_table("measure")
