"""Indexes that answer by themselves: a year of sessions is counted without reading its rows. Everybody has a
line of the list from the beginning, so that its changes are counted before it is first made."""

import sqlalchemy as sa
from alembic import op

revision = "0009_long_course"
down_revision = "0008_following_a_patient"
branch_labels = None
depends_on = None

#: Table, the column of its index until now, the columns that come behind it.
WIDER = (
    ("session", "patient_id", ("started_at",)),
    ("rep", "session_id", ("completed",)),
    ("measure", "session_id", ("name", "hand")),
)


def upgrade() -> None:
    for table, column, behind in WIDER:
        op.drop_index(_named(table, column), table)
        op.create_index(_named(table, column, *behind), table, [column, *behind])
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_session_open", "session", ["id"], sqlite_where=still_open, postgresql_where=still_open
    )
    op.execute(
        "INSERT INTO review (patient_id, changes, need) "
        "SELECT id, 0, 0 FROM patient WHERE id NOT IN (SELECT patient_id FROM review)"
    )


def downgrade() -> None:
    op.drop_index("ix_session_open", "session")
    for table, column, behind in WIDER:
        op.drop_index(_named(table, column, *behind), table)
        op.create_index(_named(table, column), table, [column])


def _named(table: str, *columns: str) -> str:
    return "_".join(["ix", table, *columns])
