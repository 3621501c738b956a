"""What came down and was refused is judged again once the program or its rules are others."""

import sqlalchemy as sa
from alembic import op

revision = "0016_refused_again"
down_revision = "0015_erasure_requests"
branch_labels = None
depends_on = None

TEXTS = {
    "waits_for": (20, "what another version of may take it: rules, program; or empty"),
    "judged_by": (80, "the program and rules that refused it last"),
}


def upgrade() -> None:
    sent = sa.Column(
        "sequence",
        sa.Integer(),
        nullable=False,
        comment="its sender's; 0 where that was not kept",
        server_default="0",
    )
    op.add_column("quarantined", sent)
    for name, (length, comment) in TEXTS.items():
        text = sa.Column(name, sa.String(length), nullable=False, comment=comment, server_default="")
        op.add_column("quarantined", text)
    op.execute("UPDATE quarantined SET waits_for = 'program' WHERE device_id = ''")  # it is tried once
    with op.batch_alter_table("quarantined") as table:
        for name in ("sequence", *TEXTS):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("quarantined") as table:
        for name in ("sequence", *TEXTS):
            table.drop_column(name)
