"""The numbers of a middle that a therapist set during a session; sessions from before have none."""

import sqlalchemy as sa
from alembic import op

revision = "0013_new_midlines"
down_revision = "0012_erased"
branch_labels = None
depends_on = None

FROM_BEFORE = "a new middle as measured from the one before, left and up positive"
COLUMNS = {
    "midline_rotation_deg": FROM_BEFORE,
    "midline_lateral_flexion_deg": FROM_BEFORE,
    "midline_extension_deg": FROM_BEFORE,
    "midline_rotation_error_deg": "its standard error",
    "midline_lateral_flexion_error_deg": "its standard error",
    "midline_extension_error_deg": "its standard error",
    "midline_frames": "pictures it was taken from",
    "midline_spread_deg": "how much the head moved meanwhile",
    "midline_replaced_s": "when the one before was set",
}


def upgrade() -> None:
    for name, comment in COLUMNS.items():
        kind = sa.Integer if name == "midline_frames" else sa.Double
        op.add_column("intervention", sa.Column(name, kind(), nullable=True, comment=comment))


def downgrade() -> None:
    op.execute("DELETE FROM intervention WHERE kind = 'midline_back'")  # no word for it there
    with op.batch_alter_table("intervention") as table:
        for name in COLUMNS:
            table.drop_column(name)
