"""Events, dismissed alerts, scores of the clinic, lines of the list, numbers of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0008_following_a_patient"
down_revision = "0007_talking"
branch_labels = None
depends_on = None

TABLES = ("session_number", "review", "score", "dismissal", "event")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("row", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        _patient(),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("units", sa.Double(), nullable=True, comment="the product's own units"),
        sa.Column("muscles", sa.JSON(), nullable=False, comment="name, side, units of each"),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True, comment="UTC; empty while it stands"),
    )
    op.create_index("ix_event_id", "event", ["id"])
    op.create_table(
        "dismissal",
        sa.Column("id", sa.Integer(), primary_key=True),
        _patient(),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="what raised it"),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, comment="UTC"),
    )
    op.create_table(
        "score",
        sa.Column("id", sa.String(length=36), primary_key=True),
        _patient(),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="the scale as the clinician calls it"),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("highest", sa.Double(), nullable=True, comment="the highest possible score"),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True, comment="UTC; empty while it stands"),
    )
    for table in ("event", "dismissal", "score"):
        op.create_index(f"ix_{table}_patient_id", table, ["patient_id"])
    op.create_table(
        "review",
        sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), primary_key=True),
        sa.Column(
            "changes",
            sa.Integer(),
            nullable=False,
            comment="how often the patient's facts have changed",
        ),
        sa.Column("as_of", sa.Date(), nullable=True, comment="the day that it is true of; empty when stale"),
        sa.Column("need", sa.Integer(), nullable=False, comment="the higher, the sooner to be looked at"),
        sa.Column(
            "text",
            sa.String(),
            nullable=True,
            comment="coach.review.ReviewLine, JSON; empty until first made",
        ),
    )
    _session_numbers()


def _patient() -> sa.Column[str]:
    return sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False)


def _session_numbers() -> None:
    """The table, and the numbers of all sessions that are there."""
    op.create_table(
        "session_number",
        sa.Column("session_id", sa.String(length=36), sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("name", sa.String(length=60), primary_key=True),
        sa.Column("source", sa.String(length=20), primary_key=True),
        sa.Column("value", sa.Double(), nullable=False, comment="in the measure's unit"),
        sa.Column("standard_error", sa.Double(), nullable=True, comment="in the measure's unit"),
    )
    op.execute(
        "INSERT INTO session_number (session_id, name, source, value, standard_error) "
        "SELECT session_id, name, CASE WHEN position IS NULL THEN 'check' ELSE 'exercise' END, "
        "AVG(value), AVG(standard_error) FROM measure "
        "WHERE hand = 'all' AND value IS NOT NULL AND name NOT LIKE 'rep\\_%' ESCAPE '\\' "
        "GROUP BY session_id, name, CASE WHEN position IS NULL THEN 'check' ELSE 'exercise' END"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
