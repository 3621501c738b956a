"""What was kept apart is settled by a therapist."""

import sqlalchemy as sa
from alembic import op

revision = "0017_settled"
down_revision = "0016_refused_again"
branch_labels = None
depends_on = None

SETTLEMENT = sa.String(length=20)


def upgrade() -> None:
    op.add_column(
        "quarantined",
        sa.Column("settlement", SETTLEMENT, nullable=True, comment="empty until a therapist has decided"),
    )
    op.add_column("quarantined", sa.Column("settled_at", sa.DateTime(), nullable=True, comment="UTC"))
    for name, comment in (("settled_by", "who decided"), ("settled_why", "the reason")):
        text = sa.Column(name, sa.String(), nullable=False, comment=comment, server_default="")
        op.add_column("quarantined", text)
    beside = sa.Column(
        "taken_as", sa.String(36), nullable=True, comment="the session that was taken in beside"
    )
    op.add_column("quarantined", beside)
    told = "what the clinic decided where it had another"
    op.add_column("outbox", sa.Column("settlement", SETTLEMENT, nullable=True, comment=told))
    with op.batch_alter_table("quarantined") as table:
        for name in ("settled_by", "settled_why"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("quarantined") as table:
        for name in ("settlement", "settled_at", "settled_by", "settled_why", "taken_as"):
            table.drop_column(name)
    with op.batch_alter_table("outbox") as table:
        table.drop_column("settlement")
