"""A session is training or a check; all sessions until now were training."""

import sqlalchemy as sa
from alembic import op

revision = "0004_session_kind"
down_revision = "0003_measures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "session",
        sa.Column(
            "kind",
            sa.String(length=20),
            nullable=False,
            server_default="training",
            comment="training or a check",
        ),
    )


def downgrade() -> None:
    op.drop_column("session", "kind")
