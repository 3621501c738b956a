"""Records that travel between a laptop and the clinic; what is there already gets its row to be sent."""

import sqlalchemy as sa
from alembic import op

from coach.store.uuid7 import uuid7

revision = "0010_records"
down_revision = "0009_long_course"
branch_labels = None
depends_on = None

#: What is there already, oldest first of each patient: patient, kind, what it is about, when.
THERE = """
SELECT patient_id, 'session' AS kind, id AS about, ended_at AS at FROM session WHERE ended_at IS NOT NULL
UNION ALL SELECT patient_id, 'guide', id, begun_at FROM guide
UNION ALL SELECT session.patient_id, 'flag', CAST(session_flag.id AS VARCHAR(36)), session_flag.set_at
FROM session_flag JOIN session ON session.id = session_flag.session_id
UNION ALL SELECT patient_id, kind, id, written_at FROM letter WHERE kind IN ('question', 'message')
UNION ALL SELECT patient_id, 'programme', CAST(version AS VARCHAR(36)), published_on FROM published
ORDER BY 1, 4, 2, 3
"""


def upgrade() -> None:
    op.add_column(
        "patient",
        sa.Column(
            "revision",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="how many records were made or taken here",
        ),
    )
    _outbox()
    _coming_in()
    _pairing()
    _fill()


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=36), primary_key=True, comment="UUIDv7"),
        _patient(),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see coach.wire"),
        sa.Column("about", sa.String(length=36), nullable=False, comment="the key of what it tells"),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="rising for each patient"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="of body; empty until sealed"),
        sa.Column(
            "body",
            sa.LargeBinary(),
            nullable=True,
            comment="what is sent; empty until sealed, and with a receipt",
        ),
        sa.Column(
            "receipt", sa.Integer(), nullable=True, comment="the clinic's revision; empty until it has it"
        ),
        sa.Column("received_at", sa.DateTime(), nullable=True, comment="UTC; when the receipt came"),
        sa.Column("refused", sa.String(), nullable=False, comment="why the clinic did not take it"),
        sa.Column("conflicting", sa.Boolean(), nullable=False, comment="the clinic has another of this id"),
        sa.UniqueConstraint("patient_id", "sequence"),
    )
    op.create_index("ix_outbox_kind_about", "outbox", ["kind", "about"])


def _coming_in() -> None:
    op.create_table(
        "received",
        sa.Column("id", sa.String(length=36), primary_key=True, comment="as its sender made it"),
        _patient(),
        _device(),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see coach.wire"),
        sa.Column("about", sa.String(length=80), nullable=False, comment="the key of what it tells"),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="its sender's"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="of the patient"),
        sa.Column("received_at", sa.DateTime(), nullable=False, comment="UTC, by the clock here"),
        sa.Column("clock_offset_s", sa.Double(), nullable=True, comment="seconds, its sender's clock behind"),
        sa.UniqueConstraint("patient_id", "revision"),
    )
    op.create_index("ix_received_kind_about", "received", ["kind", "about"])
    op.create_table(
        "quarantined",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        _patient(),
        _device(),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see coach.wire"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="as it came"),
        sa.Column("reason", sa.String(), nullable=False, comment="why it was not taken"),
        sa.Column("at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.UniqueConstraint("record_id", "sha256", "patient_id"),
    )
    op.create_index("ix_quarantined_patient_id", "quarantined", ["patient_id"])


def _pairing() -> None:
    op.create_table(
        "pairing",
        sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), primary_key=True),
        sa.Column("address", sa.String(), nullable=False, comment="of the clinic's server"),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.Column("clinic_name", sa.String(), nullable=False),
        sa.Column("clinic_key", sa.String(length=64), nullable=False, comment="public, hexadecimal"),
        sa.Column("device_id", sa.String(length=36), nullable=False, comment="this laptop at the clinic"),
        sa.Column("device_key", sa.LargeBinary(), nullable=False, comment="private, 32 bytes"),
        sa.Column("patient_there", sa.String(length=36), nullable=False, comment="their id at the clinic"),
        sa.Column("paired_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("paused_at", sa.DateTime(), nullable=True, comment="UTC; empty while sharing"),
        sa.Column("last_revision", sa.Integer(), nullable=False, comment="everything up to it has come"),
        sa.Column("spoke_at", sa.DateTime(), nullable=True, comment="UTC; the clinic last answered"),
        sa.Column("compared_at", sa.DateTime(), nullable=True, comment="UTC; both sides last compared"),
        sa.Column("trouble", sa.String(), nullable=False, comment="why the clinic was not reached"),
        sa.Column("only_there", sa.Integer(), nullable=False, comment="records that only the clinic has"),
    )


def _patient() -> sa.Column[str]:
    return sa.Column("patient_id", sa.String(length=36), sa.ForeignKey("patient.id"), nullable=False)


def _device() -> sa.Column[str]:
    return sa.Column("device_id", sa.String(length=36), nullable=False, comment="empty for the clinic")


def _fill() -> None:
    """A row for everything that is there, in the order in which it came about."""
    bind = op.get_bind()
    outbox = sa.table(
        "outbox",
        *map(sa.column, ("id", "patient_id", "kind", "about", "sequence", "refused", "conflicting")),
    )
    newest: dict[str, int] = {}
    made = []
    for patient_id, kind, about, _ in bind.execute(sa.text(THERE)).all():
        newest[patient_id] = newest.get(patient_id, 0) + 1
        made.append((uuid7(), patient_id, kind, about, newest[patient_id], "", False))
    if made:
        op.bulk_insert(outbox, [dict(zip(outbox.c.keys(), one, strict=True)) for one in made])
    patient = sa.table("patient", sa.column("id"), sa.column("revision"))
    for patient_id, count in newest.items():
        op.execute(patient.update().where(patient.c.id == patient_id).values(revision=count))


def downgrade() -> None:
    for table in ("pairing", "quarantined", "received", "outbox"):
        op.drop_table(table)
    op.drop_column("patient", "revision")
