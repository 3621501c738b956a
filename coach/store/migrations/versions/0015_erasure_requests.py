"""What patients ask to have erased, and sessions that were."""

import sqlalchemy as sa
from alembic import op

revision = "0015_erasure_requests"
down_revision = "0014_traces_as_they_are"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _request()
    op.create_table(
        "erased_session",
        sa.Column("session_id", sa.String(length=36), primary_key=True),
        _patient(),
        sa.Column("erased_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("author", sa.String(), nullable=False, comment="who asked for it; empty for the patient"),
    )
    _last_request()
    for table in ("erasure_request", "erased_session"):
        op.create_index(f"ix_{table}_patient_id", table, ["patient_id"])


def _request() -> None:
    op.create_table(
        "erasure_request",
        sa.Column("id", sa.String(length=36), primary_key=True),
        _patient(),
        sa.Column(
            "session_id",
            sa.String(length=36),
            nullable=True,
            comment="it may be here no longer; empty for everything",
        ),
        sa.Column(
            "started_at", sa.DateTime(), nullable=True, comment="UTC, of the session; empty for everything"
        ),
        sa.Column("asked_at", sa.DateTime(), nullable=False, comment="UTC, by the laptop's clock"),
        sa.Column(
            "answer", sa.String(length=20), nullable=True, comment="empty until a therapist has decided"
        ),
        sa.Column("answered_at", sa.DateTime(), nullable=True, comment="UTC"),
        sa.Column("author", sa.String(), nullable=False, comment="who decided"),
        sa.Column("reason", sa.String(), nullable=False, comment="why it is kept"),
    )


def _last_request() -> None:
    op.create_table(
        "last_request",
        sa.Column("patient_id", sa.String(length=36), primary_key=True, comment="nobody's any more"),
        sa.Column("address", sa.String(), nullable=False, comment="of the clinic's server"),
        sa.Column("clinic_name", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False, comment="this laptop at the clinic"),
        sa.Column("device_key", sa.LargeBinary(), nullable=False, comment="private, 32 bytes"),
        sa.Column("record_id", sa.String(length=36), nullable=False, comment="UUIDv7"),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="the patient's last"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of body"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="what is sent"),
        sa.Column("asked_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("trouble", sa.String(), nullable=False, comment="why the clinic was not reached"),
    )


def _patient() -> sa.Column[str]:
    return sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False)


def downgrade() -> None:
    for table in ("last_request", "erased_session", "erasure_request"):
        op.drop_table(table)
