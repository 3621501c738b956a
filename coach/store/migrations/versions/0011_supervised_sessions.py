"""What a therapist marks and does beside a session under way."""

import sqlalchemy as sa
from alembic import op

revision = "0011_supervised_sessions"
down_revision = "0010_records"
branch_labels = None
depends_on = None

TABLES = ("marked_moment", "intervention")


def upgrade() -> None:
    op.create_table("marked_moment", *_of_session(), sa.Column("words", sa.String(), nullable=False))
    op.create_table(
        "intervention",
        *_of_session(),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see coach.supervised"),
        sa.Column("before", sa.Double(), nullable=True, comment="degrees or seconds, see coach.supervised"),
        sa.Column("after", sa.Double(), nullable=True, comment="the same unit"),
        sa.Column("words", sa.String(), nullable=False, comment="what was said to the patient"),
    )
    for table in TABLES:
        op.create_index(f"ix_{table}_session_id", table, ["session_id"])


def _of_session() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.String(length=36), sa.ForeignKey("session.id"), nullable=False),
        sa.Column("at_s", sa.Double(), nullable=False, comment="seconds since the session began"),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True, comment="the exercise's place in the session"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
