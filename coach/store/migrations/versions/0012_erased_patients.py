"""Who was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0012_erased"
down_revision = "0011_supervised_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased",
        sa.Column("patient_id", sa.String(length=36), primary_key=True),
        sa.Column("erased_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("author", sa.String(), nullable=False, comment="who asked for it; empty for the patient"),
    )


def downgrade() -> None:
    op.drop_table("erased")
